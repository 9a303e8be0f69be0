import type { LatLon } from "../../geo/lat-lon.ts";
import { cleanRing, firstCrossing, type PlaneRing, ringAreaM2 } from "../../geo/polygon.ts";
import { clipRows, extentOf } from "../../geo/polygon-rows.ts";
import { frameAround } from "../patterns/plane-area.ts";
import type { SegmentProblem } from "./segment.ts";

export interface DrawnSegment {
  readonly name: string;
  readonly ring: readonly LatLon[];
}

/** Smaller ones are no search of their own but a slip of the hand: 20 m x 20 m. */
const smallestM2 = 400;
/** Common ground up to this share of the smaller one is how two hands draw one border. */
const slackShare = 0.01;
/** Rows by which common ground is measured. */
const rowsAcross = 64;

interface Placed {
  readonly name: string;
  readonly ring: PlaneRing;
  readonly areaM2: number;
  readonly southM: number;
  readonly northM: number;
  readonly westM: number;
  readonly eastM: number;
}

/** What is wrong with segments, drawn or made, before anybody is sent. Nothing is changed. */
export const checkSegments = (segments: readonly DrawnSegment[]): readonly SegmentProblem[] => {
  const around = frameAround(segments.flatMap(({ ring }) => ring));
  if (!around.ok) return segments.map(({ name }): SegmentProblem => ({ code: "too-large", name }));
  const problems: SegmentProblem[] = [];
  const names = new Set<string>();
  const placed: Placed[] = [];
  for (const { name, ring: drawn } of segments) {
    if (names.has(name)) problems.push({ code: "same-name", name });
    names.add(name);
    const ring = cleanRing(drawn.map((place) => around.value.toNorthEast(place)));
    if (ring.length < 3) {
      problems.push({ code: drawn.length < 3 ? "too-few-corners" : "no-area", name });
      continue;
    }
    const crossing = firstCrossing([ring]);
    if (crossing)
      problems.push({ code: "self-crossing", name, at: around.value.toLatLon(crossing.at.northM, crossing.at.eastM) });
    const areaM2 = Math.abs(ringAreaM2(ring));
    if (!crossing && areaM2 < smallestM2) problems.push({ code: "too-small", name, areaM2 });
    const along = extentOf(ring, 0);
    placed.push({
      name,
      ring,
      areaM2,
      southM: along.fromAlongM,
      northM: along.toAlongM,
      westM: along.fromAcrossM,
      eastM: along.toAcrossM,
    });
  }
  return [...problems, ...overlaps(placed)];
};

/** Sweeps from west to east, so that only those side by side are looked at. */
const overlaps = (placed: readonly Placed[]): readonly SegmentProblem[] => {
  const problems: SegmentProblem[] = [];
  let open: Placed[] = [];
  for (const segment of placed.toSorted((one, other) => one.westM - other.westM)) {
    open = open.filter(({ eastM }) => eastM > segment.westM);
    for (const other of open) {
      const slackM2 = slackShare * Math.min(segment.areaM2, other.areaM2);
      const commonM2 = commonGroundM2(segment, other, slackM2);
      if (commonM2 > slackM2) problems.push({ code: "overlap", names: [other.name, segment.name], areaM2: commonM2 });
    }
    open.push(segment);
  }
  return problems;
};

/** Area that lies in both, by rows from west to east; 0 where their boxes have less than `leastM2` in common. */
const commonGroundM2 = (one: Placed, other: Placed, leastM2: number): number => {
  const southM = Math.max(one.southM, other.southM);
  const northM = Math.min(one.northM, other.northM);
  const widthM = Math.min(one.eastM, other.eastM) - Math.max(one.westM, other.westM);
  if (northM <= southM || widthM <= 0 || (northM - southM) * widthM <= leastM2) return 0;
  const stepM = (northM - southM) / rowsAcross;
  // To the right of east is south.
  const rows = { headingRad: Math.PI / 2, firstM: -northM + stepM / 2, stepM, count: rowsAcross };
  const [ours, theirs] = [clipRows([one.ring], rows), clipRows([other.ring], rows)];
  let sumM = 0;
  for (const [row, spans] of (ours ?? []).entries()) {
    for (const a of spans) {
      for (const b of theirs?.[row] ?? []) sumM += Math.max(0, Math.min(a.toM, b.toM) - Math.max(a.fromM, b.fromM));
    }
  }
  return sumM * stepM;
};
