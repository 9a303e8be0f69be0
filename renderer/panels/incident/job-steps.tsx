import { IconCheck } from "@tabler/icons-react";
import { assignmentStatus } from "../../../shared/incident/assignment-status.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { ShortTime } from "./age-note.tsx";

const way = ["sent", "accepted", "on-the-way", "on-scene", "done"] as const;

/** How far a job is, with the time of each step. */
export const JobSteps = ({ job }: { readonly job: Thing<"assignment"> }) => {
  const t = useTranslate();
  const { times, state } = assignmentStatus(job);
  const ended = state === "declined" || state === "cancelled" ? state : undefined;
  const last = way.findLastIndex((step) => times[step] !== undefined);
  return (
    <div className="job-steps">
      <ol>
        {way.map((step, i) => {
          const utcMs = times[step];
          return (
            <li key={step} className={i <= last ? "reached" : ""} aria-current={step === state ? "step" : undefined}>
              <span className="job-dot">{i <= last && <IconCheck size={12} stroke={3} aria-hidden="true" />}</span>
              <span>{t(`order.step.${step}`)}</span>
              <span className="job-time">{utcMs === undefined ? "–" : <ShortTime utcMs={utcMs} />}</span>
            </li>
          );
        })}
      </ol>
      {ended !== undefined && (
        <p className="job-ended">
          {t(`order.step.${ended}`)} {times[ended] !== undefined && <ShortTime utcMs={times[ended]} />}
        </p>
      )}
    </div>
  );
};
