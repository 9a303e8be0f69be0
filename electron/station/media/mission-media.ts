import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { MissionFeed } from "../../../shared/wire/archive.ts";
import type { SearchAt } from "../../../shared/wire/search-answers.ts";

/** Pictures, tiles and files of a mission, under the names that they had live. */
export interface MissionMedia {
  readonly feeds: readonly MissionFeed[];
  /**
   * What a feed's video socket sent, from the last whole picture (a key or a JPEG) at or before `fromMs` up to `toMs`: pieces one
   * after the other, each with its length before it (uint32, little-endian), then a byte: 0 text (a FeedMessage as JSON), 1 a
   * binary video message, whose capture time is on the mission's clock.
   * @param everyMs whole pictures alone, so far apart at least: for fast play; absent: all
   * @param delivery "jpeg": of a stream, too, for a browser that can't decode it
   * @returns undefined where there is no such feed
   */
  pieces(
    feedId: string,
    fromMs: number,
    toMs: number,
    everyMs?: number,
    delivery?: "jpeg",
  ): Promise<Uint8Array | undefined>;
  /** A tile of the probability map as it was in that version; undefined where it showed nothing. */
  tile(version: number, tile: { layer: string; z: number; x: number; y: number }): Promise<Uint8Array | undefined>;
  /** What lay under a place in that version of the probability map. */
  searchAt(version: number, place: LatLon): Promise<SearchAt | undefined>;
  /** PNG. */
  thumbnail(heatId: string, version: number | undefined): Promise<Uint8Array | undefined>;
  crop(heatId: string, vehicleId: string, version: number | undefined): Promise<Uint8Array | undefined>;
  /** A photo of the incident. */
  file(id: string): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
}
