import type { LatLon } from "../../geo/lat-lon.ts";
import type { SegmentProblem } from "./segment.ts";

/** What is wrong with segments, drawn or made, before anybody is sent. */
export const checkSegments = (
  _segments: readonly { readonly name: string; readonly ring: readonly LatLon[] }[],
): readonly SegmentProblem[] => [];
