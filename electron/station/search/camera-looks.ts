import { type PoseCorrection, withCorrection } from "../../../shared/heat/bias/pose-correction.ts";
import { cameraGround } from "../../../shared/heat/camera-ground.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { groundSeen, mountingOf } from "../camera-view.ts";
import type { DecidedFrame } from "../feeds/sighting-flow.ts";
import type { Ground } from "../ground.ts";
import type { StationClock } from "../station-clock.ts";
import type { NewLook } from "./look-book.ts";

export interface CameraLooksOptions {
  readonly clock: StationClock;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly ground: Ground;
  readonly correctionOf: (id: VehicleId) => PoseCorrection | undefined;
  readonly onLook: (look: NewLook) => void;
}

/** Of one vehicle a picture counts at most so often, station ms; it stands for that long. */
const everyMs = 1_000;
/** Lower than this above home it stands on the ground, m. */
const airborneM = 2;
/** Slower than this a robot stands, m/s. */
const movingMps = 0.2;

const isUnderway = ({ kind, armed, position, velocity }: VehicleState): boolean =>
  flies(kind) ? armed && (position?.altHomeM ?? 0) > airborneM : (velocity?.groundMps ?? 0) > movingMps;

/**
 * Which pictures count as searching: those that a feed's search gave back as placed, while the feed streams and isn't frozen, the
 * detector network has answered in the last seconds (`FeedView.search`), the camera's pose at the capture is known, and the
 * vehicle is underway. So a camera that stalls, a picture that stands still, a detector that is missing or doesn't keep up
 * at all count for nothing, without being looked for. Where the network leaves pictures out, only a radiometric picture
 * still counts: that one was searched by its temperatures.
 */
export class CameraLooks {
  readonly #options: CameraLooksOptions;
  readonly #lastMs = new Map<VehicleId, number>();

  constructor(options: CameraLooksOptions) {
    this.#options = options;
  }

  /** Every picture that was placed. */
  note({ vehicleId, link, sightings, hfovRad, frame }: DecidedFrame): void {
    const { clock, vehicles, ground, correctionOf, onLook } = this.#options;
    // What else is in a picture that was searched on board nobody knows.
    if (link === undefined || link.state.state !== "streaming" || link.warnings.includes("frozen")) return;
    const nowMs = clock.nowMs();
    const sinceMs = nowMs - (this.#lastMs.get(vehicleId) ?? Number.NEGATIVE_INFINITY);
    // After a rewind the clock is earlier.
    if (sinceMs >= 0 && sinceMs < everyMs) return;
    const { search, picture } = link.view;
    if (search.by !== "network" || search.framesPerS === 0) return;
    if (sightings.searchedByNetwork !== true && picture?.radiometric !== true) return;
    const vehicle = vehicles().get(vehicleId);
    if (vehicle === undefined || !isUnderway(vehicle) || frame.pose === undefined || hfovRad === undefined) return;
    const { widthPx, heightPx } = sightings;
    const pose = withCorrection(frame.pose, correctionOf(vehicleId));
    const { terrain } = ground;
    const ring = groundSeen({ vehicle, pose, camera: { widthPx, heightPx, hfovRad }, terrain });
    const below = cameraGround({ pose, terrain, cameraAboveGroundM: mountingOf(vehicle).cameraAboveGroundM });
    if (ring === undefined || below === undefined) return;
    this.#lastMs.set(vehicleId, nowMs);
    onLook({
      kind: "camera",
      by: `vehicle/${vehicleId}`,
      utcMs: clock.utcMs(),
      exposureS: everyMs / 1000,
      eye: { latDeg: pose.latDeg, lonDeg: pose.lonDeg, altMslM: below.cameraMslM },
      aboveGroundM: below.aboveGroundM,
      // In the picture's middle.
      ifovRad: (2 * Math.tan(hfovRad / 2)) / widthPx,
      ring,
    });
  }
}
