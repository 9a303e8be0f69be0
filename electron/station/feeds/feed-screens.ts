import type { VideoPiece } from "../../../hardware/thermal/feed.ts";
import type { FrameSightings } from "../../../hardware/thermal/thermal-source.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { FeedBox } from "../../../shared/wire/feeds.ts";
import type { VideoMessage } from "../../../shared/wire/video-message.ts";
import type { FeedAsked, FeedWatcher } from "../server/station-service.ts";
import { BoxTracks } from "./box-tracks.ts";
import type { CaptureTimes } from "./capture-times.ts";
import type { FeedLink } from "./feed-link.ts";

export interface FeedScreensOptions {
  readonly times: CaptureTimes;
  readonly link: (id: string) => FeedLink | undefined;
  readonly sources: () => ReadonlyMap<string, HeatSource>;
}

/** The screens that watch feeds: pictures as they come, and boxes as soon as they are found. */
export class FeedScreens {
  readonly #options: FeedScreensOptions;
  readonly #watchers = new Map<FeedLink, Set<FeedWatcher>>();
  readonly #tracks = new WeakMap<FeedLink, BoxTracks>();

  constructor(options: FeedScreensOptions) {
    this.#options = options;
  }

  /** @returns stops it, or undefined where there is no such feed or nothing of it is open */
  watch(id: string, watcher: FeedWatcher, asked: FeedAsked): (() => void) | undefined {
    const link = this.#options.link(id);
    const feed = link?.feed;
    if (link === undefined || feed === undefined) return undefined;
    const watchers = this.#watchers.get(link) ?? new Set();
    this.#watchers.set(link, watchers.add(watcher));
    const stop = feed.watch((piece) => {
      if (piece.kind !== "config") return watcher.picture(this.#stamped(piece));
      const { kind: _kind, ...config } = piece;
      watcher.message({ type: "config", ...config });
    }, asked);
    return () => {
      stop();
      watchers.delete(watcher);
      if (watchers.size === 0) this.#watchers.delete(link);
    };
  }

  /** A link was closed. */
  gone(link: FeedLink): void {
    for (const watcher of this.#watchers.get(link) ?? []) watcher.gone();
    this.#watchers.delete(link);
  }

  /** Not held back until the place on the ground is known: a box must not lag behind its picture. */
  show(link: FeedLink, sightings: FrameSightings): void {
    const { widthPx, heightPx, spots } = sightings;
    const ids = this.#tracksOf(link).follow(sightings, performance.now());
    const watchers = this.#watchers.get(link);
    if (watchers === undefined || widthPx <= 0 || heightPx <= 0) return;
    const sources = this.#options.sources();
    const boxes = spots.map((spot, i): FeedBox => {
      const source = sources.get(ids[i] ?? "");
      return {
        x: (spot.xPx - spot.widthPx / 2) / widthPx,
        y: (spot.yPx - spot.heightPx / 2) / heightPx,
        width: spot.widthPx / widthPx,
        height: spot.heightPx / heightPx,
        category: spot.category ?? "other",
        ...(spot.personProbability === undefined ? {} : { personProbability: spot.personProbability }),
        ...(spot.peakK === undefined ? {} : { peakK: spot.peakK }),
        ...(source === undefined ? {} : { heatId: source.id, number: source.number }),
      };
    });
    const captureMs = this.#options.times.stationOf(link.wanted.vehicleId, sightings);
    for (const watcher of watchers) watcher.message({ type: "boxes", captureMs, boxes });
  }

  /** Where a frame's spots turned out to belong. */
  seen(link: FeedLink, sequence: number, given: readonly { readonly spotIndex: number; readonly heatId: string }[]) {
    for (const { spotIndex, heatId } of given) this.#tracksOf(link).give(sequence, spotIndex, heatId);
  }

  #tracksOf(link: FeedLink): BoxTracks {
    const tracks = this.#tracks.get(link) ?? new BoxTracks();
    this.#tracks.set(link, tracks);
    return tracks;
  }

  #stamped({ kind, sequence, captureProcessMs, data }: VideoPiece): VideoMessage {
    return { kind, sequence, captureMs: this.#options.times.stationMs(captureProcessMs), data };
  }
}
