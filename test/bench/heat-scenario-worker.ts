import { parentPort, workerData } from "node:worker_threads";
import { reportOf, type SearchPlan, search } from "../support/search/search-report.ts";
import { framesPerS, untilS } from "./heat-scenario.ts";

const plan: SearchPlan = workerData;
const judged = await search(plan, { framesPerS, untilS });
parentPort?.postMessage(reportOf(plan, judged));
