import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storeItem } from "../../../../hardware/simulator/vehicle/stored-item.ts";
import type { MissionItem } from "../../../../shared/protocols/mission/mission-item.ts";
import { compareReadBack } from "../../../../shared/protocols/mission/read-back.ts";
import { buildItem } from "../../../support/build-mission.ts";

const rules = { autopilot: "ardupilot", type: "mission" } as const;
const home = buildItem({ frame: 0 });
/** As the wire has it. */
const f32 = Math.fround;
const float = fc.double({ min: -400, max: 400, noNaN: true }).map((value) => f32(value) + 0);

const item: fc.Arbitrary<MissionItem> = fc.record({
  frame: fc.constantFrom(0, 2, 3, 5, 6, 10, 11),
  command: fc.constantFrom(16, 17, 19, 20, 21, 22, 93, 112, 114, 115, 177, 178, 179, 189, 201, 205, 206, 222),
  autocontinue: fc.constantFrom(0, 1),
  params: fc.tuple(
    fc.nat(300).map((value) => value + 0),
    fc.integer({ min: -5, max: 300 }),
    fc.integer({ min: 0, max: 100 }),
    fc.constantFrom(0, 1),
  ),
  x: fc.integer({ min: 200_000_000, max: 500_000_000 }),
  y: fc.integer({ min: 900_000_000, max: 1_300_000_000 }),
  z: float,
});

const wire = ({ params, z, ...rest }: MissionItem) => {
  const [param1, param2, param3, param4] = params;
  return {
    ...rest,
    seq: 1,
    param1: f32(param1),
    param2: f32(param2),
    param3: f32(param3),
    param4: f32(param4),
    z: f32(z),
  };
};

/** What the simulated ArduPilot gives back of an item; undefined where it refuses it. */
const stored = (sent: MissionItem): MissionItem | undefined => {
  const result = storeItem(wire(sent));
  if (!result.ok) return undefined;
  const { params, z, ...rest } = result.item;
  const [a, b, c, d] = params;
  return { ...rest, params: [f32(a), f32(b), f32(c), f32(d)], z: f32(z) };
};

const compare = (sent: MissionItem, back: MissionItem) =>
  compareReadBack(
    [home, sent],
    [home, back].map((one) => ({ item: one, form: "int" as const })),
    rules,
  );

describe("what ArduPilot stores", () => {
  it("is equal to what was sent, whatever it is", () => {
    fc.assert(
      fc.property(item, (sent) => {
        const back = stored(sent);
        fc.pre(back !== undefined);

        if (back !== undefined) expect(compare(sent, back)).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });

  it("is different where the vehicle would have stored something else for it", () => {
    fc.assert(
      fc.property(item, item, fc.constantFrom("command", "frame", "x", "y", "z", "params"), (sent, other, field) => {
        const changed = { ...sent, [field]: other[field as keyof MissionItem] };
        const [mine, theirs] = [stored(sent), stored(changed)];
        fc.pre(mine !== undefined && theirs !== undefined && JSON.stringify(mine) !== JSON.stringify(theirs));
        // What came through whole may also be what was sent, on firmware that keeps more.
        const kept = theirs?.params.some((value, i) => value !== mine?.params[i] && value === sent.params[i]);
        fc.pre(field !== "params" || kept === false);

        if (theirs !== undefined) expect(compare(sent, theirs)).toBeDefined();
      }),
      { numRuns: 3_000 },
    );
  });
});
