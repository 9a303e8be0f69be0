import { describe, expect, it } from "vitest";
import { HeatNews } from "../../../renderer/app/heat-news.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { buildHeat, decided } from "../../support/build-views.ts";

const at = (personProbability: number, change: Partial<HeatSource> = {}) =>
  buildHeat(7, { personProbability, ...change });
const of = (source: HeatSource) => ({ [source.id]: source });
const numbers = (all: readonly HeatSource[]) => all.map(({ number }) => number);

describe("a heat source", () => {
  it("calls when it is found, once, if it may be a person or nobody judged it", () => {
    const news = new HeatNews();

    expect(news.found(at(0.4), undefined)).toBe(true);
    expect(news.found(at(0.4), undefined)).toBe(false);
    expect(new HeatNews().found(buildHeat(8), undefined)).toBe(true);
  });

  it("doesn't call for a car, and once it looks like a person calls once", () => {
    const news = new HeatNews();

    expect(news.found(at(0.02), undefined)).toBe(false);
    expect(numbers(news.risen(of(at(0.002)), of(at(0.02))))).toEqual([]);
    expect(numbers(news.risen(of(at(0.02)), of(at(0.45))))).toEqual([7]);
    expect(numbers(news.risen(of(at(0.45)), of(at(0.01))))).toEqual([]);
    expect(numbers(news.risen(of(at(0.01)), of(at(0.6))))).toEqual([]);
  });

  it("calls however its event and its state overtake each other", () => {
    const stateFirst = new HeatNews();
    expect(numbers(stateFirst.risen({}, of(at(0.5))))).toEqual([]);
    expect(stateFirst.found(at(0.01), at(0.5))).toBe(true);

    const eventFirst = new HeatNews();
    expect(eventFirst.found(at(0.01), undefined)).toBe(false);
    expect(numbers(eventFirst.risen({}, of(at(0.5))))).toEqual([7]);
  });

  it("that was known before this screen opened, was decided, or is ours, is no news", () => {
    const news = new HeatNews();
    const own = { identity: { kind: "vehicle", vehicleId: "1" } } as const;

    expect(numbers(news.risen({}, of(at(0.9))))).toEqual([]);
    expect(numbers(news.risen(of(at(0.9, { decision: decided("dismissed") })), of(at(0.9))))).toEqual([]);
    expect(numbers(news.risen(of(at(0.01)), of(at(0.9, own))))).toEqual([]);
    expect(numbers(news.risen(of(at(0.9, own)), of(at(0.9))))).toEqual([]);
  });
});
