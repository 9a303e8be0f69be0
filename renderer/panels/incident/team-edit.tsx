import { useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { teamModes } from "../../../shared/incident/things.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { HoldButton } from "../fly/hold-button.tsx";
import { useFormat } from "../format-context.tsx";
import { EditChoice, EditText } from "../search/edit-fields.tsx";
import { FieldConflict } from "../search/field-conflict.tsx";
import { TextField } from "../search/fields.tsx";
import { usePut } from "../search/use-put.ts";
import { SelectField } from "./select-field.tsx";
import { useMay } from "./use-may.ts";

type TeamProps = { readonly team: Thing<"team"> };

const states = ["ready", "staging", "resting", "off"] as const;

const listOf = (text: string): string[] => text.split(/[,，、;；]/).flatMap((part) => part.trim() || []);

const Skills = ({ team }: TeamProps) => {
  const t = useTranslate();
  const format = useFormat();
  const { state, put } = usePut();
  const shown = format.list(team.fields.skills ?? []);
  const [draft, setDraft] = useState<string | undefined>();
  const save = async () => {
    if (draft === undefined || draft === shown) return setDraft(undefined);
    if ((await put(team, { skills: listOf(draft).slice(0, 40) })).ok) setDraft(undefined);
  };
  return (
    <>
      <TextField
        label={t("team.skills")}
        hint={t("team.skillsHint")}
        value={draft ?? shown}
        onChange={setDraft}
        onDone={() => void save()}
      />
      <FieldConflict thing={team} field="skills" show={(value) => format.list((value as string[] | null) ?? [])} />
      <FaultNote state={state} />
    </>
  );
};

const ShiftEnd = ({ team }: TeamProps) => {
  const t = useTranslate();
  const format = useFormat();
  const { state, put } = usePut();
  const { stationUtcNow, deviceClock } = useStores();
  const { shiftEndsUtcMs } = team.fields;
  const age = useStore(useStores().ticker, ({ utcMs }) =>
    shiftEndsUtcMs === undefined || utcMs === undefined ? undefined : format.age(shiftEndsUtcMs - utcMs),
  );
  const set = (h: number) =>
    void put(team, { shiftEndsUtcMs: (stationUtcNow() ?? deviceClock.utcMs()) + h * 3_600_000 });
  return (
    <div className="form-field">
      <span className="search-label">{t("team.shiftEnds")}</span>
      <span>
        {shiftEndsUtcMs === undefined
          ? "–"
          : `${format.localDateTime(shiftEndsUtcMs)} (${t("team.shiftIn", { age: age ?? "" })})`}
      </span>
      <span className="search-chips">
        {[2, 4, 8, 12].map((h) => (
          <button key={h} type="button" className="button" onClick={() => set(h)}>
            {t("team.inHours", { n: h })}
          </button>
        ))}
      </span>
      <FieldConflict thing={team} field="shiftEndsUtcMs" show={(value) => format.localDateTime(Number(value))} />
      <FaultNote state={state} />
    </div>
  );
};

const Mode = ({ team }: TeamProps) => {
  const t = useTranslate();
  const { state, put } = usePut();
  return (
    <>
      <SelectField
        label={t("team.mode")}
        options={teamModes.map((value) => ({ value, text: t(`map.mode.${value}`) }))}
        value={team.fields.mode ?? "foot"}
        onChange={(mode) => void put(team, { mode })}
      />
      <FieldConflict thing={team} field="mode" show={(value) => t(`map.mode.${value as (typeof teamModes)[number]}`)} />
      <FaultNote state={state} />
    </>
  );
};

/** What of a team can be changed, each in its place. */
export const TeamEdit = ({ team }: TeamProps) => {
  const t = useTranslate();
  const may = useMay()({ kind: "incident.put", thing: "team", thingId: team.id, fields: {} });
  const { state, put } = usePut();
  const { selection } = useStores();
  const remove = async () => {
    if ((await put(team, { removed: true })).ok) selection.getState().selectThing(undefined);
  };
  return (
    <fieldset className="lead-part" disabled={!may}>
      <div className="search-fields bare">
        <EditText thing={team} field="name" label={t("team.name")} />
        <EditChoice
          thing={team}
          field="state"
          label={t("team.state")}
          usual="ready"
          options={states.map((value) => ({ value, text: t(`team.state.${value}`) }))}
        />
        <Mode team={team} />
        <EditText thing={team} field="radio" label={t("team.radio")} />
        <EditText thing={team} field="organisation" label={t("team.organisation")} />
        <Skills team={team} />
        <ShiftEnd team={team} />
        <EditText
          thing={team}
          field="sweepWidthM"
          label={t("team.sweepWidth")}
          unit="m"
          range={{ least: 0, most: 2_000 }}
        />
        <EditText thing={team} field="speedMps" label={t("team.speed")} unit="m/s" range={{ least: 0, most: 60 }} />
        {may && <HoldButton label={t("team.remove")} spoken={t("team.remove")} onDone={() => void remove()} />}
        <FaultNote state={state} />
      </div>
    </fieldset>
  );
};
