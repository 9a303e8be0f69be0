import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { buildSnapshot } from "../support/build-views.ts";
import { launchChromium } from "../support/chromium.ts";
import { startFakeStation } from "../support/fake-station.ts";
import { wallCounts } from "./wall-crowd.ts";
import type { Wall } from "./wall-page.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
type Side = "ours" | "segments" | "leaflet";
const sides = ["ours", "leaflet", "segments"] as const;
/** All in turn, so that what else the computer does falls on all. */
const rounds = 4;
const settleMs = 2_500;
const measureMs = 7_000;
const size = { width: 1280, height: 800 };

/** One pull at the map: so far and so long, then so long none, px and ms. */
const pull = { px: 420, ms: 900, restMs: 200 } as const;
/** Where the pulls go, in turn: around, so that the map ends about where it began. */
const ways = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [0.7, 0.7],
  [-0.7, -0.7],
] as const;
/** Where a pull may begin, px from where it should: marks lie in the way. */
const detours = [
  [0, 0],
  [0, 40],
  [40, 0],
  [0, -40],
  [-40, 0],
  [45, 45],
  [-45, -45],
  [90, 0],
  [0, 90],
] as const;

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

/** The page's part; see wall-page.ts. */
const ask = <K extends keyof Wall>(page: Page, name: K, ...args: Parameters<Wall[K]>): Promise<ReturnType<Wall[K]>> =>
  page.evaluate(
    ([what, given]) =>
      (Reflect.get(window, "wall") as Record<string, (...all: readonly unknown[]) => never>)[what]?.(...given),
    [name, args] as const,
  ) as Promise<ReturnType<Wall[K]>>;

interface Pulls {
  readonly made: number;
  /** Those that moved the map. */
  readonly moved: number;
}

/** Pulls the map about by the browser's own mouse: where it is depends on the time alone, whatever the frames do. */
const pullFor = async (page: Page, lengthMs: number): Promise<Pulls> => {
  const startMs = performance.now();
  let [made, moved] = [0, 0];
  while (performance.now() - startMs < lengthMs) {
    const [right, down] = ways[made % ways.length] ?? ways[0];
    const [x0, y0] = [size.width / 2 - (right * pull.px) / 2, size.height / 2 - (down * pull.px) / 2];
    let [x, y] = [x0, y0];
    for (const [aside, below] of detours) {
      [x, y] = [x0 + aside, y0 + below];
      if (await ask(page, "isFree", x, y)) break;
    }
    const before = await ask(page, "layersAt");
    await page.mouse.move(x, y);
    await page.mouse.down();
    const downMs = performance.now();
    for (let part = 0; part < 1; ) {
      part = Math.min(1, (performance.now() - downMs) / pull.ms);
      await page.mouse.move(x + right * pull.px * part, y + down * pull.px * part);
    }
    await page.mouse.up();
    made += 1;
    if ((await ask(page, "layersAt")) !== before) moved += 1;
    await setTimeout(pull.restMs);
  }
  return { made, moved };
};

const measure = async (
  browser: Browser,
  address: string,
  side: Side,
): Promise<Pulls & { readonly gapsMs: readonly number[] }> => {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => Reflect.has(window, "wall"));
  await ask(page, "start", side);
  await pullFor(page, settleMs);
  await ask(page, "count");
  const pulls = await pullFor(page, measureMs);
  const gapsMs = await ask(page, "gapsMs");
  await context.close();
  return { ...pulls, gapsMs };
};

/**
 * 1,323 people in 126 teams, 14,000 fixed sensors, 20,000 heat sources and 50 vehicles on the map in a real Chromium, while the
 * browser's own mouse pulls it about: the program's own map, its stores fed as the stream feeds them, beside as many plain
 * circle markers on one canvas of Leaflet, `setLatLng` told for what moved and nothing else. Both get the same ticks ten times a
 * second: every person, team and vehicle moves, 20 heat sources change, sensors and all other heat stand still. Both are pulled
 * by the same mouse over the same ground with Leaflet's own inertia. What is compared is the time from one animation frame to
 * the next, over all frames of all rounds, the rests between pulls included; 16.7 ms is the screen's own pace, so no figure
 * can be below it. `pulls` that didn't move the map would show that a side was left alone. A third side is ours with 1,065
 * graded segments as well.
 */
export const run = async (): Promise<object> => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-wall-"));
  await buildPage(folder);
  const station = await startFakeStation({ snapshot: buildSnapshot(), uiFolder: folder });
  const browser = await launchChromium();
  try {
    const all = sides.map((side) => ({ side, gapsMs: [] as number[], made: 0, moved: 0, p95s: [] as number[] }));
    for (let round = 0; round < rounds; round++)
      for (const one of all) {
        const { gapsMs, made, moved } = await measure(browser, station.address, one.side);
        one.gapsMs.push(...gapsMs);
        one.made += made;
        one.moved += moved;
        one.p95s.push(tenth(quantile(gapsMs, 0.95)));
      }
    const [ours, leaflet, segments] = all.map(({ gapsMs, made, moved, p95s }) => ({
      p50FrameMs: tenth(quantile(gapsMs, 0.5)),
      p95FrameMs: tenth(quantile(gapsMs, 0.95)),
      frames: gapsMs.length,
      pulls: `${moved} of ${made}`,
      p95ByRound: p95s,
    }));
    return {
      ...wallCounts,
      p95FrameMs: ours?.p95FrameMs,
      p95FrameMsLeaflet: leaflet?.p95FrameMs,
      ratio: tenth((leaflet?.p95FrameMs ?? Number.NaN) / (ours?.p95FrameMs ?? Number.NaN)),
      ours,
      leaflet,
      oursWithSegments: segments,
    };
  } finally {
    await browser.close();
    await station.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
