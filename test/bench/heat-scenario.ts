import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { SearchPlan, SearchReport } from "../support/search/search-report.ts";
import { median } from "./compare.ts";

/** The survey of the built-in scenario passes over the places of all persons within this time. */
export const untilS = 240;
export const framesPerS = 3;
/** As the customer asks: within three minutes. */
const soonS = 180;

const plans: readonly SearchPlan[] = [
  ...Array.from({ length: 8 }, (_, i): SearchPlan => ({ kind: "built-in", seed: 101 + i })),
  ...Array.from({ length: 16 }, (_, i): SearchPlan => ({ kind: "varied", seed: 201 + i })),
];

const flyInWorker = (plan: SearchPlan): Promise<SearchReport> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./heat-scenario-worker.ts", import.meta.url), { workerData: plan });
    worker.once("message", resolve);
    worker.once("error", reject);
  });

const flyAll = async (): Promise<readonly SearchReport[]> => {
  const waiting = [...plans];
  const reports: SearchReport[] = [];
  const lane = async (): Promise<void> => {
    for (let plan = waiting.shift(); plan; plan = waiting.shift()) reports.push(await flyInWorker(plan));
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, lane));
  return reports;
};

const figuresOf = (reports: readonly SearchReport[]): object => {
  const found = reports.filter(({ foundS }) => foundS !== undefined);
  const sum = (of: (report: SearchReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const share = (part: number, whole: number) => (whole === 0 ? undefined : Math.round((1000 * part) / whole) / 1000);
  return {
    flights: reports.length,
    found: found.length,
    foundWithin180S: found.filter(({ foundS }) => (foundS ?? Number.POSITIVE_INFINITY) <= soonS).length,
    inside95: found.filter(({ inside95 }) => inside95).length,
    medianErrorM: Math.round(100 * median(found.map(({ errorM }) => errorM ?? Number.NaN))) / 100,
    medianFoundS: Math.round(median(found.map(({ foundS }) => foundS ?? Number.NaN))),
    personDuplicates: sum(({ personSources }) => Math.max(0, personSources - 1)),
    personSeenByTwo: found.filter(({ personVehicles }) => personVehicles > 1).length,
    sources: sum(({ sources }) => sources),
    falseLocated: sum(({ falseLocated }) => falseLocated),
    unlocated: sum(({ unlocated }) => unlocated),
    decoysInside95: share(
      sum(({ decoysInside }) => decoysInside),
      sum(({ decoySources }) => decoySources),
    ),
    animalsInside95: share(
      sum(({ animalInside }) => animalInside),
      sum(({ animalSightings }) => animalSightings),
    ),
  };
};

/**
 * How well the person is found: whole searches from telemetry and pictures to sources, over the built-in scenario and over
 * other countries, persons and decoys that nothing was tuned on. There is no clock in it: the same on every machine.
 */
export const run = async (): Promise<object> => {
  const reports = await flyAll();
  const of = (kind: SearchPlan["kind"]) => figuresOf(reports.filter(({ plan }) => plan.kind === kind));
  const missed = reports.filter(({ foundS, inside95 }) => foundS === undefined || !inside95).map(({ plan }) => plan);
  return { ...figuresOf(reports), builtIn: of("built-in"), varied: of("varied"), missedOrOutside: missed };
};
