import type { LatLon } from "../../geo/lat-lon.ts";

/** More can't be told apart on a map, nor searched. */
export const mostSegments = 5000;

/** A part of the ground that one searcher can be sent to; simple, without holes, its corners counter-clockwise. */
export interface SearchSegment {
  /** Letters: AA, AB ... */
  readonly name: string;
  readonly ring: readonly LatLon[];
  readonly areaM2: number;
}

/** Why no segments could be made. */
export type SegmentsFault =
  | { readonly code: "self-crossing" | "hole-outside"; readonly at: LatLon }
  /** "bad-size": the wanted size is no positive number. */
  | { readonly code: "too-few-points" | "no-area" | "too-large" | "bad-size" }
  /** More than `atMost` would come out. */
  | { readonly code: "too-many-segments"; readonly atMost: number };

export type SegmentsResult =
  | { readonly ok: true; readonly segments: readonly SearchSegment[] }
  | { readonly ok: false; readonly fault: SegmentsFault };

/** What is wrong with drawn segments; each is named so that it can be shown. */
export type SegmentProblem =
  | { readonly code: "overlap"; readonly names: readonly [string, string]; readonly areaM2: number }
  | { readonly code: "self-crossing"; readonly name: string; readonly at: LatLon }
  | { readonly code: "too-few-corners" | "no-area" | "too-large"; readonly name: string }
  | { readonly code: "too-small"; readonly name: string; readonly areaM2: number }
  | { readonly code: "same-name"; readonly name: string };
