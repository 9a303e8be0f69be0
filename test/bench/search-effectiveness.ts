import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { median } from "./compare.ts";
import { type SearchOutcome, type SubjectName, untilS } from "./search-effectiveness-one.ts";

const defaultCount = 500;

const searchInWorker = (seeds: readonly number[], subject: SubjectName): Promise<readonly SearchOutcome[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./search-effectiveness-worker.ts", import.meta.url), {
      workerData: { seeds, subject },
    });
    worker.once("message", resolve);
    worker.once("error", reject);
  });

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Who was not found counts with two hours, in medians and means alike. */
const figuresOf = (outcomes: readonly SearchOutcome[]): object => {
  const count = outcomes.length;
  const ours = outcomes.map(({ oursS }) => oursS ?? untilS);
  const sweep = outcomes.map(({ sweepS }) => sweepS ?? untilS);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  return {
    searches: count,
    medianTimeRatio: round(median(ours) / median(sweep), 3),
    meanTimeRatio: round(mean(ours) / mean(sweep), 3),
    foundOurs: round(outcomes.filter(({ oursS }) => oursS !== undefined).length / count, 3),
    foundSweep: round(outcomes.filter(({ sweepS }) => sweepS !== undefined).length / count, 3),
    medianOursMin: round(median(ours) / 60, 1),
    medianSweepMin: round(median(sweep) / 60, 1),
    meanOursMin: round(mean(ours) / 60, 1),
    meanSweepMin: round(mean(sweep) / 60, 1),
  };
};

const numberAfter = (args: readonly string[], option: string, otherwise: number): number => {
  const at = args.indexOf(option);
  const value = at < 0 ? otherwise : Number(args[at + 1]);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${option} takes a whole number.`);
  return value;
};

/**
 * Seeded searches for a hidden person by two drones and a robot dog, two hours each: Lantern's map and planner beside a plain
 * parallel sweep outward from the planning point with the same vehicles and sensors. Every search has a country and a person of
 * its own; the person is drawn by `search-effectiveness-person.ts`, which nothing that plans imports. There is no clock in
 * it: the same on every machine. `--seed N` gives other searches, `--count N` fewer or more,
 * `--subject hiker` people of whom most are farther away than anybody gets in two hours.
 */
export const run = async (args: readonly string[]): Promise<object> => {
  const seed = numberAfter(args, "--seed", 1);
  const count = numberAfter(args, "--count", defaultCount);
  const subject = args.includes("hiker") ? "hiker" : "dementia";
  const seeds = Array.from({ length: count }, (_, i) => seed * 1_000_000 + i);
  const lanes = Math.max(1, availableParallelism());
  const shares = Array.from({ length: lanes }, (_, lane) => seeds.filter((_, i) => i % lanes === lane));
  const outcomes = (await Promise.all(shares.map((share) => searchInWorker(share, subject)))).flat();
  const subjects = [...new Set(outcomes.map(({ subject }) => subject))].toSorted();
  return {
    seed,
    ...figuresOf(outcomes),
    notFoundCountAsMin: untilS / 60,
    bySubject: Object.fromEntries(
      subjects.map((subject) => [subject, figuresOf(outcomes.filter((outcome) => outcome.subject === subject))]),
    ),
  };
};
