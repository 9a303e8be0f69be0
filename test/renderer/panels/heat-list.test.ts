import { describe, expect, it } from "vitest";
import { byUrgency, matchesSearch, nextNew } from "../../../renderer/panels/heat-list.ts";
import { buildHeat, decided } from "../../support/build-views.ts";

const sources = [
  buildHeat(1, { decision: decided("dismissed") }),
  buildHeat(2),
  buildHeat(3, { decision: decided("confirmed") }),
  buildHeat(4),
  buildHeat(12, { vehicleIds: ["7"] }),
];

describe("the heat list", () => {
  it("has new sources first, the latest on top, then confirmed, then dismissed", () => {
    expect([...sources].sort(byUrgency).map(({ number }) => number)).toEqual([12, 4, 2, 3, 1]);
  });

  it("is searched by number and by vehicle", () => {
    const found = (search: string) =>
      sources.filter((source) => matchesSearch(source, search, (id) => `D${id}`)).map(({ number }) => number);

    expect(found("1")).toEqual([1, 12]);
    expect(found(" #12 ")).toEqual([12]);
    expect(found("d7")).toEqual([12]);
    expect(found("")).toHaveLength(5);
    expect(found("x")).toEqual([]);
  });

  it("goes from new source to new source, around its end", () => {
    const numbers: (number | undefined)[] = [];
    let current: string | undefined;
    for (let i = 0; i < 4; i++) {
      const next = nextNew(sources, current);
      numbers.push(next?.number);
      current = next?.id;
    }

    expect(numbers).toEqual([12, 4, 2, 12]);
    expect(nextNew([], undefined)).toBeUndefined();
  });
});
