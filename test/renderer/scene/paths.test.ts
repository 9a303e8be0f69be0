import fc from "fast-check";
import { ShaderMaterial } from "three";
import { describe, expect, it } from "vitest";
import { EnuFrame } from "../../../renderer/scene/enu-frame.ts";
import { EnuMotion } from "../../../renderer/scene/marks/enu-motion.ts";
import { heatLook } from "../../../renderer/scene/marks/heat-layer.ts";
import { pickNearest } from "../../../renderer/scene/marks/pick.ts";
import { vehicleModel } from "../../../renderer/scene/marks/vehicle-models.ts";
import { LineBuffer } from "../../../renderer/scene/paths/line-buffer.ts";
import { inkOf, inkRange, rampInk, unknownInk } from "../../../renderer/scene/paths/path-ink.ts";
import { PathLayer } from "../../../renderer/scene/paths/path-layer.ts";
import { WideLines } from "../../../renderer/scene/paths/wide-lines.ts";
import { PathBook } from "../../../renderer/stores/scene/path-book.ts";
import { buildHeat, buildVehicle, decided, placeAt } from "../../support/build-views.ts";

describe("a buffer of lines", () => {
  it("is written in place, and says what changed", () => {
    const buffer = new LineBuffer(4);
    const { positions } = buffer;

    for (let i = 0; i < 4; i += 1) buffer.setInk(buffer.push(i, 0, 0), 0x112233, 255);
    buffer.settle();
    buffer.setPosition(2, 9, 9, 9);

    expect(buffer.positions).toBe(positions);
    expect([buffer.dirtyFrom, buffer.dirtyTo]).toEqual([2, 3]);
    expect([...buffer.inks.subarray(0, 4)]).toEqual([0x11, 0x22, 0x33, 255]);
  });

  it("grows without losing what is in it, and is drawn from its new memory", () => {
    const buffer = new LineBuffer(2);
    const lines = new WideLines(buffer, new ShaderMaterial());
    for (let i = 0; i < 9; i += 1) buffer.push(i, 0, 0);

    lines.update();

    expect(buffer.positions[3 * 8]).toBe(8);
    expect(lines.mesh.geometry.drawRange.count).toBe(8 * 6);
    expect(lines.mesh.geometry.getAttribute("end").getX(7 * 4)).toBe(8);
    lines.close();
  });
});

describe("the colours of paths", () => {
  it("grow brighter from low to high, and are grey where nothing is known", () => {
    const light = (rgb: number): number => ((rgb >> 16) & 255) * 0.3 + ((rgb >> 8) & 255) * 0.6 + (rgb & 255) * 0.1;

    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.9, noNaN: true }), (low) => {
        expect(light(rampInk(low + 0.1))).toBeGreaterThan(light(rampInk(low)));
      }),
    );
    expect(rampInk(Number.NaN)).toBe(unknownInk);
    expect(rampInk(-3)).toBe(rampInk(0));
    expect(rampInk(7)).toBe(rampInk(1));
  });

  it("have ranges of whole steps that no small difference fills", () => {
    expect(inkRange("height", 61.2, 64)).toEqual({ low: 60, high: 80 });
    expect(inkRange("height", 61.2, 187)).toEqual({ low: 60, high: 190 });
    expect(inkRange("speed", 3, 12.4)).toEqual({ low: 0, high: 13 });
    expect(inkRange("link", 0.2, 1)).toEqual({ low: 0.5, high: 1 });
    expect(inkOf(0.5, inkRange("link", 0, 1))).toBe(rampInk(0));
  });
});

const atPoint = (id: string, atMs: number, eastM: number, altMslM?: number) =>
  buildVehicle({
    id,
    position: { atMs, ...placeAt(0, eastM), ...(altMslM === undefined ? {} : { altMslM }) },
    velocity: { atMs, groundMps: 6 },
  });

const taken = (...steps: readonly (readonly [number, number])[]): PathBook => {
  const book = new PathBook();
  for (const [atMs, eastM] of steps)
    book.take({ "1": atPoint("1", atMs, eastM, 100) }, { trails: {}, trailDetails: {} }, atMs);
  return book;
};

