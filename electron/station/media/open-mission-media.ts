import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { MissionFeed } from "../../../shared/wire/archive.ts";
import { searchLayers } from "../../../shared/wire/search-answers.ts";
import type { ArchivedInstant } from "../archived-instant.ts";
import { type FramedPiece, framedPieces } from "./framed-pieces.ts";
import { HeatPictures } from "./heat-pictures.ts";
import { VersionThread } from "./map-versions/version-thread.ts";
import { feedsFolder, heatFolder, mapFolder } from "./media-folders.ts";
import type { MissionMedia } from "./mission-media.ts";
import { RecordedFeed } from "./recorded-feed.ts";
import { streamAsJpegs } from "./stream-as-jpegs.ts";
import type { MissionVideo } from "./video/mission-video.ts";
import { VideoPieces } from "./video/video-pieces.ts";
import { VideoViews } from "./video/video-views.ts";

export interface MissionMediaOptions {
  /** Where a session's pictures lie: `<record>/media/<sessionId>`; it needn't exist. Absent: a mission of logs. */
  readonly folder?: string;
  /** Photos of the incident lie in the record's database. */
  readonly file?: (id: string) => { readonly type: string; readonly bytes: Uint8Array } | undefined;
  /** Imported ones. */
  readonly videos?: readonly MissionVideo[];
}

/** Media that are open. Of a session that is being recorded all answers grow by themselves; `feeds` at once with `refresh`. */
export interface OpenMissionMedia extends MissionMedia {
  /** Looks at what was recorded meanwhile. */
  refresh(): Promise<void>;
  /** Others than before, or moved in time. */
  setVideos(videos: readonly MissionVideo[]): void;
  /** The instant with the videos that run then among its feeds. */
  withVideos(instant: ArchivedInstant, positionMs: number): ArchivedInstant;
  close(): Promise<void>;
}

/** Opens what was recorded of pictures, maps and thumbnails; a folder that isn't there has none. */
export const openMissionMedia = async (options: MissionMediaOptions): Promise<OpenMissionMedia> => {
  const media = new FolderMedia(options);
  await media.refresh();
  return media;
};

/** Feeds are looked for anew at most so often, ms. */
const lookAgainMs = 1_000;

class FolderMedia implements OpenMissionMedia {
  readonly #options: MissionMediaOptions;
  readonly #recorded = new Map<string, RecordedFeed>();
  readonly #videos = new VideoPieces();
  readonly #views = new VideoViews();
  readonly #versions: VersionThread | undefined;
  readonly #heat: HeatPictures | undefined;
  #decoding: Promise<unknown> = Promise.resolve();
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(options: MissionMediaOptions) {
    this.#options = options;
    const { folder, videos = [] } = options;
    this.#versions = folder === undefined ? undefined : new VersionThread(mapFolder(folder));
    this.#heat = folder === undefined ? undefined : new HeatPictures(heatFolder(folder));
    this.#videos.set(videos);
  }

  get feeds(): readonly MissionFeed[] {
    // For the next time: a session that is being recorded has more by then.
    if (performance.now() - this.#lookedMs > lookAgainMs) void this.refresh();
    return [...[...this.#recorded.values()].flatMap(({ view }) => view ?? []), ...this.#videos.feeds];
  }

  async refresh(): Promise<void> {
    this.#lookedMs = performance.now();
    const { folder } = this.#options;
    if (folder === undefined) return;
    const root = feedsFolder(folder);
    const known = new Set(this.#recorded.keys());
    await Promise.all([...this.#recorded.values()].map((feed) => feed.refresh()));
    for (const name of await readdir(root).catch(() => [])) {
      if (known.has(name)) continue;
      const feed = await RecordedFeed.open(join(root, name));
      if (feed !== undefined) this.#recorded.set(name, feed);
    }
  }

  setVideos(videos: readonly MissionVideo[]): void {
    this.#videos.set(videos);
  }

  withVideos(instant: ArchivedInstant, positionMs: number): ArchivedInstant {
    return this.#views.added(instant, this.#videos.feeds, positionMs);
  }

  async pieces(...asked: Parameters<MissionMedia["pieces"]>): Promise<Uint8Array | undefined> {
    const [feedId, fromMs, toMs, everyMs, delivery] = asked;
    if (this.#videos.has(feedId)) return this.#videos.pieces(feedId, fromMs, toMs, everyMs);
    const recorded = this.#feed(feedId) ?? (await this.#lookFor(feedId));
    const pieces = await recorded?.pieces(fromMs, toMs, everyMs);
    if (pieces === undefined) return undefined;
    return framedPieces(delivery === undefined ? pieces : await this.#jpegsOf(pieces, fromMs));
  }

  async tile(version: number, tile: Parameters<MissionMedia["tile"]>[1]): Promise<Uint8Array | undefined> {
    const layer = searchLayers.find((one) => one === tile.layer);
    return layer === undefined ? undefined : this.#versions?.tile(version, { ...tile, layer });
  }

  async searchAt(...[version, place]: Parameters<MissionMedia["searchAt"]>): ReturnType<MissionMedia["searchAt"]> {
    return this.#versions?.at(version, place);
  }

  async thumbnail(heatId: string, version: number | undefined): Promise<Uint8Array | undefined> {
    return this.#heat?.find(heatId, undefined, version);
  }

  async crop(heatId: string, vehicleId: string, version: number | undefined): Promise<Uint8Array | undefined> {
    return this.#heat?.find(heatId, vehicleId, version);
  }

  async file(id: string): ReturnType<MissionMedia["file"]> {
    return this.#options.file?.(id);
  }

  async close(): Promise<void> {
    await Promise.all([this.#versions?.close(), this.#videos.close()]);
  }

  /** One after the other: each is an ffmpeg that takes a core. */
  #jpegsOf(pieces: readonly FramedPiece[], fromMs: number): Promise<readonly FramedPiece[]> {
    const jpegs = this.#decoding.then(() => streamAsJpegs(pieces, fromMs));
    this.#decoding = jpegs.catch(() => undefined);
    return jpegs;
  }

  #feed(feedId: string): RecordedFeed | undefined {
    return [...this.#recorded.values()].find((feed) => feed.id === feedId);
  }

  async #lookFor(feedId: string): Promise<RecordedFeed | undefined> {
    if (performance.now() - this.#lookedMs < lookAgainMs) return undefined;
    await this.refresh();
    return this.#feed(feedId);
  }
}
