import type { Terrain } from "../../../shared/geo/terrain.ts";
import type { BiasEstimate } from "../../../shared/heat/bias/camera-bias.ts";
import { estimateBias, lastingSigma } from "../../../shared/heat/bias/estimate-bias.ts";
import { fieldOfViewDoubt } from "../../../shared/heat/bias/field-of-view-check.ts";
import { type PoseCorrection, poseCorrection } from "../../../shared/heat/bias/pose-correction.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { Fleet } from "../../../shared/vehicle/fleet.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { CameraCorrection, Landmark } from "../../../shared/wire/feeds.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { Request, RequestResult } from "../../../shared/wire/requests.ts";
import { mountingOf } from "../camera-view.ts";
import type { KeptThings } from "../kept-things.ts";
import { refused } from "../request-desk.ts";
import type { StationClock } from "../station-clock.ts";
import type { VehicleBoard } from "../vehicle-board.ts";
import { CameraSightings } from "./camera-sightings.ts";
import { type PlacesKnown, placeOf, placesByThemselves } from "./known-places.ts";
import { matchPlaces } from "./match-places.ts";
import type { NotedFrame } from "./noted-frame.ts";
import { readKept } from "./read-kept.ts";
import { spotView } from "./spot-view.ts";

export interface CorrectionDeskOptions {
  readonly clock: StationClock;
  readonly fleet: { readonly vehicles: ReadonlyMap<VehicleId, VehicleState>; readonly fleet: Pick<Fleet, "poseAt"> };
  readonly board: Pick<VehicleBoard, "setExtras">;
  readonly heat: { readonly sources: ReadonlyMap<string, HeatSource> };
  readonly landmarks: { readonly views: ReadonlyMap<string, Landmark> };
  /** Where teams' phones are. */
  readonly incident?: () => { readonly whereabouts: ReadonlyMap<string, Whereabouts> };
  readonly ground: { readonly terrain: Terrain | undefined };
  readonly things: KeptThings;
}

interface Entry {
  manualHeadingRad: number;
  apply: boolean;
  readonly sightings: CameraSightings;
  estimate: BiasEstimate | undefined;
  estimatedUtcMs: number;
  keptUtcMs: number;
}

/** Also without new sightings an estimate gets less sure, ms. */
const stillMs = 60_000;
/** Sightings come often; what a power cut loses of them comes again. */
const keepEveryMs = 10_000;

/**
 * How wrong each vehicle's camera points. Every placed frame is to be told to `note()`, and every change of what a source is
 * to `identified()`; whoever georeferences asks `correctionOf()`. Nothing is moved before a person says so: an estimate is
 * shown, and applied once `camera.correct` said `apply`. Then the manual turn starts from zero again, since the estimate has
 * what was turned by hand in it.
 */
export class CorrectionDesk {
  readonly #options: CorrectionDeskOptions;
  readonly #entries = new Map<VehicleId, Entry>();

  constructor(options: CorrectionDeskOptions) {
    this.#options = options;
    for (const [id, thing] of options.things.all("correction")) {
      const kept = readKept(thing);
      if (kept === undefined) continue;
      const { manualHeadingRad, apply } = kept;
      const entry = { ...this.#fresh(), manualHeadingRad, apply, sightings: new CameraSightings(kept.sightings) };
      this.#entries.set(id, entry);
      this.#estimate(id, entry);
    }
  }

  /** What a vehicle's camera is corrected by now; undefined: nothing, and all is as without. */
  correctionOf(id: VehicleId): PoseCorrection | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || (entry.manualHeadingRad === 0 && !entry.apply)) return undefined;
    if (this.#options.clock.utcMs() - entry.estimatedUtcMs > stillMs) this.#estimate(id, entry);
    const vehicle = this.#options.fleet.vehicles.get(id);
    if (vehicle === undefined) return undefined;
    return poseCorrection({
      manualHeadingRad: entry.manualHeadingRad,
      estimate: entry.apply ? entry.estimate : undefined,
      priorHeadingRad: lastingSigma(mountingOf(vehicle).sigmas.headingRad),
    });
  }

  /** Known places at the picture's edge and middle disagree as if the camera saw wider or narrower than is said. */
  doubtsFieldOfView(id: VehicleId): boolean {
    const sightings = this.#entries.get(id)?.sightings.all ?? [];
    return fieldOfViewDoubt(sightings) !== undefined;
  }

