import { networkInterfaces } from "node:os";
import { networkNotice } from "./network-notice.ts";
import { createStation } from "./station.ts";
import type { StationOptions } from "./station-options.ts";

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One press of Ctrl-C may come twice: from the terminal and from what started us. */
const samePressMs = 500;

/** Resolves at the first stop signal; a second one ends at once, should closing hang. */
const stopAsked = (): Promise<void> =>
  new Promise((resolve) => {
    let askedMs: number | undefined;
    for (const signal of stopSignals)
      process.on(signal, () => {
        if (askedMs !== undefined && performance.now() - askedMs > samePressMs) process.exit(1);
        askedMs ??= performance.now();
        resolve();
      });
  });

/** A mistake of ours in one flow must not take the map away from everybody: it is printed, and the station lives on. */
const surviveMistakes = (): void => {
  const print = (error: unknown) =>
    process.stderr.write(`A fault in Lantern, please report it: ${error instanceof Error ? error.stack : error}\n`);
  process.on("uncaughtException", print);
  process.on("unhandledRejection", print);
};

export interface ServeHooks {
  /** Called once with the page's address, token included. */
  readonly onReady?: (url: string) => void;
}

/** Runs a station until it is told to stop. @returns the exit code */
export const serve = async (options: StationOptions, { onReady }: ServeHooks = {}): Promise<number> => {
  const stop = stopAsked();
  const result = await createStation(options);
  if (!result.ok) {
    process.stderr.write(`${result.fault.detail}\n`);
    return 1;
  }
  const { station } = result;
  surviveMistakes();
  process.stdout.write(`Lantern: ${station.url}\n`);
  const { certificate, origin } = station;
  const https = certificate === undefined ? undefined : { ...certificate, origin };
  const notice = networkNotice(options.host, station.url, networkInterfaces(), https);
  if (notice !== undefined) process.stderr.write(notice);
  onReady?.(station.url);
  await stop;
  await station.close();
  return 0;
};
