import { segmentNames } from "../search/segments/segment-names.ts";
import { ofKind } from "./of-kind.ts";
import type { Thing } from "./thing.ts";

type Things = ReadonlyMap<string, Thing>;

/** Removed things keep their numbers: what was said on the radio must not mean something else later. */
const numbersOf = (things: Things, kind: "assignment" | "clue"): readonly number[] =>
  [...things.values()].flatMap((thing) =>
    thing.kind === kind && "number" in thing.fields && thing.fields.number !== undefined ? [thing.fields.number] : [],
  );

/** 101, 102 ... in the first operational period, 201 ... in the second; beyond 99 of one period above all that are given. */
export const nextAssignmentNumber = (things: Things, period: number): number => {
  const given = numbersOf(things, "assignment");
  const first = period * 100 + 1;
  const inPeriod = given.filter((number) => number >= first && number < first + 99);
  const next = Math.max(first - 1, ...inPeriod) + 1;
  return next < first + 99 ? next : given.reduce((most, number) => Math.max(most, number), 0) + 1;
};

export const nextClueNumber = (things: Things): number =>
  numbersOf(things, "clue").reduce((most, number) => Math.max(most, number), 0) + 1;

/** The next free letter pair. */
export const nextSegmentName = (things: Things): string =>
  segmentNames(
    1,
    ofKind(things, "segment").map(({ fields }) => fields.name ?? ""),
  )[0] ?? "";
