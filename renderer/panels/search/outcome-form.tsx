import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Choice, MomentField, PlaceField, TextField } from "./fields.tsx";
import { readPlace } from "./read-place.ts";
import { ReportClues } from "./report-clues.tsx";
import { usePut } from "./use-put.ts";

const states = ["well", "injured", "dead"] as const;

/** Found: where, when, by whom, in what state. */
export const OutcomeForm = ({ incident }: { readonly incident: Thing<"incident"> }) => {
  const t = useTranslate();
  const { stationUtcNow, deviceClock, commander } = useStores();
  const { state, put } = usePut();
  const [place, setPlace] = useState<LatLon | undefined>();
  const [placeText, setPlaceText] = useState("");
  const [source, setSource] = useState<{ heatId?: string; clueId?: string }>({});
  const [when, setWhen] = useState<{ readonly text: string; readonly utcMs: number | undefined }>(() => ({
    text: t("search.now"),
    utcMs: stationUtcNow() ?? deviceClock.utcMs(),
  }));
  const [by, setBy] = useState("");
  const [condition, setCondition] = useState<(typeof states)[number] | undefined>();
  const [text, setText] = useState("");
  const at = place ?? readPlace(placeText);
  const badPlace = placeText.trim() !== "" && at === undefined;
  const isWhole = condition !== undefined && when.utcMs !== undefined && !badPlace;
  const save = async () => {
    if (condition === undefined || when.utcMs === undefined) return;
    await put(incident, {
      phase: "found",
      outcome: {
        utcMs: when.utcMs,
        by: by.trim() === "" ? commander.operator().name : by.trim(),
        state: condition,
        ...(at === undefined ? {} : { place: at }),
        ...(text.trim() === "" ? {} : { text: text.trim() }),
        ...source,
      },
    });
  };
  return (
    <>
      <Choice
        label={t("close.state")}
        options={states.map((value) => ({ value, text: t(`close.state.${value}`) }))}
        value={condition}
        onChange={setCondition}
      />
      <PlaceField
        label={t("close.where")}
        text={placeText}
        place={place}
        onText={(next) => {
          setPlace(undefined);
          setSource({});
          setPlaceText(next);
        }}
        onPlace={(next) => {
          setSource({});
          setPlace(next);
        }}
      />
      <ReportClues
        onClue={(next, _utcMs, from) => {
          setPlace(next);
          setSource(from);
        }}
      />
      <MomentField
        label={t("close.when")}
        text={when.text}
        utcMs={when.utcMs}
        onChange={(next, utcMs) => setWhen({ text: next, utcMs })}
      />
      <TextField label={t("close.by")} value={by} onChange={setBy} />
      <TextField label={t("close.text")} value={text} rows={2} onChange={setText} />
      <button
        type="button"
        className="button primary"
        disabled={!isWhole || state.state === "pending"}
        title={isWhole ? undefined : t("close.needsState")}
        onClick={() => void save()}
      >
        <IconCheck size={20} aria-hidden="true" />
        {t("close.found")}
      </button>
      {condition === undefined && <p className="small">{t("close.needsState")}</p>}
      <FaultNote state={state} />
    </>
  );
};
