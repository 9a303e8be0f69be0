import type { SegmentGrade } from "../../../shared/wire/incident.ts";
import { StateMark } from "../state-mark.tsx";

const marks = { red: "bad", yellow: "warn", green: "ok", none: "idle" } as const;

/** How urgent a segment is, by shape and colour; the word stands beside it. */
export const GradeMark = ({ grade }: { readonly grade: SegmentGrade["grade"] | undefined }) => (
  <StateMark state={marks[grade ?? "none"]} />
);
