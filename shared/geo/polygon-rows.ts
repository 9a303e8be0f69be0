import type { PlaneRing } from "./polygon.ts";

/** A stretch of a row that lies inside: from `fromM` to `toM` along the row. */
export interface RowSpan {
  readonly fromM: number;
  readonly toM: number;
}

/** Equally spaced parallel rows; `headingRad` is their direction, and the next one lies to the right of it. */
export interface Rows {
  readonly headingRad: number;
  /** Of row 0, m to the right of the origin. */
  readonly firstM: number;
  readonly stepM: number;
  readonly count: number;
}

/** How far a polygon reaches along a direction (`along`) and to the right of it (`across`), m. */
export const extentOf = (
  ring: PlaneRing,
  headingRad: number,
): {
  readonly fromAlongM: number;
  readonly toAlongM: number;
  readonly fromAcrossM: number;
  readonly toAcrossM: number;
} => {
  const cos = Math.cos(headingRad);
  const sin = Math.sin(headingRad);
  let [fromAlongM, toAlongM] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [fromAcrossM, toAcrossM] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { northM, eastM } of ring) {
    const along = northM * cos + eastM * sin;
    const across = eastM * cos - northM * sin;
    fromAlongM = Math.min(fromAlongM, along);
    toAlongM = Math.max(toAlongM, along);
    fromAcrossM = Math.min(fromAcrossM, across);
    toAcrossM = Math.max(toAcrossM, across);
  }
  return { fromAlongM, toAlongM, fromAcrossM, toAcrossM };
};

interface Crossing {
  readonly alongM: number;
  readonly ring: number;
}

/**
 * Clips parallel rows to a polygon with holes: for each row the spans inside of the outline (ring 0) and outside of all holes,
 * in order along it. Costs what the sides and their crossings cost, not their product.
 * @param maxCrossings gives up beyond so many
 */
export const clipRows = (
  rings: readonly PlaneRing[],
  rows: Rows,
  maxCrossings = Number.POSITIVE_INFINITY,
): readonly (readonly RowSpan[])[] | undefined => {
  const crossings: Crossing[][] = Array.from({ length: rows.count }, () => []);
  const cos = Math.cos(rows.headingRad);
  const sin = Math.sin(rows.headingRad);
  let count = 0;
  for (const [ring, corners] of rings.entries()) {
    const last = corners.at(-1);
    if (last === undefined) continue;
    let fromAlong = last.northM * cos + last.eastM * sin;
    let fromRow = (last.eastM * cos - last.northM * sin - rows.firstM) / rows.stepM;
    for (const { northM, eastM } of corners) {
      const toAlong = northM * cos + eastM * sin;
      const toRow = (eastM * cos - northM * sin - rows.firstM) / rows.stepM;
      // Half open, so that a row through a corner meets one of its two sides.
      const begin = Math.max(0, Math.ceil(Math.min(fromRow, toRow)));
      const end = Math.min(rows.count, Math.ceil(Math.max(fromRow, toRow)));
      count += Math.max(0, end - begin);
      if (count > maxCrossings) return undefined;
      for (let row = begin; row < end; row += 1) {
        const share = (row - fromRow) / (toRow - fromRow);
        crossings[row]?.push({ alongM: fromAlong + share * (toAlong - fromAlong), ring });
      }
      fromAlong = toAlong;
      fromRow = toRow;
    }
  }
  const inside = new Uint8Array(rings.length);
  return crossings.map((row) => spansOf(row, inside));
};

const spansOf = (crossings: Crossing[], inside: Uint8Array): RowSpan[] => {
  crossings.sort((one, other) => one.alongM - other.alongM);
  inside.fill(0);
  const spans: RowSpan[] = [];
  let holes = 0;
  let fromM: number | undefined;
  for (const { alongM, ring } of crossings) {
    const now = inside[ring] === 0 ? 1 : 0;
    inside[ring] = now;
    if (ring > 0) holes += now === 1 ? 1 : -1;
    const searched = inside[0] === 1 && holes === 0;
    if (searched && fromM === undefined) fromM = alongM;
    if (!searched && fromM !== undefined) {
      if (alongM > fromM) spans.push({ fromM, toM: alongM });
      fromM = undefined;
    }
  }
  return spans;
};
