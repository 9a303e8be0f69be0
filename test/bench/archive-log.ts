import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeLongLog } from "../support/long-log.ts";
import { noSharedData, sharedData } from "../support/shared-data.ts";

const flights = ["copter_search", "rover_patrol", "two_vehicles_one_link", "copter_highrate"];

export interface BenchLog {
  readonly path: string;
  /** Of everything that is made about it; gone afterwards. */
  readonly folder: string;
  readonly bytes: number;
}

/** A long telemetry log: real flights one after the other, again and again, each stamped to follow the one before. */
export const withLongLog = async <T>(bytes: number, use: (log: BenchLog) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-archive-"));
  try {
    const logs = flights.map((name) => {
      const path = sharedData(`telemetry/${name}.tlog`);
      if (path === undefined) throw new Error(`This benchmark needs telemetry/${name}.tlog, but ${noSharedData}.`);
      return readFileSync(path);
    });
    const path = join(folder, "long.tlog");
    return await use({ path, folder, bytes: writeLongLog(path, logs, bytes) });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

export interface IndexerFigures {
  readonly frames: number;
  readonly bytes: number;
  readonly firstInstantMs: number;
  readonly wholeMs: number;
  readonly peakRssMb: number;
  readonly plotMs: readonly number[];
  readonly points: number;
}

const run = promisify(execFile);
const program = fileURLToPath(new URL("./archive-indexer.ts", import.meta.url));

/** Opens the log in a process of its own, with nothing made before. */
export const indexAnew = async ({ path, folder }: BenchLog, field?: string): Promise<IndexerFigures> => {
  for (const name of readdirSync(folder)) if (name.includes(".lantern-index")) rmSync(join(folder, name));
  const words = [program, path, folder, ...(field === undefined ? [] : [field])];
  const { stdout } = await run(process.execPath, words, { maxBuffer: 1 << 24 });
  const figures: IndexerFigures & { readonly ok: boolean } = JSON.parse(stdout);
  if (!figures.ok) throw new Error(`The log wasn't indexed whole: ${stdout}`);
  return figures;
};

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
