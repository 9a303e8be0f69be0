import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `../shared/data` beside the checkout: real logs and pictures that the project itself never needs. */
const folder = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** @returns the path of a file under ../shared/data, or undefined where it is absent: then skip the test with `noSharedData`. */
export const sharedData = (path: string): string | undefined => (existsSync(folder + path) ? folder + path : undefined);

export const noSharedData = "../shared/data is not beside this checkout";
