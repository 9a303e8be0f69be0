import type { Thing } from "./thing.ts";

/** The numbers in use; removed things keep theirs: what was said on the radio must not mean something else later. */
export const numbersOf = (things: ReadonlyMap<string, Thing>, kind: "assignment" | "clue"): readonly number[] =>
  [...things.values()].flatMap((thing) =>
    thing.kind === kind && "number" in thing.fields && thing.fields.number !== undefined ? [thing.fields.number] : [],
  );

const highest = (numbers: readonly number[], least: number): number =>
  numbers.reduce((most, number) => Math.max(most, number), least);

/** 101, 102 ... in the first operational period, 201 ... in the second; beyond 99 of one period above all that are in use. */
export const nextAssignmentNumber = (taken: readonly number[], period: number): number => {
  const first = period * 100 + 1;
  const end = first + 99;
  const next =
    1 +
    highest(
      taken.filter((number) => number >= first && number < end),
      first - 1,
    );
  return next < end ? next : 1 + highest(taken, 0);
};

export const nextClueNumber = (taken: readonly number[]): number => 1 + highest(taken, 0);
