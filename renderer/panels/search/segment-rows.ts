import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { SegmentGrade } from "../../../shared/wire/incident.ts";

/** A segment beside how it stands. */
export interface SegmentRow {
  readonly id: string;
  readonly segment: Thing<"segment">;
  /** Absent until the station has worked it out. */
  readonly grade: SegmentGrade | undefined;
}

export const segmentOrders = ["left", "poa", "pod", "name"] as const;
export type SegmentOrder = (typeof segmentOrders)[number];

/** What isn't worked out yet goes last. */
const figureOf = (order: Exclude<SegmentOrder, "name">, { grade }: SegmentRow): number => {
  if (grade === undefined) return Number.NEGATIVE_INFINITY;
  return order === "left" ? grade.densityPerKm2 : grade[order];
};

const byName = (a: SegmentRow, b: SegmentRow): number =>
  // AA to ZZ come before AAA.
  (a.segment.fields.name ?? a.id).length - (b.segment.fields.name ?? b.id).length ||
  (a.segment.fields.name ?? a.id).localeCompare(b.segment.fields.name ?? b.id, "en", { numeric: true });

/** Segments as they are listed: by what is left for each square kilometre, by POA, by POD (least searched first), by name. */
export const segmentRows = (
  segments: Readonly<Record<string, Thing<"segment">>>,
  grades: Readonly<Record<string, SegmentGrade>>,
  order: SegmentOrder,
): readonly SegmentRow[] => {
  const rows = Object.values(segments).map((segment) => ({ id: segment.id, segment, grade: grades[segment.id] }));
  if (order === "name") return rows.sort(byName);
  const sign = order === "pod" ? 1 : -1;
  return rows.sort((a, b) => {
    const [one, other] = [figureOf(order, a), figureOf(order, b)];
    if (one === other) return byName(a, b);
    if (!Number.isFinite(one)) return 1;
    return Number.isFinite(other) ? sign * (one - other) : -1;
  });
};

/** More would be no table that a person fills in. */
const mostVoted = 40;

/** Of the segments those that an expert is asked about: the likeliest for their size, and whatever has a value already. */
export const votedRows = (
  segments: Readonly<Record<string, Thing<"segment">>>,
  grades: Readonly<Record<string, SegmentGrade>>,
  values: Readonly<Record<string, number>> | undefined,
): readonly SegmentRow[] =>
  segmentRows(segments, grades, "left")
    .filter(({ id }, i) => i < mostVoted || values?.[id] !== undefined)
    .sort(byName);

/** Segments whose name begins so; a blank finds all. */
export const findSegments = (rows: readonly SegmentRow[], text: string): readonly SegmentRow[] => {
  const wanted = text.trim().toUpperCase();
  return wanted === "" ? rows : rows.filter(({ segment }) => segment.fields.name?.toUpperCase().startsWith(wanted));
};

/** Somewhere in the middle of a ring, to move the map to. */
export const ringMiddle = (ring: readonly LatLon[]): LatLon | undefined => {
  if (ring.length === 0) return undefined;
  const lats = ring.map(({ latDeg }) => latDeg);
  const lons = ring.map(({ lonDeg }) => lonDeg);
  return {
    latDeg: (Math.min(...lats) + Math.max(...lats)) / 2,
    lonDeg: (Math.min(...lons) + Math.max(...lons)) / 2,
  };
};
