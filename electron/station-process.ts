import { parseCommand } from "./station/command-line.ts";
import { createStation } from "./station/station.ts";
import type { StationMessage } from "./station-message.ts";

/** The station inside Electron's utility process: the same one as headless, telling the shell what it must know. */
const tell = (message: StationMessage): void => process.parentPort.postMessage(message);

const run = async (): Promise<void> => {
  const parsed = parseCommand(["serve", ...process.argv.slice(2)]);
  if (!parsed.ok) return tell({ kind: "failed", message: parsed.detail });
  if (parsed.command.kind !== "serve") return tell({ kind: "failed", message: "Only serve's options work here." });
  const result = await createStation(parsed.command.options);
  if (!result.ok) return tell({ kind: "failed", message: result.fault.detail });
  const { station } = result;
  station.onArmed((armed) => tell({ kind: "armed", armed }));
  process.parentPort.once("message", () => void station.close().then(() => process.exit(0)));
  tell({ kind: "ready", url: station.url });
};

await run();
