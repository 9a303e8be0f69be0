import { rm } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { type Converted, type ConvertOptions, stopped } from "./convert-native-log.ts";
import { type FromNativeJob, type NativeJob, stopWord } from "./native-job.ts";

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith(".js") ? "./native-job-worker.js" : "./native-job-worker.ts", import.meta.url);

/** A log that needs more is an attack. */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 16 };

type Asked = Pick<ConvertOptions, "path" | "target" | "onProgress" | "signal">;

/** Rejects with what the disk says, and where the thread can't go on; then nothing half written is left. */
const runNativeJob = async (
  kind: NativeJob["kind"],
  { path, target, onProgress, signal }: Asked,
): Promise<FromNativeJob> => {
  const workerData: NativeJob = { kind, path, target };
  const worker = new Worker(workerUrl(), { workerData, name: "native-log", resourceLimits });
  const stop = (): void => worker.postMessage(stopWord);
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop, { once: true });
  let last: FromNativeJob | undefined;
  worker.on("message", (message: FromNativeJob) => {
    if (message.kind === "progress") onProgress?.(message.fraction);
    else last = message;
  });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once("error", reject);
      worker.once("exit", () => resolve());
    });
    if (last === undefined) throw new Error("It ended without a word.");
    if (last.kind === "failed") throw Object.assign(new Error(last.detail), { code: last.code });
    return last;
  } catch (error) {
    await rm(`${target}.part`, { force: true }).catch(() => {});
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
};

/** Like `convertNativeLog`, in a thread of its own: vehicles that fly meanwhile aren't kept waiting. */
export const convertInThread = async (options: ConvertOptions): Promise<Converted> => {
  const last = await runNativeJob("convert", options);
  return last.kind === "converted" ? last.converted : stopped;
};

/** Like `binaryOf`, in a thread of its own. */
export const binaryInThread = async (path: string, target: string, signal?: AbortSignal): Promise<void> => {
  await runNativeJob("binary", { path, target, ...(signal === undefined ? {} : { signal }) });
};
