import { parentPort, workerData } from "node:worker_threads";
import { readTerrainFile, type TerrainFile } from "./read-terrain-file.ts";

// Only ever started by `loadTerrainFile`, with such a task.
const file: TerrainFile = workerData;
const result = await readTerrainFile(file);
parentPort?.postMessage(result, result.ok ? [result.model.heights.buffer] : []);
