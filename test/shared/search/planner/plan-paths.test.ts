import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PlanePoint, planeDistanceM } from "../../../../shared/geo/polygon.ts";
import { cellAt, cellCount, cellMiddle, type SearchGrid } from "../../../../shared/search/grid/search-grid.ts";
import { planPaths } from "../../../../shared/search/planner/plan-paths.ts";
import type { SearchingVehicle } from "../../../../shared/search/planner/searching-vehicle.ts";
import { sweepCells } from "../../../../shared/search/planner/sweep-cells.ts";
import { worthwhileMass } from "../../../../shared/search/planner/time-price.ts";

const grid: SearchGrid = { centre: { latDeg: 30.5, lonDeg: 103.25 }, cellM: 25, columns: 120, rows: 120 };

const drone = (over: Partial<SearchingVehicle> = {}): SearchingVehicle => ({
  id: "D1",
  at: { northM: 0, eastM: 0 },
  speedMps: 5.4,
  swathM: 84.4,
  detection: 0.8,
  turnS: 4,
  home: { northM: 0, eastM: 0 },
  enduranceS: 1800,
  ...over,
});

/** Probability by place. */
const mapOf = (density: (at: PlanePoint) => number): Float32Array =>
  Float32Array.from({ length: cellCount(grid) }, (_, cell) => density(cellMiddle(grid, cell)));

const sumSwept = (left: Float32Array, path: readonly PlanePoint[], swathM: number): number => {
  const cells = new Set<number>();
  sweepCells(grid, path, swathM, (cell) => cells.add(cell));
  return [...cells].reduce((sum, cell) => sum + (left[cell] ?? 0), 0);
};

