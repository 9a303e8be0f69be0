import { directGeodesic, inverseGeodesic } from "../../geo/geodesic.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import { MavCmd } from "../../mavlink/enums.ts";
import type { Altitude } from "../../units/altitude.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { CommandPlan } from "../command-job.ts";
import type { Job, JobEvent, JobStatus, JobStep } from "../job.ts";
import { failedJob, impossibleJob, jobSequence } from "../job-sequence.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { type ActionContext, firmwareOf, flies } from "./action-context.ts";
import { goJob, knowsPlace } from "./going.ts";
import { enterRole, heartbeatProofMs, isInRole } from "./modes-and-arming.ts";
import { positionTarget } from "./position-target.ts";
import { hitsGround, isNoGoal, type TargetHeight, targetHeight } from "./target-height.ts";
import { tellAndSee } from "./telling.ts";

/** A circle round a place. */
export interface Orbit {
  readonly centre: LatLon;
  readonly radiusM: number;
  readonly clockwise: boolean;
  readonly altitude?: Altitude | undefined;
  readonly speedMps?: number | undefined;
}

/** YAW_BEHAVIOUR: the nose to the middle. */
const noseToCentre = 0;
const usualMps = 5;
const walkingMps = 1;
/** How hard a vehicle leans into the curve at most, m/s2: well within what a multirotor holds in wind. */
const sidewaysMps2 = 1.5;
const sidePoints = 16;

const orbitSpeedMps = (vehicle: VehicleState, { radiusM, speedMps }: Orbit): number =>
  Math.min(speedMps ?? (flies(vehicle) ? usualMps : walkingMps), Math.sqrt(sidewaysMps2 * radiusM));

/**
 * Circles a place. PX4 does it by itself and ArduPlane loiters; other ArduPilots have no command for it, so that the station
 * leads them round: they stop when the station's targets stop.
 */
export const orbitJob = (context: ActionContext, vehicle: VehicleState, orbit: Orbit): Job => {
  if (!knowsPlace(vehicle, context.nowMs)) return failedJob("no-position");
  if (!vehicle.armed) return impossibleJob("not-armed");
  const noGoal = isNoGoal(context, vehicle, orbit.centre, orbit.altitude);
  if (noGoal !== undefined) return impossibleJob(noGoal);
  const firmware = firmwareOf(vehicle);
  const height: TargetHeight = flies(vehicle)
    ? targetHeight(context, vehicle, orbit.centre, orbit.altitude)
    : { ok: true, frame: 3, z: 0 };
  if (!height.ok) return failedJob(height.fault.code, height.fault.params);
  if (flies(vehicle) && reachesGround(context, vehicle, orbit, height.mslM)) return impossibleJob("terrain");
  switch (firmware) {
    case "ardupilot-plane": {
      const radiusM = orbit.clockwise ? orbit.radiusM : -orbit.radiusM;
      return goJob(context, vehicle, {
        place: orbit.centre,
        altitude: orbit.altitude,
        speedMps: orbit.speedMps,
        radiusM,
      });
    }
    case "ardupilot-copter":
    case "ardupilot-vtol":
    case "ardupilot-surface":
      return jobSequence(vehicle, [enterRole(context, "guided"), (now) => new LedOrbit(context, now, orbit, height)]);
    case "px4-surface":
      return impossibleJob("ground-vehicle");
    default:
      return ownOrbit(context, vehicle, orbit, height);
  }
};

/** Anywhere on the circle or on the way to it. */
const reachesGround = (
  context: ActionContext,
  vehicle: VehicleState,
  { centre, radiusM }: Orbit,
  mslM: number | undefined,
): boolean => {
  if (mslM === undefined) return false;
  if (hitsGround(context, vehicle, centre, mslM)) return true;
  for (let i = 0; i < sidePoints; i++) {
    const ground = context.groundMslM(directGeodesic(centre, (2 * Math.PI * i) / sidePoints, radiusM));
    if (ground !== undefined && mslM < ground + 2) return true;
  }
  return false;
};

