import { type PerspectiveCamera, Quaternion, Vector3 } from "three";
import type { SceneCamera } from "../../stores/scene/scene-store.ts";
import type { EnuPoint } from "../enu-frame.ts";
import { cameraTurn } from "./body-turn.ts";
import {
  approach,
  blendView,
  heldView,
  isSameView,
  type OrbitView,
  orbitEye,
  turnBetween,
  verticalFovRad,
} from "./camera-maths.ts";
import type { VehicleCamera } from "./vehicle-camera.ts";

/** Whom the camera is with, where it is drawn now. */
export interface Carrier {
  readonly place: EnuPoint;
  readonly yawRad: number | undefined;
  readonly camera: VehicleCamera | undefined;
}

export interface RigSurroundings {
  readonly groundUpM: (eastM: number, northM: number) => number;
  /** The vehicle that follow and first person are with; undefined where none is selected that has a place. */
  readonly carrier: () => Carrier | undefined;
  /** Width of the vehicle camera's picture on the screen, and the screen's height, px. */
  readonly picture: (aspect: number) => { readonly widthPx: number; readonly screenPx: number };
}

export const orbitFovRad = (46 * Math.PI) / 180;
/** The camera stays so far above the ground, m. */
const clearM = 2.5;
const clearFirstPersonM = 0.3;
const tauMs = 130;
const turnTauMs = 90;

/**
 * The camera and where it is going. A hand moves the goal; the camera goes after it, never below the ground. With a vehicle it
 * keeps its side of it: what a hand turns counts from the vehicle's tail.
 */
export class CameraRig {
  readonly camera: PerspectiveCamera;
  readonly #around: RigSurroundings;
  readonly #eye = new Vector3();
  readonly #target = new Vector3();
  readonly #turn = new Quaternion();
  #mode: SceneCamera = "orbit";
  #goal: OrbitView = { x: 0, y: 0, z: 0, distanceM: 900, azimuthRad: 0, elevationRad: 0.7 };
  #view: OrbitView = this.#goal;
  /** Where a hand turned the chase, from straight behind. */
  #aside = { azimuthRad: 0, elevationRad: 0.32, distanceM: 60 };
  #fovRad = orbitFovRad;
  #yawRad: number | undefined;
  #moved = true;

  constructor(camera: PerspectiveCamera, around: RigSurroundings) {
    this.camera = camera;
    this.#around = around;
    camera.up.set(0, 0, 1);
  }

  get mode(): SceneCamera {
    return this.#mode;
  }

  /** What is looked at. */
  get target(): OrbitView {
    return this.#view;
  }

  get azimuthRad(): number {
    this.camera.getWorldDirection(this.#target);
    return Math.atan2(this.#target.x, this.#target.y);
  }

  setMode(mode: SceneCamera): void {
    if (mode === this.#mode) return;
    // Out of a vehicle's eyes the orbit goes on around that vehicle.
    if (mode === "orbit") this.#goal = heldView({ ...this.#view, distanceM: Math.max(60, this.#view.distanceM) });
    this.#mode = mode;
    this.#yawRad = undefined;
    this.#moved = true;
  }

  /** Looks there from now on. @param jump at once, where there was nothing to see before */
  goTo(view: Partial<OrbitView>, { jump = false } = {}): void {
    this.#goal = heldView({ ...this.#goal, ...view });
    if (jump) this.#view = this.#goal;
    this.#moved = true;
  }

  turnBy(azimuthRad: number, elevationRad: number): void {
    if (this.#mode === "follow") {
      const { azimuthRad: a, elevationRad: e, distanceM } = this.#aside;
      this.#aside = {
        distanceM,
        azimuthRad: a + azimuthRad,
        elevationRad: Math.min(1.5, Math.max(0.03, e + elevationRad)),
      };
    } else
      this.#goal = heldView({
        ...this.#goal,
        azimuthRad: this.#goal.azimuthRad + azimuthRad,
        elevationRad: this.#goal.elevationRad + elevationRad,
      });
    this.#moved = true;
  }

