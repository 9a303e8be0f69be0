import type { MissionItem } from "../protocols/mission/mission-item.ts";
import type { Altitude } from "../units/altitude.ts";
import { missionCommand, placeOf } from "./mission-commands.ts";
import type { Fence, Plan, PlanElement, RallyPoint } from "./plan.ts";
import type { PlanHome } from "./plan-context.ts";
import { defaultAltitude } from "./plan-defaults.ts";
import { readFences, readRallyPoints } from "./read-fence.ts";
import { actionOf, type ReadFor, readItem, speedOf } from "./read-item.ts";

export interface ReadMissionOptions extends ReadFor {
  /** A new id at each call. */
  readonly makeId: () => string;
}

/** The lists as they were read from a vehicle or a file; ArduPilot's first item of a mission is home. */
export interface MissionLists {
  readonly mission: readonly MissionItem[];
  readonly fence?: readonly MissionItem[];
  readonly rally?: readonly MissionItem[];
}

/** What becomes of it in a plan; what wasn't understood is an element of kind "other". */
export interface ReadMission extends Pick<Plan, "altitude" | "elements" | "plannedHome"> {
  readonly fences: readonly Fence[];
  readonly rallyPoints: readonly RallyPoint[];
  /** What it begins with; absent where the mission leaves it to the vehicle. */
  readonly speedMps?: number;
  /** Fence items that make no whole fence, as command numbers. */
  readonly leftOut: readonly number[];
}

/** Understands what is on board. `compilePlan` makes equal items of it again, up to the frames that mean the same. */
export const readMission = (lists: MissionLists, options: ReadMissionOptions): ReadMission => {
  const { autopilot, kind, makeId } = options;
  const [home] = autopilot === "ardupilot" ? lists.mission : [];
  const reading = new Reading(lists.mission, options);
  const elements = reading.elements();
  const altitude = mostCommonAltitude(elements) ?? defaultAltitude(kind);
  const fences = readFences(lists.fence ?? [], makeId);
  const rally = readRallyPoints(lists.rally ?? [], makeId);
  const plannedHome = home === undefined ? reading.takeOffPlace : homePlace(home);
  return {
    altitude,
    elements: elements.map((element) => withoutAltitude(element, altitude)),
    fences: fences.fences,
    rallyPoints: rally.points,
    leftOut: [...fences.leftOut, ...rally.leftOut],
    ...(reading.speedMps === undefined ? {} : { speedMps: reading.speedMps }),
    ...(plannedHome === undefined ? {} : { plannedHome }),
  };
};

const homePlace = (item: MissionItem): PlanHome | undefined =>
  (item.x === 0 && item.y === 0) || Math.abs(item.x) > 9e8 || Math.abs(item.y) > 18e8
    ? undefined
    : { ...placeOf(item), ...(Number.isFinite(item.z) ? { altMslM: item.z } : {}) };

class Reading {
  readonly #items: readonly MissionItem[];
  readonly #options: ReadMissionOptions;
  readonly #jumpTargets: ReadonlySet<number>;
  readonly #elements: PlanElement[] = [];
  readonly #idOfSeq = new Map<number, string>();
  speedMps: number | undefined;
  takeOffPlace: PlanHome | undefined;

  constructor(items: readonly MissionItem[], options: ReadMissionOptions) {
    this.#items = items;
    this.#options = options;
    this.#jumpTargets = new Set(
      items.filter(({ command }) => command === missionCommand.jump).map(({ params: [seq] }) => seq),
    );
  }

  elements(): readonly PlanElement[] {
    const first = this.#options.autopilot === "ardupilot" ? 1 : 0;
    for (let seq = first; seq < this.#items.length; seq++) {
      const item = this.#items[seq];
      if (item === undefined || (!this.#jumpTargets.has(seq) && this.#belongsToLast(item))) continue;
      const id = this.#options.makeId();
      this.#idOfSeq.set(seq, id);
      this.#noteTakeOff(item);
      this.#elements.push(this.#loop(item, id) ?? { id, ...readItem(item, this.#options) });
    }
    return this.#elements;
  }

  /** The plan's own speed, and what is done at a point, are no elements of their own. */
  #belongsToLast(item: MissionItem): boolean {
    const speedMps = speedOf(item, this.#options);
    const last = this.#elements.at(-1);
    const isBeginning = last === undefined || (this.#elements.length === 1 && last.kind === "take-off");
    if (speedMps !== undefined && isBeginning && this.speedMps === undefined) {
      this.speedMps = speedMps;
      return true;
    }
    if (last?.kind !== "point" || last.action !== undefined) return false;
    const action = actionOf(item, this.#options);
    const isSpeed = speedMps !== undefined && last.speedMps === undefined;
    if (!isSpeed && action === undefined) return false;
    const added = action === undefined ? { speedMps: speedMps ?? 0 } : { action };
    this.#elements[this.#elements.length - 1] = { ...last, ...added };
    return true;
  }

  #loop({ command, params }: MissionItem, id: string): PlanElement | undefined {
    if (command !== missionCommand.jump) return undefined;
    const [seq, times] = params;
    const toElementId = this.#idOfSeq.get(seq);
    if (toElementId === undefined) return undefined;
    const isEndless = this.#options.autopilot === "ardupilot" ? times === -1 : times === 65_535;
    if (isEndless) return { id, kind: "loop", toElementId };
    const isCount = Number.isInteger(times) && times >= 1 && times <= 10_000;
    return isCount ? { id, kind: "loop", toElementId, times } : undefined;
  }

  /** PX4's missions begin where the vehicle stood when they were made. */
  #noteTakeOff(item: MissionItem): void {
    const isTakeOff = item.command === missionCommand.takeOff || item.command === missionCommand.vtolTakeOff;
    if (isTakeOff && this.takeOffPlace === undefined) this.takeOffPlace = homePlace({ ...item, z: Number.NaN });
  }
}

const key = (altitude: Altitude): string => `${altitude.reference} ${altitude.m}`;

/** The plan's height is the one that most points have, so that changing it changes them. */
const mostCommonAltitude = (elements: readonly PlanElement[]): Altitude | undefined => {
  const counts = new Map<string, { readonly altitude: Altitude; readonly count: number }>();
  for (const element of elements) {
    if ((element.kind !== "point" && element.kind !== "orbit") || element.altitude === undefined) continue;
    const { altitude } = element;
    counts.set(key(altitude), { altitude, count: (counts.get(key(altitude))?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.altitude;
};

const withoutAltitude = (element: PlanElement, altitude: Altitude): PlanElement => {
  if ((element.kind !== "point" && element.kind !== "orbit") || element.altitude === undefined) return element;
  if (key(element.altitude) !== key(altitude)) return element;
  const { altitude: _same, ...rest } = element;
  return rest;
};
