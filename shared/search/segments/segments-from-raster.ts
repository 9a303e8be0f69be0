import { type PlaneRing, ringAreaM2 } from "../../geo/polygon.ts";
import type { PlaneArea } from "../patterns/plane-area.ts";
import { type LabelRaster, label, outside } from "./label-raster.ts";
import { holesOf, outlineSegments } from "./outline-segments.ts";
import type { SearchSegment } from "./segment.ts";
import { segmentNames } from "./segment-names.ts";
import { longAxis, partsOf } from "./size-segments.ts";

/** Rings around rings around rings: after so many cuts a hole stays a hole. */
const mostCuts = 6;

/** Named segments from a raster whose labels are connected parts. */
export const segmentsFromRaster = (
  { frame }: PlaneArea,
  raster: LabelRaster,
  taken: Iterable<string> = [],
): readonly SearchSegment[] => {
  for (let cut = 0; cut < mostCuts && cutOpen(raster); cut += 1);
  const outlines = new Map<number, PlaneRing>();
  for (const [number, ring] of outlineSegments(raster)) if (ringAreaM2(ring) > 0) outlines.set(number, ring);
  const rings = inReadingOrder([...outlines.values()]);
  const names = segmentNames(rings.length, taken);
  return rings.map((ring, i) => ({
    name: names[i] ?? "",
    ring: ring.map(({ northM, eastM }) => frame.toLatLon(northM, eastM)),
    areaM2: ringAreaM2(ring),
  }));
};

/** Cuts every label that lies all around something else in two, across its length through the middle of what it surrounds. */
const cutOpen = (raster: LabelRaster): boolean => {
  const { grid, labels } = raster;
  const holes = holesOf(raster);
  if (holes.size === 0) return false;
  const parts = partsOf(raster);
  const pieces = parts.flatMap((cells) => {
    const hole = holes.get(labels[cells[0] ?? 0] ?? outside);
    if (!hole) return [cells];
    const [cos, sin] = longAxis(cells, grid.columns);
    const along = (row: number, column: number) => row * cos + column * sin;
    const middle = along(hole.row, hole.column);
    const isBefore = (cell: number) => along(Math.floor(cell / grid.columns), cell % grid.columns) < middle;
    return [cells.filter(isBefore), cells.filter((cell) => !isBefore(cell))];
  });
  label(raster, pieces);
  label(raster, partsOf(raster));
  return true;
};

/** From north to south, and from west to east among those at about one height, as one reads a map. */
const inReadingOrder = (rings: readonly PlaneRing[]): readonly PlaneRing[] => {
  const placed = rings.map((ring) => {
    const northM = ring.reduce((sum, corner) => sum + corner.northM, 0) / ring.length;
    const eastM = ring.reduce((sum, corner) => sum + corner.eastM, 0) / ring.length;
    return { ring, northM, eastM };
  });
  const areaM2 = rings.reduce((sum, ring) => sum + ringAreaM2(ring), 0);
  const rowM = Math.sqrt(areaM2 / Math.max(1, rings.length));
  const row = ({ northM }: { readonly northM: number }) => -Math.floor(northM / rowM);
  return placed.sort((one, other) => row(one) - row(other) || one.eastM - other.eastM).map(({ ring }) => ring);
};
