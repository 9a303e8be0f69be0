import type { VehicleId } from "../../../../shared/vehicle/vehicle-state.ts";
import type { MissionFeed } from "../../../../shared/wire/archive.ts";
import type { FeedView } from "../../../../shared/wire/feeds.ts";
import type { ArchivedInstant } from "../../archived-instant.ts";

/** Shows imported videos beside the feeds that there were, as long as each runs. */
export class VideoViews {
  /** The same object as long as it says the same: else it would be news at every instant. */
  readonly #views = new Map<string, FeedView>();

  /** @param videos on the mission's clock; one of no vehicle is shown as the first one's */
  added(instant: ArchivedInstant, videos: readonly MissionFeed[], positionMs: number): ArchivedInstant {
    const running = videos.filter(({ fromMs, toMs }) => positionMs >= fromMs && positionMs <= toMs);
    const [first] = instant.state.vehicles.keys();
    const views = running.flatMap((video) => {
      const vehicleId = video.vehicleId ?? first;
      return vehicleId === undefined ? [] : [this.#viewOf(video, vehicleId)];
    });
    if (views.length === 0) return instant;
    const feeds = new Map([...instant.state.feeds, ...views.map((view) => [view.id, view] as const)]);
    return { ...instant, state: { ...instant.state, feeds } };
  }

  #viewOf({ id, name }: MissionFeed, vehicleId: VehicleId): FeedView {
    const key = `${id} ${vehicleId} ${name}`;
    const known = this.#views.get(key) ?? viewOf(id, name, vehicleId);
    this.#views.set(key, known);
    return known;
  }
}

const viewOf = (id: string, name: string, vehicleId: VehicleId): FeedView => ({
  ...{ id, name, vehicleId, state: "streaming", spectrum: "visible", origin: "typed", uri: `file:${name}` },
  ...{ warnings: [], delivery: "jpeg", latency: { ms: 0, sigmaMs: 0, from: "stamped" } },
  search: { by: "off", framesPerS: 0, skippedFraction: 0 },
});
