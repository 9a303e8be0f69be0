import { describe, expect, it } from "vitest";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { type DriftOptions, simulateDrift } from "../../../../shared/search/drift/drift.ts";
import { driftDensity, driftHull, landOf, shareCircles } from "../../../../shared/search/drift/drift-area.ts";
import { gridFlow, seriesFlow, steadyFlow, velocityTowards } from "../../../../shared/search/drift/flow.ts";
import { drawDownwindEps, jibeProbability, leewayMps, normalNumbers } from "../../../../shared/search/drift/leeway.ts";
import { type LeewayObject, leewayObjects, leewaySource } from "../../../../shared/search/drift/leeway-objects.ts";
import { gridFrame } from "../../../../shared/search/grid/search-grid.ts";
import { Random } from "../../../support/simulated-pass.ts";

const place = { latDeg: 30.2, lonDeg: 122.4 };
const startUtcMs = Date.UTC(2026, 10, 3, 6, 0);
const dayMs = 86_400_000;
const still = steadyFlow({ northMps: 0, eastMps: 0 });
const northWind = steadyFlow(velocityTowards(0, 10));
const seeded = (seed = 1) => {
  const random = new Random(seed);
  return () => random.uniform();
};
/** Without the scatter: eps is 0 for every particle. */
const exact = ({ downwind, right, left }: LeewayObject): LeewayObject => ({
  downwind: { ...downwind, sigmaCmps: 0 },
  right: { ...right, sigmaCmps: 0 },
  left: { ...left, sigmaCmps: 0 },
});
/** Never jibes. */
const half = () => 0.5;
const drift = (more: Partial<DriftOptions> = {}) =>
  simulateDrift({
    object: leewayObjects["PIW-1"],
    from: { place, sigmaM: 0, utcMs: startUtcMs },
    untilUtcMs: startUtcMs + dayMs,
    wind: northWind,
    current: still,
    random: seeded(),
    count: 1_000,
    ...more,
  });

describe("leeway", () => {
  it.each([
    ["PIW-1", 9.6, 5.4],
    ["PIW-6", 21.37, 4.3],
  ] as const)("of %s in a wind of 10 m/s is %d cm/s down and %d cm/s across", (key, downCmps, acrossCmps) => {
    const { downwind, right, left } = leewayObjects[key];

    expect(leewayMps(downwind, 10, 0) * 100).toBeCloseTo(downCmps, 10);
    expect(leewayMps(right, 10, 0) * 100).toBeCloseTo(acrossCmps, 10);
    expect(leewayMps(left, 10, 0) * 100).toBeCloseTo(-acrossCmps, 10);
  });

  it.each([
    ["PIW-1", 8.29, 4.67],
    ["PIW-6", 18.46, 3.72],
  ] as const)("takes %s %d km down and %d km to either side in a day", (key, downKm, acrossKm) => {
    const { northM, eastM } = drift({ object: exact(leewayObjects[key]), random: half }).at(startUtcMs + dayMs);

    expect((northM[0] ?? 0) / 1000).toBeCloseTo(downKm, 2);
    expect((eastM[0] ?? 0) / 1000).toBeCloseTo(acrossKm, 2);
    expect((northM[1] ?? 0) / 1000).toBeCloseTo(downKm, 2);
    expect((eastM[1] ?? 0) / 1000).toBeCloseTo(-acrossKm, 2);
  });

  it("adds a deviation that grows with the wind: half of it at none, all of it at 10 m/s", () => {
    const { downwind } = leewayObjects["PIW-1"];

    expect((leewayMps(downwind, 10, 12) - leewayMps(downwind, 10, 0)) * 100).toBeCloseTo(12, 10);
    expect((leewayMps(downwind, 0, 12) - leewayMps(downwind, 0, 0)) * 100).toBeCloseTo(6, 10);
  });

  it("jibes with a chance of 0.0067806 in ten minutes and 0.04 in an hour", () => {
    expect(jibeProbability(600)).toBeCloseTo(0.0067806, 7);
    expect(jibeProbability(3_600)).toBeCloseTo(0.04, 12);
  });

  it("names the papers that its numbers are from", () => {
    expect(leewaySource).toMatch(/Allen & Plourde 1999.*Allen 2005.*OpenDrift/);
  });

  it("never drifts against the wind: such deviations are drawn anew", () => {
    const normal = normalNumbers(seeded());
    const eps = Array.from({ length: 5_000 }, () => drawDownwindEps(leewayObjects["PIW-1"].downwind, normal));

    expect(Math.min(...eps)).toBeGreaterThanOrEqual(-0.96 * 20);
    expect(Math.min(...eps)).toBeLessThan(-17);
  });
});

