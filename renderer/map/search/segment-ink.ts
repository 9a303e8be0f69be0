import type { SegmentGrade } from "../../../shared/wire/incident.ts";
import type { Theme } from "../../stores/settings-store.ts";

export type Grade = SegmentGrade["grade"];

export interface GradeInk {
  readonly line: string;
  readonly widthPx: number;
  /** Each grade has a line of its own, so that colour isn't needed to tell them apart. */
  readonly dashes: readonly number[];
}

/** Drawn in this order: where borders meet the graver one is on top. */
export const gradesByWeight = ["none", "green", "yellow", "red"] as const satisfies readonly Grade[];

export const segmentInks: Readonly<
  Record<Theme, Readonly<Record<Grade, GradeInk>> & { readonly casing: string; readonly chosen: string }>
> = {
  day: {
    casing: "rgb(255 255 255 / 80%)",
    chosen: "#ffb52e",
    red: { line: "#a3140c", widthPx: 3, dashes: [] },
    yellow: { line: "#8a5a00", widthPx: 2.2, dashes: [9, 4] },
    green: { line: "#0b6a3c", widthPx: 1.8, dashes: [2.5, 3.5] },
    none: { line: "#3c444d", widthPx: 1.2, dashes: [] },
  },
  night: {
    casing: "rgb(0 0 0 / 70%)",
    chosen: "#d8922a",
    red: { line: "#ff9f8a", widthPx: 3, dashes: [] },
    yellow: { line: "#e0b04a", widthPx: 2.2, dashes: [9, 4] },
    green: { line: "#6fbf93", widthPx: 1.8, dashes: [2.5, 3.5] },
    none: { line: "#8f8a7d", widthPx: 1.2, dashes: [] },
  },
};

/** The grade's own shape, as everywhere on the screen: octagon, triangle, dot, ring. */
export function drawGradeShape(
  context: CanvasRenderingContext2D,
  grade: Grade,
  at: { readonly x: number; readonly y: number },
  line: string,
): void {
  const { x, y } = at;
  const path = new Path2D();
  if (grade === "red")
    path.addPath(
      new Path2D(
        `M${x - 2.3} ${y - 5.5}H${x + 2.3}L${x + 5.5} ${y - 2.3}V${y + 2.3}L${x + 2.3} ${y + 5.5}H${x - 2.3}L${x - 5.5} ${y + 2.3}V${y - 2.3}Z`,
      ),
    );
  else if (grade === "yellow") path.addPath(new Path2D(`M${x} ${y - 5.5}L${x + 5.8} ${y + 4.8}H${x - 5.8}Z`));
  else path.arc(x, y, grade === "green" ? 4.6 : 4, 0, 2 * Math.PI);
  context.fillStyle = line;
  context.strokeStyle = line;
  context.lineWidth = 1.6;
  if (grade === "none") context.stroke(path);
  else context.fill(path);
}
