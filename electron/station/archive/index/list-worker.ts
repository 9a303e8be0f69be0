import { workerData } from "node:worker_threads";
import type { ListWorkerData } from "./index-threads.ts";
import { ListRing } from "./list-ring.ts";
import { LogFeed } from "./log-feed.ts";

/** Reads the log and finds its frames. */
const main = ({ feed, ring: memory }: ListWorkerData): void => {
  const ring = new ListRing(memory);
  const log = new LogFeed(feed);
  for (;;) {
    const list = ring.toFill();
    if (list === undefined) return;
    log.next(list);
    const { isLast } = list;
    ring.fill();
    if (isLast) return;
  }
};

main(workerData);
