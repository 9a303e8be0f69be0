/** What a feature of the offline base map is; decides its colours and line styles in both themes. */
export type BaseMapFeatureKind =
  | "water" // polygon
  | "stream" // line: ditch, canal, brook
  | "road" // line
  | "track" // line: field track or path
  | "wood" // polygon
  | "field" // polygon
  | "building"; // polygon

/** One feature; coordinates are [lonDeg, latDeg] pairs as in GeoJSON. A polygon's first ring is the outline, the rest are holes. */
export interface BaseMapFeature {
  readonly kind: BaseMapFeatureKind;
  readonly name?: string;
  readonly geometry:
    | { readonly type: "LineString"; readonly coordinates: readonly (readonly [number, number])[] }
    | { readonly type: "Polygon"; readonly coordinates: readonly (readonly (readonly [number, number])[])[] };
}

/** `GET /api/terrain`: the offline base map. `attribution` says where the terrain is from ("synthetic" for a scenario's). */
export interface BaseMap {
  readonly id: string;
  readonly attribution: string;
  readonly synthetic: boolean;
  readonly terrain: import("./terrain.ts").TerrainGridMeta;
  readonly features: readonly BaseMapFeature[];
}
