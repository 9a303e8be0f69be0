import { describe, expect, test } from "vitest";
import type { JudgedSearch } from "../../support/search/judge-search.ts";
import { search } from "../../support/search/search-report.ts";

const expectFound = ({ sources, person }: JudgedSearch): void => {
  expect(person).toHaveLength(1);
  expect(person[0]).toMatchObject({ inside95: true });
  expect(person[0]?.errorM).toBeLessThan(6);
  expect(person[0]?.source.location).toMatchObject({ located: true });
  expect(sources.filter(({ nothingThere }) => nothingThere)).toEqual([]);
};

/** Whole searches, step by step: MAVLink into the fleet, pictures into the detector, spots onto the ground and together. */
describe("the station finds the person", () => {
  test("by the ditch of the built-in scenario, and nothing that isn't there", async () => {
    const plan = { kind: "built-in", seed: 1 } as const;

    const judged = await search(plan, { vehicles: ["D1"], framesPerS: 3, fromS: 128, untilS: 143 });

    expectFound(judged);
    expect(judged.sources.every(({ inside95 }) => inside95)).toBe(true);
  });

  test("in another country, with the feet in a pond and a goat beside: one source of both drones", async () => {
    const plan = { kind: "varied", seed: 16 } as const;

    const judged = await search(plan, { vehicles: ["D1", "D2"], framesPerS: 3, fromS: 85, untilS: 100 });

    expectFound(judged);
    expect(judged.person[0]?.source.vehicleIds.toSorted()).toEqual(["1", "2"]);
    expect(judged.sources.filter(({ shows }) => shows === "goat 0")).toHaveLength(1);
  });
});
