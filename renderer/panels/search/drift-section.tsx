import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { driftObjects, type Flow, spokenDeg, towardsOf } from "./drift-flow.ts";
import { EditPlace } from "./edit-fields.tsx";
import { MomentField, TextField } from "./fields.tsx";
import { momentText } from "./read-moment.ts";
import { readNumber } from "./read-number.ts";
import { useSubject } from "./use-incident.ts";
import { usePutModel } from "./use-put-model.ts";

type Drift = NonNullable<Thing<"model">["fields"]["drift"]>;
type FlowRow = Drift[Flow][number];

const hourMs = 3_600_000;
const mostMps = { wind: 100, current: 20 } as const;

const AddRow = (props: { readonly flow: Flow; readonly fromUtcMs: number; readonly onAdd: (row: FlowRow) => void }) => {
  const t = useTranslate();
  const { flow } = props;
  const [when, setWhen] = useState<{ readonly text: string; readonly utcMs: number | undefined }>({
    text: momentText(props.fromUtcMs),
    utcMs: props.fromUtcMs,
  });
  const [deg, setDeg] = useState("");
  const [speed, setSpeed] = useState("");
  const [readDeg, readMps] = [readNumber(deg, 0, 360), readNumber(speed, 0, mostMps[flow])];
  const isWhole = when.utcMs !== undefined && readDeg !== undefined && readMps !== undefined;
  const add = () => {
    if (when.utcMs === undefined || readDeg === undefined || readMps === undefined) return;
    props.onAdd({ utcMs: when.utcMs, towardsDeg: towardsOf(flow, readDeg), mps: readMps });
    setDeg("");
    setSpeed("");
  };
  return (
    <div className="search-flow-add">
      <MomentField
        label={t("drift.at")}
        text={when.text}
        utcMs={when.utcMs}
        onChange={(text, utcMs) => setWhen({ text, utcMs })}
      />
      <div className="search-two">
        <TextField
          label={t(`drift.${flow}Deg`)}
          unit="°"
          numeric
          value={deg}
          fault={deg !== "" && readDeg === undefined ? t("search.badNumber", { least: 0, most: 360 }) : undefined}
          onChange={setDeg}
        />
        <TextField
          label={t("drift.speed")}
          unit="m/s"
          numeric
          value={speed}
          fault={
            speed !== "" && readMps === undefined ? t("search.badNumber", { least: 0, most: mostMps[flow] }) : undefined
          }
          onChange={setSpeed}
        />
      </div>
      <button type="button" className="button" disabled={!isWhole} onClick={add}>
        <IconPlus size={18} aria-hidden="true" />
        {t(`drift.${flow}Add`)}
      </button>
    </div>
  );
};

const FlowTable = (props: {
  readonly flow: Flow;
  readonly rows: readonly FlowRow[];
  readonly fromUtcMs: number;
  readonly onChange: (rows: FlowRow[]) => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { flow, rows, onChange } = props;
  return (
    <div className="search-flow">
      <h4>{t(`drift.${flow}`)}</h4>
      <ul>
        {rows.map((row) => (
          <li key={row.utcMs}>
            <span>
              {t("drift.row", {
                time: format.localDateTime(row.utcMs),
                deg: String(spokenDeg(flow, row.towardsDeg)).padStart(3, "0"),
                speed: `${format.speed(row.mps).value} ${format.speed(row.mps).unit}`,
              })}
            </span>
            <button
              type="button"
              className="button quiet square"
              aria-label={t("drift.removeRow", { time: format.localDateTime(row.utcMs) })}
              title={t("drift.removeRow", { time: format.localDateTime(row.utcMs) })}
              onClick={() => onChange(rows.filter((other) => other !== row))}
            >
              <IconTrash size={18} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <AddRow
        flow={flow}
        fromUtcMs={(rows.at(-1)?.utcMs ?? props.fromUtcMs - hourMs) + hourMs}
        onAdd={(row) =>
          onChange([...rows.filter(({ utcMs }) => utcMs !== row.utcMs), row].sort((a, b) => a.utcMs - b.utcMs))
        }
      />
    </div>
  );
};

const moments = ["fromUtcMs", "untilUtcMs"] as const;

/** At sea: what drifts, from where and when, and what wind and current drive it. */
export const DriftSection = () => {
  const t = useTranslate();
  const { fields, state, change } = usePutModel();
  const { stationUtcNow, deviceClock } = useStores();
  const seen = useSubject()?.fields.lastSeen;
  const [typed, setTyped] = useState<
    Partial<Record<(typeof moments)[number], { text: string; utcMs: number | undefined }>>
  >({});
  const [sigma, setSigma] = useState<string | undefined>();
  const nowMs = stationUtcNow() ?? deviceClock.utcMs();
  const place = fields.drift?.place ?? seen?.place;
  const drift: Omit<Drift, "place"> = {
    object: "PIW-1",
    sigmaM: seen?.sigmaM ?? 100,
    fromUtcMs: seen?.utcMs ?? nowMs,
    wind: [],
    current: [],
    ...fields.drift,
  };
  const put = (next: Partial<Drift>) => {
    const at = next.place ?? place;
    if (at !== undefined) void change({ drift: { ...drift, ...next, place: at } });
  };
  const follow = () => {
    const { untilUtcMs: _fixed, ...rest } = drift;
    if (place !== undefined) void change({ drift: { ...rest, place } });
  };
  const readSigma = sigma === undefined ? drift.sigmaM : readNumber(sigma, 0, 100_000);
  return (
    <>
      <div className="form-field">
        <label htmlFor="drift-object">{t("drift.object")}</label>
        <select
          id="drift-object"
          className="text-field"
          value={drift.object}
          onChange={(event) => put({ object: event.currentTarget.value })}
        >
          {driftObjects.map((object) => (
            <option key={object} value={object}>
              {t(`drift.object.${object}`)}
            </option>
          ))}
        </select>
      </div>
      <EditPlace label={t("drift.place")} place={place} onPlace={(next) => put({ place: next })} />
      <TextField
        label={t("drift.sigma")}
        unit="m"
        numeric
        value={sigma ?? String(drift.sigmaM)}
        fault={readSigma === undefined ? t("search.badNumber", { least: 0, most: 100_000 }) : undefined}
        onChange={setSigma}
        onDone={() => {
          if (sigma === undefined || readSigma === undefined) return;
          put({ sigmaM: readSigma });
          setSigma(undefined);
        }}
      />
      {moments.map((field) => (
        <MomentField
          key={field}
          label={t(`drift.${field}`)}
          text={typed[field]?.text ?? (drift[field] === undefined ? "" : momentText(drift[field]))}
          utcMs={typed[field] === undefined ? drift[field] : typed[field].utcMs}
          onChange={(text, utcMs) => setTyped((before) => ({ ...before, [field]: { text, utcMs } }))}
          onDone={() => {
            const { text, utcMs } = typed[field] ?? {};
            // Emptied: from now on it follows the time again.
            if (field === "untilUtcMs" && text?.trim() === "") follow();
            else if (utcMs === undefined) return;
            else put({ [field]: utcMs });
            setTyped(({ [field]: _done, ...others }) => others);
          }}
        />
      ))}
      <p className="small">{t("drift.untilTip")}</p>
      {(["wind", "current"] as const).map((flow) => (
        <FlowTable
          key={flow}
          flow={flow}
          rows={drift[flow]}
          fromUtcMs={drift.fromUtcMs}
          onChange={(rows) => put({ [flow]: rows })}
        />
      ))}
      <FaultNote state={state} />
    </>
  );
};
