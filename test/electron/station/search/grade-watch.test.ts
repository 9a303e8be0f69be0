import { describe, expect, it } from "vitest";
import { GradeWatch } from "../../../../electron/station/search/grade-watch.ts";
import { SearchEngine } from "../../../../electron/station/search/search-engine.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import { buildLook, buildSpec, squareAt } from "../../../support/search-spec.ts";

const segments = Array.from({ length: 16 }, (_, i) => ({
  id: `s${i}`,
  name: `A${i}`,
  ring: squareAt(Math.floor(i / 4) * 200 - 300, (i % 4) * 200 - 300, 200),
}));

const watched = () => {
  const engine = new SearchEngine(shippedLostPersonTable());
  engine.make({ spec: buildSpec({ segments }), restart: true });
  const watch = new GradeWatch();
  const look = () => (engine.made === undefined ? [] : watch.look(engine.made.map));
  return { engine, watch, look };
};

describe("grades of segments", () => {
  it("are told of all at first, then only of those that changed visibly", () => {
    const { engine, look } = watched();

    expect(look()).toHaveLength(16);
    expect(look()).toEqual([]);

    engine.look([buildLook(-300, -300)]);
    const changed = look();

    expect(changed.map(([id]) => id)).toContain("s0");
    expect(changed.length).toBeLessThan(16);
  });

  it("turn from red to green where everything was searched well", () => {
    const { engine, look } = watched();
    const grade = () => look().find(([id]) => id === "s5")?.[1]?.grade;
    const before = grade();
    const looks = Array.from({ length: 6 }, (_, pass) =>
      [-180, -120, -60, -20].flatMap((n) =>
        [-180, -120, -60, -20].map((e) => buildLook(n, e, { lookMs: 100_000 * pass, by: `vehicle/${pass}` })),
      ),
    ).flat();

    engine.look(looks);

    expect(before).not.toBe("green");
    expect(grade()).toBe("green");
  });

  it("go with their segments, and all with the map", () => {
    const { engine, watch, look } = watched();
    look();
    engine.make({ spec: buildSpec({ segments: segments.slice(1) }), restart: false });

    expect(look()).toContainEqual(["s0", undefined]);
    expect(watch.forget()).toHaveLength(15);
    expect(watch.forget()).toEqual([]);
  });
});
