import type { BaseMapFeature, BaseMapFeatureKind } from "../../geo/base-map.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import { ringAreaM2 } from "../../geo/polygon.ts";
import type { Area } from "../patterns/pattern.ts";
import { planeArea } from "../patterns/plane-area.ts";
import { cellFor, connectedParts, type LabelRaster, label, markLine, outside, rasterOf } from "./label-raster.ts";
import { mostSegments, type SegmentsResult } from "./segment.ts";
import { segmentsFromRaster } from "./segments-from-raster.ts";
import { sizeSegments } from "./size-segments.ts";

export interface LineSegmentsOptions {
  /** Segments come out between half and one and a half times as large, where the ground lets them, m². */
  readonly targetM2: number;
  /** Names that are in use already. */
  readonly taken?: readonly string[];
}

/** What people in the field see and can keep to. */
const visible: readonly BaseMapFeatureKind[] = ["road", "track", "stream", "water"];

/** Lines of the base map that make good borders: roads, tracks, streams and shores. */
export const visibleLines = (features: readonly BaseMapFeature[]): readonly (readonly LatLon[])[] =>
  features
    .filter(({ kind }) => visible.includes(kind))
    .flatMap(({ geometry }): readonly (readonly (readonly [number, number])[])[] =>
      geometry.type === "LineString"
        ? [geometry.coordinates]
        : geometry.coordinates.map((ring) => (ring[0] ? [...ring, ring[0]] : ring)),
    )
    .map((line) => line.map(([lonDeg, latDeg]) => ({ latDeg, lonDeg })));

/**
 * Parts an area along lines that people see in the field: roads, tracks, water. Whatever lines enclose becomes a segment; what
 * is too large is cut across its length, what is too small joins the neighbour that it shares most border with, over a
 * line only where nothing else is. Borders lie within a twentieth of a segment's width of the lines.
 */
export const lineSegments = (
  area: Area,
  lines: readonly (readonly LatLon[])[],
  { targetM2, taken }: LineSegmentsOptions,
): SegmentsResult => {
  if (!(targetM2 > 0 && Number.isFinite(targetM2))) return { ok: false, fault: { code: "bad-size" } };
  const plane = planeArea(area);
  if (!plane.ok) return plane as SegmentsResult;
  const areaM2 = Math.abs(ringAreaM2(plane.value.rings[0] ?? []));
  if (areaM2 / targetM2 > mostSegments)
    return { ok: false, fault: { code: "too-many-segments", atMost: mostSegments } };
  const raster = rasterOf(plane.value, cellFor(targetM2, areaM2));
  const { frame } = plane.value;
  for (const line of lines)
    markLine(
      raster,
      line.map((place) => frame.toNorthEast(place)),
    );
  const enclosed = connectedParts(
    raster,
    (cell) => raster.onLine[cell] === 0,
    (_, to) => raster.onLine[to] === 0,
  );
  spread(raster, enclosed);
  const wanted = targetM2 / raster.grid.cellM ** 2;
  sizeSegments(raster, { wanted, least: 0.5 * wanted, most: 1.5 * wanted });
  return { ok: true, segments: segmentsFromRaster(plane.value, raster, taken) };
};

/** Numbers the parts, and gives cells on lines to the part that reaches them first from both sides. */
const spread = (raster: LabelRaster, parts: readonly Int32Array[]): void => {
  const { grid, labels } = raster;
  const free = parts.length;
  for (let cell = 0; cell < labels.length; cell += 1) if (labels[cell] !== outside) labels[cell] = free;
  label(raster, parts);
  let front: number[] = [];
  for (let cell = 0; cell < labels.length; cell += 1)
    if (labels[cell] !== outside && labels[cell] !== free) front.push(cell);
  while (front.length > 0) {
    const next: number[] = [];
    for (const cell of front) {
      for (const step of [1, -1, grid.columns, -grid.columns]) {
        if (labels[cell + step] !== free) continue;
        labels[cell + step] = labels[cell] ?? outside;
        next.push(cell + step);
      }
    }
    front = next;
  }
};
