import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { loadModel } from "./load-model.ts";
import type {
  AnswerMessage,
  DetectorFault,
  FromNetwork,
  NetworkTask,
  PictureMessage,
  ToNetwork,
} from "./network-messages.ts";
import { NetworkSession } from "./network-session.ts";
import type { DetectorAnswer } from "./person-detector.ts";
import { TurnQueue } from "./turn-queue.ts";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface Opened {
  readonly session: NetworkSession;
  readonly scoreThreshold: number;
}

/** @throws DetectorFault */
const open = async (task: NetworkTask): Promise<Opened | DetectorFault> => {
  const loaded = await loadModel(task.modelFolder);
  if (!loaded.ok) return loaded.fault;
  const { model, bytes } = loaded;
  let runtime: typeof import("onnxruntime-node");
  try {
    runtime = await import("onnxruntime-node");
  } catch (error) {
    const machine = `${process.platform} ${process.arch}`;
    const advice = "Install Lantern for this system again (npm ci in a checkout); temperatures are searched meanwhile.";
    return {
      code: "runtime-missing",
      detail: `onnxruntime can't be loaded on ${machine}: ${messageOf(error)}. ${advice}`,
    };
  }
  try {
    const session = await NetworkSession.open(runtime, { model, bytes, threads: task.threads });
    return { session, scoreThreshold: task.scoreThreshold ?? model.scoreThreshold };
  } catch (error) {
    return { code: "model-damaged", detail: `The network can't be built from person.onnx: ${messageOf(error)}` };
  }
};

/** Searches what waits, one picture after the other, and lets messages in between two. */
const serveLines = ({ session, scoreThreshold }: Opened, busyShare: number): ((port: MessagePort) => void) => {
  const queue = new TurnQueue<MessagePort, PictureMessage>();
  let isBusy = false;
  const answer = (port: MessagePort, id: number, said: DetectorAnswer) =>
    port.postMessage({ id, answer: said } satisfies AnswerMessage);

  const searchAll = async (): Promise<void> => {
    isBusy = true;
    for (let next = queue.take(); next; next = queue.take()) {
      const { client, item } = next;
      const startMs = performance.now();
      try {
        const detections = await session.search(item, scoreThreshold);
        answer(client, item.id, { state: "searched", detections, tookMs: performance.now() - startMs });
      } catch (error) {
        answer(client, item.id, { state: "failed", fault: "stopped", detail: messageOf(error) });
      }
      // What it was busy for, it rests for in proportion; messages come in meanwhile.
      const restMs = (performance.now() - startMs) * (1 / busyShare - 1);
      await new Promise((resolve) => (restMs > 1 ? setTimeout(resolve, restMs) : setImmediate(resolve)));
    }
    isBusy = false;
  };

  return (port) => {
    port.on("message", (picture: PictureMessage) => {
      const older = queue.offer(port, picture);
      if (older) answer(port, older.id, { state: "skipped" });
      if (!isBusy) void searchAll();
    });
    port.on("close", () => queue.remove(port));
  };
};

const parent = parentPort;
if (!parent) throw new Error("network-worker.ts runs as a worker only: use openPersonDetector.");
const post = (message: FromNetwork) => parent.postMessage(message);
let isClosing = false;
let lay: ((port: MessagePort) => void) | undefined;
// It ends itself, and only between two calls of the runtime: ended from outside within one, the whole program would abort.
parent.on("message", (message: ToNetwork) => {
  if (message.kind === "line") lay?.(message.port);
  else if (message.kind === "alive?") post({ kind: "alive" });
  else if (lay) process.exit();
  else isClosing = true;
});
const opened = await open(workerData);
if (isClosing) process.exit();
if ("code" in opened) {
  post({ kind: "fault", fault: opened });
  parent.close();
} else {
  const { busyShare = 1 }: NetworkTask = workerData;
  lay = serveLines(opened, busyShare);
  post({ kind: "ready" });
}
