import { describe, expect, it } from "vitest";
import { PlaneHeights } from "../../../../electron/station/search/plane-heights.ts";
import { SearchEngine } from "../../../../electron/station/search/search-engine.ts";
import type { SearchSpec } from "../../../../electron/station/search/search-spec.ts";
import { WorkerGround } from "../../../../electron/station/search/worker-ground.ts";
import { gridFor } from "../../../../shared/search/grid/search-grid.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import { segmentSums } from "../../../../shared/search/probability/segment-sums.ts";
import { buildLook, buildSpec, ippPlace, placeAt, squareAt } from "../../../support/search-spec.ts";

const table = shippedLostPersonTable();

const engineOf = (change: Partial<SearchSpec> = {}, ground = new WorkerGround()) => {
  const engine = new SearchEngine(table);
  engine.make({ spec: buildSpec(change), ground, restart: true });
  const { made } = engine;
  if (made === undefined) throw new Error("There is no map.");
  return { engine, made, map: made.map, built: made.built };
};

const codes = (change: Partial<SearchSpec>) => engineOf(change).built.problems.map(({ code }) => code);
const problem = (change: Partial<SearchSpec>, code: string) =>
  engineOf(change).built.problems.find((one) => one.code === code);

const twoSegments: SearchSpec["segments"] = [
  { id: "a", name: "AA", ring: squareAt(0, -250, 500) },
  { id: "b", name: "AB", ring: squareAt(0, 250, 500) },
];

