import type { MissionTimeline, TimelineMark } from "../../../shared/archive/timeline.ts";
import type { MissionDetails, MissionNote } from "../../../shared/wire/archive.ts";
import type { JumpKind } from "./timeline-store.ts";

/** Where a jump lands: on a mark of a lane, or on a note. */
export type JumpGoal =
  | { readonly kind: "mark"; readonly positionMs: number; readonly mark: TimelineMark }
  | { readonly kind: "note"; readonly positionMs: number; readonly note: MissionNote };

/** Screens show what happened with the station's next publishing: as long after a mark a jump lands, to see what it tells of, ms. */
export const shownAfterMs = 60;
/** Two instants nearer than this are one. */
const sameInstantMs = 1;

const isMode: ReadonlySet<TimelineMark["kind"]> = new Set(["mode", "armed", "disarmed"]);
const isDetection: ReadonlySet<TimelineMark["kind"]> = new Set(["heat-found", "heat-decided"]);

const matches = (mark: TimelineMark, kind: JumpKind): boolean => {
  switch (kind) {
    case "any":
      return true;
    case "detection":
      return isDetection.has(mark.kind);
    case "mode":
      return isMode.has(mark.kind);
    case "warning":
      return mark.severity === "warning" || mark.severity === "critical";
    case "note":
      return false;
  }
};

const goalsOf = (timeline: MissionTimeline, notes: readonly MissionNote[], kind: JumpKind): JumpGoal[] => {
  const marks = timeline.lanes.flatMap((lane) =>
    lane.marks
      .filter((mark) => matches(mark, kind))
      .map((mark): JumpGoal => ({ kind: "mark", positionMs: mark.positionMs, mark })),
  );
  if (kind !== "any" && kind !== "note") return marks;
  return [...marks, ...notes.map((note): JumpGoal => ({ kind: "note", positionMs: note.positionMs, note }))];
};

/** The nearest mark of a kind before (-1) or after (1) an instant; undefined where there is none. */
export const jumpFrom = (
  { timeline, notes }: Pick<MissionDetails, "timeline" | "notes">,
  positionMs: number,
  { kind, direction }: { readonly kind: JumpKind; readonly direction: 1 | -1 },
): JumpGoal | undefined => {
  const aheadMs = (goal: JumpGoal): number => (goal.positionMs - positionMs) * direction;
  let nearest: JumpGoal | undefined;
  for (const goal of goalsOf(timeline, notes, kind)) {
    // Back from where the last jump landed, that jump's own mark is no news.
    if (aheadMs(goal) <= (direction === 1 ? sameInstantMs : shownAfterMs + sameInstantMs)) continue;
    if (nearest === undefined || aheadMs(goal) < aheadMs(nearest)) nearest = goal;
  }
  return nearest;
};