describe("a drift", () => {
  it("ends in the same places for the same seed, and in others for another", () => {
    const ends = (seed: number) => [...drift({ random: seeded(seed) }).at(startUtcMs + dayMs).northM];

    expect(ends(1)).toEqual(ends(1));
    expect(ends(1)).not.toEqual(ends(2));
  });

  it("follows the current alone where there is no wind", () => {
    const current = steadyFlow({ northMps: -0.2, eastMps: 0.5 });

    const { northM, eastM } = drift({ wind: still, current }).at(startUtcMs + 3_600_000);

    for (const value of northM) expect(value).toBeCloseTo(-720, 1);
    for (const value of eastM) expect(value).toBeCloseTo(1_800, 1);
  });

  it("spreads as the deviations say", () => {
    const { eastM } = drift({ count: 20_000, object: leewayObjects["PIW-6"] }).at(startUtcMs + 600_000);
    const cmps = [...eastM].map((value) => value / 6);
    const right = cmps.filter((_, i) => i % 2 === 0);
    const mean = right.reduce((sum, value) => sum + value, 0) / right.length;
    const sigma = Math.sqrt(right.reduce((sum, value) => sum + (value - mean) ** 2, 0) / right.length);

    expect(mean).toBeCloseTo(4.3, 0);
    expect(sigma).toBeGreaterThan(3.9);
    expect(sigma).toBeLessThan(4.3);
  });

  it("changes sides as often as jibing says", () => {
    const object = exact(leewayObjects["PIW-1"]);
    const run = drift({ object, count: 10_000 });
    const [before, after] = [run.at(startUtcMs + 600_000).eastM, run.at(startUtcMs + 1_200_000).eastM];

    const turned = [...after].filter((value, i) => Math.abs(value) < Math.abs(before[i] ?? 0)).length;

    expect(turned / 10_000).toBeGreaterThan(0.004);
    expect(turned / 10_000).toBeLessThan(0.01);
  });

  it("begins around the last known position, and when the person went in", () => {
    const from = { place, sigmaM: 300, utcMs: startUtcMs };
    const to = { place, sigmaM: 300, utcMs: startUtcMs + 7_200_000 };
    const run = drift({ from, to, count: 5_000 });
    const begin = run.at(startUtcMs);
    const later = run.at(startUtcMs + 3_600_000);

    const sigmaM = Math.sqrt([...begin.northM].reduce((sum, value) => sum + value * value, 0) / 5_000);
    expect(sigmaM).toBeGreaterThan(285);
    expect(sigmaM).toBeLessThan(315);
    expect(begin.waiting).toBeGreaterThan(4_990);
    expect(later.waiting / 5_000).toBeCloseTo(0.5, 1);
    expect([...later.northM].filter((value, i) => value === begin.northM[i])).toHaveLength(later.waiting);
  });

  it("may begin anywhere on the way of a boat", () => {
    const frame = new LocalFrame(place);
    const to = { place: frame.toLatLon(0, 10_000), sigmaM: 0, utcMs: startUtcMs + 1_800_000 };

    const { eastM } = drift({ to }).at(startUtcMs);

    expect(Math.min(...eastM)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...eastM)).toBeLessThanOrEqual(10_000.1);
    expect(eastM.reduce((sum, value) => sum + value, 0) / 1_000).toBeCloseTo(5_000, -3);
  });

  it("takes an uneven last step, and holds before and after", () => {
    const run = drift({ object: exact(leewayObjects["PIW-1"]), random: half, untilUtcMs: startUtcMs + 1_500_000 });

    expect(run.at(startUtcMs + 1_500_000).northM[0]).toBeCloseTo(0.096 * 1_500, 2);
    expect(run.at(startUtcMs + 300_000).northM[0]).toBeCloseTo(0.096 * 300, 2);
    expect(run.at(startUtcMs + 1_350_000).northM[0]).toBeCloseTo(0.096 * 1_350, 2);
    expect(run.at(startUtcMs + dayMs).northM[0]).toBeCloseTo(0.096 * 1_500, 2);
    expect(run.at(startUtcMs - 1).northM[0]).toBe(0);
  });

  it("strands on land and stays there", () => {
    const grid = { centre: place, cellM: 100, columns: 200, rows: 200 };
    const frame = gridFrame(grid);
    const shore = [
      [2_000, -9_900],
      [9_900, -9_900],
      [9_900, 9_900],
      [2_000, 9_900],
    ].map(([n = 0, e = 0]) => frame.toLatLon(n, e));

    const run = drift({ frame, isLand: landOf(grid, [[shore]]), object: exact(leewayObjects["PIW-1"]) });
    const end = run.at(startUtcMs + dayMs);

    expect(end.stranded).toBe(1_000);
    expect(Math.max(...end.northM)).toBeLessThanOrEqual(2_000);
    expect(Math.min(...end.northM)).toBeGreaterThan(1_900);
    expect(run.at(startUtcMs + 3_600_000).stranded).toBe(0);
  });
});

