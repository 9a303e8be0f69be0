import type { LatLon } from "../../geo/lat-lon.ts";
import { type PlaneRing, planeDistanceM, ringAreaM2 } from "../../geo/polygon.ts";
import { cutBand } from "../../geo/polygon-band.ts";
import { extentOf } from "../../geo/polygon-rows.ts";
import type { Area, PatternFault } from "./pattern.ts";
import { type PlaneArea, planeArea } from "./plane-area.ts";
import { bestSweep, type Sweep, sweepLines } from "./sweep-lines.ts";

/** What one vehicle can do. */
export interface SearchShare {
  readonly vehicleId: string;
  /** In the air, reserve taken off already, s. */
  readonly enduranceS: number;
  readonly speedMps: number;
  /** Where it starts and returns to; absent: nothing is taken off for the way there. */
  readonly from?: LatLon;
}

/** What one vehicle gets. */
export interface SharePart {
  readonly vehicleId: string;
  /** Connected pieces, side by side; none where it can't do even one line, or nothing is left for it. */
  readonly areas: readonly Area[];
  /** Of lines and turns in it, m. */
  readonly lengthM: number;
  /** For the lines, the turns and the ways there and back, s. */
  readonly needS: number;
}

export type SplitResult =
  | {
      readonly ok: true;
      /** Of the lines in every part, rad from true north. */
      readonly lineHeadingRad: number;
      /** As many as shares, in their order. */
      readonly parts: readonly SharePart[];
      /** What nobody has the endurance for. */
      readonly leftOver: readonly Area[];
      /** Of the whole area, 0 to 1. */
      readonly leftOverFraction: number;
    }
  | { readonly ok: false; readonly fault: PatternFault };

export interface SplitOptions {
  readonly spacingM: number;
  /** Absent: the one with the fewest turns. */
  readonly lineHeadingRad?: number | undefined;
}

const maxLines = 10_000;

/** For each row what it takes to fly its lines and to turn to the next one, m. */
const effortByRow = (sweep: Sweep): readonly number[] => {
  const effortM = Array.from({ length: sweep.rows }, () => 0);
  for (const { row, from, to } of sweep.cells.flat()) {
    effortM[row] = (effortM[row] ?? 0) + planeDistanceM(from, to) + sweep.spacingM;
  }
  return effortM;
};

interface Capacity {
  readonly share: SearchShare;
  /** Along lines and turns, m. */
  readonly lengthM: number;
  readonly transitS: number;
  /** Where it comes from, to the right of the lines' direction, m. */
  readonly acrossM: number | undefined;
}

const capacityOf = (share: SearchShare, { frame, rings }: PlaneArea, headingRad: number): Capacity => {
  const at = share.from && frame.toNorthEast(share.from);
  const extent = extentOf(rings[0] ?? [], 0);
  const middle = {
    northM: (extent.fromAlongM + extent.toAlongM) / 2,
    eastM: (extent.fromAcrossM + extent.toAcrossM) / 2,
  };
  const transitS = at ? (2 * planeDistanceM(at, middle)) / share.speedMps : 0;
  const lengthM = Math.max(0, share.enduranceS - transitS) * share.speedMps;
  const acrossM = at && at.eastM * Math.cos(headingRad) - at.northM * Math.sin(headingRad);
  return { share, lengthM: Number.isFinite(lengthM) ? lengthM : 0, transitS, acrossM };
};

/**
 * Divides an area into strips along its search lines, in proportion to what each vehicle can fly, and no more than that: cuts
 * lie midway between two lines, so that all parts together have the lines of the whole. Vehicles that say where they come from
 * get the strips in the order in which they stand. Nobody flies a line half: what is left over for want of endurance is said.
 */
export const splitArea = (area: Area, shares: readonly SearchShare[], options: SplitOptions): SplitResult => {
  const checked = planeArea(area);
  if (!checked.ok) return checked;
  const plane = checked.value;
  const { spacingM, lineHeadingRad } = options;
  const sweep =
    lineHeadingRad === undefined
      ? bestSweep(plane.rings, spacingM, maxLines)
      : sweepLines(plane.rings, lineHeadingRad, spacingM, maxLines);
  if ("tooMany" in sweep) return { ok: false, fault: { code: "too-many-points", points: 2 * sweep.tooMany } };
  const effortM = effortByRow(sweep);
  const neededM = effortM.reduce((sum, m) => sum + m, 0);
  const capacities = shares.map((share) => capacityOf(share, plane, sweep.headingRad));
  const availableM = capacities.reduce((sum, { lengthM }) => sum + lengthM, 0);
  const part = Math.min(1, availableM === 0 ? 0 : neededM / availableM);
  const parts = new Map<SearchShare, SharePart>();
  let [row, doneM, dueM] = [0, 0, 0];
  for (const [i, capacity] of inOrder(capacities).entries()) {
    const from = row;
    let lengthM = 0;
    dueM += part * capacity.lengthM;
    const isLast = i === capacities.length - 1;
    while (row < effortM.length) {
      const nextM = effortM[row] ?? 0;
      if (lengthM + nextM > capacity.lengthM) break;
      // Whoever has more of a line on his side of the cut flies it; the last one takes what is left.
      if (!isLast && doneM + nextM / 2 > dueM) break;
      lengthM += nextM;
      doneM += nextM;
      row += 1;
    }
    const needS = row === from ? 0 : lengthM / capacity.share.speedMps + capacity.transitS;
    const areas = bandAreas(plane, sweep, from, row);
    parts.set(capacity.share, { vehicleId: capacity.share.vehicleId, areas, lengthM, needS });
  }
  const rest = bands(plane, sweep, row, sweep.rows);
  const restM2 = rest.reduce((sum, rings) => sum + areaM2(rings), 0);
  return {
    ok: true,
    lineHeadingRad: sweep.headingRad,
    parts: shares.flatMap((share) => parts.get(share) ?? []),
    leftOver: rest.map((rings) => toArea(plane, rings)),
    leftOverFraction: Math.min(1, restM2 / areaM2(plane.rings)),
  };
};

/** By where they stand, if all say so. */
const inOrder = (capacities: readonly Capacity[]): readonly Capacity[] =>
  capacities.every(({ acrossM }) => acrossM !== undefined)
    ? capacities.toSorted((one, other) => (one.acrossM ?? 0) - (other.acrossM ?? 0))
    : capacities;

const areaM2 = (rings: readonly PlaneRing[]): number =>
  rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(ringAreaM2(ring)), 0);

const bands = (
  { rings }: PlaneArea,
  { headingRad, firstM, spacingM, rows }: Sweep,
  from: number,
  to: number,
): readonly (readonly PlaneRing[])[] => {
  if (from >= to) return [];
  // The outermost strips reach to the edge, however wide what is left there.
  const edge = (row: number, beyondM: number): number => firstM + (row - 0.5) * spacingM + beyondM;
  const fromM = edge(from, from === 0 ? -spacingM : 0);
  const toM = edge(to, to === rows ? spacingM : 0);
  return cutBand(rings, headingRad, { fromM, toM });
};

const toArea = ({ frame }: PlaneArea, [outline = [], ...holes]: readonly PlaneRing[]): Area => {
  const ring = (corners: PlaneRing): readonly LatLon[] =>
    corners.map(({ northM, eastM }) => frame.toLatLon(northM, eastM));
  return { outline: ring(outline), holes: holes.map(ring) };
};

const bandAreas = (plane: PlaneArea, sweep: Sweep, from: number, to: number): readonly Area[] =>
  bands(plane, sweep, from, to).map((rings) => toArea(plane, rings));
