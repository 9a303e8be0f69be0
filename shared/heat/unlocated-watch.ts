import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { HeatRecord } from "./heat-record.ts";
import type { HeatSighting } from "./heat-sighting.ts";
import { SightingRing } from "./sighting-ring.ts";

export type UnlocatedReason = "no-pose" | "no-ground" | "no-camera-model";

/** A spot this far from the last one, in picture widths, is another. */
const SAME_SPOT = 0.15;
/** Unseen for so long, the next one is a new event. */
const EPISODE_GAP_MS = 60_000;
const MAX_PER_VEHICLE = 5;
/** What is seen for a shorter time is the horizon while a camera turns. */
const LASTING_MS = 4000;
/** Above the ground's horizon roofs and crowns stand out from the sky: a body is this much warmer than the scene, K. */
const BODY_OVER_SCENE_K = 3.5;

interface Episode {
  record: HeatRecord;
  readonly ring: SightingRing;
  at: { readonly xPx: number; readonly yPx: number } | undefined;
  lastMs: number;
  entryId: string | undefined;
}

interface Watched {
  episode: Episode;
  readonly publishedIds: string[];
}

export interface UnlocatedOutcome {
  readonly record: HeatRecord;
  /** The one of the frame that went into it. */
  readonly sighting: HeatSighting;
  readonly reason: UnlocatedReason;
  /** Undefined: to be published now, then `published(id)` is to be called. */
  readonly entryId: string | undefined;
  published(id: string): void;
  /** Of this vehicle's older ones: more than are kept. */
  readonly surplusIds: readonly string[];
}

/**
 * Warm spots that can't be placed: "D1 sees something warm" once per event, not once per frame. Each vehicle has one event
 * at a time, which begins after the same confirmation as a source, four seconds at least, and ends when nothing warm was seen for a minute.
 */
export class UnlocatedWatch {
  readonly #options: { readonly confirmHits: number; readonly confirmFrames: number };
  readonly #watched = new Map<VehicleId, Watched>();

  constructor(options: { readonly confirmHits: number; readonly confirmFrames: number }) {
    this.#options = options;
  }

  /** @returns undefined where nothing is to be published or updated */
  observe(
    frame: {
      readonly vehicleId: VehicleId;
      readonly nowMs: number;
      readonly utcMs: number;
      readonly widthPx: number;
    },
    sightings: readonly HeatSighting[],
  ): UnlocatedOutcome | undefined {
    const watched = this.#watchedOf(frame.vehicleId, frame.nowMs);
    const { episode } = watched;
    const strongest = sightings
      .filter(mayBeBody)
      .reduce<HeatSighting | undefined>(
        (best, sighting) => (best && best.spot.snr >= sighting.spot.snr ? best : sighting),
        undefined,
      );
    if (!strongest || strongest.georeference.located) {
      episode.ring.push("missed");
      return undefined;
    }
    const same = isSameSpot(episode.at, strongest.spot, frame.widthPx);
    episode.at = { xPx: strongest.spot.xPx, yPx: strongest.spot.yPx };
    episode.ring.push(same ? "seen" : "missed");
    episode.lastMs = frame.nowMs;
    if (!same) {
      if (episode.entryId === undefined) episode.record = new HeatRecord();
      return undefined;
    }
    episode.record.add(frame.vehicleId, strongest, frame.nowMs, frame.utcMs);
    const lastedMs = frame.nowMs - (episode.record.firstSeenMs ?? frame.nowMs);
    const confirmed = episode.ring.hits >= this.#options.confirmHits && lastedMs >= LASTING_MS;
    if (episode.entryId === undefined && !confirmed) return undefined;
    return outcomeOf(watched, strongest, strongest.georeference.reason);
  }

  #watchedOf(vehicleId: VehicleId, nowMs: number): Watched {
    const known = this.#watched.get(vehicleId);
    if (known && nowMs - known.episode.lastMs <= EPISODE_GAP_MS) return known;
    const episode: Episode = {
      record: new HeatRecord(),
      ring: new SightingRing(this.#options.confirmFrames),
      at: undefined,
      lastMs: nowMs,
      entryId: undefined,
    };
    const watched = { episode, publishedIds: known?.publishedIds ?? [] };
    this.#watched.set(vehicleId, watched);
    return watched;
  }
}

const mayBeBody = ({ spot, georeference }: HeatSighting): boolean =>
  georeference.located || georeference.reason !== "no-ground" || (spot.aboveSceneK ?? Infinity) >= BODY_OVER_SCENE_K;

const isSameSpot = (
  before: { readonly xPx: number; readonly yPx: number } | undefined,
  now: { readonly xPx: number; readonly yPx: number },
  widthPx: number,
): boolean => before === undefined || Math.hypot(now.xPx - before.xPx, now.yPx - before.yPx) < SAME_SPOT * widthPx;

const outcomeOf = (
  { episode, publishedIds }: Watched,
  sighting: HeatSighting,
  reason: UnlocatedReason,
): UnlocatedOutcome => ({
  record: episode.record,
  sighting,
  reason,
  entryId: episode.entryId,
  published(id) {
    episode.entryId = id;
    publishedIds.push(id);
  },
  surplusIds:
    episode.entryId === undefined ? publishedIds.splice(0, Math.max(0, publishedIds.length + 1 - MAX_PER_VEHICLE)) : [],
});
