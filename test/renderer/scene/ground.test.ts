import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EnuFrame } from "../../../renderer/scene/enu-frame.ts";
import { graphicsKindOf } from "../../../renderer/scene/graphics-kind.ts";
import {
  contourStepM,
  groundRange,
  groundUpM,
  levelGround,
  sampleGround,
} from "../../../renderer/scene/ground/ground-grid.ts";
import { groundMeshData } from "../../../renderer/scene/ground/ground-mesh-data.ts";
import { mosaicPlan } from "../../../renderer/scene/ground/mosaic-plan.ts";
import { sourceCorner, tileUrl } from "../../../renderer/scene/ground/online-tile.ts";
import { TerrainGrid } from "../../../shared/geo/terrain-grid.ts";
import { worldLatDeg, worldLonDeg } from "../../../shared/geo/web-mercator.ts";
import { buildGround } from "../../support/build-ground.ts";
import { placeAt } from "../../support/build-views.ts";

const { baseMap, heightsMslM } = buildGround();
const terrain = new TerrainGrid(baseMap.terrain, heightsMslM);
const frame = new EnuFrame(placeAt(0, 0), 20);
const corners = [placeAt(-1000, -1000), placeAt(1000, 1000)].map((place) =>
  frame.toEnu(place, 0, { x: 0, y: 0, z: 0 }),
);

const sampled = (heights = terrain) => {
  const grid = sampleGround(heights, frame, corners, 301);
  if (grid === undefined) throw new Error("There is ground within reach.");
  return grid;
};

describe("the scene's frame", () => {
  it("leads to a place and back, to the millimetre, with up as height above the origin", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -6e3, max: 6e3, noNaN: true }),
        fc.double({ min: -6e3, max: 6e3, noNaN: true }),
        (eastM, northM) => {
          const point = frame.toEnu(frame.toLatLon(eastM, northM), 75, { x: 0, y: 0, z: 0 });

          expect(point.x).toBeCloseTo(eastM, 3);
          expect(point.y).toBeCloseTo(northM, 3);
          expect(point.z).toBe(55);
        },
      ),
    );
  });

  it("is laid anew where float32 would begin to lose millimetres", () => {
    expect(frame.isFar({ x: 5_000, y: 3_000 })).toBe(false);
    expect(frame.isFar({ x: 5_000, y: 4_000 })).toBe(true);
  });
});

describe("the drawn ground", () => {
  it("is at the terrain's height at its samples, and between them within what a cell can hide", () => {
    const grid = sampled();

    for (const [eastM, northM] of [
      [0, 0],
      [333, -471],
      [-812, 640],
    ] as const) {
      const { latDeg, lonDeg } = frame.toLatLon(eastM, northM);
      const trueM = (terrain.heightMslM(latDeg, lonDeg) ?? Number.NaN) - 20;
      expect(Math.abs((groundUpM(grid, eastM, northM) ?? Number.NaN) - trueM)).toBeLessThan(0.8);
    }
  });

  it("is exactly the triangles that are drawn", () => {
    const grid = sampled();
    const { positions, indices } = groundMeshData(grid, frame, undefined);

    for (const first of [0, 3, 2_400, 30_003]) {
      const at = [0, 1, 2].map((k) => 3 * (indices[first + k] ?? 0));
      const mean = (axis: number): number => at.reduce((sum, from) => sum + (positions[from + axis] ?? 0), 0) / 3;
      expect(groundUpM(grid, mean(0), mean(1))).toBeCloseTo(mean(2), 2);
    }
  });

  it("has a hole where no height is known, and nothing beyond its rim", () => {
    const holed = Float32Array.from(heightsMslM);
    holed[80 * 161 + 80] = Number.NaN;
    const grid = sampled(new TerrainGrid(baseMap.terrain, holed));

    expect(groundUpM(grid, 0, 0)).toBeUndefined();
    expect(groundUpM(grid, 5_000, 0)).toBeUndefined();
    expect(groundMeshData(grid, frame, undefined).indices.length).toBeLessThan(
      groundMeshData(sampled(), frame, undefined).indices.length,
    );
  });

  it("is undefined where the terrain is out of reach, and level then", () => {
    const far = [
      { x: 30_000, y: 0 },
      { x: 32_000, y: 2_000 },
    ];

    expect(sampleGround(terrain, frame, far, 301)).toBeUndefined();
    expect(levelGround()).toMatchObject({ level: true });
    expect(groundRange(levelGround())).toEqual({ lowestM: 0, highestM: 0 });
    expect(groundUpM(levelGround(), 120, -40)).toBe(0);
  });

  it("never has more samples along a side than asked for", () => {
    const grid = sampleGround(terrain, frame, corners, 41);

    expect(Math.max(grid?.columns ?? 0, grid?.rows ?? 0)).toBeLessThanOrEqual(41);
  });

  it("has contour steps that people know", () => {
    expect([5, 30, 90, 400, 3_000, 20_000].map(contourStepM)).toEqual([1, 2, 5, 50, 200, 500]);
  });
});

