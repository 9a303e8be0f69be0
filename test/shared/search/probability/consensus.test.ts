import { describe, expect, it } from "vitest";
import { consensusLayer, consensusOf, letterValue } from "../../../../shared/search/probability/consensus.ts";
import { segmentCells } from "../../../../shared/search/probability/segment-cells.ts";
import { gridOf, rectangle, sumOf } from "../../../support/probability-maps.ts";

const ids = ["AA", "AB", "AC", "AD", "AE"];
const vote = (expert: string, values: readonly number[], row?: number) => ({
  expert,
  values: Object.fromEntries(values.map((value, i) => [ids[i] ?? "", value])),
  ...(row === undefined ? {} : { row }),
});
const percents = (shares: readonly number[]) => shares.map((share) => Number((share * 100).toFixed(2)));

describe("the experts' consensus", () => {
  it("is proportional to any numbers, the rest of the world included (V3)", () => {
    const { consensus, problems } = consensusOf("proportional", [vote("Li", [29, 35, 40, 18, 13], 5)], ids);

    expect(percents(consensus?.shares ?? [])).toEqual([20.71, 25, 28.57, 12.86, 9.29]);
    expect(percents([consensus?.row ?? 0])).toEqual([3.57]);
    expect(problems).toEqual([]);
  });

  it("is the mean of the experts' percents (Mattson)", () => {
    const { consensus, problems } = consensusOf(
      "mattson",
      [vote("Li", [50, 20, 10, 10, 0], 10), vote("Wang", [10, 40, 10, 10, 10], 20)],
      ids,
    );

    expect(percents(consensus?.shares ?? [])).toEqual([30, 30, 10, 10, 5]);
    expect(percents([consensus?.row ?? 0])).toEqual([15]);
    expect(problems).toEqual([]);
  });

  it("is the mean of letters as 9 to 1, each expert's by their own sum (O'Connor)", () => {
    expect(["A", "e", "I", "J", "AA", ""].map(letterValue)).toEqual([9, 5, 1, undefined, undefined, undefined]);

    const { consensus } = consensusOf(
      "oconnor",
      [vote("Li", [9, 5, 1, 1, 1], 1), vote("Wang", [1, 1, 1, 1, 1], 1)],
      ids,
    );

    expect(percents(consensus?.shares ?? []).slice(0, 2)).toEqual([33.33, 22.22]);
    expect((consensus?.shares ?? []).reduce((sum, share) => sum + share, consensus?.row ?? 0)).toBeCloseTo(1, 9);
  });

  it("normalises percents that don't make a hundred, and says so", () => {
    const { consensus, problems } = consensusOf("mattson", [vote("Li", [50, 50, 50, 50, 0], 0)], ids);

    expect(problems).toEqual([{ code: "not-one", expert: "Li", sum: 2, done: "normalised" }]);
    expect(consensus?.shares).toEqual([0.25, 0.25, 0.25, 0.25, 0]);
  });

  it("counts nothing for a segment that an expert left out, and says so", () => {
    const { consensus, problems } = consensusOf("mattson", [vote("Li", [60, 20, 10, 0])], ids);

    expect(problems).toEqual([
      { code: "missing-value", expert: "Li", at: "AE", done: "counted-as-zero" },
      { code: "missing-value", expert: "Li", at: "ROW", done: "counted-as-zero" },
      { code: "not-one", expert: "Li", sum: 0.9, done: "normalised" },
    ]);
    expect(consensus?.shares[0]).toBeCloseTo(2 / 3, 9);
  });

  it("leaves out a vote that is negative, no number, no letter or nothing, and says which", () => {
    const good = vote("Li", [1, 1, 1, 1, 1], 5);
    const left = (method: "oconnor" | "proportional", bad: ReturnType<typeof vote>) => {
      const { consensus, problems } = consensusOf(method, [good, bad], ids);
      expect(consensus?.row).toBeCloseTo(0.5, 9);
      return problems;
    };

    expect(left("proportional", vote("Wang", [1, -2, 1, 1, 1], 1))).toEqual([
      { code: "negative", expert: "Wang", at: "AB", done: "left-out" },
    ]);
    expect(left("proportional", vote("Wang", [1, 2, Number.NaN, 1, 1], 1))).toMatchObject([
      { code: "missing-value", at: "AC", done: "left-out" },
    ]);
    expect(left("oconnor", vote("Wang", [9, 12, 1, 1, 1], 1))).toMatchObject([{ at: "AB", done: "left-out" }]);
    expect(left("proportional", vote("Wang", [0, 0, 0, 0, 0], 0))).toEqual([
      { code: "not-one", expert: "Wang", sum: 0, done: "left-out" },
    ]);
    expect(consensusOf("mattson", [], ids)).toEqual({ problems: [] });
  });

  it("lies evenly inside each segment; what a segment without cells has is outside", () => {
    const grid = gridOf(20, 20, 10);
    const segments = segmentCells(grid, [
      { id: "AA", rings: [rectangle(-100, -100, 100, 100)] },
      { id: "AB", rings: [rectangle(0, 0, 100, 50)] },
      { id: "AC", rings: [rectangle(9000, 0, 100, 50)] },
    ]);

    const layer = consensusLayer(grid, segments, { shares: [0.5, 0.3, 0.1], row: 0.1 }, "Li, Wang");

    expect(layer.mass[0]).toBeCloseTo(0.5 / 100, 6);
    expect(layer.mass[10 * 20 + 10]).toBeCloseTo(0.3 / 50, 6);
    expect(sumOf(layer.mass)).toBeCloseTo(0.8, 5);
    expect(layer.outside).toBeCloseTo(0.2, 9);
    expect(layer.about).toMatchObject({ kind: "consensus", source: "Li, Wang" });
  });
});
