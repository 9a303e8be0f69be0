import { parentPort, workerData } from "node:worker_threads";
import type { VersionAnswer, VersionAsk, VersionWorkerData } from "./version-messages.ts";
import { VersionReader } from "./version-reader.ts";

const port = parentPort;
// Only ever started by `VersionThread`, with such data.
const { folder }: VersionWorkerData = workerData;
const reader = new VersionReader(folder);

const answer = async (ask: VersionAsk): Promise<VersionAnswer> => {
  const { n, version } = ask;
  try {
    if (ask.kind === "tile") {
      const tile = await reader.tile(version, ask.address);
      return tile === undefined ? { n } : { n, tile };
    }
    const at = await reader.at(version, ask.place);
    return at === undefined ? { n } : { n, at };
  } catch {
    // What is damaged shows nothing.
    return { n };
  }
};

port?.on("message", (ask: VersionAsk) => void answer(ask).then((message) => port.postMessage(message)));
