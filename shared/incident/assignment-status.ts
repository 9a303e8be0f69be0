import type { Thing } from "./thing.ts";

const states = ["sent", "accepted", "declined", "on-the-way", "on-scene", "done", "cancelled"] as const;
type SaidState = (typeof states)[number];

/** "draft": nobody was told of it yet. */
export type AssignmentState = "draft" | SaidState;

/** How a job stands, by its steps. */
export interface AssignmentStatus {
  readonly state: AssignmentState;
  readonly sinceUtcMs: number;
  /** When each was said last. */
  readonly times: { readonly [S in SaidState]?: number };
  /** Somebody was told of it and it isn't over. */
  readonly isUnderWay: boolean;
}

const isState = (step: string): step is SaidState => states.some((state) => state === step);

/** What has been said of a job. Its state is what happened last, not what was told of last: phones send late. */
export const assignmentStatus = ({ steps, createdUtcMs }: Thing<"assignment">): AssignmentStatus => {
  const times: { [S in SaidState]?: number } = {};
  let [state, sinceUtcMs]: [AssignmentState, number] = ["draft", createdUtcMs];
  for (const { step, utcMs } of steps) {
    if (!isState(step)) continue;
    times[step] = utcMs;
    [state, sinceUtcMs] = [step, utcMs];
  }
  const isUnderWay = state === "sent" || state === "accepted" || state === "on-the-way" || state === "on-scene";
  return { state, sinceUtcMs, times, isUnderWay };
};
