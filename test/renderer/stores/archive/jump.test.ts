import { describe, expect, it } from "vitest";
import { jumpFrom, shownAfterMs } from "../../../../renderer/stores/archive/jump.ts";
import { missionUtcMs } from "../../../../renderer/stores/archive/mission-utc.ts";
import type { JumpKind } from "../../../../renderer/stores/archive/timeline-store.ts";
import { buildDetails, buildNote, missionStartUtcMs } from "../../../support/archive-scenes.ts";

const details = buildDetails({ notes: [buildNote({ id: "n1", positionMs: 930_000 })] });
const from = (positionMs: number, kind: JumpKind, direction: 1 | -1) =>
  jumpFrom(details, positionMs, { kind, direction })?.positionMs;

describe("jumping", () => {
  it("finds the nearest mark of a kind in either direction", () => {
    expect(from(0, "detection", 1)).toBe(400_000);
    expect(from(930_000, "detection", 1)).toBe(960_000);
    expect(from(930_000, "detection", -1)).toBe(900_000);
    expect(from(100_000, "mode", 1)).toBe(1_500_000);
    expect(from(640_000, "warning", 1)).toBe(662_000);
  });

  it("leaves the mark it stands on", () => {
    expect(from(400_000, "detection", 1)).toBe(900_000);
    expect(from(400_000 + shownAfterMs, "detection", -1)).toBeUndefined();
    expect(from(400_000 + shownAfterMs, "detection", 1)).toBe(900_000);
  });

  it("finds notes alone, and among all events", () => {
    expect(from(0, "note", 1)).toBe(930_000);
    expect(from(929_000, "any", 1)).toBe(930_000);
    expect(from(931_000, "note", 1)).toBeUndefined();
  });
});

describe("a mission's UTC", () => {
  it("follows the pieces of its clock, and is unknown where no log has times", () => {
    expect(missionUtcMs(details.timeline, 0)).toBe(missionStartUtcMs);
    expect(missionUtcMs(details.timeline, 1_129_999)).toBe(missionStartUtcMs + 1_129_999);
    expect(missionUtcMs(details.timeline, 1_130_000)).toBe(missionStartUtcMs + 1_132_000);
    expect(missionUtcMs({ clock: [], startUtcMs: 5 }, 10)).toBe(15);
    expect(missionUtcMs({ clock: [] }, 10)).toBeUndefined();
  });
});
