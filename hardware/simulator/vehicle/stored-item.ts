import { MavMissionResult } from "../../../shared/mavlink/enums.ts";
import type { MissionItem } from "./mission-item.ts";

/** An item as it came over the link. */
export interface ReceivedItem {
  readonly seq: number;
  readonly frame: number;
  readonly command: number;
  readonly autocontinue: number;
  readonly param1: number;
  readonly param2: number;
  readonly param3: number;
  readonly param4: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export type Stored =
  | { readonly ok: true; readonly item: MissionItem }
  | { readonly ok: false; readonly result: MavMissionResult };

type Keep = (params: MissionItem["params"]) => MissionItem["params"];

/** What ArduPilot 4.4 has room for of each command's parameters; commands that are not here are refused. */
const keeps: ReadonlyMap<number, Keep> = new Map<number, Keep>([
  // The delay of a waypoint in whole seconds; the rest is not stored.
  [16, ([p1]) => [word(p1), 0, 0, 0]],
  [17, ([, , p3]) => [0, 0, Math.trunc(p3), 0]],
  [18, ([p1, , p3, p4]) => [byte(p1), 0, Math.sign(p3) * byte(Math.abs(p3)), p4 > 0 ? 1 : 0]],
  [19, ([p1, , p3, p4]) => [word(p1), 0, p3 < 0 ? -1 : 1, p4 > 0 ? 1 : 0]],
  [20, () => [0, 0, 0, 0]],
  [21, ([p1, , , p4]) => [word(p1), 0, 0, p4 < 0 ? -1 : 1]],
  [22, ([p1]) => [word(p1), 0, 0, 0]],
  [31, ([, p2]) => [0, Math.trunc(p2), 0, 0]],
  [82, ([p1]) => [word(p1), 0, 0, 0]],
  [93, ([p1, p2, p3, p4]) => [p1, Math.trunc(p2), Math.trunc(p3), Math.trunc(p4)]],
  [112, ([p1]) => [p1, 0, 0, 0]],
  [114, ([p1]) => [p1, 0, 0, 0]],
  [115, (p) => p],
  [177, ([p1, p2]) => [word(p1), Math.trunc(p2), 0, 0]],
  [178, ([p1, p2, p3]) => [p1, p2, p3, 0]],
  [179, ([p1]) => [word(p1), 0, 0, 0]],
  [183, ([p1, p2]) => [Math.trunc(p1), Math.trunc(p2), 0, 0]],
  [189, () => [0, 0, 0, 0]],
  [201, ([p1]) => [word(p1), 0, 0, 0]],
  [203, (p) => p],
  [205, ([p1, p2, p3]) => [p1, p2, p3, 0]],
  [206, ([p1, , p3]) => [p1, 0, p3, 0]],
  [207, ([p1]) => [word(p1), 0, 0, 0]],
  [213, ([p1, p2, p3]) => [p1, p2, p3, 0]],
  [222, (p) => p],
]);
const withPlace: ReadonlySet<number> = new Set([16, 17, 18, 19, 21, 22, 31, 82, 179, 189, 201]);
/** Parameter 4, a heading, may say "as it comes" here. */
const headingMayBeNan: ReadonlySet<number> = new Set([16, 21, 22]);
/** Parameters 5 and 6 are no place but what they are. */
const keepsXy: ReadonlySet<number> = new Set([203]);

const byte = (value: number): number => Math.trunc(value) & 0xff;
const word = (value: number): number => Math.trunc(value) & 0xffff;

/** Frame as it is read back; undefined for one that is refused. */
const storedFrame = (frame: number): number | undefined => {
  if (frame === 0 || frame === 2 || frame === 5) return 0;
  if (frame === 3 || frame === 6) return 3;
  return frame === 10 || frame === 11 ? 10 : undefined;
};

/** What ArduPilot keeps of an item, which is what it gives back; or why it refuses it. */
export const storeItem = (received: ReceivedItem): Stored => {
  const { command, frame, x, y, z } = received;
  const keep = keeps.get(command);
  if (keep === undefined) return { ok: false, result: MavMissionResult.UNSUPPORTED };
  const given: MissionItem["params"] = [received.param1, received.param2, received.param3, received.param4];
  const bad = given.findIndex((value, i) => Number.isNaN(value) && !(i === 3 && headingMayBeNan.has(command)));
  if (bad >= 0) return { ok: false, result: MavMissionResult.INVALID_PARAM1 + bad };
  const params = keep([given[0], given[1], given[2], Number.isNaN(given[3]) ? 0 : given[3]]);
  const common = { command, autocontinue: 1, params };
  if (!withPlace.has(command)) {
    const xy = keepsXy.has(command) ? { x, y } : { x: 0, y: 0 };
    return { ok: true, item: { ...common, ...xy, frame: 0, z: 0 } };
  }
  if (Math.abs(x) > 90e7) return { ok: false, result: MavMissionResult.INVALID_PARAM5_X };
  if (Math.abs(y) > 180e7) return { ok: false, result: MavMissionResult.INVALID_PARAM6_Y };
  if (!(Math.abs(z) < 83_000)) return { ok: false, result: MavMissionResult.INVALID_PARAM7 };
  const kept = storedFrame(frame);
  if (kept === undefined) return { ok: false, result: MavMissionResult.UNSUPPORTED_FRAME };
  // Heights are stored as whole centimetres.
  return { ok: true, item: { ...common, x, y, frame: kept, z: Math.trunc(Math.fround(z * 100)) / 100 } };
};
