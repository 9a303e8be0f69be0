import type { PlanePoint } from "../../geo/polygon.ts";
import { offsetLine } from "../../geo/polygon-offset.ts";
import type { Stretch } from "./sweep-order.ts";

/**
 * Lines along a line, there and back, side by side from its left to its right: as many as a width needs, `spacingM` apart. In
 * sharp bends and where the line comes back to itself an outer line has gaps, because another one is there already.
 */
export const corridorLines = (line: readonly PlanePoint[], widthM: number, spacingM: number): readonly Stretch[] => {
  const count = corridorCount(widthM, spacingM);
  return Array.from({ length: count }, (_, i) => {
    const leftM = ((count - 1) / 2 - i) * spacingM;
    const pieces = offsetLine(line, leftM);
    return i % 2 === 0 ? pieces : pieces.map((piece) => piece.toReversed()).toReversed();
  }).flat();
};

/** How many lines lie side by side; a hundredth of a spacing is no reason for another one. */
export const corridorCount = (widthM: number, spacingM: number): number =>
  Math.max(1, Math.ceil(widthM / spacingM - 0.01));
