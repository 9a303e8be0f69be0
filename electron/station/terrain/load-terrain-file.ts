import { Worker } from "node:worker_threads";
import type { ReadHeights } from "../../../shared/geo/hgt.ts";
import { TerrainRaster } from "../../../shared/geo/terrain-raster.ts";
import type { TerrainFile } from "./read-terrain-file.ts";

export type LoadedTerrain =
  | { readonly ok: true; readonly name: string; readonly raster: TerrainRaster }
  /** What is wrong and what to do, in English. */
  | { readonly ok: false; readonly detail: string };

const mostMs = 120_000;
/** Of the worker's heap; typed arrays are beside it. */
const mostHeapMb = 512;

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith(".js") ? "./terrain-file-worker.js" : "./terrain-file-worker.ts", import.meta.url);

/** Reads a height model in a thread of its own: never throws, never holds the station up. Bytes are copied. */
export const loadTerrainFile = async (file: TerrainFile): Promise<LoadedTerrain> => {
  const read = await readInWorker(file);
  if (!read.ok) return read;
  return { ok: true, name: file.name, raster: new TerrainRaster(read.model.meta, read.model.heights) };
};

const readInWorker = (file: TerrainFile): Promise<ReadHeights> =>
  new Promise((resolve) => {
    const worker = new Worker(workerUrl(), {
      workerData: file,
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    });
    const end = (result: ReadHeights) => {
      clearTimeout(late);
      resolve(result);
      void worker.terminate();
    };
    const bad = (detail: string) => end({ ok: false, detail });
    const late = setTimeout(() => bad(`It took over ${mostMs / 1000} s to read and was given up.`), mostMs);
    worker.once("message", (result: ReadHeights) => end(result));
    worker.once("error", (error) => bad(`It can't be read: ${error instanceof Error ? error.message : error}`));
    worker.once("exit", () => bad("It can't be read."));
  });
