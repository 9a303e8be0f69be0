import { describe, expect, it } from "vitest";
import { busyUntilMs } from "../../../renderer/panels/heat-hands.ts";
import {
  byUrgency,
  type HeatStanding,
  heldOrder,
  matchesSearch,
  nextNew,
  standingOf,
  steadyOrder,
} from "../../../renderer/panels/heat-list.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { buildHeat, decided } from "../../support/build-views.ts";

const sources = [
  buildHeat(1, { decision: decided("dismissed") }),
  buildHeat(2),
  buildHeat(3, { decision: decided("confirmed") }),
  buildHeat(4),
  buildHeat(12, { vehicleIds: ["7"] }),
];
const likely = (number: number, personProbability: number, change: Partial<HeatSource> = {}) =>
  buildHeat(number, { personProbability, ...change });
const numbers = (all: readonly HeatSource[]) => all.map(({ number }) => number);

describe("the heat list", () => {
  it("has new sources first, the latest on top where nobody judged them, then confirmed, then dismissed", () => {
    expect(numbers([...sources].sort(byUrgency))).toEqual([12, 4, 2, 3, 1]);
  });

  it("sorts new ones by how likely a person each is; equal ones by number, decided ones not at all", () => {
    const all = [
      likely(1, 0.2),
      likely(2, 0.9),
      likely(3, 0.9),
      likely(4, 0.1, { decision: decided("confirmed") }),
      likely(5, 0.05, { decision: decided("confirmed") }),
    ];

    expect(numbers(all.sort(byUrgency))).toEqual([3, 2, 1, 5, 4]);
  });

  it("puts one that nobody judged where alarms begin, and one of our own behind all", () => {
    const own = likely(4, 0.99, { identity: { kind: "vehicle", vehicleId: "3" } });

    expect(numbers([likely(1, 0.29), buildHeat(2), likely(3, 0.31), own].sort(byUrgency))).toEqual([3, 2, 1, 4]);
  });

  it("is searched by number, also one that was merged, and by vehicle", () => {
    const found = (search: string) =>
      sources.filter((source) => matchesSearch(source, search, (id) => `D${id}`)).map(({ number }) => number);

    expect(found("1")).toEqual([1, 12]);
    expect(found(" #12 ")).toEqual([12]);
    expect(found("d7")).toEqual([12]);
    expect(found("")).toHaveLength(5);
    expect(found("x")).toEqual([]);
    expect(matchesSearch(buildHeat(2, { mergedNumbers: [7, 9] }), "9", () => undefined)).toBe(true);
  });

  it("goes from new source to new source, around its end", () => {
    const visited: (number | undefined)[] = [];
    let current: string | undefined;
    for (let i = 0; i < 4; i++) {
      const next = nextNew(sources, current);
      visited.push(next?.number);
      current = next?.id;
    }

    expect(visited).toEqual([12, 4, 2, 12]);
    expect(nextNew([], undefined)).toBeUndefined();
  });
});

describe("the heat list's order", () => {
  const step = (standing: HeatStanding, all: readonly HeatSource[]) => {
    const next = standingOf(standing, all);
    return { standing: next, order: numbers(steadyOrder(all, next, "likely")) };
  };

  it("stays while probabilities waver by less than a tenth, and follows beyond", () => {
    const first = step(new Map(), [likely(1, 0.55), likely(2, 0.5)]);
    const wavered = step(first.standing, [likely(1, 0.5), likely(2, 0.58)]);
    const rose = step(wavered.standing, [likely(1, 0.5), likely(2, 0.6)]);

    expect(first.order).toEqual([1, 2]);
    expect(wavered.order).toEqual([1, 2]);
    expect(rose.order).toEqual([2, 1]);
  });

  it("can't creep: what stands is compared, not the last value", () => {
    let standing: HeatStanding = standingOf(new Map(), [likely(1, 0.5)]);
    for (const probability of [0.55, 0.59]) standing = standingOf(standing, [likely(1, probability)]);
    expect(standing.get("heat-1")).toBe(0.5);

    standing = standingOf(standing, [likely(1, 0.61)]);
    expect(standing.get("heat-1")).toBe(0.61);
  });

  it("forgets what is gone, and counts at once that somebody said it is ours", () => {
    const before = standingOf(new Map(), [likely(1, 0.9), likely(2, 0.5)]);
    const own = likely(1, 0.9, { identity: { kind: "vehicle", vehicleId: "1" } });

    const after = standingOf(before, [own]);

    expect([...after.keys()]).toEqual(["heat-1"]);
    expect(numbers(steadyOrder([own, likely(2, 0.5)], after, "likely"))).toEqual([2, 1]);
  });

  it("can be by age alone within new, confirmed and dismissed", () => {
    const all = [likely(1, 0.9), likely(2, 0.1), likely(3, 0.9, { decision: decided("confirmed") })];

    expect(numbers(steadyOrder(all, standingOf(new Map(), all), "newest"))).toEqual([2, 1, 3]);
  });

  it("is held while hands are on it: what is gone goes, what came waits", () => {
    expect(heldOrder(["a", "b", "c"], ["d", "c", "a"], (id) => id !== "b")).toEqual({ ids: ["a", "c"], waiting: 1 });
  });
});

describe("hands on the list", () => {
  it("hold it while they press, two seconds after they left, and ten while they rest there", () => {
    expect(busyUntilMs({ pressed: true, inside: true, lastMs: 5 })).toBe(Number.POSITIVE_INFINITY);
    expect(busyUntilMs({ pressed: false, inside: false, lastMs: 1_000 })).toBe(3_000);
    expect(busyUntilMs({ pressed: false, inside: true, lastMs: 1_000 })).toBe(11_000);
    expect(busyUntilMs({ pressed: false, inside: false, lastMs: undefined })).toBe(Number.NEGATIVE_INFINITY);
  });
});
