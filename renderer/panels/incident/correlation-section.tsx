import { IconGitCompare } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { IncidentAnswer } from "../../../shared/wire/incident.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Spinner } from "../fly/outcome-note.tsx";
import { useFormat } from "../format-context.tsx";
import { MomentField, TextField } from "../search/fields.tsx";
import { readNumber } from "../search/read-number.ts";
import { useRequest } from "../use-request.ts";
import { ImportDataset } from "./import-dataset.tsx";
import { PassageRow } from "./passage-row.tsx";
import { SelectField } from "./select-field.tsx";

type Found = NonNullable<IncidentAnswer["correlation"]>;

interface Answer {
  readonly found: Found;
  readonly tookMs: number | undefined;
  readonly datasetName: string;
}

/** The most that are worth a look. */
const wantedCount = 200;
/** Shown at once. */
const pageSize = 20;

interface Moment {
  readonly text: string;
  readonly utcMs: number | undefined;
}
const noMoment: Moment = { text: "", utcMs: undefined };

const FoundList = ({ answer }: { readonly answer: Answer }) => {
  const t = useTranslate();
  const format = useFormat();
  const [shown, setShown] = useState(pageSize);
  const { found, tookMs, datasetName } = answer;
  return (
    <>
      <p role="status">
        <strong>{t("correlate.found", { count: found.length })}</strong>
        {tookMs !== undefined && (
          <span className="small">{t("correlate.took", { seconds: format.number(tookMs / 1000, 2) })}</span>
        )}
      </p>
      <ol className="passages">
        {found.slice(0, shown).map((passage) => (
          <PassageRow key={passage.row} passage={passage} datasetName={datasetName} />
        ))}
      </ol>
      {found.length > shown && (
        <button type="button" className="button" onClick={() => setShown(shown + pageSize)}>
          {t("common.showMore", { count: Math.min(pageSize, found.length - shown) })}
        </button>
      )}
    </>
  );
};

/** Which of many passages can have been the subject: by place, time and speed. */
export const CorrelationSection = () => {
  const t = useTranslate();
  const format = useFormat();
  const { incident } = useStores();
  const datasets = useStore(incident, ({ things }) => things.dataset);
  const passages = Object.values(datasets).filter(({ fields }) => fields.nature === "passages");
  const [chosen, setChosen] = useState("");
  const [withId, setWithId] = useState("");
  const [speed, setSpeed] = useState("1.5");
  const [km, setKm] = useState("5");
  const [from, setFrom] = useState(noMoment);
  const [until, setUntil] = useState(noMoment);
  const [answer, setAnswer] = useState<Answer | undefined>();
  const { state, run } = useRequest();
  const datasetId = passages.some(({ id }) => id === chosen) ? chosen : (passages[0]?.id ?? "");
  const maxSpeedMps = readNumber(speed, 0.1, 60);
  const maxKm = readNumber(km, 0.01, 50);
  const isReady = datasetId !== "" && maxSpeedMps !== undefined && maxKm !== undefined;
  const named = ({ id, fields }: Thing<"dataset">) => ({
    value: id,
    text: t("correlate.datasetName", { name: fields.name ?? id, rows: format.number(fields.rows ?? 0, 0) }),
  });
  const compare = async () => {
    if (!isReady) return;
    const outcome = await run({
      kind: "search.correlate",
      datasetId,
      ...(withId === "" ? {} : { withDatasetId: withId }),
      maxSpeedMps,
      maxDistanceM: maxKm * 1000,
      ...(from.utcMs === undefined ? {} : { fromUtcMs: from.utcMs }),
      ...(until.utcMs === undefined ? {} : { untilUtcMs: until.utcMs }),
      count: wantedCount,
    });
    if (!outcome.ok) return;
    const { correlation = [], correlatedMs } = outcome as IncidentAnswer;
    setAnswer({ found: correlation, tookMs: correlatedMs, datasetName: datasets[datasetId]?.fields.name ?? datasetId });
  };
  return (
    <div className="search-fields bare">
      <p className="small">{t("correlate.tip")}</p>
      <ImportDataset />
      {passages.length > 0 && (
        <>
          <SelectField
            label={t("correlate.dataset")}
            options={passages.map(named)}
            value={datasetId}
            onChange={setChosen}
          />
          <SelectField
            label={t("correlate.with")}
            options={[
              { value: "", text: t("correlate.withSubject") },
              ...passages.filter(({ id }) => id !== datasetId).map(named),
            ]}
            value={withId}
            onChange={setWithId}
          />
          <div className="search-two">
            <TextField
              label={t("correlate.speed")}
              unit="m/s"
              numeric
              value={speed}
              fault={maxSpeedMps === undefined ? t("search.badNumber", { least: 0.1, most: 60 }) : undefined}
              onChange={setSpeed}
            />
            <TextField
              label={t("correlate.distance")}
              unit="km"
              numeric
              value={km}
              fault={maxKm === undefined ? t("search.badNumber", { least: 0.01, most: 50 }) : undefined}
              onChange={setKm}
            />
          </div>
          <MomentField
            label={t("correlate.from")}
            text={from.text}
            utcMs={from.utcMs}
            onChange={(text, utcMs) => setFrom({ text, utcMs })}
          />
          <MomentField
            label={t("correlate.until")}
            text={until.text}
            utcMs={until.utcMs}
            onChange={(text, utcMs) => setUntil({ text, utcMs })}
          />
          <button
            type="button"
            className="button primary"
            disabled={!isReady || state.state === "pending"}
            onClick={() => void compare()}
          >
            {state.state === "pending" ? <Spinner /> : <IconGitCompare size={18} aria-hidden="true" />}
            {t("correlate.compare")}
          </button>
        </>
      )}
      <FaultNote state={state} />
      {answer !== undefined && <FoundList key={answer.datasetName + answer.found.length} answer={answer} />}
    </div>
  );
};
