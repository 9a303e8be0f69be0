import type { LatLon } from "../geo/lat-lon.ts";
import type { Altitude } from "../units/altitude.ts";
import { entryPoint, orbitPoints } from "./compile-orbit.ts";
import { placeOf } from "./mission-commands.ts";
import { type Performance, performanceOf } from "./performance.ts";
import type { Plan, PlanElement } from "./plan.ts";
import { flies, homeOf, type PlanContext, type PlanHome } from "./plan-context.ts";
import { PlanHeights } from "./plan-heights.ts";
import { referenceOfFrame } from "./read-item.ts";
import { returnNodes } from "./return-track.ts";
import type { TrackNode } from "./track-node.ts";

/** The way that a plan leads, its loops unrolled. */
export interface PlanTrack {
  /** The first is where it starts. */
  readonly nodes: readonly TrackNode[];
  /** Endless: the last node lies where this one lies, and it goes on from there. */
  readonly repeatsFromIndex?: number;
  /** It ended where it returned or landed; nothing comes after that. */
  readonly ended: boolean;
  /** More rounds than are worth unrolling: the rest is missing. */
  readonly cut: boolean;
  readonly performance: Performance;
  readonly home?: PlanHome;
  readonly heights: PlanHeights;
}

/** Loops are unrolled up to so many places. */
const mostNodes = 20_000;
/** Rounds that lead nowhere make no places. */
const mostSteps = 100_000;

/** MAV_CMD: waypoint, loiters without end, by turns and by time, spline. */
const placedOthers: ReadonlySet<number> = new Set([16, 17, 18, 19, 82]);
/** Of them, those whose first parameter is a time, s. */
const timedOthers: ReadonlySet<number> = new Set([16, 19, 82]);
/** MAV_CMD_NAV_DELAY. */
const navDelay = 93;

/** Follows a plan as its vehicle would, from where it is or from home. */
export const planTrack = (plan: Plan, context: PlanContext): PlanTrack => new TrackWalk(plan, context).walk();

class TrackWalk {
  readonly #plan: Plan;
  readonly #flies: boolean;
  readonly #home: PlanHome | undefined;
  readonly #heights: PlanHeights;
  readonly #performance: Performance;
  readonly #nodes: TrackNode[] = [];
  readonly #firstNodeOf = new Map<string, number>();
  readonly #roundsLeft = new Map<string, number>();
  readonly #circles: boolean;
  readonly #indexOf: ReadonlyMap<string, number>;
  #speedMps: number;
  #steps = 0;
  #ended = false;
  #repeatsFromIndex: number | undefined;

  constructor(plan: Plan, context: PlanContext) {
    this.#plan = plan;
    this.#indexOf = new Map(plan.elements.map(({ id }, index) => [id, index]));
    this.#flies = flies(context.kind);
    this.#home = homeOf(plan, context);
    this.#heights = new PlanHeights(this.#home, context.terrain);
    this.#performance = performanceOf(context.kind, context.autopilot);
    this.#circles = this.#flies && context.autopilot === "ardupilot";
    this.#speedMps = plan.speedMps;
    const start = context.airborne === true || !this.#flies ? (context.position ?? this.#home) : this.#home;
    if (start !== undefined) this.#start(start, context);
  }