describe("the prior of a search", () => {
  it("lays the table's rings around the planning point, with their formula and source", () => {
    const { map, built } = engineOf();

    expect(built.rings?.quantiles.map(({ distanceM }) => Math.round(distanceM))).toEqual([322, 966, 2414, 12714]);
    expect(built.layers).toEqual([
      expect.objectContaining({ key: "rings", weight: 1, source: expect.stringContaining("Koester") }),
    ]);
    const inside = map.prior.reduce((sum, mass) => sum + mass, 0);
    expect(inside + map.rowPrior).toBeCloseTo(1, 4);
    expect(built.problems).toEqual([]);
  });

  it("says so of a category without data, and puts no numbers in its place", () => {
    const { built, map } = engineOf({ subject: { category: "astronaut", ipp: { place: ippPlace, utcMs: 0 } } });

    expect(built.prior).toBeUndefined();
    expect(built.rings).toBeUndefined();
    expect(built.layers).toEqual([]);
    expect(built.problems).toEqual([
      { code: "no-data", params: { category: "astronaut", terrainClass: "else", what: "distances" } },
    ]);
    expect(map.successSoFar).toBe(0);
  });

  it("says so where nobody chose a category", () => {
    expect(codes({ subject: { ipp: { place: ippPlace, utcMs: 0 } } })).toEqual(["no-category"]);
    expect(codes({ subject: { category: "none", ipp: { place: ippPlace, utcMs: 0 } } })).toEqual(["no-category"]);
  });

  it("names a last distance that the source doesn't have, and a row of few cases", () => {
    const place = { ipp: { place: ippPlace, utcMs: 0 } };

    expect(codes({ subject: { category: "abduction", ...place } })).toEqual(["no-tail"]);
    expect(
      problem({ subject: { category: "dementia", terrainClass: "dry-mountainous", ...place } }, "small-sample")?.params,
    ).toMatchObject({ cases: 14 });
  });

  it("takes votes that don't sum to 100 as shares of their sum, and says so", () => {
    const vote = { id: "v", expert: "Li", values: { a: 60, b: 60 }, restOfWorld: 0 };

    const told = problem({ segments: twoSegments, votes: [vote], model: { consensusWeight: 1 } }, "not-one");

    expect(told?.params).toEqual({ of: "vote", name: "Li", sum: 1.2 });
  });

  it("leaves a vote with a negative value out, and says of a missing one that it counts as nothing", () => {
    const votes = [
      { id: "v", expert: "Li", values: { a: -5, b: 105 }, restOfWorld: 0 },
      { id: "w", expert: "Wu", values: { a: 90 }, restOfWorld: 10 },
    ];

    const { built } = engineOf({ segments: twoSegments, votes, model: { consensusWeight: 1 } });

    expect(built.problems).toContainEqual({ code: "negative", params: { of: "vote", name: "Li", what: "AA" } });
    expect(built.problems).toContainEqual({ code: "missing-value", params: { of: "vote", name: "Wu", what: "AB" } });
  });

  it("mixes experts in with the weight that was asked for", () => {
    const vote = { id: "v", expert: "Li", values: { a: 80, b: 20 }, restOfWorld: 0 };
    const { map } = engineOf({ segments: twoSegments, votes: [vote], model: { consensusWeight: 1 } });

    const [a, b] = segmentSums(map);

    expect(a?.poaPrior).toBeCloseTo(0.8, 3);
    expect(b?.poaPrior).toBeCloseTo(0.2, 3);
  });

  it("names both segments that overlap, and how much, and one that lies outside of the map", () => {
    const segments = [
      { id: "a", name: "AA", ring: squareAt(0, 0, 400) },
      { id: "b", name: "AB", ring: squareAt(0, 200, 400) },
      { id: "c", name: "AC", ring: squareAt(9_000, 0, 400) },
    ];

    expect(problem({ segments }, "overlap")?.params).toEqual({ name: "AA", other: "AB", areaM2: 80_000 });
    expect(problem({ segments }, "outside-map")?.params).toEqual({ of: "segment", name: "AC" });
  });

  it("names a segment whose ring crosses itself", () => {
    const [a, b, c, d] = squareAt(0, 0, 400);
    const ring = [a, c, b, d].flatMap((corner) => corner ?? []);

    expect(problem({ segments: [{ id: "a", name: "AA", ring }] }, "crossing-ring")?.params).toEqual({ name: "AA" });
    expect(codes({ segments: twoSegments })).toEqual([]);
  });

  it("gives a segment the probability that somebody set by hand", () => {
    const segments = twoSegments.map((segment) => (segment.id === "a" ? { ...segment, poa: 0.4 } : segment));

    const { map } = engineOf({ segments });

    expect(segmentSums(map)[0]?.poa).toBeCloseTo(0.4, 4);
    const all = map.prior.reduce((sum, mass) => sum + mass, 0) + map.rowPrior;
    expect(all).toBeCloseTo(1, 4);
  });

  it("takes probabilities set by hand that are more than one together as shares", () => {
    const segments = twoSegments.map((segment) => ({ ...segment, poa: 0.9 }));

    const { map, built } = engineOf({ segments });

    expect(built.problems).toContainEqual({ code: "not-one", params: { of: "segments", sum: 1.8 } });
    expect(segmentSums(map).map(({ poa }) => Number(poa.toFixed(3)))).toEqual([0.5, 0.5]);
  });

  it("draws the map towards a clue as far as it is believed, and away from where somebody isn't", () => {
    const clue = { id: "c", number: 7, place: placeAt(800, 800), sigmaM: 60, state: "new" } as const;
    const near = squareAt(800, 800, 300);
    const segments = [{ id: "a", name: "AA", ring: near }];
    const poa = (clues: SearchSpec["clues"]) => segmentSums(engineOf({ segments, clues }).map)[0]?.poa ?? 0;

    const [without, here, away, dismissed] = [
      poa([]),
      poa([{ ...clue, effect: "here", reliability: 0.6 }]),
      poa([{ ...clue, effect: "not-here", reliability: 0.9 }]),
      poa([{ ...clue, effect: "here", reliability: 0.6, state: "dismissed" }]),
    ];

    expect(here).toBeGreaterThan(0.57);
    expect(here).toBeLessThan(0.63);
    expect(away).toBeLessThan(without);
    expect(dismissed).toBe(without);
  });

  it("is drawn by a confirmed heat source within its ellipse, as strongly as it is likely a person", () => {
    const heat = { id: "c", number: 7, nature: "heat", place: placeAt(-600, 900), sigmaM: 25, effect: "here" } as const;
    // Two sigma around it hold 1 - e^-2 of what it says.
    const ring = Array.from({ length: 36 }, (_, i) => {
      const azimuth = (i * Math.PI) / 18;
      return placeAt(-600 + 50 * Math.cos(azimuth), 900 + 50 * Math.sin(azimuth));
    });

    const { map, built } = engineOf({
      segments: [{ id: "a", name: "AA", ring }],
      clues: [{ ...heat, reliability: 0.95, state: "new" }],
    });

    expect(built.problems).toEqual([]);
    expect(built.layers.map(({ key, weight }) => [key, weight])).toEqual([
      ["rings", 0.05],
      ["sighting", 0.95],
    ]);
    expect(segmentSums(map)[0]?.poa).toBeGreaterThan(0.95 * 0.83);
    expect(segmentSums(map)[0]?.poa).toBeLessThan(0.95 * 0.9);
  });

  it("stays at a confirmed heat source however often cameras look there, and leaves it when it is dismissed", () => {
    const heat = {
      ...({ id: "c", number: 7, nature: "heat", place: placeAt(0, 0), sigmaM: 10, effect: "here" } as const),
      reliability: 0.8,
    };
    const segments = [{ id: "a", name: "AA", ring: squareAt(0, 0, 60) }];
    const { engine, map } = engineOf({ segments, clues: [heat] });
    const poa = () => segmentSums(map)[0]?.poa ?? 0;
    const before = poa();

    engine.look([1, 60, 120].map((atS) => buildLook(0, 0, { lookMs: atS * 1_000, exposureS: 5 })));
    const looked = poa();
    engine.make({ spec: buildSpec({ segments, clues: [{ ...heat, state: "dismissed" }] }), restart: false });

    expect(before).toBeGreaterThan(0.79);
    expect(looked).toBeCloseTo(before, 2);
    expect(poa()).toBeLessThan(0.01);
    expect(engine.at(ippPlace.latDeg, ippPlace.lonDeg)?.pod).toBeGreaterThan(0.5);
  });

  it("says what each layer takes for granted", () => {
    const [ring = []] = [twoSegments[0]?.ring];
    const { built } = engineOf({
      segments: [{ id: "a", name: "AA", ring }],
      votes: [{ id: "v", expert: "Lin", values: { a: 80 }, restOfWorld: 20 }],
      model: { attraction: 1 },
    });

    const assumed = built.layers.flatMap(({ key, assumptions = [] }) =>
      assumptions.map(({ code }) => `${key} ${code}`),
    );

    expect(assumed).toEqual(["consensus even-inside", "attraction near-feature"]);
    expect(built.layers.find(({ key }) => key === "attraction")?.assumptions).toEqual([
      { code: "near-feature", value: 25, unit: "m" },
    ]);
  });

  it("puts half of those with dementia within 15 m of the ways where attraction is added, and names the layer", () => {
    const way = [placeAt(-900, 100), placeAt(900, 150)].map(({ latDeg, lonDeg }) => [lonDeg, latDeg] as const);
    const ground = new WorkerGround([{ kind: "track", geometry: { type: "LineString", coordinates: way } }]);
    const keys = (model: SearchSpec["model"], category = "dementia") =>
      engineOf({ model, subject: { ...buildSpec().subject, category } }, ground).built.layers.map(({ key }) => key);

    expect(keys({ attraction: 1 })).toEqual(["rings", "attraction", "track-offset"]);
    expect(keys({})).toEqual(["rings"]);
    expect(keys({ attraction: 1 }, "hiker")).toEqual(["rings", "attraction"]);
  });

  it("names a clue that should act on the map but says not how reliable it is", () => {
    const clue = { id: "c", number: 7, place: ippPlace, effect: "here" } as const;

    expect(problem({ clues: [clue] }, "missing-value")?.params).toEqual({ of: "clue", name: "7", what: "reliability" });
  });

  it("lets somebody at sea drift down the wind, and says so where nobody says what drives them", () => {
    const drift = {
      object: "PIW-1",
      place: ippPlace,
      sigmaM: 50,
      fromUtcMs: 0,
      untilUtcMs: 2 * 3_600_000,
      wind: [{ utcMs: 0, towardsDeg: 90, mps: 10 }],
      current: [],
    };
    const atSea = { incident: { nature: "sea" }, subject: {} } as const;

    const { built, map } = engineOf({ ...atSea, model: { drift } });

    expect(built.problems).toEqual([]);
    expect(built.layers[0]?.key).toBe("drift");
    // 9.6 cm/s down the wind for two hours, less who drifts beyond the map.
    const east = map.prior.reduce(
      (sum, mass, cell) => sum + mass * ((cell % map.grid.columns) + 0.5 - map.grid.columns / 2) * map.grid.cellM,
      0,
    );
    expect(east).toBeGreaterThan(300);
    expect(codes({ ...atSea, model: {} })).toEqual(["no-drift"]);
    expect(codes({ ...atSea, model: { drift: { ...drift, object: "bathtub" } } })).toEqual(["no-drift"]);
    expect(codes({ ...atSea, model: { drift: { ...drift, wind: [] } } })).toEqual(["no-drift"]);
  });
});

