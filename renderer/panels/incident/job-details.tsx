import type { Thing } from "../../../shared/incident/thing.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { EditChoice, EditText } from "../search/edit-fields.tsx";
import { FieldConflict } from "../search/field-conflict.tsx";
import { Choice } from "../search/fields.tsx";
import { usePut } from "../search/use-put.ts";
import { useMay } from "./use-may.ts";

const grades = ["high", "medium", "low"] as const;
const podOf = ["responsive", "unresponsive", "clue"] as const;

type Pod = NonNullable<Thing<"assignment">["fields"]["pod"]>;

/** How well the ground is to be searched, for whom: SAR 104. */
const PodWanted = ({ job }: { readonly job: Thing<"assignment"> }) => {
  const t = useTranslate();
  const { state, put } = usePut();
  const pod: Pod = job.fields.pod ?? {};
  const words = (value: unknown): string => {
    const of = value as Pod | null;
    return podOf
      .map((who) => `${t(`order.pod.${who}`)} ${of?.[who] === undefined ? "–" : t(`order.grade.${of[who]}`)}`)
      .join(", ");
  };
  return (
    <>
      <span className="search-label">{t("order.podWanted")}</span>
      {podOf.map((who) => (
        <Choice
          key={who}
          label={t(`order.pod.${who}`)}
          options={grades.map((value) => ({ value, text: t(`order.grade.${value}`) }))}
          value={pod[who]}
          onChange={(value) => void put(job, { pod: { ...pod, [who]: value } })}
        />
      ))}
      <FieldConflict thing={job} field="pod" show={words} />
      <FaultNote state={state} />
    </>
  );
};

/** What an order says beside who goes where. */
export const JobDetails = ({ job }: { readonly job: Thing<"assignment"> }) => {
  const t = useTranslate();
  const may = useMay()({ kind: "incident.put", thing: "assignment", thingId: job.id, fields: { text: "" } });
  return (
    <fieldset className="lead-part" disabled={!may}>
      <div className="search-fields bare">
        <EditText thing={job} field="text" label={t("order.text")} rows={2} />
        <EditChoice
          thing={job}
          field="priority"
          label={t("order.priority")}
          options={grades.map((value) => ({ value, text: t(`order.grade.${value}`) }))}
        />
        <EditText
          thing={job}
          field="allocatedMin"
          label={t("order.allocated")}
          unit="min"
          range={{ least: 0, most: 10_000 }}
        />
        <PodWanted job={job} />
        <EditText thing={job} field="previousEfforts" label={t("order.previous")} rows={2} />
        <EditText thing={job} field="transportation" label={t("order.transportation")} />
      </div>
    </fieldset>
  );
};
