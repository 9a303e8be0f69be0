import { describe, expect, it } from "vitest";
import { isInside } from "../../../hardware/simulator/landscape/geometry.ts";
import { planLandscape } from "../../../hardware/simulator/landscape/plan-landscape.ts";
import { raiseTerrain } from "../../../hardware/simulator/landscape/raise-terrain.ts";
import { defaultScenarioPath, loadScenario } from "../../../hardware/simulator/load-scenario.ts";
import { LocalPlane } from "../../../hardware/simulator/local-plane.ts";
import { buildWorld } from "../../../hardware/simulator/world.ts";
import { TerrainGrid } from "../../../shared/geo/terrain-grid.ts";

const builtIn = async () => {
  const loaded = await loadScenario(defaultScenarioPath);
  if (!loaded.ok) throw new Error(loaded.fault.detail);
  return loaded.scenario;
};

describe("landscape", () => {
  it("is the same for the same seed and another for another", () => {
    const heights = (seed: number) => {
      const landscape = planLandscape({ seed, sizeM: 700 });
      return JSON.stringify([landscape, [...raiseTerrain(landscape, 10).heightsMslM]]);
    };

    expect(heights(3)).toBe(heights(3));
    expect(heights(3)).not.toBe(heights(4));
  });

  it("has the flat water country around Linghu: low fields, a hill at the edge, every kind of feature inside the map", async () => {
    const world = buildWorld(await builtIn());
    const { terrain, features } = world.baseMap;
    const heights = [...world.grid.heightsMslM].sort((a, b) => a - b);

    expect(heights[Math.floor(heights.length / 2)]).toBeGreaterThan(1);
    expect(heights[Math.floor(heights.length * 0.9)]).toBeLessThan(15);
    expect(heights.at(-1)).toBeGreaterThan(40);
    expect(new Set(features.map(({ kind }) => kind))).toEqual(
      new Set(["water", "stream", "road", "track", "wood", "field", "building"]),
    );
    const north = terrain.southDeg + (terrain.rows - 1) * terrain.stepLatDeg;
    const east = terrain.westDeg + (terrain.columns - 1) * terrain.stepLonDeg;
    for (const { geometry } of features) {
      const pairs = geometry.type === "Polygon" ? geometry.coordinates.flat() : geometry.coordinates;
      for (const [lon, lat] of pairs) {
        expect(
          lat > terrain.southDeg - 1e-5 && lat < north + 1e-5 && lon > terrain.westDeg - 1e-5 && lon < east + 1e-5,
        ).toBe(true);
      }
    }
  });

  it("gives the map the same heights that the simulation stands on", async () => {
    const scenario = await builtIn();
    const { baseMap, grid, ground, plane } = buildWorld(scenario);
    const terrain = new TerrainGrid(baseMap.terrain, grid.heightsMslM);

    for (const [e, n] of [
      [0, 0],
      [-812.3, 640.1],
      [1200.7, -333.3],
      [45, 48],
    ] as const) {
      const { latDeg, lonDeg } = plane.toLatLon(e, n);
      expect(terrain.heightMslM(latDeg, lonDeg)).toBeCloseTo(ground.heightMslM(e, n), 3);
    }
  });

  it("lays the person on dry ground beside a ditch", async () => {
    const { landscape, person } = buildWorld(await builtIn());
    const wet = landscape.areas.filter(
      ({ kind, outline }) =>
        kind !== "field" && kind !== "yard" && kind !== "wood" && isInside(outline, person.eastM, person.northM),
    );
    const ditches = landscape.ways.filter(({ kind }) => kind === "ditch");
    const nearest = Math.min(
      ...ditches.flatMap(({ points }) => points.map(([e, n]) => Math.hypot(e - person.eastM, n - person.northM))),
    );

    expect(wet).toEqual([]);
    expect(nearest).toBeLessThan(12);
  });

  it("maps metres to degrees and back", () => {
    const plane = new LocalPlane({ latDeg: 30.87, lonDeg: 120.433 });

    const back = plane.toLocal(plane.toLatLon(-1234.5, 987.6));

    expect(back.eastM).toBeCloseTo(-1234.5, 6);
    expect(back.northM).toBeCloseTo(987.6, 6);
    // 1 degree of latitude at 30.87 N is 110,865 m.
    expect(plane.toLocal({ latDeg: 31.87, lonDeg: 120.433 }).northM).toBeCloseTo(110_865, -1);
  });
});