const ownOrbit = (
  context: ActionContext,
  vehicle: VehicleState,
  orbit: Orbit,
  height: TargetHeight & { readonly ok: true },
): Job => {
  const radiusM = orbit.clockwise ? orbit.radiusM : -orbit.radiusM;
  const command: CommandPlan = {
    command: MavCmd.DO_ORBIT,
    params: [radiusM, orbitSpeedMps(vehicle, orbit), noseToCentre, 0, 0, 0, height.z],
    place: { ...orbit.centre, frame: height.frame },
    forms: ["int"],
  };
  const isSo = ({ autopilot, mode }: VehicleState): boolean => autopilot !== "px4" || mode?.name === "Orbit";
  return tellAndSee(context, vehicle, [command], { isSo, withinMs: heartbeatProofMs, step: "moving" });
};

const sendEveryMs = 200;
/** Of its way round that a target is ahead of it. */
const aheadS = 1;
const positionLivesMs = 2_000;
const nothing: readonly OutgoingMessage[] = [];

/** Leads a vehicle in guided mode round a circle, from where it is to the nearest point of it first. Goes on until it is ended. */
class LedOrbit implements Job {
  readonly #context: ActionContext;
  readonly #orbit: Orbit;
  readonly #height: TargetHeight & { readonly ok: true };
  #vehicle: VehicleState;
  #sentMs = Number.NEGATIVE_INFINITY;
  #status: JobStatus = { state: "running", step: "following" };

  constructor(
    context: ActionContext,
    vehicle: VehicleState,
    orbit: Orbit,
    height: TargetHeight & { readonly ok: true },
  ) {
    this.#context = context;
    this.#vehicle = vehicle;
    this.#orbit = orbit;
    this.#height = height;
  }

  start(nowMs: number): JobStep {
    return this.#lead(nowMs);
  }

  step(event: JobEvent, nowMs: number): JobStep {
    if (this.#status.state !== "running") return { send: nothing, status: this.#status };
    if (event.kind === "vehicle") {
      this.#vehicle = event.vehicle;
      // A transmitter or a failsafe took over: it is not to be fought for.
      if (!isInRole(event.vehicle, "guided")) {
        this.#status = { state: "failed", fault: { code: "superseded", params: {} } };
        return { send: nothing, status: this.#status };
      }
    }
    return this.#lead(nowMs);
  }

  /** Stay here. */
  cancel(): readonly OutgoingMessage[] {
    const { position } = this.#vehicle;
    if (this.#status.state !== "running" || position === undefined) return nothing;
    return [positionTarget(this.#context.target, position, this.#heightNow())];
  }

  #lead(nowMs: number): JobStep {
    const { position } = this.#vehicle;
    const isOld = position === undefined || nowMs - position.atMs > positionLivesMs;
    if (isOld || nowMs - this.#sentMs < sendEveryMs) return { send: nothing, status: this.#status };
    this.#sentMs = nowMs;
    return { send: [this.#target(position)], status: this.#status };
  }

  #heightNow(): TargetHeight & { readonly ok: true } {
    const { altMslM } = this.#vehicle.position ?? {};
    return !flies(this.#vehicle) || altMslM === undefined ? this.#height : { ok: true, frame: 0, z: altMslM };
  }

  #target(position: LatLon): OutgoingMessage {
    const { centre, radiusM, clockwise } = this.#orbit;
    const out = inverseGeodesic(centre, position);
    const speedMps = orbitSpeedMps(this.#vehicle, this.#orbit);
    const isNear = Math.abs(out.distanceM - radiusM) < Math.max(2, 0.2 * radiusM);
    const turn = clockwise ? 1 : -1;
    const aheadRad = isNear ? (turn * speedMps * aheadS) / radiusM : 0;
    const bearingRad = out.azimuthRad + aheadRad;
    const place = directGeodesic(centre, bearingRad, radiusM);
    const { target } = this.#context;
    if (!isNear || !flies(this.#vehicle)) {
      const ahead = flies(this.#vehicle) ? place : directGeodesic(centre, bearingRad + turn * (2 / radiusM), radiusM);
      return positionTarget(target, ahead, this.#height);
    }
    const courseRad = bearingRad + (turn * Math.PI) / 2;
    return positionTarget(target, place, this.#height, {
      northMps: speedMps * Math.cos(courseRad),
      eastMps: speedMps * Math.sin(courseRad),
      yawRad: bearingRad + Math.PI,
    });
  }
}
