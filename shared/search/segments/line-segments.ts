import type { LatLon } from "../../geo/lat-lon.ts";
import type { Area } from "../patterns/pattern.ts";
import type { SegmentsResult } from "./segment.ts";

export interface LineSegmentsOptions {
  /** Segments come out between half and one and a half times as large, where the ground lets them, m². */
  readonly targetM2: number;
  /** Names that are in use already. */
  readonly taken?: readonly string[];
}

/** Parts an area along lines that people see in the field: roads, tracks, water. */
export const lineSegments = (
  _area: Area,
  _lines: readonly (readonly LatLon[])[],
  _options: LineSegmentsOptions,
): SegmentsResult => ({ ok: true, segments: [] });