describe("drawn paths", () => {
  const ground = { frame: new EnuFrame(placeAt(0, 0), 0), upM: () => 3 };
  const drawnBy = (book: PathBook, stride = 1) => {
    const layer = new PathLayer(new ShaderMaterial(), stride);
    layer.take(book, ground, "height");
    const [, lines] = layer.group.children;
    const geometry = (lines as WideLines["mesh"]).geometry;
    return { layer, count: geometry.drawRange.count / 6 + 1, geometry };
  };

  it("end at a gap, at their heights", () => {
    const { geometry, count } = drawnBy(taken([0, 0], [1_000, 6], [2_000, 12], [30_000, 90], [31_000, 96]));

    const alphas = Array.from({ length: count }, (_, i) => geometry.getAttribute("startInk").getW(4 * i) > 0);
    expect(alphas).toEqual([true, true, false, true, true]);
    expect(geometry.getAttribute("start").getZ(0)).toBe(100);
  });

  it("keep the points beside a gap where only some are drawn", () => {
    const { count } = drawnBy(taken([0, 0], [1_000, 6], [2_000, 12], [3_000, 18], [30_000, 90], [31_000, 96]), 3);

    // The 1st, the 4th, and the 5th, after the gap.
    expect(count).toBe(3);
  });

  it("lie on the ground where no height is known, and the legend says so", () => {
    const book = new PathBook();
    const trail = [0, 1, 2].flatMap((i) => [placeAt(0, i).latDeg, placeAt(0, i).lonDeg, i * 1_000]);
    book.take({ "1": atPoint("1", 3_000, 3) }, { trails: { "1": trail }, trailDetails: {} }, 3_000);

    const { geometry, layer } = drawnBy(book);

    expect(geometry.getAttribute("start").getZ(0)).toBe(4);
    expect(layer.legend).toMatchObject({ hasUnknownHeights: true, hasPaths: true, range: undefined });
  });
});

describe("a vehicle's drawn motion", () => {
  const still = { x: 0, y: 0, z: 0 };

  it("goes on along its velocity for a second, then stands", () => {
    const motion = new EnuMotion();
    motion.take(still, { x: 10, y: 0, z: 1 }, 1_000, 1_000, 0);
    const at = (nowMs: number) => ({ ...motion.at(nowMs, nowMs, { x: 0, y: 0, z: 0 }) });

    expect(at(1_500)).toEqual({ x: 5, y: 0, z: 0.5 });
    expect(at(9_000)).toEqual({ x: 10, y: 0, z: 1 });
    expect(motion.moves(1_500, 1_500, 1)).toBe(true);
    expect(motion.moves(9_000, 9_000, 1)).toBe(false);
    expect(motion.moves(1_500, 1_500, 0)).toBe(false);
  });

  it("blends a small correction away, and shows a jump at once", () => {
    const motion = new EnuMotion();
    motion.take(still, still, 0, 0, 0);
    motion.take({ x: 10, y: 0, z: 0 }, still, 100, 100, 100);
    expect(motion.at(100, 100, { x: 0, y: 0, z: 0 }).x).toBeCloseTo(0);
    expect(motion.at(2_000, 2_000, { x: 0, y: 0, z: 0 }).x).toBeCloseTo(10, 3);

    motion.take({ x: 900, y: 0, z: 0 }, still, 2_000, 2_000, 2_000);

    expect(motion.at(2_000, 2_000, { x: 0, y: 0, z: 0 }).x).toBe(900);
  });
});

describe("marks", () => {
  it("are pressed where they are nearest and within reach", () => {
    const spots = [
      { key: "a", xPx: 0, yPx: 0, reachPx: 30 },
      { key: "b", xPx: 20, yPx: 0, reachPx: 30 },
    ];

    expect(pickNearest(spots, 14, 0)).toBe("b");
    expect(pickNearest(spots, 4, 3)).toBe("a");
    expect(pickNearest(spots, 200, 0)).toBeUndefined();
  });

  it("show heat as the map does: dismissed stays so, our own is no find", () => {
    const own = { kind: "vehicle", vehicleId: "1" } as const;

    expect(heatLook(buildHeat(1))).toBe("new");
    expect(heatLook(buildHeat(1, { decision: decided("confirmed") }))).toBe("confirmed");
    expect(heatLook(buildHeat(1, { identity: own }))).toBe("own");
    expect(heatLook(buildHeat(1, { identity: own, decision: decided("dismissed") }))).toBe("dismissed");
  });

  it("have a mesh of every kind, nose to the front, under 5,000 corners each", () => {
    for (const kind of ["multirotor", "fixed-wing", "vtol", "helicopter", "ground-robot", "boat", "other"] as const) {
      const model = vehicleModel(kind);
      const corners = model.getAttribute("position");
      const all = Array.from({ length: corners.count }, (_, i) => ({ x: corners.getX(i), y: corners.getY(i) }));
      const foremost = all.reduce((best, corner) => (corner.y > best.y ? corner : best));

      expect(foremost.y).toBeGreaterThan(0.7);
      expect(Math.abs(foremost.x)).toBeLessThan(0.01);
      expect(corners.count).toBeLessThan(5_000);
      model.dispose();
    }
  });
});
