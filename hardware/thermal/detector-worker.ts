import { parentPort, workerData } from "node:worker_threads";
import type { DetectorTask, FromDetector, ToDetector } from "./detector-messages.ts";
import { FrameAnalyser } from "./frame-analyser.ts";
import { FrameReceiver } from "./frame-receiver.ts";

/** While more bytes keep arriving a newer frame may be on its way; longer than this it isn't waited for. */
const DRAIN_MS = 100;

const runDetector = (task: DetectorTask, post: (message: FromDetector) => void) => {
  const analyser = new FrameAnalyser(() => performance.now());
  let bytesArrived = false;
  let scheduled = false;
  let pendingSinceMs = 0;

  const analyseWhenDrained = (): void => {
    if (bytesArrived && performance.now() - pendingSinceMs < DRAIN_MS) {
      bytesArrived = false;
      setImmediate(analyseWhenDrained);
      return;
    }
    scheduled = false;
    const sightings = analyser.analyse();
    if (sightings) post({ kind: "event", event: { kind: "sightings", sightings } });
  };

  const receiver = new FrameReceiver({
    ...task,
    onState: (event) => post({ kind: "event", event }),
    onBytes: () => {
      bytesArrived = true;
    },
    onFrame: (frame) => {
      analyser.offer(frame);
      if (scheduled) return;
      scheduled = true;
      bytesArrived = false;
      pendingSinceMs = performance.now();
      setImmediate(analyseWhenDrained);
    },
  });
  return { analyser, receiver };
};

const port = parentPort;
if (!port) throw new Error("detector-worker.ts runs as a worker only: use openThermalSource.");
const { analyser, receiver } = runDetector(workerData, (message) => port.postMessage(message));
port.on("message", (message: ToDetector) => {
  switch (message.kind) {
    case "gsd":
      analyser.gsdM = message.gsdM;
      return;
    case "snapshot":
      port.postMessage({ kind: "snapshot", id: message.id, picture: analyser.snapshot() } satisfies FromDetector);
      return;
    case "close":
      receiver.close();
      port.close();
  }
});
