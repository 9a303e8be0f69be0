import { MavMissionResult } from "../../../shared/mavlink/enums.ts";
import type { LocalPlane } from "../local-plane.ts";
import type { MissionItem } from "./mission-item.ts";

const fenceCommand = { returnPoint: 5000, inclusion: 5001, exclusion: 5002, circleIn: 5003, circleOut: 5004 } as const;
const rallyCommand = 5100;

type Point = readonly [eastM: number, northM: number];

type Shape =
  | { readonly kind: "polygon"; readonly inside: boolean; readonly points: readonly Point[] }
  | { readonly kind: "circle"; readonly inside: boolean; readonly centre: Point; readonly radiusM: number };

/** How a list of fence items is read: its shapes, or why it is refused. */
type Read = { readonly ok: true; readonly shapes: readonly Shape[] } | { readonly ok: false; readonly text: string };

/** A geofence: where a vehicle must be inside (at least one of the inclusions) and where it must not be. */
export class Fence {
  readonly #plane: LocalPlane;
  #items: readonly MissionItem[] = [];
  #shapes: readonly Shape[] = [];

  constructor(plane: LocalPlane) {
    this.#plane = plane;
  }

  get items(): readonly MissionItem[] {
    return this.#items;
  }

  /** Takes the whole fence or refuses it. @returns a reason in the autopilot's words where it is refused */
  replace(items: readonly MissionItem[]): string | undefined {
    const read = readShapes(items, this.#plane);
    if (!read.ok) return read.text;
    this.#items = items;
    this.#shapes = read.shapes;
    return undefined;
  }

  /** @returns how far outside it is not told: just whether it may not be here */
  breachedAt(eastM: number, northM: number): boolean {
    const inclusions = this.#shapes.filter((shape) => shape.inside);
    const holds = (shape: Shape): boolean =>
      shape.kind === "circle"
        ? Math.hypot(eastM - shape.centre[0], northM - shape.centre[1]) <= shape.radiusM
        : inPolygon([eastM, northM], shape.points);
    if (inclusions.length > 0 && !inclusions.every(holds)) return true;
    return this.#shapes.some((shape) => !shape.inside && holds(shape));
  }
}

/** What ArduPilot keeps of a fence item, or why it refuses it. */
export const storeFenceItem = (item: MissionItem): MissionItem | MavMissionResult => {
  if (!Object.values(fenceCommand).some((known) => known === item.command)) return MavMissionResult.INVALID_PARAM1;
  if (Math.abs(item.x) > 90e7) return MavMissionResult.INVALID_PARAM5_X;
  if (Math.abs(item.y) > 180e7) return MavMissionResult.INVALID_PARAM6_Y;
  const isPolygon = item.command === fenceCommand.inclusion || item.command === fenceCommand.exclusion;
  if (isPolygon && !(item.params[0] >= 3 && item.params[0] <= 255)) return MavMissionResult.INVALID_PARAM1;
  const param1 = item.command === fenceCommand.returnPoint ? 0 : item.params[0];
  return { ...item, frame: 0, autocontinue: 1, params: [param1, 0, 0, 0], z: 0 };
};

/** The same for a rally point: heights above home only. */
export const storeRallyItem = (item: MissionItem): MissionItem | MavMissionResult => {
  if (item.command !== rallyCommand) return MavMissionResult.UNSUPPORTED;
  if (item.frame !== 3 && item.frame !== 6) return MavMissionResult.UNSUPPORTED_FRAME;
  if (Math.abs(item.x) > 90e7) return MavMissionResult.INVALID_PARAM5_X;
  if (Math.abs(item.y) > 180e7) return MavMissionResult.INVALID_PARAM6_Y;
  if (!(Math.abs(item.z) < 32_767)) return MavMissionResult.INVALID_PARAM7;
  return { ...item, frame: 3, autocontinue: 1, params: [0, 0, 0, 0], z: Math.trunc(item.z) };
};

const readShapes = (items: readonly MissionItem[], plane: LocalPlane): Read => {
  const shapes: Shape[] = [];
  const at = (item: MissionItem): Point => {
    const { eastM, northM } = plane.toLocal({ latDeg: item.x / 1e7, lonDeg: item.y / 1e7 });
    return [eastM, northM];
  };
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item === undefined || item.command === fenceCommand.returnPoint) continue;
    const inside = item.command === fenceCommand.inclusion || item.command === fenceCommand.circleIn;
    const [size] = item.params;
    if (item.command === fenceCommand.circleIn || item.command === fenceCommand.circleOut) {
      shapes.push({ kind: "circle", inside, centre: at(item), radiusM: size });
      continue;
    }
    const corners = items.slice(i, i + size);
    if (corners.length < size || corners.some((c) => c.command !== item.command || c.params[0] !== size))
      return { ok: false, text: "Fence: polygon is not complete" };
    shapes.push({ kind: "polygon", inside, points: corners.map(at) });
    i += size - 1;
  }
  return { ok: true, shapes };
};

/** Even-odd rule. */
const inPolygon = ([e, n]: Point, points: readonly Point[]): boolean => {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [[ei, ni], [ej, nj]] = [points[i] ?? [0, 0], points[j] ?? [0, 0]];
    if (ni > n !== nj > n && e < ((ej - ei) * (n - ni)) / (nj - ni) + ei) inside = !inside;
  }
  return inside;
};
