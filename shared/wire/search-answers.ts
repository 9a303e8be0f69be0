import { z } from "zod";

/** What is drawn as tiles: `GET /api/search/tiles/LAYER/Z/X/Y.png?v=VERSION`; where nothing is to be drawn: 204. */
export const searchLayers = ["poa", "pod", "prior"] as const;
export type SearchLayer = (typeof searchLayers)[number];

/** What lies under the pointer: `GET /api/search/at?lat=&lon=`. */
export const SearchAtSchema = z.strictObject({
  /** Probability per km² that the subject is here, after all searching so far, and before any. */
  densityPerKm2: z.number(),
  priorPerKm2: z.number(),
  /** That somebody here who doesn't respond would have been found by now; and somebody who answers. */
  pod: z.number(),
  podResponsive: z.number(),
  /** Who looked here last: "vehicle/ID" or "team/ID". */
  lastLook: z.strictObject({ by: z.string(), utcMs: z.number() }).exactOptional(),
  segmentId: z.string().exactOptional(),
});
export type SearchAt = z.infer<typeof SearchAtSchema>;

/** Where everybody went, vehicles too: `GET /api/incidents/ID/tracks`. Of a long way the newest points. */
export const TracksSchema = z.strictObject({
  tracks: z.array(
    z.strictObject({
      /** "team/ID", "person/ID", "vehicle/ID", "invite/ID". */
      who: z.string(),
      /** Ascending; point i is latDeg[i], lonDeg[i]. */
      utcMs: z.array(z.number()),
      latDeg: z.array(z.number()),
      lonDeg: z.array(z.number()),
    }),
  ),
});
export type Tracks = z.infer<typeof TracksSchema>;

/** A dataset as columns: `GET /api/datasets/ID.json`. Row i is name[i], latDeg[i], lonDeg[i], utcMs[i]. */
export const DatasetColumnsSchema = z.strictObject({
  id: z.string(),
  name: z.array(z.string()),
  latDeg: z.array(z.number()),
  lonDeg: z.array(z.number()),
  /** Of passages; `null` where a row has none. */
  utcMs: z.array(z.number().nullable()),
});
export type DatasetColumns = z.infer<typeof DatasetColumnsSchema>;

/** What became of an imported file. */
export const DatasetImportSchema = z.strictObject({
  ok: z.literal(true),
  thingId: z.string(),
  rows: z.int(),
  badRows: z.int(),
  /** The first of them: line, from 1, and what is wrong. */
  bad: z.array(z.strictObject({ line: z.int(), reason: z.string() })),
});
export type DatasetImport = z.infer<typeof DatasetImportSchema>;