describe("searching", () => {
  it("lowers what is left where a camera looked, by Bayes, and raises it elsewhere", () => {
    const { engine, map } = engineOf({ segments: twoSegments });
    const [before, elsewhere] = [engine.at(30.87, 120.433), engine.at(30.875, 120.438)];

    engine.look([buildLook(0, 0)]);

    const [after, then] = [engine.at(30.87, 120.433), engine.at(30.875, 120.438)];
    expect(after?.densityPerKm2).toBeLessThan(before?.densityPerKm2 ?? 0);
    expect(after?.pod).toBeGreaterThan(0.4);
    expect(after?.lastLook).toEqual({ by: "vehicle/1", utcMs: 1_000 });
    expect(then?.densityPerKm2).toBeGreaterThan(elsewhere?.densityPerKm2 ?? 0);
    expect(then?.lastLook).toBeUndefined();
    expect(map.successSoFar).toBeGreaterThan(0);
  });

  it("counts a usual thermal camera from its usual height: 1.32 mrad from 60 m", () => {
    const { engine } = engineOf();

    engine.look([buildLook(0, 0, { aboveGroundM: 60, eye: { ...ippPlace, altMslM: 60 }, ring: squareAt(0, 0, 20) })]);

    expect(engine.at(ippPlace.latDeg, ippPlace.lonDeg)?.pod).toBeGreaterThan(0.4);
  });

  it("counts nothing where a person would be too small in the picture to be found", () => {
    const { engine, map, made } = engineOf();

    engine.look([buildLook(0, 0, { aboveGroundM: 400, eye: { ...ippPlace, altMslM: 400 } })]);

    expect(map.successSoFar).toBe(0);
    expect(made.lasts.covered).toBe(0);
  });

  it("keeps the searching when the planning point moves, and makes the belief anew", () => {
    const { engine, map } = engineOf();
    engine.look([buildLook(0, 0)]);
    const [pod, density] = [engine.at(30.87, 120.433)?.pod, engine.at(30.87, 120.433)?.priorPerKm2];

    engine.make({
      spec: buildSpec({ subject: { category: "dementia", ipp: { place: placeAt(600, 0), utcMs: 0 } } }),
      restart: false,
    });

    expect(engine.made?.map).toBe(map);
    expect(engine.at(30.87, 120.433)?.pod).toBe(pod);
    expect(engine.at(30.87, 120.433)?.priorPerKm2).toBeLessThan(density ?? 0);
  });

  it("doesn't see behind a hill", () => {
    const heights = gridFor(ippPlace, 1_600, 102_400);
    const mslM = new Float32Array(heights.rows * heights.columns);
    // A wall of 60 m along the meridian 20 m east of the camera.
    for (let row = 0; row < heights.rows; row += 1)
      for (let column = 0; column < heights.columns; column += 1) {
        const eastM = (column + 0.5 - heights.columns / 2) * heights.cellM;
        mslM[row * heights.columns + column] = eastM > 20 && eastM < 50 ? 60 : 0;
      }
    const ground = new WorkerGround([], { grid: heights, mslM });
    const { engine } = engineOf({}, ground);

    engine.look([buildLook(0, 0, { ring: squareAt(0, 0, 200) })]);

    const [before, behind] = [placeAt(0, -15), placeAt(0, 65)];
    expect(engine.at(before.latDeg, before.lonDeg)?.pod).toBeGreaterThan(0);
    expect(engine.at(behind.latDeg, behind.lonDeg)?.pod).toBe(0);
  });

  it("counts a team's way by its sweep width", () => {
    const { engine } = engineOf();

    engine.look([
      {
        ...{ kind: "track", by: "team/t", utcMs: 5_000, lookMs: 5_000, sweepWidthM: 30 },
        from: placeAt(-200, 100),
        to: placeAt(200, 100),
      },
    ]);

    const [on, off] = [placeAt(0, 100), placeAt(0, 160)];
    expect(engine.at(on.latDeg, on.lonDeg)?.pod).toBeGreaterThan(0.5);
    expect(engine.at(off.latDeg, off.lonDeg)?.pod).toBe(0);
  });

  it("comes out the same when the same looks are taken again", () => {
    const looks = Array.from({ length: 40 }, (_, i) =>
      buildLook(i * 20 - 400, 10 * Math.sin(i), { lookMs: 1_000 * i, by: `vehicle/${i % 3}` }),
    );
    const [once, again] = [engineOf({ segments: twoSegments }), engineOf({ segments: twoSegments })];

    once.engine.look(looks);
    for (const look of looks) again.engine.look([look]);

    expect(again.map.missed).toEqual(once.map.missed);
    expect(segmentSums(again.map)).toEqual(segmentSums(once.map));
  });
});

describe("heights in the plane of a map", () => {
  it("are those of the cells' middles, straight between them, and unknown outside", () => {
    const grid = gridFor(ippPlace, 100, 100);
    const mslM = Float32Array.from({ length: 100 }, (_, cell) => cell % 10);
    const heights = new PlaneHeights({ grid, mslM });

    expect(heights.atPlane(0, -80)).toBeCloseTo(0.5, 6);
    expect(heights.atPlane(0, 70)).toBeCloseTo(8, 6);
    expect(heights.atPlane(0, 99)).toBeUndefined();
  });
});
