import { type Camera, Group, MeshLambertMaterial, Quaternion, Vector3 } from "three";
import { flies } from "../../../shared/plan/plan-context.ts";
import { heightMslM } from "../../../shared/vehicle/trail-details.ts";
import type { VehicleId, VehicleKind } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { bodyTurn } from "../camera/body-turn.ts";
import { approach } from "../camera/camera-maths.ts";
import type { EnuFrame } from "../enu-frame.ts";
import { EnuMotion } from "./enu-motion.ts";
import { Instances } from "./instances.ts";
import { standsM, vehicleModel } from "./vehicle-models.ts";

/** One vehicle as it is drawn. */
export interface DrawnVehicle {
  readonly id: VehicleId;
  view: VehicleView;
  /** Where it is drawn now. */
  readonly place: Vector3;
  readonly turn: Quaternion;
  /** It says no height: it is drawn on the ground. */
  heightUnknown: boolean;
}

interface Entry extends DrawnVehicle {
  readonly motion: EnuMotion;
  readonly goalTurn: Quaternion;
  slot: number;
  isNew: boolean;
}

export interface VehicleSurroundings {
  readonly frame: () => EnuFrame;
  readonly groundUpM: (eastM: number, northM: number) => number;
}

/** A model that seems smaller than this is drawn larger, as a part of the screen's height. */
const leastPart = 0.05;
const selectedPart = 0.064;
/** A velocity further apart in time than this from the position says nothing about it. */
const mostApartMs = 2_000;
const turnTauMs = 120;
const modelM = 1.6;

const fix = { x: 0, y: 0, z: 0 };
const speed = { x: 0, y: 0, z: 0 };
const scale = new Vector3();

/** The vehicles' meshes: one call for each kind. */
export class VehicleLayer {
  readonly group = new Group();
  readonly #around: VehicleSurroundings;
  readonly #material = new MeshLambertMaterial({ vertexColors: true });
  readonly #kinds = new Map<VehicleKind, Instances>();
  readonly #entries = new Map<VehicleId, Entry>();
  readonly #counts = new Map<VehicleKind, number>();
  /** Who is looked out of: nobody sees the own vehicle from within. */
  hidden: VehicleId | undefined;
  selected: VehicleId | undefined;

  constructor(around: VehicleSurroundings) {
    this.#around = around;
  }

  get entries(): Iterable<DrawnVehicle> {
    return this.#entries.values();
  }

  entry(id: VehicleId | undefined): DrawnVehicle | undefined {
    return id === undefined ? undefined : this.#entries.get(id);
  }

