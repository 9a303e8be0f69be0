import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPrior } from "../../../../shared/search/probability/prior.ts";
import { ProbabilityMap } from "../../../../shared/search/probability/probability-map.ts";
import { segmentCells } from "../../../../shared/search/probability/segment-cells.ts";
import { segmentSums } from "../../../../shared/search/probability/segment-sums.ts";
import { evenMap, gridOf, mapOf, rectangle, sumOf } from "../../../support/probability-maps.ts";

/** Segments of one cell each, in a row. */
const segmentsMap = (poa: readonly number[], row: number): ProbabilityMap =>
  mapOf(gridOf(poa.length, 1), Float32Array.from(poa), row);

const search = (map: ProbabilityMap, ...searches: readonly (readonly [segment: number, pod: number])[]): void => {
  for (const [segment, pod] of searches) map.miss(segment - 1, 1 - pod, 1 - pod);
};

const posteriors = (map: ProbabilityMap): readonly number[] => [...map.prior.keys()].map((i) => map.posteriorAt(i));

const expectClose = (actual: readonly number[], expected: readonly number[], digits: number): void => {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, digits);
};

describe("the probability map", () => {
  it("moves probability elsewhere where a search found nobody (V1)", () => {
    const map = segmentsMap([0.4, 0.3, 0.2], 0.1);

    search(map, [1, 0.6]);

    expect(map.successSoFar).toBeCloseTo(0.24, 6);
    expectClose(posteriors(map), [0.2105, 0.3947, 0.2632], 4);
    expect(map.row).toBeCloseTo(0.1316, 4);
  });

  describe("with two resources (V2)", () => {
    const fresh = () => segmentsMap([0.3, 0.35, 0.2], 0.15);
    const [podA, podB] = [
      [0.5, 0.5, 0.7],
      [0.4, 0.35, 0.55],
    ];
    const send = (toA: number, toB: number): ProbabilityMap => {
      const map = fresh();
      search(map, [toA, podA[toA - 1] ?? 0], [toB, podB[toB - 1] ?? 0]);
      return map;
    };

    it("gains most by A in 2 and B in 1, and knows what is left where", () => {
      const best = send(2, 1);

      expect(best.successSoFar).toBeCloseTo(0.295, 6);
      expect(best.row).toBeCloseTo(0.21277, 5);
      expectClose(posteriors(best), [0.25532, 0.24823, 0.28369], 5);
    });

    it("gains less by the others", () => {
      expect(send(2, 3).successSoFar).toBeCloseTo(0.285, 6);
      expect(send(1, 2).successSoFar).toBeCloseTo(0.2725, 6);
      expect(send(2, 2).successSoFar).toBeCloseTo(0.23625, 6);
      for (const a of [1, 2, 3])
        for (const b of [1, 2, 3]) expect(send(a, b).successSoFar).toBeLessThanOrEqual(0.295 + 1e-6);
    });
  });

  it("sums to one with the rest of the world, however it is searched, and success never shrinks", () => {
    const pods = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(pods, (searches) => {
        const map = segmentsMap([0.4, 0.1, 0.2, 0.25], 0.05);
        let before = 0;
        for (const one of searches) {
          search(map, one);
          expect(map.successSoFar).toBeGreaterThanOrEqual(before);
          before = map.successSoFar;
        }

        expect(sumOf(map.posteriorInto(new Float32Array(4))) + map.row).toBeCloseTo(1, 5);
        expect(map.successSoFar + map.notFound).toBeCloseTo(1, 6);
      }),
    );
  });

  it("keeps its sums, those of segments too, as if they were counted anew after each look", () => {
    const grid = gridOf(12, 12);
    const segments = segmentCells(grid, [
      { id: "AA", rings: [rectangle(-60, -60, 120, 50)] },
      { id: "AB", rings: [rectangle(-60, -10, 70, 70)] },
    ]);
    const looks = fc.array(fc.tuple(fc.integer({ min: 0, max: 143 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(looks, (cells) => {
        const map = evenMap(grid, 0.1);
        map.watchSegments(segments);
        for (const [cell, factor] of cells) map.miss(cell, factor, factor * factor);

        const anew = new ProbabilityMap(
          grid,
          { mass: map.prior, row: map.rowPrior },
          {
            unresponsive: map.missed,
            responsive: map.missedResponsive,
          },
        );
        anew.watchSegments(segments);

        expect(map.successSoFar).toBeCloseTo(anew.successSoFar, 9);
        expect(map.successSoFarResponsive).toBeCloseTo(anew.successSoFarResponsive, 9);
        for (const [i, sum] of segmentSums(map).entries()) {
          expect(sum.poa).toBeCloseTo(segmentSums(anew)[i]?.poa ?? -1, 9);
          expect(sum.podResponsive).toBeCloseTo(segmentSums(anew)[i]?.podResponsive ?? -1, 9);
        }
      }),
    );
  });

  it("keeps what was searched when the planning point is moved after searching began", () => {
    const map = segmentsMap([0.4, 0.3, 0.2], 0.1);
    search(map, [1, 0.6], [2, 0.5]);
    const missed = [...map.missed];

    map.setPrior({ mass: Float32Array.from([0.1, 0.2, 0.6]), row: 0.1 });

    expect([...map.missed]).toEqual(missed);
    // .1 x .6 + .2 x .5 would have been found, had the person been where we now think.
    expect(map.successSoFar).toBeCloseTo(0.16, 6);
    expectClose(posteriors(map), [0.04 / 0.84, 0.1 / 0.84, 0.6 / 0.84], 5);
    expect(map.row).toBeCloseTo(0.1 / 0.84, 6);
  });

  it("keeps a person who answers beside one who doesn't", () => {
    const map = segmentsMap([0.5, 0.5], 0);

    map.miss(0, 0.7, 0.2);

    expect(map.successSoFar).toBeCloseTo(0.15, 6);
    expect(map.successSoFarResponsive).toBeCloseTo(0.4, 6);
    expect(map.posteriorAt(0)).toBeCloseTo(0.35 / 0.85, 6);
  });

  it("is nowhere once everything was searched without fail, and no number gets lost", () => {
    const map = segmentsMap([0.3, 0.3, 0.4], 0);

    search(map, [1, 1], [2, 1], [3, 1]);

    expect(map.successSoFar).toBeCloseTo(1, 6);
    expect(posteriors(map)).toEqual([0, 0, 0]);
    expect(map.row).toBe(0);
  });

  it("is not fed with arrays of another grid", () => {
    const map = segmentsMap([0.5, 0.5], 0);

    expect(() => map.setPrior({ mass: new Float32Array(3), row: 0 })).toThrow("3 cells");
    expect(() => map.watchSegments(segmentCells(gridOf(3, 1), []))).toThrow("3 cells");
    expect(
      () =>
        new ProbabilityMap(gridOf(2, 1), { mass: new Float32Array(2), row: 1 }, { responsive: new Float32Array(3) }),
    ).toThrow("cells");
  });
});

describe("probabilities that are wrong", () => {
  const check = (mass: readonly number[], row: number, expected = mass.length) =>
    checkPrior(Float32Array.from(mass), row, expected);

  it("are normalised where they don't sum to one, and the problem says to what they did", () => {
    const checked = check([0.4, 0.4, 0.4], 0.4);

    if (!checked.ok) throw new Error("refused");
    expect(checked.problems).toEqual([{ code: "not-one", sum: expect.closeTo(1.6, 5), done: "normalised" }]);
    expectClose([...checked.prior.mass], [0.25, 0.25, 0.25], 6);
    expect(checked.prior.row).toBeCloseTo(0.25, 6);
  });

  it("are no problem where only rounding parts them from one", () => {
    expect(check([0.1, 0.2, 0.3], 0.4)).toMatchObject({ ok: true, problems: [] });
  });

  it("are refused where they are negative, absent or no numbers, or sum to nothing", () => {
    expect(check([0.6, -0.1, 0.5], 0)).toEqual({
      ok: false,
      problems: [{ code: "negative", count: 1, least: expect.closeTo(-0.1, 6), done: "refused" }],
    });
    expect(check([0.6, Number.NaN, 0.5], Number.POSITIVE_INFINITY)).toEqual({
      ok: false,
      problems: [{ code: "missing-value", count: 2, done: "refused" }],
    });
    expect(check([0.5, 0.5], 0, 5)).toEqual({
      ok: false,
      problems: [{ code: "missing-value", count: 3, done: "refused" }],
    });
    expect(check([0, 0], 0)).toEqual({ ok: false, problems: [{ code: "not-one", sum: 0, done: "refused" }] });
    expect(check([0.5, 0.7], -0.2)).toMatchObject({ ok: false, problems: [{ code: "negative", least: -0.2 }] });
  });
});
