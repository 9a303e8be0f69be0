import type { FrameSightings } from "../../../hardware/thermal/thermal-source.ts";
import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { HeatSighting } from "../../../shared/heat/heat-sighting.ts";
import { type OnboardReading, onboardSightings } from "../../../shared/heat/onboard/onboard-sightings.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import { asRad, type Rad } from "../../../shared/units/angle.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { thermalCameraOf } from "../camera-view.ts";
import type { FrameArrival } from "../channel-intake.ts";
import type { HeatDesk } from "../heat-desk.ts";
import type { StationClock } from "../station-clock.ts";

export interface OnboardWatchOptions {
  readonly clock: StationClock;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly heat: Pick<HeatDesk, "observe">;
  /** Holds what has still to be placed. */
  readonly hold: (seen: {
    readonly vehicleId: VehicleId;
    readonly hfovRad: Rad | undefined;
    readonly sightings: FrameSightings;
  }) => void;
}

/** So many readings of one vehicle a second count; what comes beyond is a flood, and says nothing that the next doesn't. */
const mostPerS = 10;
const burst = 20;

/** No camera that a vehicle carries recognises a person from further away, m. */
const farthestM = 5_000;

/** What a camera says of a place that its vehicle can't see is wrong: an old target, a latitude that is none, a lie. */
const isInSight = ({ position }: VehicleState, { georeference }: HeatSighting): boolean => {
  if (position === undefined || !georeference.located) return false;
  const { northM, eastM } = new LocalFrame(position).toNorthEast(georeference.position);
  return Math.hypot(northM, eastM) <= farthestM;
};

interface Budget {
  left: number;
  atMs: number;
}

const readingOf = (message: MavlinkMessage, vehicle: VehicleState): OnboardReading | undefined => {
  const picture = thermalCameraOf(vehicle);
  switch (message.name) {
    case "TUNNEL":
      return onboardSightings("TUNNEL", message.fields);
    case "CAMERA_TRACKING_IMAGE_STATUS":
      return onboardSightings("CAMERA_TRACKING_IMAGE_STATUS", message.fields, picture);
    case "CAMERA_TRACKING_GEO_STATUS":
      return onboardSightings("CAMERA_TRACKING_GEO_STATUS", message.fields, picture);
    default:
      return undefined;
  }
};

/** Detections of companion computers, on the same way as those of our own search. */
export class OnboardWatch {
  readonly #options: OnboardWatchOptions;
  readonly #budgets = new Map<VehicleId, Budget>();
  #sequence = 0;

  constructor(options: OnboardWatchOptions) {
    this.#options = options;
  }

  receive({ frame, message }: FrameArrival): void {
    if (message === undefined || !names.has(message.name)) return;
    const vehicle = this.#options.vehicles().get(String(frame.systemId));
    if (vehicle === undefined) return;
    const reading = readingOf(message, vehicle);
    if (reading === undefined || (reading.kind !== "picture" && reading.kind !== "place")) return;
    if (this.#allows(vehicle.id)) this.#take(vehicle, reading);
  }

  #take(vehicle: VehicleState, reading: OnboardReading & { readonly kind: "picture" | "place" }): void {
    const { clock, heat, hold } = this.#options;
    if (reading.kind === "place") {
      if (!isInSight(vehicle, reading.sighting)) return;
      // What else is in its picture nobody knows: nothing is missed by it.
      const seen = { nowMs: clock.nowMs(), utcMs: clock.utcMs(), widthPx: 1, footprint: [] };
      heat.observe({ vehicleId: vehicle.id, ...seen, sightings: [reading.sighting] });
      return;
    }
    const { kind: _kind, captureVehicleTimeMs, hfovRad, ...picture } = reading;
    this.#sequence += 1;
    const capture =
      captureVehicleTimeMs === undefined ? { captureProcessMs: performance.now() } : { captureVehicleTimeMs };
    hold({
      vehicleId: vehicle.id,
      hfovRad: hfovRad ?? cameraHfovRad(vehicle),
      sightings: { sequence: this.#sequence, ...picture, ...capture },
    });
  }

  #allows(id: VehicleId): boolean {
    const nowMs = this.#options.clock.nowMs();
    const known = this.#budgets.get(id) ?? { left: burst, atMs: nowMs };
    const refilled = Math.max(0, nowMs - known.atMs) * (mostPerS / 1000);
    const left = Math.min(burst, known.left + refilled);
    this.#budgets.set(id, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
    return left >= 1;
  }
}

const cameraHfovRad = (vehicle: VehicleState): Rad | undefined => {
  const hfovRad = thermalCameraOf(vehicle)?.hfovRad;
  return hfovRad === undefined ? undefined : asRad(hfovRad);
};

const names: ReadonlySet<string> = new Set(["TUNNEL", "CAMERA_TRACKING_IMAGE_STATUS", "CAMERA_TRACKING_GEO_STATUS"]);
