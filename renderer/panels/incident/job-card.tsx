import { IconBan, IconFileText, IconMapPin } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { HoldButton } from "../fly/hold-button.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { EditText } from "../search/edit-fields.tsx";
import { FieldConflict } from "../search/field-conflict.tsx";
import { SliderField } from "../search/slider-field.tsx";
import { useIncident } from "../search/use-incident.ts";
import { usePut } from "../search/use-put.ts";
import { StateMark } from "../state-mark.tsx";
import { useUtcAge } from "./age-note.tsx";
import { JobDetails } from "./job-details.tsx";
import { JobSteps } from "./job-steps.tsx";
import { jobTitle } from "./job-title.ts";
import { orderRow } from "./order-rows.ts";
import { useThings } from "./things-context.tsx";
import { useMay } from "./use-may.ts";
import { useStep } from "./use-step.ts";
import { useTeamTimes } from "./use-times.ts";
import { WhoName } from "./who-name.tsx";

type JobProps = { readonly job: Thing<"assignment"> };

const radioSteps = ["accepted", "on-the-way", "on-scene", "done", "declined"] as const;
const order: Readonly<Record<string, number>> = { draft: 0, sent: 1, accepted: 2, "on-the-way": 3, "on-scene": 4 };

/** What a team says on the air, written down for it: only what can come next. */
const ByRadio = ({ job }: JobProps) => {
  const t = useTranslate();
  const may = useMay();
  const { state, step } = useStep();
  const times = useTeamTimes();
  const { status } = orderRow(job, times);
  const at = order[status.state];
  const next = radioSteps.filter((name) => name === "declined" || (order[name] ?? 9) > (at ?? 9));
  const allowed = next.filter((name) =>
    may({ kind: "incident.step", thing: "assignment", thingId: job.id, step: name }),
  );
  if (at === undefined || !status.isUnderWay || allowed.length === 0) return undefined;
  return (
    <div className="by-radio">
      <span className="search-label">{t(job.fields.to?.kind === "vehicle" ? "order.byPilot" : "order.byRadio")}</span>
      <div className="by-radio-steps">
        {allowed.map((name) => (
          <button
            key={name}
            type="button"
            className="button"
            disabled={state.state === "pending"}
            onClick={() => void step(job, name, { text: t("order.saidByRadio") })}
          >
            {t(`order.step.${name}`)}
          </button>
        ))}
      </div>
      <FaultNote state={state} />
    </div>
  );
};

const Cancel = ({ job }: JobProps) => {
  const t = useTranslate();
  const may = useMay();
  const { state, step } = useStep();
  if (!may({ kind: "incident.step", thing: "assignment", thingId: job.id, step: "cancelled" })) return undefined;
  return (
    <>
      <HoldButton
        label={t("order.cancel")}
        spoken={t("order.cancelSpoken", { n: job.fields.number ?? job.id })}
        icon={<IconBan size={18} aria-hidden="true" />}
        disabled={state.state === "pending"}
        onDone={() => void step(job, "cancelled")}
      />
      <FaultNote state={state} />
    </>
  );
};

/** After the job: what its searchers say, and how much of it they judge they covered. */
const Debrief = ({ job }: JobProps) => {
  const t = useTranslate();
  const format = useFormat();
  const may = useMay();
  const { state, put } = usePut();
  const { judgedPod = 0, debrief } = job.fields;
  if (!may({ kind: "incident.put", thing: "assignment", thingId: job.id, fields: { debrief: "" } }))
    return debrief === undefined ? undefined : <p>{debrief}</p>;
  return (
    <>
      <EditText thing={job} field="debrief" label={t("order.debrief")} rows={3} />
      <SliderField
        label={t("order.judgedPod")}
        value={judgedPod}
        least={0}
        most={1}
        step={0.05}
        show={(value) => (job.fields.judgedPod === undefined && value === 0 ? "–" : format.percent(value))}
        onSet={(value) => void put(job, { judgedPod: value })}
      />
      <FieldConflict thing={job} field="judgedPod" show={(value) => format.percent(Number(value))} />
      <FaultNote state={state} />
    </>
  );
};

const Overdue = ({ sinceUtcMs }: { readonly sinceUtcMs: number }) => {
  const t = useTranslate();
  const age = useUtcAge(sinceUtcMs) ?? "";
  return (
    <p className="need-note bad" role="status">
      <StateMark state="bad" />
      {t("order.overdueSince", { age })}
    </p>
  );
};

const Prepared = ({ vehicleId }: { readonly vehicleId: string }) => {
  const t = useTranslate();
  const { selection, settings } = useStores();
  return (
    <p className="need-note">
      <span>{t("order.planPrepared")}</span>
      <button
        type="button"
        className="button"
        onClick={() => {
          selection.getState().selectVehicle(vehicleId);
          settings.getState().setFolded("plan", false);
        }}
      >
        {t("next.openPlan")}
      </button>
    </p>
  );
};

/** One job, on its own or on the card of its team, which says by itself who it is and what it needs: how far it is, what may be said of it, and what became of it. */
export const JobCard = ({ job, inTeam = false }: JobProps & { readonly inTeam?: boolean }) => {
  const t = useTranslate();
  const format = useFormat();
  const things = useThings();
  const times = useTeamTimes();
  const incident = useIncident();
  const { selection, fly } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const { status, overdueSinceUtcMs } = orderRow(job, times);
  const { to, place, text, number, planId } = job.fields;
  const notes = job.steps.filter(({ step, text: said }) => step === "note" && said !== undefined);
  return (
    <article className="job-card" aria-label={t("order.title", { n: number ?? job.id })}>
      <div className="job-head">
        <strong className="order-number">{number ?? "–"}</strong>
        <span className="job-title">{jobTitle(job, things, t, format)}</span>
        {place !== undefined && hasMap && (
          <button
            type="button"
            className="button quiet square"
            aria-label={t("search.showPlace")}
            title={t("search.showPlace")}
            onClick={() => selection.getState().requestFlyTo(place)}
          >
            <IconMapPin size={20} aria-hidden="true" />
          </button>
        )}
      </div>
      {to !== undefined && !inTeam && <WhoName who={`${to.kind}/${to.id}`} />}
      {text !== undefined && <p className="job-text">{text}</p>}
      {overdueSinceUtcMs !== undefined && !inTeam && <Overdue sinceUtcMs={overdueSinceUtcMs} />}
      <JobSteps job={job} />
      {notes.map(({ utcMs, text: said, by }) => (
        <p key={`${by.id} ${utcMs}`} className="small" lang={by.role === "station" ? "en" : undefined}>
          {by.name}: {said}
        </p>
      ))}
      {to?.kind === "vehicle" && planId !== undefined && status.isUnderWay && <Prepared vehicleId={to.id} />}
      <ByRadio job={job} />
      {status.state === "done" && <Debrief job={job} />}
      <Section title={t("order.details")}>
        <JobDetails job={job} />
      </Section>
      <div className="job-foot">
        {status.isUnderWay && <Cancel job={job} />}
        {incident !== undefined && (
          <a
            className="button"
            href={`/api/incidents/${encodeURIComponent(incident.id)}/forms/sar-104.html?only=${encodeURIComponent(job.id)}&lang=${t.language}`}
            target="_blank"
            rel="noopener"
          >
            <IconFileText size={18} aria-hidden="true" />
            {t("order.sar104")}
          </a>
        )}
      </div>
    </article>
  );
};