describe("the picture over the ground", () => {
  const places = [placeAt(-1000, -1000), placeAt(1000, 1000)];

  it("keeps within its size at the deepest zoom that allows it, and holds the whole region", () => {
    fc.assert(
      fc.property(fc.integer({ min: 256, max: 4_096 }), (mostPx) => {
        const plan = mosaicPlan(places, mostPx, 18);

        expect(Math.max(plan.widthPx, plan.heightPx)).toBeLessThanOrEqual(Math.max(256, mostPx));
        for (const { latDeg, lonDeg } of places) {
          expect(worldLonDeg(plan.westX)).toBeLessThanOrEqual(lonDeg);
          expect(worldLonDeg(plan.westX + plan.widthX)).toBeGreaterThanOrEqual(lonDeg);
          expect(worldLatDeg(plan.northY)).toBeGreaterThanOrEqual(latDeg);
          expect(worldLatDeg(plan.northY + plan.heightY)).toBeLessThanOrEqual(latDeg);
        }
      }),
    );
  });

  it("asks for each tile once, those in the middle first", () => {
    const { tiles, widthPx, heightPx } = mosaicPlan(places, 2_048, 18);

    expect(new Set(tiles.map(({ x, y }) => `${x}/${y}`)).size).toBe((widthPx / 256) * (heightPx / 256));
    expect(tiles[0]?.leftPx).toBeGreaterThan(0);
  });

  it("fills the addresses of online tiles, and knows where a GCJ-02 source draws a tile", () => {
    const tile = { z: 15, x: 27_344, y: 13_412 };

    expect(tileUrl("https://{s}.example.org/{z}/{x}/{y}{r}.png", tile)).toBe(
      "https://a.example.org/15/27344/13412.png",
    );
    expect(tileUrl("https://example.org/{z}/{x}/{-y}.png", tile)).toBe("https://example.org/15/27344/19355.png");
    expect(sourceCorner(tile, "wgs84")).toEqual({ x: 27_344, y: 13_412 });
    const shifted = sourceCorner(tile, "gcj02");
    const metres = Math.hypot(shifted.x - tile.x, shifted.y - tile.y) * 1_050;
    expect(metres).toBeGreaterThan(200);
    expect(metres).toBeLessThan(900);
  });
});

describe("what draws the scene", () => {
  it("is the processor where the browser says so, else a graphics card", () => {
    expect(graphicsKindOf("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device), SwiftShader driver)")).toBe("processor");
    expect(graphicsKindOf("llvmpipe (LLVM 17.0.6, 256 bits)")).toBe("processor");
    expect(graphicsKindOf("Microsoft Basic Render Driver")).toBe("processor");
    expect(graphicsKindOf("ANGLE (Intel, Mesa Intel(R) UHD Graphics 620)")).toBe("card");
  });
});
