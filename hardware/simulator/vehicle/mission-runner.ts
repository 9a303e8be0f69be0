import type { LocalPlane } from "../local-plane.ts";
import type { BodyState } from "./body-state.ts";
import type { Target } from "./guidance.ts";
import { command, type MissionItem, missionItemName, navigates } from "./mission-item.ts";

export interface MissionEvents {
  reached(seq: number): void;
  text(text: string): void;
  /** A point of the way was reached. */
  arrived(seq: number, waitS: number): void;
  finished(): void;
  /** An item that is done at once: speed, camera, gimbal, heading. */
  act(item: MissionItem): void;
}

/** What the current item asks for. */
export type MissionStep =
  | { readonly kind: "takeoff"; readonly target: Target }
  | { readonly kind: "go"; readonly target: Target; readonly from: Target }
  | { readonly kind: "loiter"; readonly target: Target }
  | { readonly kind: "circle"; readonly centre: Target; readonly radiusM: number; readonly clockwise: boolean }
  | { readonly kind: "wait" }
  | { readonly kind: "return" }
  | { readonly kind: "land"; readonly target?: Target }
  | { readonly kind: "finished" };

/** How a waypoint's height may differ when it is reached, m. */
const acceptHeightM = 2;
const defaultCircleM = 10;

/** Works through a mission item by item, as the autopilots do: DO_ items at once, navigation items until reached. */
export class MissionRunner {
  readonly #plane: LocalPlane;
  readonly #events: MissionEvents;
  readonly #acceptM: number;
  readonly #flies: boolean;
  readonly #groundMslM: (eastM: number, northM: number) => number;
  /** The first item that is flown: 1 where item 0 is home. */
  readonly #first: number;
  #items: readonly MissionItem[];
  #seq = 0;
  #from: Target | undefined;
  #waitedS: number | undefined;
  #turnedRad = 0;
  #bearingRad: number | undefined;
  #finished = false;
  readonly #jumps = new Map<number, number>();

  constructor(options: {
    readonly plane: LocalPlane;
    readonly items: readonly MissionItem[];
    readonly events: MissionEvents;
    /** A waypoint counts as reached inside this radius, m. */
    readonly acceptM: number;
    /** What walks or drives doesn't look at heights. */
    readonly flies: boolean;
    /** ArduPilot keeps home as item 0; PX4 does not. */
    readonly homeIsItem0: boolean;
    readonly groundMslM: (eastM: number, northM: number) => number;
  }) {
    this.#plane = options.plane;
    this.#items = options.items;
    this.#events = options.events;
    this.#acceptM = options.acceptM;
    this.#flies = options.flies;
    this.#groundMslM = options.groundMslM;
    this.#first = options.homeIsItem0 ? 1 : 0;
  }

  get items(): readonly MissionItem[] {
    return this.#items;
  }

