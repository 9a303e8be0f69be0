import { existsSync } from "node:fs";

/** Each is a module beside this one with `run(): Promise<object>`, or `run(args)` where it takes options of its own. */
const names = [
  "mavlink-index",
  "mavlink-decode",
  "ingest",
  "startup",
  "heat-scenario",
  "params",
  "mission-upload",
  "patterns",
  "deconflict",
  "detector",
  "geolocate",
  "heat-pipeline",
  "heat-looks",
  "video-latency",
  "poa-update",
  "allocate",
  "dispatch",
  "correlate",
  "drift",
  "wall",
  "search-effectiveness",
  "scene",
  "archive-open",
  "archive-seek",
  "archive-memory",
  "plot",
];

interface BenchModule {
  run(args: readonly string[]): Promise<object>;
}

const isBenchModule = (value: unknown): value is BenchModule =>
  typeof value === "object" && value !== null && "run" in value && typeof value.run === "function";

const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};

/** `npm run -s bench -- NAME --json`: the figures as one JSON object on the last line; without --json, laid out to read. */
const main = async (words: readonly string[]): Promise<void> => {
  const asJson = words.includes("--json");
  const [name, ...more] = words.filter((word) => word !== "--json");
  if (name === undefined || !names.includes(name)) {
    return fail(`Give one benchmark: npm run -s bench -- NAME --json, where NAME is ${names.join(", ")}.`);
  }
  const place = new URL(`./${name}.ts`, import.meta.url);
  if (!existsSync(place)) return fail(`The benchmark ${name} isn't in test/bench.`);
  const bench: unknown = await import(place.href);
  if (!isBenchModule(bench)) return fail(`test/bench/${name}.ts exports no run().`);
  if (more.length > 0 && bench.run.length === 0)
    return fail(`The benchmark ${name} takes no options: ${more.join(" ")}.`);
  const figures = { bench: name, ...(await bench.run(more)) };
  console.log(JSON.stringify(figures, undefined, asJson ? undefined : 2));
};

await main(process.argv.slice(2));
