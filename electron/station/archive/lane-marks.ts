import type { TimelineMark } from "../../../shared/archive/timeline.ts";

/** MAV_SEVERITY: up to critical, up to warning. */
const criticalSeverity = 2;
export const warningSeverity = 4;

/** More can't be told apart on a lane, nor sent in a moment. */
const mostMarks = 4_000;

/** @param severity of a vehicle's text, MAV_SEVERITY */
export const markSeverity = (severity: number): NonNullable<TimelineMark["severity"]> =>
  severity <= criticalSeverity ? "critical" : severity <= warningSeverity ? "warning" : "info";

/** A lane's marks in order. Of too many, words of no urgency and reached items go first, then the oldest. */
export const laneMarks = (marks: readonly TimelineMark[]): readonly TimelineMark[] => {
  const inOrder = marks.toSorted((a, b) => a.positionMs - b.positionMs);
  if (inOrder.length <= mostMarks) return inOrder;
  return inOrder.filter(({ kind, severity }) => kind !== "mission-item" && severity !== "info").slice(-mostMarks);
};
