import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { giveWay } from "../give-way.ts";
import type { FromNativeLog, NativeLogState, ToNativeLog } from "./native-log-messages.ts";
import { type NativeLog, openNativeLog } from "./open-native-log.ts";

/** What was read is told so often at most. */
const tellEveryMs = 250;

const stateOf = ({ progress, durationMs, streams }: NativeLog): NativeLogState => ({ progress, durationMs, streams });

/** Answers for a log until it is told to close it. */
const serve = (port: MessagePort, log: NativeLog): void => {
  const tell = (message: FromNativeLog): void => port.postMessage(message);
  const asked = new Map<number, AbortController>();
  let timer: NodeJS.Timeout | undefined;
  const tellState = (): void => {
    clearTimeout(timer);
    timer = undefined;
    tell({ kind: "state", state: stateOf(log) });
  };
  log.on(({ whole }) => {
    if (whole) tellState();
    else timer ??= setTimeout(tellState, tellEveryMs);
  });
  const answer = async (id: number, of: (signal: AbortSignal) => Promise<FromNativeLog>): Promise<void> => {
    const abort = new AbortController();
    asked.set(id, abort);
    try {
      tell(await of(abort.signal));
    } catch (error) {
      tell({ kind: "failed", id, detail: error instanceof Error ? error.message : String(error) });
    } finally {
      asked.delete(id);
    }
  };
  const close = async (): Promise<void> => {
    for (const abort of asked.values()) abort.abort();
    await log.close();
    clearTimeout(timer);
    port.close();
  };
  port.on("message", (message: ToNativeLog) => {
    switch (message.kind) {
      case "plot": {
        const { id, request } = message;
        return void answer(id, async () => ({ kind: "plotted", id, series: await log.plot(request) }));
      }
      case "messages": {
        const { id, request } = message;
        return void answer(id, async (signal) => ({
          kind: "found",
          id,
          found: await log.messages({ ...request, signal }),
        }));
      }
      case "cancel":
        return asked.get(message.id)?.abort();
      case "close":
        return void close();
    }
  });
  tell({ kind: "opened", format: log.format, state: stateOf(log) });
};

const run = async (port: MessagePort, path: string): Promise<void> => {
  const opened = await openNativeLog(path);
  if (opened.ok) return serve(port, opened.log);
  port.postMessage({ kind: "refused", fault: opened.fault } satisfies FromNativeLog);
  port.close();
};

if (parentPort === null) throw new Error("Autopilots' logs are opened in a worker.");
giveWay();
void run(parentPort, workerData);
