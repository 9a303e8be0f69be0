import { ArchivedFeed, type ArchivedFeedOptions } from "./archived-feed.ts";
import { decodeJpeg, decoderHere } from "./open-feed-video.ts";

export interface OpenArchivedFeedOptions
  extends Pick<ArchivedFeedOptions, "instant" | "stationMs" | "onConfig" | "onBoxes"> {
  /** "/api/archive/ID". */
  readonly apiBase: string;
  readonly feedId: string;
}

/** A recorded feed in this browser, not started yet. */
export const openArchivedFeed = ({ apiBase, feedId, ...options }: OpenArchivedFeedOptions): ArchivedFeed =>
  new ArchivedFeed({
    ...options,
    createDecoder: decoderHere(),
    decodeJpeg,
    nowMs: () => performance.now(),
    fetchPieces: async ({ fromMs, toMs, everyMs }, signal) => {
      const every = everyMs === undefined ? {} : { every: String(everyMs) };
      const delivery = decoderHere() === undefined ? { delivery: "jpeg" } : {};
      const query = new URLSearchParams({ from: String(fromMs), to: String(toMs), ...every, ...delivery });
      const response = await fetch(`${apiBase}/feeds/${encodeURIComponent(feedId)}/pieces?${query}`, {
        credentials: "same-origin",
        signal,
      });
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    },
  });
