import { describe, expect, it } from "vitest";
import { SegmentShapes, shapeMaker, shapeOf } from "../../../../renderer/map/search/segment-shapes.ts";
import { worldX, worldY } from "../../../../shared/geo/web-mercator.ts";
import type { Thing } from "../../../../shared/incident/thing.ts";
import { placeAt } from "../../../support/build-views.ts";
import { buildThing, segmentsOf } from "../../../support/search-scenes.ts";

const segment = (id: string, corners: readonly (readonly [number, number])[]): Thing<"segment"> =>
  buildThing("segment", id, {
    name: id.toUpperCase(),
    ring: corners.map(([northM, eastM]) => placeAt(northM, eastM)),
  }) as Thing<"segment">;

const shapes = (...segments: readonly Thing<"segment">[]) =>
  new SegmentShapes(segments.flatMap((one) => shapeOf(one) ?? []));

const at = (northM: number, eastM: number): readonly [number, number] => {
  const { latDeg, lonDeg } = placeAt(northM, eastM);
  return [worldX(lonDeg), worldY(latDeg)];
};

const square = (id: string, northM: number, eastM: number, sideM: number) =>
  segment(id, [
    [northM, eastM],
    [northM, eastM + sideM],
    [northM + sideM, eastM + sideM],
    [northM + sideM, eastM],
  ]);

describe("segments on the map", () => {
  it("are found by a place in them", () => {
    const two = shapes(square("a", 0, 0, 100), square("b", 0, 100, 100));

    expect(two.at(...at(50, 50))?.id).toBe("a");
    expect(two.at(...at(50, 150))?.id).toBe("b");
    expect(two.at(...at(50, 250))).toBeUndefined();
  });

  it("are found by the smaller one where two overlap", () => {
    const overlapping = shapes(square("small", 40, 40, 20), square("large", 0, 0, 100));

    expect(overlapping.at(...at(50, 50))?.id).toBe("small");
    expect(overlapping.at(...at(10, 10))?.id).toBe("large");
  });

  it("are not found in the bay of a bent one, whose name stands inside its box", () => {
    const bent = shapes(
      segment("u", [
        [0, 0],
        [0, 100],
        [100, 100],
        [100, 80],
        [20, 80],
        [20, 20],
        [100, 20],
        [100, 0],
      ]),
    );

    expect(bent.at(...at(60, 50))).toBeUndefined();
    expect(bent.at(...at(10, 50))?.id).toBe("u");
  });

  it("without a ring aren't drawn, and one that changed is another shape", () => {
    const make = shapeMaker();
    const a = square("a", 0, 0, 100);
    const bare = buildThing("segment", "bare", { name: "B" }) as Thing<"segment">;

    const before = make({ a, bare });
    const after = make({ a: square("a", 0, 0, 200), bare });

    expect(before.shapes.map(({ id }) => id)).toEqual(["a"]);
    expect(make({ a, bare }).byId.get("a")).toBe(before.byId.get("a"));
    expect(after.at(...at(150, 150))?.id).toBe("a");
  });

  it("by the thousand are each found at their own middle", () => {
    const make = shapeMaker();
    const many = segmentsOf(1_065) as readonly Thing<"segment">[];
    const all = make(Object.fromEntries(many.map((one) => [one.id, one])));

    const wrong = all.shapes.filter(({ id, middleX, middleY }) => all.at(middleX, middleY)?.id !== id);

    expect(all.shapes).toHaveLength(1_065);
    expect(wrong).toEqual([]);
  });
});