describe("wind and current", () => {
  const samples = [
    { utcMs: startUtcMs + 3_600_000, northMps: 2, eastMps: 0 },
    { utcMs: startUtcMs, northMps: 0, eastMps: 4 },
  ];

  it("of a series lie on straight lines between the samples, in any order, and hold beyond them", () => {
    const flow = seriesFlow(samples);

    expect(flow?.at(startUtcMs + 1_800_000, 0, 0)).toEqual({ northMps: 1, eastMps: 2 });
    expect(flow?.at(startUtcMs - 1, 0, 0)).toMatchObject({ northMps: 0, eastMps: 4 });
    expect(flow?.at(startUtcMs + dayMs, 0, 0)).toMatchObject({ northMps: 2, eastMps: 0 });
    expect(flow?.known).toEqual({ fromUtcMs: startUtcMs, untilUtcMs: startUtcMs + 3_600_000 });
  });

  it("of an empty series aren't made up", () => {
    expect(seriesFlow([])).toBeUndefined();
  });

  it("of a grid are mixed in place and time, still on land, and held at the edge", () => {
    const flow = gridFlow(
      {
        southDeg: 30,
        westDeg: 122,
        stepLatDeg: 1,
        stepLonDeg: 1,
        rows: 2,
        columns: 2,
        timesUtcMs: [startUtcMs, startUtcMs + 3_600_000],
        northMps: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
        eastMps: Float32Array.of(Number.NaN, 0, 0, 0, 0, 0, 0, 0),
      },
      new LocalFrame({ latDeg: 30.5, lonDeg: 122.5 }),
    );

    expect(flow.at(startUtcMs, 0, 0).northMps).toBeCloseTo(1.5, 6);
    expect(flow.at(startUtcMs + 1_800_000, 0, 0).northMps).toBeCloseTo(3.5, 6);
    expect(flow.at(startUtcMs, -1e6, -1e6)).toEqual({ northMps: 0, eastMps: 0 });
    expect(flow.at(startUtcMs + dayMs, 1e6, 1e6).northMps).toBe(7);
  });

  it("of a grid move a drift as a steady flow of the same strength does", () => {
    const grid = { southDeg: 29, westDeg: 121, stepLatDeg: 3, stepLonDeg: 3, rows: 2, columns: 2 };
    const even = gridFlow(
      { ...grid, timesUtcMs: [startUtcMs], northMps: new Float32Array(4).fill(0.3), eastMps: new Float32Array(4) },
      new LocalFrame(place),
    );

    const [gridded, steady] = [even, steadyFlow({ northMps: 0.3, eastMps: 0 })].map(
      (current) => drift({ current }).at(startUtcMs + dayMs).northM,
    );

    gridded?.forEach((value, i) => {
      expect(Math.abs(value - (steady?.[i] ?? 0))).toBeLessThan(1);
    });
  });
});

describe("where the drifting may be", () => {
  const run = drift({ count: 5_000, from: { place, sigmaM: 500, utcMs: startUtcMs } });
  const particles = run.at(startUtcMs + 6 * 3_600_000);

  it("is a layer of the grid with one as the sum of all cells and the rest of the world", () => {
    const wide = { centre: { latDeg: 30.22, lonDeg: 122.41 }, cellM: 200, columns: 100, rows: 100 };
    const narrow = { ...wide, columns: 10, rows: 10 };
    for (const [grid, spreadM] of [
      [wide, 0],
      [wide, 400],
      [narrow, 0],
      [narrow, 400],
    ] as const) {
      const { poa, restOfWorld } = driftDensity(particles, run.frame, grid, { spreadM });

      expect(poa.reduce((sum, mass) => sum + mass, 0) + restOfWorld).toBeCloseTo(1, 4);
      expect(Math.min(...poa)).toBeGreaterThanOrEqual(0);
    }
    expect(driftDensity(particles, run.frame, wide).restOfWorld).toBeLessThan(0.01);
    expect(driftDensity(particles, run.frame, narrow).restOfWorld).toBeGreaterThan(0.3);
  });

  it("lies where the particles are, whatever the grid's middle", () => {
    const grid = { centre: { latDeg: 30.25, lonDeg: 122.38 }, cellM: 250, columns: 120, rows: 120 };
    const own = gridFrame(grid);

    const { poa } = driftDensity(particles, run.frame, grid);
    let [northM, eastM] = [0, 0];
    poa.forEach((mass, cell) => {
      northM += mass * (Math.floor(cell / 120) + 0.5 - 60) * 250;
      eastM += mass * ((cell % 120) + 0.5 - 60) * 250;
    });
    const [circle] = shareCircles(particles, run.frame);
    const expected = own.toNorthEast(circle?.centre ?? place);

    expect(Math.hypot(northM - expected.northM, eastM - expected.eastM)).toBeLessThan(5);
  });

  it("has circles that hold their share, and a hull that holds all", () => {
    const circles = shareCircles(particles, run.frame);
    const hull = driftHull(particles, run.frame);
    const core = driftHull(particles, run.frame, 0.5);

    for (const { share, centre, radiusM } of circles) {
      const { northM, eastM } = run.frame.toNorthEast(centre);
      const inside = [...particles.northM].filter(
        (north, i) => Math.hypot(north - northM, (particles.eastM[i] ?? 0) - eastM) <= radiusM + 1,
      ).length;
      expect(inside / 5_000).toBeCloseTo(share, 2);
    }
    expect(hull.length).toBeGreaterThan(8);
    expect(core.length).toBeGreaterThan(8);
  });
});
