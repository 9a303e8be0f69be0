import { parentPort, workerData } from "node:worker_threads";
import { EffectivenessBench } from "./search-effectiveness-one.ts";

const seeds: readonly number[] = workerData;
const bench = new EffectivenessBench();
parentPort?.postMessage(seeds.map((seed) => bench.search(seed)));
