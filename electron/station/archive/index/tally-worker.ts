import { parentPort, workerData } from "node:worker_threads";
import { IndexPass } from "./index-pass.ts";
import type { TallyWorkerData } from "./index-threads.ts";
import { ListRing } from "./list-ring.ts";

/** Bytes between two words about the progress. */
const progressStep = 1 << 24;

/** Counts what the frames say, and tells the station's thread. */
const main = ({ start, ring: memory }: TallyWorkerData): void => {
  const ring = new ListRing(memory);
  const pass = new IndexPass(start, (message) => parentPort?.postMessage(message));
  let toldTo = 0;
  for (;;) {
    const list = ring.toTake();
    if (list === undefined) return;
    pass.take(list);
    const { isLast, readTo } = list;
    if (isLast || readTo >= toldTo + progressStep) {
      toldTo = readTo;
      parentPort?.postMessage({ kind: "progress", readTo, totals: pass.totals, sideEnd: pass.sideEnd, isLast });
    }
    ring.take();
    if (isLast) return;
  }
};

main(workerData);
