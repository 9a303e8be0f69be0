import type { FrameSightings } from "../../../hardware/thermal/thermal-source.ts";
import type { PoseCorrection } from "../../../shared/heat/bias/pose-correction.ts";
import type { Rad } from "../../../shared/units/angle.ts";
import type { Fleet } from "../../../shared/vehicle/fleet.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Ground } from "../ground.ts";
import type { HeatDesk } from "../heat-desk.ts";
import { heatObservation, type PlacedFrame } from "../heat-observation.ts";
import type { StationClock } from "../station-clock.ts";
import type { CaptureTimes } from "./capture-times.ts";
import type { FeedLink } from "./feed-link.ts";

/** What was found in one picture, by a feed's search or on board. */
export interface FoundInPicture {
  readonly vehicleId: VehicleId;
  /** Absent: found on board. */
  readonly link?: FeedLink;
  readonly hfovRad: Rad | undefined;
  readonly sightings: FrameSightings;
}

/** A frame that was placed, and which of its spots became which source. */
export interface DecidedFrame extends FoundInPicture {
  readonly frame: PlacedFrame;
  readonly seen: readonly { readonly spotIndex: number; readonly heatId: string }[];
  /** By the vehicle's clock, as the camera says. */
  readonly captureVehicleMs: number | undefined;
  /** By this process's clock. */
  readonly captureProcessMs: number;
}

export interface SightingFlowOptions {
  readonly clock: StationClock;
  readonly fleet: () => Fleet;
  readonly heat: HeatDesk;
  readonly ground: Ground;
  readonly times: CaptureTimes;
  readonly correctionOf: (id: VehicleId) => PoseCorrection | undefined;
  readonly onDecided: (decided: DecidedFrame) => void;
}

/** Sightings wait so long for the telemetry of their capture time to arrive, station ms. */
const holdMs = 300;
/** More than this waiting (a station that hung) is not worth the wait: the oldest go. */
const maxHeld = 300;

interface Held extends FoundInPicture {
  readonly arrivedMs: number;
  readonly arrivedUtcMs: number;
}

/** From what was found in pictures to heat sources on the ground. */
export class SightingFlow {
  readonly #options: SightingFlowOptions;
  #held: Held[] = [];

  constructor(options: SightingFlowOptions) {
    this.#options = options;
  }

  hold(found: FoundInPicture): void {
    const { clock } = this.#options;
    this.#held.push({ ...found, arrivedMs: clock.nowMs(), arrivedUtcMs: clock.utcMs() });
    if (this.#held.length > maxHeld) this.#held.splice(0, this.#held.length - maxHeld);
  }

  /** To be called some ten times a second. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    const ready = this.#held.findIndex((held) => nowMs - held.arrivedMs < holdMs);
    const due = this.#held.splice(0, ready < 0 ? this.#held.length : ready);
    for (const held of due) this.#decide(held);
  }

  #decide({ arrivedMs, arrivedUtcMs, ...found }: Held): void {
    const { fleet, ground, heat, times, correctionOf, onDecided } = this.#options;
    const { vehicleId, sightings, hfovRad, link } = found;
    const vehicle = fleet().vehicles.get(vehicleId);
    if (vehicle === undefined) return;
    const captureVehicleMs = times.vehicleMs(vehicleId, sightings, arrivedMs);
    const frame = heatObservation({
      vehicle,
      fleet: fleet(),
      terrain: ground.terrain,
      ...{ sightings, captureVehicleMs, hfovRad },
      correction: correctionOf(vehicleId),
      nowMs: arrivedMs,
      utcMs: arrivedUtcMs,
      // What was seen of the ground only matters to what is being watched there; most frames show nothing.
      withFootprint: link !== undefined && (sightings.spots.length > 0 || heat.hasCandidates),
    });
    // What else is in a picture that was searched on board nobody knows: nothing is missed by it.
    const observation = link === undefined ? { ...frame.observation, footprint: [] } : frame.observation;
    const seen = heat.observe(observation).map(({ spotIndex, heatId }) => ({
      spotIndex: frame.spots[spotIndex]?.index ?? spotIndex,
      heatId,
    }));
    const captureProcessMs = times.processMs(times.stationOf(vehicleId, sightings));
    onDecided({ ...found, frame, seen, captureVehicleMs, captureProcessMs });
  }
}
