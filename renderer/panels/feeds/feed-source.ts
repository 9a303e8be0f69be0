import type { FeedVideo, FeedVideoOptions } from "../../bridge/feed-video.ts";
import { openArchivedFeed } from "../../bridge/open-archived-feed.ts";
import { openFeedVideo } from "../../bridge/open-feed-video.ts";
import { archiveDurationMs, archivePositionAt } from "../../stores/archive/archive-store.ts";
import type { Stores } from "../../stores/create-stores.ts";

/** Where a panel's pictures come from. */
export type FeedSource = Pick<FeedVideo, "start" | "stop" | "take" | "stats">;

/** The mission's clock and that of the station as it was stay together; what differs less is how late words of them came, ms. */
const offsetJitterMs = 500;

/** A feed as these stores show it: live, or as it was at the mission's instant. Not started yet. */
export const feedSourceOf = (
  stores: Stores,
  options: Pick<FeedVideoOptions, "feedId" | "onConfig" | "onBoxes">,
): FeedSource => {
  const { archive, apiBase, deviceClock, stationNow } = stores;
  if (archive === undefined) return openFeedVideo(options);
  let offsetMs = 0;
  const followOffset = (positionMs: number): void => {
    const nowMs = stationNow();
    if (nowMs !== undefined && Math.abs(nowMs - positionMs - offsetMs) > offsetJitterMs) offsetMs = nowMs - positionMs;
  };
  return openArchivedFeed({
    ...options,
    apiBase,
    stationMs: (positionMs) => positionMs + offsetMs,
    instant: () => {
      const state = archive.getState();
      const positionMs = archivePositionAt(state, deviceClock.nowMs());
      if (positionMs === undefined) return undefined;
      const { player, seekingMs } = state;
      // On its way the state is still that of another instant.
      if (seekingMs === undefined) followOffset(positionMs);
      const speed = player?.playing === true && seekingMs === undefined ? player.speed : 0;
      return { positionMs, speed, durationMs: archiveDurationMs(state) };
    },
  });
};
