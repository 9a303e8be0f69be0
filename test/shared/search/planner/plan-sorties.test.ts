import { describe, expect, it } from "vitest";
import { isInRing, type PlanePoint, planeDistanceM, sidesCross } from "../../../../shared/geo/polygon.ts";
import { cellCount, cellMiddle, type SearchGrid } from "../../../../shared/search/grid/search-grid.ts";
import { planSorties } from "../../../../shared/search/planner/plan-sorties.ts";
import type { SearchingVehicle } from "../../../../shared/search/planner/searching-vehicle.ts";
import { sweepCells } from "../../../../shared/search/planner/sweep-cells.ts";

const grid: SearchGrid = { centre: { latDeg: 30.5, lonDeg: 103.25 }, cellM: 25, columns: 120, rows: 120 };

const drone = (over: Partial<SearchingVehicle> = {}): SearchingVehicle => ({
  id: "D1",
  at: { northM: 0, eastM: 0 },
  speedMps: 5,
  swathM: 80,
  detection: 0.8,
  turnS: 4,
  home: { northM: 0, eastM: 0 },
  enduranceS: 1100,
  ...over,
});

const mapOf = (density: (at: PlanePoint) => number): Float32Array => {
  const left = Float32Array.from({ length: cellCount(grid) }, (_, cell) => density(cellMiddle(grid, cell)));
  const sum = left.reduce((all, one) => all + one, 0);
  return left.map((one) => one / sum);
};
const round = mapOf(({ northM, eastM }) => Math.exp(-Math.hypot(northM, eastM) / 400));

const wayM = (path: readonly PlanePoint[]): number =>
  path.reduce((sum, at, i) => sum + planeDistanceM(path[i - 1] ?? at, at), 0);

const cellsOf = (path: readonly PlanePoint[]): ReadonlySet<number> => {
  const cells = new Set<number>();
  sweepCells(grid, path, 80, (cell) => cells.add(cell));
  return cells;
};

