import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { Detection } from "../../../shared/heat/detection.ts";
import type { NetworkModel } from "../../../shared/heat/network/network-model.ts";
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
import type { DetectorAnswer, GreyPicture } from "./person-detector.ts";
import { TurnQueue } from "./turn-queue.ts";
import { ViewBudget } from "./view-budget.ts";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Search = (picture: GreyPicture) => Promise<readonly Detection[]>;
type Opened = { readonly full: Search; readonly quick: Search | undefined };

/** @throws DetectorFault */
const open = async (task: NetworkTask): Promise<Opened | DetectorFault> => {
  const loaded = await loadModel(task.modelFolder);
  if (!loaded.ok) return loaded.fault;
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
  const build = async (network: { readonly model: NetworkModel; readonly bytes: Uint8Array }): Promise<Search> => {
    const session = await NetworkSession.open(runtime, { ...network, threads: task.threads });
    return (picture) => session.search(picture, task.scoreThreshold ?? network.model.scoreThreshold);
  };
  try {
    return { full: await build(loaded), quick: loaded.quick && (await build(loaded.quick)) };
  } catch (error) {
    return { code: "model-damaged", detail: `The network can't be built from its file: ${messageOf(error)}` };
  }
};

/** Searches what waits, one picture after the other, and lets messages in between two. */
const serveLines = ({ full, quick }: Opened, busyShare: number): ((port: MessagePort) => void) => {
  const queue = new TurnQueue<MessagePort, PictureMessage>();
  const budget = new ViewBudget<MessagePort>();
  let isBusy = false;
  let idleSinceMs = performance.now();
  const answer = (port: MessagePort, id: number, said: DetectorAnswer) =>
    port.postMessage({ id, answer: said } satisfies AnswerMessage);

  const searchAll = async (): Promise<void> => {
    isBusy = true;
    for (let next = queue.take(); next; next = queue.take()) {
      const { client, item } = next;
      const startMs = performance.now();
      const wished = item.passes === "in-time" ? budget.pass(client) : item.passes;
      const pass = quick ? wished : "full";
      try {
        const detections = await (pass === "quick" ? (quick ?? full) : full)(item);
        const tookMs = performance.now() - startMs;
        if (item.passes === "in-time" && pass === "full") budget.looked(client, tookMs);
        answer(client, item.id, { state: "searched", detections, tookMs, pass });
      } catch (error) {
        answer(client, item.id, { state: "failed", fault: "stopped", detail: messageOf(error) });
      }
      // What it was busy for, it rests for in proportion; messages come in meanwhile.
      const restMs = (performance.now() - startMs) * (1 / busyShare - 1);
      await new Promise((resolve) => (restMs > 1 ? setTimeout(resolve, restMs) : setImmediate(resolve)));
    }
    isBusy = false;
    idleSinceMs = performance.now();
  };

  return (port) => {
    budget.add(port);
    port.on("message", (picture: PictureMessage) => {
      const older = queue.offer(port, picture);
      if (older) answer(port, older.id, { state: "skipped" });
      if (isBusy) return;
      budget.idle(performance.now() - idleSinceMs);
      void searchAll();
    });
    port.on("close", () => {
      queue.remove(port);
      budget.remove(port);
    });
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
