import { parentPort, workerData } from "node:worker_threads";
import { detectorClient } from "./detector/detector-client.ts";
import type { FeedTask, FromFeedWorker, ToFeedWorker } from "./feed-messages.ts";
import { FeedSession } from "./feed-session.ts";

const port = parentPort;
if (!port) throw new Error("feed-worker.ts runs as a worker only: use openFeed.");
const task: FeedTask = workerData;
const post = (message: FromFeedWorker): void => port.postMessage(message);
const session = new FeedSession({
  task,
  now: () => Number(process.hrtime.bigint()) / 1e6 + task.mainClockOffsetMs,
  network: task.detectorPort && detectorClient(task.detectorPort, "in-time"),
  post,
});
port.on("message", (message: ToFeedWorker) => {
  switch (message.kind) {
    case "set":
      session.set(message.change);
      return;
    case "ask":
      post({ kind: "answer", id: message.id, answer: session.answer(message.question) });
      return;
    case "watch":
      session.watch(message.id, message);
      return;
    case "unwatch":
      session.unwatch(message.id);
      return;
    case "retry":
      session.retry();
      return;
    case "close":
      void session.close().then(() => port.close());
  }
});