describe("sorties", () => {
  it("use the whole battery and come home with it", () => {
    const [sortie] = planSorties(grid, round, [drone()], { durationS: 3600 });

    const path = sortie?.path ?? [];
    const homeM = planeDistanceM(path.at(-1) ?? { northM: 0, eastM: 0 }, { northM: 0, eastM: 0 });
    expect((sortie?.durationS ?? 0) + (sortie?.homeS ?? 0)).toBeLessThanOrEqual(1100);
    expect((wayM(path) + homeM) / 5).toBeGreaterThan(900);
    expect(sortie?.homeS).toBeCloseTo(homeM / 5, 6);
  });

  it("count the way in from outside of the map, and begin none that the battery doesn't last for", () => {
    const outside = { northM: 4500, eastM: 0 };
    const sorties = [1100, 1300, 2400].map((enduranceS) => {
      const [sortie] = planSorties(grid, round, [drone({ at: outside, home: outside, enduranceS })], {
        durationS: 3600,
      });
      const path = sortie?.path ?? [];
      return { enduranceS, points: path.length, flownS: wayM(path) / 5 + (sortie?.homeS ?? 0) };
    });

    for (const { flownS, enduranceS } of sorties) expect(flownS).toBeLessThanOrEqual(enduranceS);
    // To the edge and back alone takes 1200 s.
    expect(sorties.map(({ points }) => points > 1)).toEqual([false, true, true]);
  });

  it("are none for what walks outside of the map: nobody knows the ground there", () => {
    const slowness = new Float32Array(cellCount(grid)).fill(1);

    const [sortie] = planSorties(grid, round, [drone({ at: { northM: 1600, eastM: 0 }, slowness })], {
      durationS: 1000,
    });

    expect(sortie?.path).toEqual([]);
  });

  it("end when the time is up, wherever they are then", () => {
    const [sortie] = planSorties(grid, round, [drone()], { durationS: 400 });

    expect(sortie?.durationS).toBeGreaterThan(330);
    expect(sortie?.durationS).toBeLessThan(430);
  });

  it("don't fly over to where they would only be when the time is up", () => {
    const wide = { ...grid, columns: 300, rows: 300 };
    const left = Float32Array.from({ length: cellCount(wide) }, (_, cell) => {
      const { northM, eastM } = cellMiddle(wide, cell);
      const isRich = Math.hypot(northM, eastM) < 150 || Math.hypot(northM - 3000, eastM) < 400;
      return isRich ? 1e-3 : 1e-8;
    });
    // The far place is 600 s away.
    const [short, long] = [300, 1500].map(
      (durationS) => planSorties(wide, left, [drone({ enduranceS: 3000 })], { durationS })[0],
    );

    expect(short?.durationS).toBeLessThan(330);
    expect(short?.gain).toBeGreaterThan(0);
    expect(long?.path.some(({ northM }) => northM > 2500)).toBe(true);
  });

  it("promise what is swept once and not twice", () => {
    const sorties = planSorties(grid, round, [drone(), drone({ id: "D2" })], { durationS: 1000 });

    const [one, other] = sorties.map(({ path }) => cellsOf(path));
    const union = new Set([...(one ?? []), ...(other ?? [])]);
    const whole = [...union].reduce((sum, cell) => sum + (round[cell] ?? 0), 0);
    const gain = sorties.reduce((sum, sortie) => sum + sortie.gain, 0);
    expect(gain).toBeLessThanOrEqual(whole);
    expect(gain).toBeGreaterThan(0.7 * whole);
    const both = [...(one ?? [])].filter((cell) => other?.has(cell)).length;
    expect(both / union.size).toBeLessThan(0.2);
  });

  it("gain more over rich ground than the same time along plain lines", () => {
    const ridge = mapOf(({ northM, eastM }) => (Math.abs(northM - 0.4 * eastM) < 50 ? 1 : 0.03));
    const lines = Array.from({ length: 8 }, (_, i) => {
      const eastM = 40 + 80 * i;
      return [
        { northM: i % 2 === 0 ? 0 : 640, eastM },
        { northM: i % 2 === 0 ? 640 : 0, eastM },
      ];
    }).flat();

    const [sortie] = planSorties(grid, ridge, [drone()], { durationS: wayM(lines) / 5 });

    const plain = 0.8 * [...cellsOf(lines)].reduce((sum, cell) => sum + (ridge[cell] ?? 0), 0);
    expect(sortie?.gain).toBeGreaterThan(2 * plain);
  });

  it("leave what others are on", () => {
    const twoHeaps = mapOf(({ northM, eastM }) => Math.exp(-Math.hypot(northM, Math.abs(eastM) - 400) / 120));
    const lines = Array.from({ length: 10 }, (_, i) => [
      { northM: i % 2 === 0 ? -500 : 500, eastM: 40 + 80 * i },
      { northM: i % 2 === 0 ? 500 : -500, eastM: 40 + 80 * i },
    ]).flat();

    const [sortie] = planSorties(grid, twoHeaps, [drone()], {
      durationS: 600,
      others: [{ path: lines, swathM: 80, detection: 0.9 }],
    });

    const path = sortie?.path ?? [];
    expect(path.filter(({ eastM }) => eastM < 0).length / path.length).toBeGreaterThan(0.7);
  });

  it("keep out of a fence, and never end where the way home leads through one", () => {
    const fence = [
      { northM: 150, eastM: -400 },
      { northM: 150, eastM: 400 },
      { northM: 350, eastM: 400 },
      { northM: 350, eastM: -400 },
    ];
    const crosses = (from: PlanePoint, to: PlanePoint) =>
      fence.some((a, i) => sidesCross(from, to, a, fence[(i + 1) % 4] ?? a) !== undefined);
    const mayGo = (from: PlanePoint, to: PlanePoint) =>
      !isInRing(from, fence) && !isInRing(to, fence) && !crosses(from, to);
    const slowness = Float32Array.from({ length: cellCount(grid) }, (_, cell) =>
      isInRing(cellMiddle(grid, cell), fence) ? Number.POSITIVE_INFINITY : 1,
    );
    const beyond = mapOf(({ northM, eastM }) => Math.exp(-Math.hypot(northM - 400, eastM) / 250));
    const fenced = drone({ slowness, mayGo });

    const [sortie] = planSorties(grid, beyond, [fenced], { durationS: 3600 });

    const path = sortie?.path ?? [];
    expect(path.length).toBeGreaterThan(5);
    expect(sortie?.gain).toBeGreaterThan(0);
    for (const [i, at] of path.entries()) expect(mayGo(path[i - 1] ?? at, at), `leg ${i}`).toBe(true);
    expect(mayGo(path.at(-1) ?? fenced.at, { northM: 0, eastM: 0 })).toBe(true);
  });

  it("are empty where nothing is left or no time is", () => {
    const nothing = new Float32Array(cellCount(grid));

    expect(planSorties(grid, nothing, [drone()], { durationS: 600 })[0]).toMatchObject({ path: [], gain: 0 });
    expect(planSorties(grid, round, [drone({ enduranceS: 4 })], { durationS: 600 })[0]?.path).toEqual([]);
    expect(planSorties(grid, round, [], { durationS: 600 })).toEqual([]);
  });

  it("serve a fleet when little thinking is allowed", () => {
    const fleet = Array.from({ length: 12 }, (_, i) => drone({ id: `D${i}`, enduranceS: 1500 }));

    const sorties = planSorties(grid, round, fleet, { durationS: 1200, mostPlans: 24 });

    expect(sorties.filter(({ path }) => path.length > 1).length).toBeGreaterThan(6);
    expect(sorties.map(({ vehicleId }) => vehicleId)).toEqual(fleet.map(({ id }) => id));
  });
});