describe("planned paths", () => {
  it("follow a road that the probability lies along, round its bend", () => {
    const near = (at: PlanePoint) => (at.northM < 800 ? Math.abs(at.eastM) : Math.abs(at.northM - 800)) < 30;
    const isRoad = (at: PlanePoint) =>
      near(at) && at.northM > -30 && at.northM < 830 && at.eastM > -30 && at.eastM < 900;
    const left = mapOf((at) => (isRoad(at) ? 1e-3 : 1e-6));

    const [planned] = planPaths(grid, left, [drone()], { horizonS: 290 });

    const onRoad = planned?.path.filter((at) => isRoad(at)).length ?? 0;
    expect(onRoad / (planned?.path.length ?? 0)).toBeGreaterThan(0.7);
    expect(planned?.path.at(-1)?.eastM).toBeGreaterThan(300);
  });

  it("spread: what one will sweep is swept for the next", () => {
    const left = mapOf(({ northM, eastM }) => Math.exp(-Math.hypot(northM, eastM) / 300));
    const vehicles = [drone(), drone({ id: "D2" })];

    const [one, other] = planPaths(grid, left, vehicles, { horizonS: 300 });

    const both = sumSwept(left, one?.path ?? [], 84.4) + sumSwept(left, other?.path ?? [], 84.4);
    const together = new Set<number>();
    for (const planned of [one, other]) sweepCells(grid, planned?.path ?? [], 84.4, (cell) => together.add(cell));
    const union = [...together].reduce((sum, cell) => sum + (left[cell] ?? 0), 0);
    expect(union / both).toBeGreaterThan(0.85);
  });

  it("leave to others what they are flying now", () => {
    const left = mapOf(({ eastM }) => (eastM > 0 ? 1.2e-5 : 1e-5));
    const flown = Array.from({ length: 17 }, (_, i) => {
      const eastM = 40 + 80 * i;
      return [
        { northM: i % 2 === 0 ? -1400 : 1400, eastM },
        { northM: i % 2 === 0 ? 1400 : -1400, eastM },
      ];
    }).flat();

    const [alone] = planPaths(grid, left, [drone()], { horizonS: 300 });
    const [beside] = planPaths(grid, left, [drone()], {
      horizonS: 300,
      others: [{ path: flown, swathM: 84.4, detection: 0.95 }],
    });

    const west = (path: readonly PlanePoint[] = []) => path.filter(({ eastM }) => eastM < -30).length / path.length;
    expect(west(alone?.path)).toBeLessThan(0.3);
    expect(west(beside?.path)).toBeGreaterThan(0.7);
  });

  it("never lead further than the battery brings home", () => {
    const place = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(place, place, fc.integer({ min: 0, max: 900 }), (northM, eastM, enduranceS) => {
        const left = mapOf((at) => Math.exp(-Math.hypot(at.northM - northM, at.eastM - eastM) / 200));

        const [planned] = planPaths(grid, left, [drone({ enduranceS })], { horizonS: 300 });

        const path = planned?.path ?? [];
        const wayM = path.reduce((sum, at, i) => sum + planeDistanceM(path[i - 1] ?? at, at), 0);
        const homeM = Math.hypot(path.at(-1)?.northM ?? 0, path.at(-1)?.eastM ?? 0);
        // The lattice begins in the middle of the cell that the vehicle is in.
        expect((wayM + homeM) / 5.4).toBeLessThanOrEqual(enduranceS + grid.cellM / 5.4 + 1e-6);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it("fly over to where something is left when nothing is nearby", () => {
    const left = mapOf(({ northM, eastM }) => (Math.hypot(northM - 1200, eastM - 1200) < 150 ? 1e-3 : 0));

    const [planned] = planPaths(grid, left, [drone()], { horizonS: 120 });

    const end = planned?.path.at(-1);
    expect(Math.hypot((end?.northM ?? 0) - 1200, (end?.eastM ?? 0) - 1200)).toBeLessThan(350);
  });

  it("are empty when nothing is left anywhere, or the battery is", () => {
    const nothing = mapOf(() => 0);
    const some = mapOf(() => 1e-5);

    expect(planPaths(grid, nothing, [drone()], { horizonS: 300 })).toEqual([
      { vehicleId: "D1", path: [], timesS: [], durationS: 0, gain: 0 },
    ]);
    expect(planPaths(grid, some, [drone({ enduranceS: 5 })], { horizonS: 300 })[0]?.path).toEqual([]);
  });

  it("keep what walks out of water, and on good ground where that is quicker", () => {
    const left = mapOf(({ northM, eastM }) => Math.exp(-Math.hypot(northM - 300, eastM) / 100));
    const water = (at: PlanePoint) => Math.abs(at.northM - 150) < 40 && at.eastM > -200;
    const slowness = Float32Array.from({ length: cellCount(grid) }, (_, cell) =>
      water(cellMiddle(grid, cell)) ? Number.POSITIVE_INFINITY : 1,
    );
    const dog = drone({ id: "R1", speedMps: 1.2, swathM: 20, turnS: 1, enduranceS: 9000, slowness });

    const [planned] = planPaths(grid, left, [dog], { horizonS: 600 });

    const path = planned?.path ?? [];
    expect(path.length).toBeGreaterThan(3);
    for (const at of path) expect(slowness[cellAt(grid, at.northM, at.eastM)]).toBe(1);
  });

  it("are planned in far less than a tenth of a second on a million cells", () => {
    const large: SearchGrid = { ...grid, cellM: 10, columns: 1000, rows: 1000 };
    const left = Float32Array.from({ length: 1e6 }, (_, cell) => {
      const { northM, eastM } = cellMiddle(large, cell);
      return Math.exp(-Math.hypot(northM, eastM) / 700) * (1 + Math.sin(northM / 90) * Math.sin(eastM / 130));
    });
    planPaths(large, left, [drone()], { horizonS: 450 });
    const times = Array.from({ length: 5 }, () => {
      const beganMs = performance.now();
      planPaths(large, left, [drone()], { horizonS: 450 });
      return performance.now() - beganMs;
    });

    // A busy machine takes several times as long as a quiet one.
    expect(Math.min(...times)).toBeLessThan(300);
  });
});

describe("the worthwhile mass", () => {
  it("is about the n-th largest", () => {
    const left = Float32Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000);

    expect(worthwhileMass(left, 100)).toBeGreaterThan(0.8);
    expect(worthwhileMass(left, 100)).toBeLessThanOrEqual(0.9);
    expect(worthwhileMass(left, 5000)).toBe(0);
  });
});
