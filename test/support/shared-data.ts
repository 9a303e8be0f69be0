import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `../shared/data` beside the checkout: real logs and pictures that the project itself never needs. */
const folder = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** @returns the path of a file under ../shared/data, or undefined where it is absent: then skip the test with `noSharedData`. */
export const sharedData = (path: string): string | undefined => (existsSync(folder + path) ? folder + path : undefined);

export const noSharedData = "../shared/data is not beside this checkout";

/** Real logs of each kind there is: clean, of two vehicles, damaged, cut, without times; each has its facts beside it. */
export const telemetryLogs = [
  "copter_search.tlog",
  "rover_patrol.tlog",
  "two_vehicles_one_link.tlog",
  "copter_highrate.tlog",
  "copter_search_noisy.tlog",
  "copter_search_linknoise.tlog",
  "copter_search_bursts.tlog",
  "copter_search_truncated.tlog",
  "copter_protocol_probe.tlog",
  "copter_boot_raw.bin",
];
