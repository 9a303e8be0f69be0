import type { MissionItem } from "../../shared/protocols/mission/mission-item.ts";

/** An item with a place near the virtual vehicle's home, unless the change says otherwise. */
export const buildItem = (change: Partial<MissionItem> = {}): MissionItem => ({
  frame: 6,
  command: 16,
  autocontinue: 1,
  params: [0, 0, 0, 0],
  x: 308_700_000,
  y: 1_204_330_000,
  z: 40,
  ...change,
});

/** A mission as for ArduPilot: home, a take-off, then points; each with a place of its own. */
export const buildMission = (count: number, shift = 0): MissionItem[] =>
  Array.from({ length: count }, (_, seq) => {
    if (seq === 0) return buildItem({ frame: 0, z: 0 });
    if (seq === 1) return buildItem({ command: 22 });
    return buildItem({ x: 308_700_000 + seq * 37 + shift, y: 1_204_330_000 - seq * 53, z: 40 + (seq % 7) });
  });
