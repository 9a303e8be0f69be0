import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import { buildSnapshot } from "../support/build-views.ts";
import { launchChromium } from "../support/chromium.ts";
import { startFakeStation } from "../support/fake-station.ts";
import { wallCounts } from "./wall-crowd.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
type Side = "ours" | "leaflet";
/** Both in turn, so that what else the computer does falls on both. */
const rounds = 3;
const settleMs = 3_000;
const measureMs = 8_000;
const size = { width: 1280, height: 800 };

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN;
const tenth = (value: number): number => Math.round(value * 10) / 10;

/** The page of both sides, bundled from the program's own sources. */
const buildPage = async (folder: string): Promise<void> => {
  const { build } = await import("vite");
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><link rel="stylesheet" href="wall.css"><body></body><script type="module" src="wall.js"></script>',
  );
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: "es2023",
      lib: {
        entry: join(root, "test", "bench", "wall-page.ts"),
        formats: ["es"],
        fileName: () => "wall.js",
        cssFileName: "wall",
      },
    },
  });
};

const measure = async (browser: Browser, address: string, side: Side): Promise<readonly number[]> => {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => Reflect.has(window, "measureWall"));
  const gapsMs = await page.evaluate(
    ([name, settle, length]) =>
      (Reflect.get(window, "measureWall") as (side: string, settleMs: number, measureMs: number) => Promise<number[]>)(
        name,
        settle,
        length,
      ),
    [side, settleMs, measureMs] as const,
  );
  await context.close();
  return gapsMs;
};

/**
 * 1,323 people in 126 teams, 14,000 fixed sensors, 20,000 heat sources and 50 vehicles on the map in a real Chromium, everybody
 * moving ten times a second, while the map is pulled about by the mouse: the program's own map, with its stores fed as the
 * stream feeds them, beside as many plain circle markers of Leaflet on its canvas. Time from one animation frame to the next.
 */
export const run = async (): Promise<object> => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-wall-"));
  await buildPage(folder);
  const station = await startFakeStation({ snapshot: buildSnapshot(), uiFolder: folder });
  const browser = await launchChromium();
  try {
    const gapsMs: Record<Side, number[]> = { ours: [], leaflet: [] };
    for (let round = 0; round < rounds; round++)
      for (const side of ["ours", "leaflet"] as const)
        gapsMs[side].push(...(await measure(browser, station.address, side)));
    const p95FrameMs = quantile(gapsMs.ours, 0.95);
    const p95FrameMsLeaflet = quantile(gapsMs.leaflet, 0.95);
    return {
      ...wallCounts,
      p50FrameMs: tenth(quantile(gapsMs.ours, 0.5)),
      p95FrameMs: tenth(p95FrameMs),
      p50FrameMsLeaflet: tenth(quantile(gapsMs.leaflet, 0.5)),
      p95FrameMsLeaflet: tenth(p95FrameMsLeaflet),
      ratio: tenth(p95FrameMsLeaflet / p95FrameMs),
      frames: gapsMs.ours.length,
      framesLeaflet: gapsMs.leaflet.length,
    };
  } finally {
    await browser.close();
    await station.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