  get currentSeq(): number {
    return Math.max(0, Math.min(this.#seq, this.#items.length - 1));
  }

  /** There is something to fly, home aside. */
  get hasMission(): boolean {
    return this.#items.length > this.#first;
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** @returns undefined where nothing more is to be flown to */
  get currentItem(): MissionItem | undefined {
    return this.#items[Math.max(this.#first, this.#seq)];
  }

  /** The first item that moves the vehicle. */
  get firstNavigation(): MissionItem | undefined {
    return this.#items.slice(this.#first).find((item) => navigates(item.command));
  }

  replace(items: readonly MissionItem[]): void {
    this.#items = items;
    if (this.#seq >= items.length) this.#enter(0);
    this.#jumps.clear();
    this.#finished = false;
  }

  /** Goes on from the item, or from the first one after it that moves the vehicle. @returns false where there is no such item */
  setCurrent(seq: number): boolean {
    if (!Number.isInteger(seq) || seq < 0 || seq >= this.#items.length) return false;
    const next = this.#items.findIndex((item, i) => i >= seq && navigates(item.command));
    this.#enter(seq === 0 && this.#first === 1 ? 0 : next < 0 ? seq : next);
    return true;
  }

  /** From the beginning. */
  restart(): void {
    this.#enter(this.#items.length > this.#first ? this.#first : 0);
    this.#jumps.clear();
  }

  /** Before anything was flown: what a disarming brings it back to. */
  rewind(): void {
    this.#enter(0);
    this.#jumps.clear();
  }

  /** From where it was left; the way is straight from here. */
  resume(): void {
    if (this.#finished) this.restart();
    this.#from = undefined;
    this.#bearingRad = undefined;
  }

  step(body: BodyState, homeMslM: number, dtS: number): MissionStep {
    // Bounded, because a mission may consist of jumps alone.
    for (let i = 0; i <= this.#items.length; i++) {
      if (this.#seq < this.#first && this.#items.length > this.#first) {
        this.#enter(this.#first);
        continue;
      }
      const item = this.#items[this.#seq];
      if (item === undefined || this.#seq < this.#first) return this.#finish();
      const step = this.#run(item, body, homeMslM, dtS);
      if (step !== undefined) return step;
    }
    return { kind: "finished" };
  }

  #run(item: MissionItem, body: BodyState, homeMslM: number, dtS: number): MissionStep | undefined {
    const target = this.#targetOf(item, homeMslM, body);
    switch (item.command) {
      case command.takeoff:
        if (body.altMslM > (target.altMslM ?? 0) - 0.6) return this.#next(body);
        return { kind: "takeoff", target: { ...target, eastM: body.eastM, northM: body.northM } };
      case command.waypoint:
      case command.spline:
        return this.#fly(target, item.params[0], body, dtS);
      case command.loiterTime:
        return this.#fly(target, item.params[0], body, dtS);
      case command.loiterTurns:
        return this.#circle(item, target, body);
      case command.loiterUnlimited:
        return { kind: "loiter", target };
      case command.delay:
        if (this.#wait(item.params[0], dtS)) return this.#next(body);
        return { kind: "wait" };
      case command.returnToLaunch:
        return { kind: "return" };
      case command.land:
        return item.x === 0 && item.y === 0 ? { kind: "land" } : { kind: "land", target };
      default:
        return this.#doNow(item, body);
    }
  }

  /** To a point, and there for as long as is asked. */
  #fly(target: Target, waitS: number, body: BodyState, dtS: number): MissionStep | undefined {
    this.#from ??= { eastM: body.eastM, northM: body.northM };
    const near = Math.hypot(target.eastM - body.eastM, target.northM - body.northM) < this.#acceptM;
    const level =
      !this.#flies || target.altMslM === undefined || Math.abs(target.altMslM - body.altMslM) < acceptHeightM;
    if (this.#waitedS === undefined) {
      if (!near || !level) return { kind: "go", target, from: this.#from };
      this.#events.arrived(this.#seq, waitS);
    }
    if (this.#wait(waitS, dtS)) return this.#next(body);
    return { kind: "loiter", target };
  }

  #wait(forS: number, dtS: number): boolean {
    this.#waitedS = (this.#waitedS ?? 0) + dtS;
    return !(this.#waitedS < forS);
  }

  #circle(item: MissionItem, centre: Target, body: BodyState): MissionStep | undefined {
    const [turns, , signedRadiusM] = item.params;
    const radiusM = Math.abs(signedRadiusM) || defaultCircleM;
    const [e, n] = [body.eastM - centre.eastM, body.northM - centre.northM];
    const bearingRad = Math.atan2(e, n);
    const onCircle = Math.abs(Math.hypot(e, n) - radiusM) < Math.max(3, radiusM * 0.2);
    if (onCircle && this.#bearingRad !== undefined) {
      const moved = bearingRad - this.#bearingRad;
      this.#turnedRad += Math.atan2(Math.sin(moved), Math.cos(moved));
    }
    this.#bearingRad = onCircle ? bearingRad : undefined;
    if (Math.abs(this.#turnedRad) >= turns * 2 * Math.PI) return this.#next(body);
    return { kind: "circle", centre, radiusM, clockwise: signedRadiusM >= 0 };
  }

  #doNow(item: MissionItem, body: BodyState): undefined {
    const [p1, p2] = item.params;
    if (item.command !== command.doJump) {
      this.#events.act(item);
      return this.#next(body);
    }
    const done = this.#jumps.get(this.#seq) ?? 0;
    const exists = Number.isInteger(p1) && p1 >= this.#first && p1 < this.#items.length;
    if ((p2 < 0 || done < p2) && exists) {
      this.#jumps.set(this.#seq, done + 1);
      this.#events.text(`Mission: ${this.#seq} Jump ${p2 < 0 ? "unlimited" : `${done + 1}/${p2}`}`);
      this.#enter(p1);
      this.#from = { eastM: body.eastM, northM: body.northM };
      this.#announce();
      return undefined;
    }
    return this.#next(body);
  }

  #next(body: BodyState): undefined {
    this.#events.reached(this.#seq);
    this.#enter(this.#seq + 1);
    this.#from = { eastM: body.eastM, northM: body.northM };
    this.#announce();
    return undefined;
  }

  #finish(): MissionStep {
    if (!this.#finished && this.#items.length > this.#first) {
      this.#finished = true;
      this.#events.finished();
    }
    // The last item stays the current one.
    return { kind: "finished" };
  }

  #enter(seq: number): void {
    this.#seq = seq;
    this.#from = undefined;
    this.#waitedS = undefined;
    this.#turnedRad = 0;
    this.#bearingRad = undefined;
    this.#finished = false;
  }

  #announce(): void {
    const item = this.#items[this.#seq];
    if (item !== undefined && item.command !== command.doJump)
      this.#events.text(`Mission: ${this.#seq} ${missionItemName(item.command)}`);
  }

  /** A place of 0,0 is where the vehicle is. */
  #targetOf(item: MissionItem, homeMslM: number, body: BodyState): Target {
    const here = item.x === 0 && item.y === 0;
    const { eastM, northM } = here ? body : this.#plane.toLocal({ latDeg: item.x / 1e7, lonDeg: item.y / 1e7 });
    if (item.frame === 10 || item.frame === 11) {
      return { eastM, northM, altMslM: this.#groundMslM(eastM, northM) + item.z, aboveGroundM: item.z };
    }
    return { eastM, northM, altMslM: item.frame === 0 || item.frame === 5 ? item.z : homeMslM + item.z };
  }
}
