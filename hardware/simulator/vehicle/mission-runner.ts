import type { LocalPlane } from "../local-plane.ts";
import type { BodyState } from "./body-state.ts";
import type { Target } from "./guidance.ts";
import { command, type MissionItem } from "./mission-item.ts";

export interface MissionEvents {
  reached(seq: number): void;
  text(text: string): void;
  speed(speedMps: number): void;
  gimbal(pitchDeg: number, yawDeg: number): void;
}

/** What the current item asks for. */
export type MissionStep =
  | { readonly kind: "takeoff"; readonly target: Target }
  | { readonly kind: "go"; readonly target: Target; readonly from: Target }
  | { readonly kind: "loiter"; readonly target: Target }
  | { readonly kind: "return" }
  | { readonly kind: "land" }
  | { readonly kind: "finished" };

const names: ReadonlyMap<number, string> = new Map([
  [command.waypoint, "WP"],
  [command.takeoff, "Takeoff"],
  [command.changeSpeed, "ChangeSpeed"],
  [command.mountControl, "MountControl"],
  [command.returnToLaunch, "RTL"],
  [command.land, "Land"],
  [command.cameraTrigger, "SetCamTriggDst"],
]);

/** Works through a mission item by item, as ArduPilot does: DO_ items at once, navigation items until reached. */
export class MissionRunner {
  readonly #plane: LocalPlane;
  readonly #events: MissionEvents;
  readonly #acceptM: number;
  #items: readonly MissionItem[];
  #seq = 0;
  #from: Target | undefined;
  readonly #jumps = new Map<number, number>();

  constructor(options: {
    readonly plane: LocalPlane;
    readonly items: readonly MissionItem[];
    readonly events: MissionEvents;
    /** A waypoint counts as reached inside this radius, m. */
    readonly acceptM: number;
  }) {
    this.#plane = options.plane;
    this.#items = options.items;
    this.#events = options.events;
    this.#acceptM = options.acceptM;
  }

  get items(): readonly MissionItem[] {
    return this.#items;
  }

  get currentSeq(): number {
    return this.#seq;
  }

  replace(items: readonly MissionItem[]): void {
    this.#items = items;
    if (this.#seq >= items.length) this.#seq = 0;
    this.#jumps.clear();
  }

  /** @returns false where there is no such item */
  setCurrent(seq: number): boolean {
    if (seq < 0 || seq >= this.#items.length) return false;
    this.#seq = seq;
    this.#from = undefined;
    return true;
  }

  restart(): void {
    this.#seq = this.#items.length > 1 ? 1 : 0;
    this.#from = undefined;
    this.#jumps.clear();
  }

  step(body: BodyState, homeMslM: number): MissionStep {
    // Bounded, because a mission may consist of jumps alone.
    for (let i = 0; i <= this.#items.length; i++) {
      const item = this.#items[this.#seq];
      if (item === undefined || this.#seq === 0) {
        if (this.#seq === 0 && this.#items.length > 1) {
          this.#seq = 1;
          continue;
        }
        return { kind: "finished" };
      }
      const step = this.#run(item, body, homeMslM);
      if (step !== undefined) return step;
    }
    return { kind: "finished" };
  }

  #run(item: MissionItem, body: BodyState, homeMslM: number): MissionStep | undefined {
    const target = this.#targetOf(item, homeMslM);
    switch (item.command) {
      case command.takeoff:
        if (body.altMslM > (target.altMslM ?? 0) - 0.6) return this.#next(body);
        return { kind: "takeoff", target: { eastM: body.eastM, northM: body.northM, ...altitudeOf(target) } };
      case command.waypoint:
        this.#from ??= { eastM: body.eastM, northM: body.northM };
        if (Math.hypot(target.eastM - body.eastM, target.northM - body.northM) < this.#acceptM) return this.#next(body);
        return { kind: "go", target, from: this.#from };
      case command.loiterUnlimited:
        return { kind: "loiter", target };
      case command.returnToLaunch:
        return { kind: "return" };
      case command.land:
        return { kind: "land" };
      default:
        return this.#doNow(item, body);
    }
  }

  #doNow(item: MissionItem, body: BodyState): undefined {
    const [p1, p2, p3] = item.params;
    if (item.command === command.changeSpeed && p2 > 0) this.#events.speed(p2);
    if (item.command === command.mountControl) this.#events.gimbal(p1, p3);
    if (item.command === command.doJump) {
      const done = this.#jumps.get(this.#seq) ?? 0;
      if ((p2 < 0 || done < p2) && p1 > 0 && p1 < this.#items.length) {
        this.#jumps.set(this.#seq, done + 1);
        this.#seq = p1;
        this.#from = { eastM: body.eastM, northM: body.northM };
        return undefined;
      }
    }
    return this.#next(body);
  }

  #next(body: BodyState): undefined {
    this.#events.reached(this.#seq);
    this.#from = { eastM: body.eastM, northM: body.northM };
    this.#seq++;
    const next = this.#items[this.#seq];
    if (next !== undefined) this.#events.text(`Mission: ${this.#seq} ${names.get(next.command) ?? next.command}`);
    return undefined;
  }

  #targetOf(item: MissionItem, homeMslM: number): Target {
    const { eastM, northM } = this.#plane.toLocal({ latDeg: item.x / 1e7, lonDeg: item.y / 1e7 });
    return { eastM, northM, altMslM: item.frame === 0 || item.frame === 5 ? item.z : homeMslM + item.z };
  }
}

const altitudeOf = (target: Target): { readonly altMslM?: number } =>
  target.altMslM === undefined ? {} : { altMslM: target.altMslM };
