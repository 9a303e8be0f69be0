import { planeDistanceM } from "../../geo/polygon.ts";
import type { MissionItem } from "../../protocols/mission/mission-item.ts";
import type { GhostPhase } from "../../vehicle/ghost.ts";
import { missionCommand, placeOf } from "../mission-commands.ts";
import { type GhostLeg, type GhostPlace, type GhostTrack, legTo } from "./ghost-track.ts";
import { type GhostWorld, landTrack, returnTrack } from "./ghost-ways.ts";

/** Loops without end are followed for so long, s, and so many legs. */
const longestS = 4 * 3600;
const mostLegs = 4000;

/** MAV_CMD that this looks at beside those of plans. */
const cmd = { spline: 82, loiterUnlimited: 17, loiterTurns: 18, loiterTime: 19, delay: 93 } as const;

/**
 * What is left of a mission from its current item on: waypoints with their delays, circles, changes of speed, jumps, to its
 * return or landing, or to its end, where it stays. Undefined where the current item is not in it.
 */
export const missionTrack = (
  world: GhostWorld,
  from: GhostPlace,
  items: readonly MissionItem[],
  currentSeq: number,
): GhostTrack | undefined =>
  items[currentSeq] === undefined ? undefined : new MissionWalk(world, from, items).walk(currentSeq);

class MissionWalk {
  readonly #world: GhostWorld;
  readonly #from: GhostPlace;
  readonly #items: readonly MissionItem[];
  readonly #legs: GhostLeg[] = [];
  readonly #jumps = new Map<number, number>();
  #at: GhostPlace;
  #mps: number;
  #totalS = 0;

  constructor(world: GhostWorld, from: GhostPlace, items: readonly MissionItem[]) {
    this.#world = world;
    this.#from = from;
    this.#items = items;
    this.#at = from;
    this.#mps = world.speeds.cruiseMps;
  }

  walk(currentSeq: number): GhostTrack {
    this.#mps = this.#speedBefore(currentSeq);
    let seq = currentSeq;
    // Jumps that lead nowhere must end too.
    for (let steps = 0; steps < 10 * mostLegs; steps += 1) {
      const item = this.#items[seq];
      if (item === undefined || this.#totalS > longestS || this.#legs.length > mostLegs) break;
      if (item.command === missionCommand.jump) {
        seq = this.#jump(item, seq);
        continue;
      }
      const end = this.#follow(item);
      if (end !== undefined) return { from: this.#from, legs: [...this.#legs, ...end.legs], endPhase: end.endPhase };
      seq += 1;
    }
    return { from: this.#from, legs: this.#legs, endPhase: "holding" };
  }

  /** What an earlier item set still counts. */
  #speedBefore(seq: number): number {
    let mps = this.#world.speeds.cruiseMps;
    for (const item of this.#items.slice(0, seq)) mps = speedOf(item) ?? mps;
    return mps;
  }

  #jump(item: MissionItem, seq: number): number {
    const [to, times] = item.params;
    const done = this.#jumps.get(seq) ?? 0;
    if (times >= 0 && done >= times) return seq + 1;
    this.#jumps.set(seq, done + 1);
    return Math.max(0, Math.round(to));
  }

  /** @returns how it ends, where the item is the last that counts */
  #follow(item: MissionItem): GhostTrack | undefined {
    const [first, , third] = item.params;
    this.#mps = speedOf(item) ?? this.#mps;
    switch (item.command) {
      case missionCommand.waypoint:
      case cmd.spline:
        this.#go(this.#placeOf(item), Math.max(0, first || 0));
        return undefined;
      case missionCommand.takeOff:
        this.#go({ ...this.#at, ...heightPart(this.#heightOf(item, this.#at)) }, 0);
        return undefined;
      case cmd.loiterUnlimited:
        this.#go(this.#placeOf(item), 0);
        return { from: this.#at, legs: [], endPhase: "holding" };
      case cmd.loiterTime:
        this.#go(this.#placeOf(item), Math.max(0, first || 0));
        return undefined;
      case cmd.loiterTurns: {
        const radiusM = Math.abs(third || 0) || 10;
        this.#go(this.#placeOf(item), (Math.max(0, first || 0) * 2 * Math.PI * radiusM) / this.#mps, radiusM);
        return undefined;
      }
      case cmd.delay:
        this.#add({ to: this.#at, moveS: 0, turnS: 0, waitS: Math.max(0, first || 0), phase: "mission" });
        return undefined;
      case missionCommand.returnToLaunch:
        return returnTrack(this.#world, this.#at);
      case missionCommand.land:
        this.#go(this.#placeOf(item), 0);
        return landTrack(this.#world, this.#at);
      default:
        return undefined;
    }
  }

  #go(to: GhostPlace, waitS: number, aroundM?: number): void {
    const { climbMps, descendMps, turnS } = this.#world.speeds;
    const phase: GhostPhase = "mission";
    const climbM = to.altMslM === undefined || this.#at.altMslM === undefined ? 0 : to.altMslM - this.#at.altMslM;
    const leg = legTo(this.#at, to, { mps: this.#mps, turnS, phase });
    // A climb that takes longer than the way makes the way longer.
    const climbS = climbM > 0 ? climbM / climbMps : -climbM / descendMps;
    this.#add({ ...leg, moveS: Math.max(leg.moveS, climbS), waitS, ...(aroundM === undefined ? {} : { aroundM }) });
  }

  #add(leg: GhostLeg): void {
    this.#legs.push(leg);
    this.#totalS += leg.moveS + leg.turnS + leg.waitS;
    this.#at = leg.to;
  }

  #placeOf(item: MissionItem): GhostPlace {
    if (item.x === 0 && item.y === 0) return { ...this.#at, ...heightPart(this.#heightOf(item, this.#at)) };
    const plane = this.#world.frame.toNorthEast(placeOf(item));
    // Far beyond what any of them flies: a damaged item; it stays here.
    if (!(planeDistanceM(plane, this.#at) < 500_000)) return this.#at;
    return { ...plane, ...heightPart(this.#heightOf(item, { ...plane })) };
  }

  #heightOf({ frame, z }: MissionItem, place: GhostPlace): number | undefined {
    const { home, seen, frame: plane } = this.#world;
    if (!Number.isFinite(z)) return this.#at.altMslM;
    if (frame === 0 || frame === 5) return z;
    if (frame === 10 || frame === 11) {
      const { latDeg, lonDeg } = plane.toLatLon(place.northM, place.eastM);
      const groundMslM = seen.terrain?.heightMslM(latDeg, lonDeg);
      return groundMslM === undefined ? this.#at.altMslM : groundMslM + z;
    }
    return home?.altMslM === undefined ? this.#at.altMslM : home.altMslM + z;
  }
}

const heightPart = (altMslM: number | undefined): { readonly altMslM?: number } =>
  altMslM === undefined ? {} : { altMslM };

/** Of DO_CHANGE_SPEED; -1 and -2 mean no change, or the default. */
const speedOf = ({ command, params }: MissionItem): number | undefined =>
  command === missionCommand.changeSpeed && params[1] > 0 ? params[1] : undefined;
