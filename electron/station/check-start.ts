import { createServer } from "node:net";
import { loadScenario } from "../../hardware/simulator/load-scenario.ts";
import type { Scenario } from "../../hardware/simulator/scenario.ts";
import { openReplay, type Replay } from "./archive/replay/open-replay.ts";
import type { StartFault, StationOptions } from "./station-options.ts";

/** Whether a station may begin; what was read is handed on, so that it is read once. */
export type StartCheck =
  | { readonly ok: true; readonly scenario?: Scenario; readonly replay?: Replay }
  | { readonly ok: false; readonly fault: StartFault };

/** Whether a port can be had, asked before anything is written: a station that can't be reached must not hold the record. */
const portIsFree = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(!("code" in error && error.code === "EADDRINUSE")));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });

const portTaken = (host: string, port: number): StartFault => ({
  code: "port-taken",
  detail: `Port ${port} on ${host} is already taken, maybe by another Lantern. Choose another with --port ${port + 1}, or close what uses it.`,
});

/** Finds what would stop a station before it begins. */
export const checkStart = async (options: StationOptions): Promise<StartCheck> => {
  const { host, port, simulate, replay } = options;
  if (port !== 0 && !(await portIsFree(host, port))) return { ok: false, fault: portTaken(host, port) };
  const loaded = simulate === undefined ? undefined : await loadScenario(simulate.scenarioPath);
  if (loaded?.ok === false) return { ok: false, fault: { code: "bad-scenario", detail: loaded.fault.detail } };
  const opened = replay === undefined ? undefined : await openReplay(replay.files);
  if (opened?.ok === false) return { ok: false, fault: { code: "bad-replay", detail: opened.detail } };
  return {
    ok: true,
    ...(loaded === undefined ? {} : { scenario: loaded.scenario }),
    ...(opened === undefined ? {} : { replay: opened.replay }),
  };
};
