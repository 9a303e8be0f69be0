import type { LatLon } from "../geo/lat-lon.ts";
import type { MissionItem } from "../protocols/mission/mission-item.ts";
import type { Altitude } from "../units/altitude.ts";
import { missionCommand, missionFrame, placedItem, plainItem } from "./mission-commands.ts";
import type { Plan } from "./plan.ts";
import { flies, homeOf, type PlanContext, type PlanHome } from "./plan-context.ts";
import { PlanHeights } from "./plan-heights.ts";
import { type PlanProblem, type PlanProblemCode, planProblem } from "./plan-problem.ts";

type Params = readonly [number, number, number, number];

/** A mission that is being compiled: its items so far, and what later ones need to know of them. */
export class MissionDraft {
  readonly items: MissionItem[] = [];
  readonly elementOfSeq: (string | undefined)[] = [];
  readonly problems: PlanProblem[] = [];
  readonly context: PlanContext;
  readonly plan: Plan;
  readonly home: PlanHome | undefined;
  readonly heights: PlanHeights;
  readonly flies: boolean;
  /** Where the vehicle is when it comes to the next item, as far as the plan says. */
  place: LatLon | undefined;
  /** Heights of another reference were reckoned from where home is now. */
  dependsOnHome = false;
  /** What it was last told. */
  speedMps: number | undefined;
  readonly #firstSeqOf = new Map<string, number>();

  constructor(plan: Plan, context: PlanContext) {
    this.plan = plan;
    this.context = context;
    this.home = homeOf(plan, context);
    this.heights = new PlanHeights(this.home, context.terrain);
    this.flies = flies(context.kind);
    this.place = this.home;
  }

  get isArduPilot(): boolean {
    return this.context.autopilot === "ardupilot";
  }

  get nextSeq(): number {
    return this.items.length;
  }

  /** From here on items belong to this element; a loop may come back to here. */
  begin(elementId: string): void {
    this.#firstSeqOf.set(elementId, this.nextSeq);
  }

  /** The first item of an element that was begun. */
  seqOf(elementId: string): number | undefined {
    return this.#firstSeqOf.get(elementId);
  }

  add(elementId: string | undefined, item: MissionItem): void {
    this.items.push(item);
    this.elementOfSeq.push(elementId);
  }

  tell(severity: PlanProblem["severity"], code: PlanProblemCode, elementId?: string, params?: PlanProblem["params"]) {
    this.problems.push(planProblem(severity, code, elementId, params));
  }

  changeSpeed(elementId: string | undefined, speedMps: number): void {
    this.speedMps = speedMps;
    // 1: over ground; -1: the throttle stays.
    this.add(elementId, plainItem(missionCommand.changeSpeed, [1, speedMps, -1, 0]));
  }

  /** Adds an item at a place and a height, in the frame that this firmware takes for it. */
  addPlaced(elementId: string, command: number, place: LatLon, altitude: Altitude, params?: Params): void {
    const { frame, z } = this.#frameOf(elementId, place, altitude);
    this.add(elementId, placedItem(command, { place, frame, z, ...(params === undefined ? {} : { params }) }));
  }

  /** Goes to a place, and waits there. */
  addWaypoint(elementId: string, place: LatLon, altitude: Altitude, delayS = 0): void {
    const delay = this.#wholeSeconds(elementId, delayS);
    // Which way it looks there is the vehicle's own affair: NaN for PX4, not stored by ArduPilot.
    const params: Params = [delay, 0, 0, this.isArduPilot ? 0 : Number.NaN];
    this.addPlaced(elementId, missionCommand.waypoint, place, altitude, params);
    this.place = place;
  }

  #wholeSeconds(elementId: string, delayS: number): number {
    if (!this.isArduPilot || Number.isInteger(delayS)) return delayS;
    const rounded = Math.ceil(delayS);
    this.tell("warning", "rounded-delay", elementId, { from: delayS, to: rounded });
    return rounded;
  }

  #frameOf(elementId: string, place: LatLon, altitude: Altitude): { frame: number; z: number } {
    if (!this.flies) return { frame: missionFrame.aboveHome, z: 0 };
    if (altitude.reference === "msl") return { frame: missionFrame.msl, z: altitude.m };
    const aboveHomeM = this.heights.aboveHomeM(altitude, place);
    if (altitude.reference === "ground" && aboveHomeM !== undefined) this.dependsOnHome = true;
    if (aboveHomeM !== undefined) return { frame: missionFrame.aboveHome, z: aboveHomeM };
    const mslM = this.heights.mslM(altitude, place);
    if (mslM !== undefined) return { frame: missionFrame.msl, z: mslM };
    if (this.isArduPilot) this.tell("warning", "ground-height-by-vehicle", elementId);
    else this.tell("error", "terrain-unknown", elementId);
    return { frame: missionFrame.aboveGround, z: altitude.m };
  }
}
