import { ringAreaM2 } from "../../geo/polygon.ts";
import type { Area } from "../patterns/pattern.ts";
import { planeArea } from "../patterns/plane-area.ts";
import { cellFor, label, outside, rasterOf } from "./label-raster.ts";
import { mostSegments, type SegmentsResult } from "./segment.ts";
import { segmentsFromRaster } from "./segments-from-raster.ts";
import { partsOf, sizeSegments } from "./size-segments.ts";

export interface GridSegmentsOptions {
  /** Of a whole square, m². */
  readonly targetM2: number;
  /** Names that are in use already. */
  readonly taken?: readonly string[];
}

/** Of a square, what the area's border leaves of it must at least be this large; less goes to a neighbour. */
const leastShare = 0.4;

/**
 * Squares clipped to an area, north up; what the border leaves of a square joins its neighbour where it is too little. The
 * area's border is followed to within a twentieth of a square.
 */
export const gridSegments = (area: Area, { targetM2, taken }: GridSegmentsOptions): SegmentsResult => {
  if (!(targetM2 > 0 && Number.isFinite(targetM2))) return { ok: false, fault: { code: "bad-size" } };
  const plane = planeArea(area);
  if (!plane.ok) return plane as SegmentsResult;
  const areaM2 = Math.abs(ringAreaM2(plane.value.rings[0] ?? []));
  if (areaM2 / targetM2 > mostSegments)
    return { ok: false, fault: { code: "too-many-segments", atMost: mostSegments } };
  const sideM = Math.sqrt(targetM2);
  const cells = Math.max(1, Math.ceil(sideM / cellFor(targetM2, areaM2)));
  const raster = rasterOf(plane.value, sideM / cells);
  const { columns } = raster.grid;
  const rowOf = (cell: number) => Math.floor(cell / columns);
  // Squares begin at the area's south-western corner.
  const firstRow = rowOf(raster.labels.findIndex((owner) => owner !== outside));
  let firstColumn = columns;
  for (let cell = 0; cell < raster.labels.length; cell += 1)
    if (raster.labels[cell] !== outside) firstColumn = Math.min(firstColumn, cell % columns);
  for (let cell = 0; cell < raster.labels.length; cell += 1) {
    if (raster.labels[cell] === outside) continue;
    const row = Math.floor((rowOf(cell) - firstRow) / cells);
    raster.labels[cell] = row * columns + Math.floor(((cell % columns) - firstColumn) / cells);
  }
  label(raster, partsOf(raster));
  const wanted = cells * cells;
  sizeSegments(raster, { wanted, least: leastShare * wanted, most: (1 + leastShare) * wanted });
  return { ok: true, segments: segmentsFromRaster(plane.value, raster, taken) };
};
