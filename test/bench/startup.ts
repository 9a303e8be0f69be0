import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import { buildRenderer } from "../../electron/build.ts";
import { launchChromium } from "../support/chromium.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const runs = 5;

const printedAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const found = /http:\/\/\S+token=\S+/.exec(output);
      if (found !== null) resolve(found[0]);
    });
    child.once("exit", () => reject(new Error(`The station ended before it was ready: ${output}`)));
  });

/** From the station's process start to the first vehicle drawn on the map, with the built-in scenario, ms. */
const firstVehicleMs = async (getBrowser: () => Promise<Browser>): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-startup-"));
  const startMs = performance.now();
  const args = ["electron/station/cli.ts", "serve", "--no-open", "--port", "0", "--record", folder];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const opening = getBrowser();
  const [address, browser] = await Promise.all([printedAddress(child), opening]);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForSelector("[data-vehicle-id]", { state: "attached", timeout: 60_000 });
  const elapsedMs = performance.now() - startMs;
  await context.close();
  child.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
  return elapsedMs;
};

const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);

/** `coldMs`: station and browser both start anew; `warmMs`: the browser runs already. Medians of five. */
export const run = async (): Promise<object> => {
  if (!existsSync(join(root, "dist", "renderer", "index.html"))) await buildRenderer();
  const cold: number[] = [];
  for (let i = 0; i < runs; i++) {
    let browser: Browser | undefined;
    const start = async () => {
      browser = await launchChromium();
      return browser;
    };
    cold.push(await firstVehicleMs(start));
    await browser?.close();
  }
  const running = await launchChromium();
  const warm: number[] = [];
  for (let i = 0; i < runs; i++) warm.push(await firstVehicleMs(async () => running));
  await running.close();
  return { coldMs: median(cold), warmMs: median(warm), runs };
};