  /** @param factor below 1: nearer */
  zoomBy(factor: number): void {
    if (this.#mode === "follow")
      this.#aside = { ...this.#aside, distanceM: Math.min(2_000, Math.max(8, this.#aside.distanceM * factor)) };
    else this.#goal = heldView({ ...this.#goal, distanceM: this.#goal.distanceM * factor });
    this.#moved = true;
  }

  /** Pulls the ground along, as parts of the screen's height. */
  panBy(right: number, down: number): void {
    if (this.#mode !== "orbit") return;
    const { azimuthRad, elevationRad, distanceM } = this.#goal;
    const spanM = 2 * distanceM * Math.tan(orbitFovRad / 2);
    const aheadM = (down * spanM) / Math.max(0.35, Math.sin(elevationRad));
    const rightM = -right * spanM;
    const x = this.#goal.x + Math.sin(azimuthRad) * aheadM + Math.cos(azimuthRad) * rightM;
    const y = this.#goal.y + Math.cos(azimuthRad) * aheadM - Math.sin(azimuthRad) * rightM;
    this.#goal = heldView({ ...this.#goal, x, y, z: this.#around.groundUpM(x, y) });
    this.#moved = true;
  }

  /** The frame's origin moved: the same places have other numbers. */
  shift(eastM: number, northM: number, upM: number): void {
    const shifted = (view: OrbitView): OrbitView => ({
      ...view,
      x: view.x - eastM,
      y: view.y - northM,
      z: view.z - upM,
    });
    this.#goal = shifted(this.#goal);
    this.#view = shifted(this.#view);
    this.#moved = true;
  }

  /** Moves the camera. @returns whether it is still under way */
  update(frameMs: number): boolean {
    const carrier = this.#mode === "orbit" ? undefined : this.#around.carrier();
    if (carrier === undefined) return this.#orbit(frameMs);
    if (this.#mode === "first-person" && carrier.camera !== undefined)
      return this.#firstPerson(carrier.place, carrier.camera, frameMs);
    return this.#chase(carrier, frameMs);
  }

  #orbit(frameMs: number): boolean {
    this.#view = blendView(this.#view, this.#goal, approach(frameMs, tauMs));
    const arrived = isSameView(this.#view, this.#goal);
    if (arrived) this.#view = this.#goal;
    this.#look(orbitFovRad, frameMs);
    const moving = !arrived || this.#moved;
    this.#moved = false;
    return moving;
  }

  #chase({ place, yawRad }: Carrier, frameMs: number): boolean {
    const yaw = yawRad ?? this.#yawRad ?? 0;
    const before = this.#yawRad ?? yaw;
    this.#yawRad = before + turnBetween(before, yaw) * approach(frameMs, 420);
    const { azimuthRad, elevationRad, distanceM } = this.#aside;
    this.#goal = { ...place, distanceM, elevationRad, azimuthRad: this.#yawRad + azimuthRad };
    // It stays with the vehicle, however fast that is; only how it looks at it comes smoothly.
    const part = approach(frameMs, tauMs);
    const blended = blendView(this.#view, this.#goal, part);
    const farM = Math.hypot(this.#view.x - place.x, this.#view.y - place.y, this.#view.z - place.z);
    this.#view = farM < 30 ? { ...blended, x: place.x, y: place.y, z: place.z } : blended;
    this.#look(orbitFovRad, frameMs);
    const moving = !isSameView(this.#view, this.#goal) || Math.abs(turnBetween(this.#yawRad, yaw)) > 0.002;
    this.#moved = false;
    return moving;
  }

  #firstPerson(place: EnuPoint, seen: VehicleCamera, frameMs: number): boolean {
    const { widthPx, screenPx } = this.#around.picture(seen.aspect);
    cameraTurn(seen.attitude, this.#turn);
    const part = approach(frameMs, turnTauMs);
    this.camera.quaternion.slerp(this.#turn, part);
    const groundM = this.#around.groundUpM(place.x, place.y) + clearFirstPersonM;
    this.#eye.set(place.x, place.y, Math.max(place.z, groundM));
    const farM = this.camera.position.distanceTo(this.#eye);
    if (farM < 30) this.camera.position.copy(this.#eye);
    else this.camera.position.lerp(this.#eye, part);
    this.#setFov(verticalFovRad(seen.hfovRad, widthPx, screenPx), frameMs);
    // The way back out leads from behind it.
    this.#view = { ...place, distanceM: 60, azimuthRad: seen.attitude.yawRad, elevationRad: 0.5 };
    this.#goal = this.#view;
    const moving = this.camera.quaternion.angleTo(this.#turn) > 0.0008 || farM > 30 || this.#moved;
    this.#moved = false;
    return moving;
  }

  #look(fovRad: number, frameMs: number): void {
    orbitEye(this.#view, this.#eye);
    const groundM = this.#around.groundUpM(this.#eye.x, this.#eye.y) + clearM;
    if (this.#eye.z < groundM) this.#eye.z = groundM;
    this.camera.position.copy(this.#eye);
    // From straight above, up on the screen is where it looks towards.
    const isSteep = this.#view.elevationRad > 1.5;
    this.camera.up.set(
      isSteep ? Math.sin(this.#view.azimuthRad) : 0,
      isSteep ? Math.cos(this.#view.azimuthRad) : 0,
      isSteep ? 0 : 1,
    );
    this.camera.lookAt(this.#target.set(this.#view.x, this.#view.y, this.#view.z));
    this.#setFov(fovRad, frameMs);
  }

  #setFov(fovRad: number, frameMs: number): void {
    const before = this.#fovRad;
    this.#fovRad += (fovRad - this.#fovRad) * approach(frameMs, tauMs);
    if (Math.abs(this.#fovRad - fovRad) < 0.0005) this.#fovRad = fovRad;
    else this.#moved = true;
    const fovDeg = (this.#fovRad * 180) / Math.PI;
    if (before === this.#fovRad && this.camera.fov === fovDeg) return;
    this.camera.fov = fovDeg;
    this.camera.updateProjectionMatrix();
  }
}
