import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { giveWay } from "../give-way.ts";
import { binaryOf } from "./binary-of-text.ts";
import { convertNativeLog } from "./convert-native-log.ts";
import { type FromNativeJob, type NativeJob, stopWord } from "./native-job.ts";

/** Words about the progress come this far apart, 0 to 1. */
const progressStep = 0.005;

const run = async (port: MessagePort, { kind, path, target }: NativeJob): Promise<FromNativeJob> => {
  const stop = new AbortController();
  port.on("message", (word: unknown) => {
    if (word === stopWord) stop.abort();
  });
  if (kind === "binary") {
    await binaryOf(path, target, stop.signal);
    return { kind: "written" };
  }
  let told = 0;
  const onProgress = (fraction: number): void => {
    if (fraction < told + progressStep && fraction < 1) return;
    told = fraction;
    port.postMessage({ kind: "progress", fraction } satisfies FromNativeJob);
  };
  return { kind: "converted", converted: await convertNativeLog({ path, target, onProgress, signal: stop.signal }) };
};

const failed = (error: unknown): FromNativeJob => ({
  kind: "failed",
  detail: error instanceof Error ? error.message : String(error),
  code: error instanceof Error && "code" in error ? String(error.code) : undefined,
});

if (parentPort === null) throw new Error("Autopilots' logs are converted in a worker.");
const port = parentPort;
giveWay();
run(port, workerData)
  .catch(failed)
  .then((last) => {
    port.postMessage(last);
    port.close();
  });