  walk(): PlanTrack {
    const { elements } = this.#plan;
    let index = 0;
    while (index < elements.length && !this.#ended && this.#repeatsFromIndex === undefined && !this.#isFull) {
      const element = elements[index];
      if (element === undefined) break;
      this.#steps += 1;
      if (!this.#firstNodeOf.has(element.id)) this.#firstNodeOf.set(element.id, this.#nodes.length);
      index = element.kind === "loop" ? this.#loop(element, index) : index + 1;
      if (element.kind !== "loop") this.#follow(element);
    }
    return {
      nodes: this.#nodes,
      ended: this.#ended,
      cut: this.#isFull,
      performance: this.#performance,
      heights: this.#heights,
      ...(this.#home === undefined ? {} : { home: this.#home }),
      ...(this.#repeatsFromIndex === undefined ? {} : { repeatsFromIndex: this.#repeatsFromIndex }),
    };
  }

  get #isFull(): boolean {
    return this.#nodes.length >= mostNodes || this.#steps >= mostSteps;
  }

  #start(start: PlanHome, { airborne, position }: PlanContext): void {
    const ground = this.#heights.groundMslM(start);
    const altMslM = airborne === true ? (position?.altMslM ?? ground) : (ground ?? start.altMslM);
    this.#add({ place: start, altMslM });
  }

  #add(node: {
    readonly place: LatLon;
    readonly altMslM: number | undefined;
    readonly elementId?: string;
    readonly holdS?: number;
    readonly smooth?: boolean;
    readonly landing?: boolean;
  }): void {
    const { place, altMslM, elementId, holdS = 0, smooth = false, landing = false } = node;
    this.#nodes.push({
      place: { latDeg: place.latDeg, lonDeg: place.lonDeg },
      speedMps: this.#speedMps,
      holdS,
      smooth,
      landing,
      ...(altMslM === undefined ? {} : { altMslM }),
      ...(elementId === undefined ? {} : { elementId }),
    });
  }

  /** Robots are where the ground is. */
  #altitude(altitude: Altitude, place: LatLon): number | undefined {
    return this.#flies ? this.#heights.mslM(altitude, place) : this.#heights.groundMslM(place);
  }

  /** @returns the index to go on with */
  #loop({ id, toElementId, times }: Extract<PlanElement, { readonly kind: "loop" }>, index: number): number {
    const target = this.#indexOf.get(toElementId);
    if (target === undefined || target >= index) return index + 1;
    const fromIndex = this.#firstNodeOf.get(toElementId) ?? 0;
    const from = this.#nodes[fromIndex];
    // A round that leads nowhere: there is nothing to repeat.
    if (from === undefined) return index + 1;
    if (times === undefined) {
      this.#nodes.push({ ...from, speedMps: this.#speedMps });
      this.#repeatsFromIndex = fromIndex;
      return index;
    }
    // Like the firmwares count: rounds that are used up stay used up, inside an outer loop too.
    const left = this.#roundsLeft.get(id) ?? times;
    if (left === 0) return index + 1;
    this.#roundsLeft.set(id, left - 1);
    return target;
  }

  #follow(element: PlanElement) {
    const { id: elementId } = element;
    switch (element.kind) {
      case "take-off":
        return this.#takeOff(elementId, element.altitude);
      case "point": {
        const { position: place, altitude = this.#plan.altitude, delayS = 0, speedMps } = element;
        this.#add({ place, altMslM: this.#altitude(altitude, place), elementId, holdS: delayS });
        this.#speedMps = speedMps ?? this.#speedMps;
        return undefined;
      }
      case "pattern":
        return this.#pattern(element);
      case "orbit":
        return this.#orbit(element);
      case "speed":
        this.#speedMps = element.speedMps;
        return undefined;
      case "return":
        return this.#return(elementId);
      case "land":
        return this.#land(elementId, element.position);
      case "other":
        return this.#other(element);
      default:
        return undefined;
    }
  }

  #takeOff(elementId: string, altitude: Altitude) {
    const last = this.#nodes.at(-1);
    if (!this.#flies || last === undefined) return;
    const wantedMslM = this.#heights.mslM(altitude, last.place);
    const altMslM = wantedMslM === undefined ? undefined : Math.max(wantedMslM, last.altMslM ?? wantedMslM);
    this.#add({ place: last.place, altMslM, elementId });
  }

  #pattern({ id: elementId, points, speedMps }: Extract<PlanElement, { readonly kind: "pattern" }>) {
    const before = this.#speedMps;
    for (const place of points) {
      const known = this.#flies ? place.altMslM : undefined;
      this.#add({ place, altMslM: known ?? this.#altitude(this.#plan.altitude, place), elementId });
      this.#speedMps = speedMps ?? before;
    }
    this.#speedMps = before;
  }

  #orbit(element: Extract<PlanElement, { readonly kind: "orbit" }>) {
    const altitude = element.altitude ?? this.#plan.altitude;
    const altMslM = this.#altitude(altitude, element.centre);
    const from = this.#nodes.at(-1)?.place;
    this.#add({ place: entryPoint(element, from), altMslM, elementId: element.id });
    for (const place of orbitPoints(element, from)) {
      if (this.#isFull) return;
      this.#add({ place, altMslM, elementId: element.id, smooth: this.#circles });
    }
  }

  /** Up to the return height where it is lower, home, and down. */
  #return(elementId: string) {
    this.#ended = true;
    const last = this.#nodes.at(-1);
    if (this.#home === undefined || last === undefined) return;
    const { altMslM } = last;
    const ways = returnNodes(last, { home: this.#home, heights: this.#heights, performance: this.#performance });
    for (const node of this.#flies ? ways : [{ place: this.#home, altMslM }]) this.#add({ ...node, elementId });
  }

  #land(elementId: string, position: LatLon | undefined) {
    const last = this.#nodes.at(-1);
    if (last === undefined) return;
    const place = position ?? last.place;
    if (!this.#flies) {
      if (position !== undefined) this.#add({ place, altMslM: this.#heights.groundMslM(place), elementId });
      return;
    }
    this.#ended = true;
    if (position !== undefined) this.#add({ place, altMslM: last.altMslM, elementId });
    this.#add({ place, altMslM: this.#heights.groundMslM(place) ?? this.#heights.homeMslM, elementId, landing: true });
  }

  /** Of what isn't understood, where it leads and how long it waits: waypoints, splines, loiters and delays. */
  #other({ id: elementId, item }: Extract<PlanElement, { readonly kind: "other" }>) {
    const [holdS] = item.params;
    // What is left to the vehicle is NaN here, and null once it went through JSON.
    if (placedOthers.has(item.command) && Number.isFinite(item.x) && Number.isFinite(item.y) && (item.x || item.y)) {
      const place = placeOf(item);
      const reference = Number.isFinite(item.z) ? referenceOfFrame(item.frame) : undefined;
      const altMslM = reference && this.#altitude({ reference, m: item.z }, place);
      const waits = timedOthers.has(item.command) && holdS > 0;
      return this.#add({ place, altMslM, elementId, holdS: waits ? holdS : 0 });
    }
    const last = this.#nodes.at(-1);
    if (item.command === navDelay && last !== undefined && holdS > 0)
      return this.#add({ ...last, altMslM: last.altMslM, elementId, holdS });
    return undefined;
  }
}
