import { createServer } from "node:net";
import { loadScenario } from "../../hardware/simulator/load-scenario.ts";
import type { Scenario } from "../../hardware/simulator/scenario.ts";
import type { StartFault, StationOptions } from "./station-options.ts";

/** Whether a station may begin; the scenario is handed on, so that it is read once. */
export type StartCheck =
  | { readonly ok: true; readonly scenario?: Scenario }
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
  const { host, port, simulate } = options;
  if (port !== 0 && !(await portIsFree(host, port))) return { ok: false, fault: portTaken(host, port) };
  if (simulate === undefined) return { ok: true };
  const loaded = await loadScenario(simulate.scenarioPath);
  if (!loaded.ok) return { ok: false, fault: { code: "bad-scenario", detail: loaded.fault.detail } };
  return { ok: true, scenario: loaded.scenario };
};
