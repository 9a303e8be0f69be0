import { type PoseCorrection, withCorrection } from "../../../shared/heat/bias/pose-correction.ts";
import type { CameraModel } from "../../../shared/heat/camera-model.ts";
import type { Fleet } from "../../../shared/vehicle/fleet.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { groundSamplingDistanceM, groundSeen, thermalCameraOf } from "../camera-view.ts";
import type { Ground } from "../ground.ts";
import type { StationClock } from "../station-clock.ts";
import type { VehicleBoard } from "../vehicle-board.ts";
import type { FeedLink } from "./feed-link.ts";

export interface CameraFootprintsOptions {
  readonly clock: StationClock;
  readonly fleet: () => Fleet;
  readonly board: VehicleBoard;
  readonly ground: Ground;
  readonly thermalOf: (id: VehicleId) => FeedLink | undefined;
  readonly correctionOf: (id: VehicleId) => PoseCorrection | undefined;
}

const footprintIntervalMs = 200;
const gsdIntervalMs = 500;

/** The camera as its open feed shows it, else as the vehicle describes its stream. */
export const cameraOf = (vehicle: VehicleState, link: FeedLink | undefined): CameraModel | undefined => {
  const picture = link?.view.picture;
  const hfovRad = link?.pictureHfovRad();
  if (picture !== undefined && hfovRad !== undefined)
    return { widthPx: picture.widthPx, heightPx: picture.heightPx, hfovRad };
  return thermalCameraOf(vehicle);
};

/** What each vehicle's thermal camera sees of the ground now, and how large a pixel is there. */
export class CameraFootprints {
  readonly #options: CameraFootprintsOptions;
  readonly #looks = new Map<VehicleId, { footprintMs: number; gsdMs: number }>();

  constructor(options: CameraFootprintsOptions) {
    this.#options = options;
  }

  /** To be called some ten times a second. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const vehicle of this.#options.fleet().vehicles.values()) this.#look(vehicle, nowMs);
  }

  #look(vehicle: VehicleState, nowMs: number): void {
    const { fleet, ground, board, thermalOf, correctionOf } = this.#options;
    const looks = this.#looks.get(vehicle.id) ?? { footprintMs: -Infinity, gsdMs: -Infinity };
    if (nowMs - looks.footprintMs < footprintIntervalMs) return;
    const link = thermalOf(vehicle.id);
    const camera = cameraOf(vehicle, link);
    if (camera === undefined) return;
    looks.footprintMs = nowMs;
    this.#looks.set(vehicle.id, looks);
    const { terrain } = ground;
    const timeMs = fleet().vehicleTimeAt(vehicle.id, nowMs);
    const gone = vehicle.presence.state === "lost" || timeMs === undefined;
    const said = gone ? undefined : fleet().poseAt(vehicle.id, timeMs);
    const pose = said === undefined ? undefined : withCorrection(said, correctionOf(vehicle.id));
    const look = pose === undefined ? undefined : { vehicle, pose, camera, terrain };
    // On the ground it sees nothing that is worth drawing, and its ray casts would go far.
    board.setExtras(vehicle.id, { footprint: look === undefined ? undefined : groundSeen(look) });
    if (look === undefined || nowMs - looks.gsdMs < gsdIntervalMs) return;
    looks.gsdMs = nowMs;
    const gsdM = groundSamplingDistanceM(look);
    if (gsdM !== undefined) link?.feed?.set({ gsdM });
  }
}