  /** Takes what a frame shows of places that are known. */
  note(frame: NotedFrame): void {
    if (frame.spots.length === 0) return;
    const { fleet, heat, ground } = this.#options;
    const vehicle = fleet.vehicles.get(frame.vehicleId);
    if (vehicle === undefined) return;
    const poseAt = (timeMs: number) => fleet.fleet.poseAt(vehicle.id, timeMs);
    const known = this.#known(frame);
    const views = frame.spots.map((spot) => ({
      ...spot,
      view: spotView({ frame, vehicle, terrain: ground.terrain, poseAt, spot: spot.spot }),
    }));
    const entry = this.#entryOf(vehicle.id);
    let news = false;
    const recognised = new Set<unknown>();
    for (const { heatId, view } of views) {
      if (heatId === undefined || view === undefined) continue;
      entry.sightings.remember(heatId, view, known);
      const identity = heat.sources.get(heatId)?.identity;
      if (identity === undefined) continue;
      recognised.add(view);
      const place = placeOf(known, identity);
      if (place !== undefined) news = entry.sightings.add(view, place, heatId) || news;
    }
    const own = placesByThemselves(known);
    if (own.length > 0) {
      const located = views.flatMap(({ placed, heatId, view }) =>
        placed.located && view !== undefined ? [{ placed, heatId, view }] : [],
      );
      for (const { spot, place } of matchPlaces(located, own, heat.sources.values()))
        if (!recognised.has(spot.view)) news = entry.sightings.add(spot.view, place) || news;
    }
    if (news) this.#onNews(vehicle.id, entry);
  }

  /** A person said what a source is, or took it back: what was seen of it lately counts, or counts no more. */
  identified(heatId: string): void {
    const identity = this.#options.heat.sources.get(heatId)?.identity;
    for (const [id, entry] of this.#entries) {
      const placed = identity === undefined ? undefined : (known: PlacesKnown) => placeOf(known, identity);
      if (entry.sightings.identified(heatId, placed)) this.#onNews(id, entry);
    }
  }

  /** The vehicle started anew, or its compass or camera is another: what was seen before says nothing any more. */
  forget(id: VehicleId): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.sightings.clear();
    this.#onNews(id, entry);
  }

  correct(request: Extract<Request, { kind: "camera.correct" }>): RequestResult {
    const { vehicleId, manualHeadingRad, apply, reset } = request;
    if (!this.#options.fleet.vehicles.has(vehicleId))
      return refused("unknown-vehicle", `There is no vehicle "${vehicleId}". It must have been heard once.`);
    const entry = this.#entryOf(vehicleId);
    const sightings = reset === true ? new CameraSightings([]) : entry.sightings;
    const startsToApply = apply === true && !entry.apply;
    const next = {
      ...entry,
      sightings,
      apply: apply ?? entry.apply,
      manualHeadingRad: manualHeadingRad ?? (startsToApply ? 0 : entry.manualHeadingRad),
    };
    const kept = this.#keep(vehicleId, next);
    if (!kept.ok) return refused("recording-failed", `It could not be recorded. ${kept.detail}`);
    this.#entries.set(vehicleId, next);
    this.#estimate(vehicleId, next);
    return { ok: true };
  }

  #known({ vehicleId, nowMs, utcMs }: NotedFrame): PlacesKnown {
    const { fleet, landmarks, incident } = this.#options;
    const { whereabouts = new Map() } = incident?.() ?? {};
    return { vehicles: fleet.vehicles, landmarks: landmarks.views, whereabouts, observerId: vehicleId, nowMs, utcMs };
  }

  #fresh(): Entry {
    const keptUtcMs = Number.NEGATIVE_INFINITY;
    return {
      manualHeadingRad: 0,
      apply: false,
      sightings: new CameraSightings([]),
      estimate: undefined,
      estimatedUtcMs: Number.NEGATIVE_INFINITY,
      keptUtcMs,
    };
  }

  #entryOf(id: VehicleId): Entry {
    const known = this.#entries.get(id);
    if (known !== undefined) return known;
    const entry = this.#fresh();
    this.#entries.set(id, entry);
    return entry;
  }

  #onNews(id: VehicleId, entry: Entry): void {
    this.#estimate(id, entry);
    if (this.#options.clock.utcMs() - entry.keptUtcMs >= keepEveryMs) this.#keep(id, entry);
  }

  #keep(id: VehicleId, entry: Entry) {
    const { manualHeadingRad, apply, sightings } = entry;
    entry.keptUtcMs = this.#options.clock.utcMs();
    return this.#options.things.keep("correction", id, { manualHeadingRad, apply, sightings: sightings.all });
  }

  #estimate(id: VehicleId, entry: Entry): void {
    const nowUtcMs = this.#options.clock.utcMs();
    entry.estimate = estimateBias({ sightings: entry.sightings.all, nowUtcMs });
    entry.estimatedUtcMs = nowUtcMs;
    this.#options.board.setExtras(id, { correction: viewOf(entry) });
  }
}

const viewOf = ({ manualHeadingRad, apply, estimate }: Entry): CameraCorrection => {
  if (estimate === undefined) return { manualHeadingRad, apply };
  const { headingRad, pitchRad, timeMs, sightings } = estimate;
  return { manualHeadingRad, apply, estimate: { headingRad, pitchRad, timeMs, sightings } };
};
