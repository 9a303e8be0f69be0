import { parentPort, workerData } from "node:worker_threads";
import { EffectivenessBench, type SubjectName } from "./search-effectiveness-one.ts";

const { seeds, subject }: { readonly seeds: readonly number[]; readonly subject: SubjectName } = workerData;
const bench = new EffectivenessBench();
parentPort?.postMessage(seeds.map((seed) => bench.search(seed, subject)));
