import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { giveWay } from "../give-way.ts";
import { openLogIndex } from "../index/open-log-index.ts";
import type { LogIndex } from "../log-index.ts";
import { KeyFrameReader, KeyFrameWriter, type KeyPlace } from "./key-frame-file.ts";
import { type Learned, learn } from "./learn.ts";
import type { FromLearner, LearnData } from "./learn-messages.ts";
import { MissionLogs } from "./mission-logs.ts";

const learnedAt = async (path: string, place: KeyPlace | undefined): Promise<Learned | undefined> => {
  if (place === undefined) return undefined;
  const reader = await KeyFrameReader.open(path);
  try {
    return { positionMs: place.positionMs, notes: [], fold: await reader.fold(place) };
  } finally {
    await reader.close();
  }
};

/** Folds a mission from its beginning to its end, away from the thread that flies vehicles. */
const run = async (port: MessagePort, data: LearnData): Promise<void> => {
  const tell = (message: FromLearner) => port.postMessage(message);
  const logs: { index: LogIndex; offsetMs: number }[] = [];
  for (const { path, offsetMs } of data.logs) {
    const { cacheFolder } = data;
    const opened = await openLogIndex(path, cacheFolder === undefined ? {} : { cacheFolder });
    if (!opened.ok) {
      tell({ kind: "failed", detail: opened.fault.detail });
      return;
    }
    logs.push({ index: opened.index, offsetMs });
  }
  await Promise.all(logs.map(({ index }) => index.whole()));
  const from = await learnedAt(data.path, data.from);
  const writer =
    data.from === undefined
      ? KeyFrameWriter.begin(data.path, data.identity)
      : KeyFrameWriter.goOn(data.path, data.from);
  await learn(new MissionLogs(logs), {
    station: data.station,
    from,
    onLearned: (learned) => tell({ kind: "learned", place: writer.write(learned), notes: learned.notes }),
  });
  writer.done();
  writer.close();
  await Promise.all(logs.map(({ index }) => index.close()));
  tell({ kind: "done" });
};

if (parentPort === null) throw new Error("The learner runs as a worker.");
const port = parentPort;
giveWay();
run(port, workerData).catch((error: unknown) => {
  const message: FromLearner = { kind: "failed", detail: error instanceof Error ? error.message : String(error) };
  port.postMessage(message);
});
