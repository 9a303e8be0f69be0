import type { TimelineMark } from "../../../shared/archive/timeline.ts";
import { type TimeWindow, xOf } from "./time-window.ts";

/** Marks of one lane that lie too close to be told apart: drawn as their gravest. */
export interface MarkGroup {
  readonly xPx: number;
  readonly gravest: TimelineMark;
  readonly marks: readonly TimelineMark[];
}

/** Nearer than this marks are one, px. */
const apartPx = 7;
const gravity = { info: 1, warning: 2, critical: 3 } as const;

const gravityOf = ({ severity, kind }: TimelineMark): number =>
  severity === undefined ? (kind === "heat-found" ? 1 : 0) : gravity[severity];

/** The first mark at or after a position, in a lane whose marks are in order. */
const firstAt = (marks: readonly TimelineMark[], positionMs: number): number => {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.positionMs ?? 0) < positionMs) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The marks of a lane that a window shows, from left to right. */
export const groupMarks = (marks: readonly TimelineMark[], window: TimeWindow, widthPx: number): MarkGroup[] => {
  const groups: { xPx: number; gravest: TimelineMark; marks: TimelineMark[] }[] = [];
  const beyondMs = ((window.toMs - window.fromMs) / Math.max(1, widthPx)) * apartPx;
  for (let i = firstAt(marks, window.fromMs - beyondMs); i < marks.length; i += 1) {
    const mark = marks[i];
    if (mark === undefined || mark.positionMs > window.toMs + beyondMs) break;
    const xPx = xOf(window, widthPx, mark.positionMs);
    const last = groups.at(-1);
    if (last !== undefined && xPx - last.xPx < apartPx) {
      last.marks.push(mark);
      if (gravityOf(mark) > gravityOf(last.gravest)) last.gravest = mark;
    } else groups.push({ xPx, gravest: mark, marks: [mark] });
  }
  return groups;
};
