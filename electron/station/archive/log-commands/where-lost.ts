import { writeFile } from "node:fs/promises";
import type { LostVehicle } from "../../../../shared/archive/where-lost/lost-vehicle.ts";
import { LostWatch } from "../../../../shared/archive/where-lost/lost-watch.ts";
import { whereLostGeoJson } from "../../../../shared/archive/where-lost/where-lost-geojson.ts";
import { whereLostText } from "../../../../shared/archive/where-lost/where-lost-text.ts";
import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import { type LogFault, readLog } from "../reading/read-log.ts";

export type WhereLost =
  | { readonly ok: true; readonly path: string; readonly vehicles: readonly LostVehicle[] }
  | { readonly ok: false; readonly path: string; readonly fault: LogFault };

/** Reads a whole log by the live station's reducers: where each vehicle was last, and where it can be. */
export const whereLost = async (path: string, afterS: number | undefined): Promise<WhereLost> => {
  const watch = new LostWatch();
  const read = await readLog(path, ({ frame, utcUs, positionMs }) => {
    const utcMs = utcUs === undefined ? undefined : utcUs / 1000;
    watch.receive({ frame, message: decodeMessage(frame), positionMs, utcMs });
  });
  if (!read.ok) return { ok: false, path, fault: read.fault };
  return { ok: true, path, vehicles: watch.result(afterS) };
};

export interface WhereLostOptions {
  readonly file: string;
  readonly json: boolean;
  readonly afterS?: number;
  /** Where GeoJSON is written besides. */
  readonly geojson?: string;
}

/** @returns the exit code, 1 where the file could not be read as a log or GeoJSON not be written */
export const printWhereLost = async ({ file, json, afterS, geojson }: WhereLostOptions): Promise<number> => {
  const lost = await whereLost(file, afterS);
  if (json) process.stdout.write(`${JSON.stringify(lost, undefined, 2)}\n`);
  if (!lost.ok) {
    process.stderr.write(`${lost.fault.detail}\n`);
    return 1;
  }
  if (!json) process.stdout.write(whereLostText(lost.vehicles));
  if (geojson === undefined) return 0;
  try {
    await writeFile(geojson, whereLostGeoJson(lost.vehicles));
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${geojson} can't be written (${reason}). Choose another place.\n`);
    return 1;
  }
};