  /** Takes the fleet as it is now. @param nowMs station clock; `wallMs` the screen's */
  setVehicles(byId: Readonly<Record<VehicleId, VehicleView>>, nowMs: number, wallMs: number): void {
    for (const id of this.#entries.keys()) if (byId[id]?.position === undefined) this.#entries.delete(id);
    for (const id in byId) {
      const view = byId[id];
      if (view?.position === undefined) continue;
      const entry = this.#entries.get(id) ?? newEntry(id, view);
      if (entry.isNew || entry.view.position !== view.position) this.#takeFix(entry, view, nowMs, wallMs);
      if (entry.isNew || entry.view.attitude !== view.attitude || entry.view.headingRad !== view.headingRad)
        takeTurn(entry, view);
      entry.view = view;
      entry.isNew = false;
      this.#entries.set(id, entry);
    }
    this.#assignSlots();
  }

  /** After a jump in time, or in another frame: nothing is blended. */
  restart(): void {
    this.#entries.clear();
  }

  /** @returns whether something still moves */
  draw(camera: Camera, fovRad: number, nowMs: number, wallMs: number, frameMs: number, rate: number): boolean {
    let moving = false;
    const part = approach(frameMs, turnTauMs);
    for (const entry of this.#entries.values()) {
      const { view, motion, place, turn, goalTurn } = entry;
      motion.at(nowMs, wallMs, place);
      const groundM = this.#around.groundUpM(place.x, place.y) + standsM(view.kind);
      if (!flies(view.kind) || entry.heightUnknown) place.z = groundM;
      else if (place.z < groundM) place.z = groundM;
      turn.slerp(goalTurn, part);
      if (view.presence.state !== "lost" && motion.moves(nowMs, wallMs, rate)) moving = true;
      else if (turn.angleTo(goalTurn) > 0.003) moving = true;
      const least = entry.id === this.selected ? selectedPart : leastPart;
      const spanM = 2 * camera.position.distanceTo(place) * Math.tan(fovRad / 2);
      const size = entry.id === this.hidden ? 0 : Math.max(1, (spanM * least) / modelM);
      const pool = this.#kinds.get(view.kind);
      pool?.setPlace(entry.slot, place, turn, scale.setScalar(size));
    }
    return moving;
  }

  close(): void {
    for (const pool of this.#kinds.values()) pool.close();
    this.#kinds.clear();
    this.#entries.clear();
    this.#material.dispose();
    this.group.removeFromParent();
  }

  #takeFix(entry: Entry, view: VehicleView, nowMs: number, wallMs: number): void {
    const { position, velocity, frozen } = view;
    if (position === undefined) return;
    const frame = this.#around.frame();
    const mslM = heightMslM(view);
    entry.heightUnknown = mslM === undefined;
    frame.toEnu(position, mslM ?? frame.originMslM, fix);
    const isKnown = velocity !== undefined && Math.abs(velocity.atMs - position.atMs) <= mostApartMs && frozen !== true;
    speed.x = isKnown ? (velocity.eastMps ?? 0) : 0;
    speed.y = isKnown ? (velocity.northMps ?? 0) : 0;
    speed.z = isKnown ? (velocity.climbMps ?? -(velocity.downMps ?? 0)) : 0;
    entry.motion.take(fix, speed, position.atMs, nowMs, wallMs);
  }

  #assignSlots(): void {
    this.#counts.clear();
    for (const { view } of this.#entries.values()) this.#counts.set(view.kind, (this.#counts.get(view.kind) ?? 0) + 1);
    for (const [kind, pool] of this.#kinds) pool.reserve(this.#counts.get(kind) ?? 0);
    for (const [kind, count] of this.#counts) {
      if (this.#kinds.has(kind)) continue;
      const pool = new Instances(vehicleModel(kind), this.#material);
      pool.reserve(count);
      this.group.add(pool.mesh);
      this.#kinds.set(kind, pool);
    }
    this.#counts.clear();
    for (const entry of this.#entries.values()) {
      const { kind, colourIndex, presence } = entry.view;
      entry.slot = this.#counts.get(kind) ?? 0;
      this.#counts.set(kind, entry.slot + 1);
      const isGone = presence.state === "lost" || presence.state === "stale" || entry.view.frozen === true;
      this.#kinds.get(kind)?.setInk(entry.slot, isGone ? 0x8b9096 : cssRgb(vehicleColour(colourIndex)));
    }
  }
}

/** "#rrggbb" as a number. */
export const cssRgb = (css: string): number => Number.parseInt(css.slice(1), 16);

const newEntry = (id: VehicleId, view: VehicleView): Entry => ({
  id,
  view,
  place: new Vector3(),
  turn: new Quaternion(),
  goalTurn: new Quaternion(),
  motion: new EnuMotion(),
  heightUnknown: false,
  slot: 0,
  isNew: true,
});

const takeTurn = (entry: Entry, view: VehicleView): void => {
  const { attitude, headingRad } = view;
  const yawRad = headingRad ?? attitude?.yawRad ?? 0;
  bodyTurn({ rollRad: attitude?.rollRad ?? 0, pitchRad: attitude?.pitchRad ?? 0, yawRad }, entry.goalTurn);
  if (entry.isNew) entry.turn.copy(entry.goalTurn);
};
