import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import type { BaseMap } from "../../shared/geo/base-map.ts";
import type { ScenePage } from "../bench/scene-page.ts";
import { buildSnapshot, placeAt } from "./build-views.ts";
import { type FakeStation, startFakeStation } from "./fake-station.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Hills 4 km across with a sample every 10 m. */
const hills = (): { readonly baseMap: BaseMap; readonly heightsMslM: Float32Array } => {
  const side = 401;
  const [southWest, northEast] = [placeAt(-2_000, -2_000), placeAt(2_000, 2_000)];
  return {
    heightsMslM: Float32Array.from({ length: side * side }, (_, i) => {
      const [row, column] = [Math.floor(i / side), i % side];
      return 120 + 60 * Math.sin(row / 31) + 40 * Math.cos(column / 23 + row / 71) + 6 * Math.sin(column / 4);
    }),
    baseMap: {
      id: "hills",
      attribution: "made up",
      synthetic: true,
      terrain: {
        southDeg: southWest.latDeg,
        westDeg: southWest.lonDeg,
        stepLatDeg: (northEast.latDeg - southWest.latDeg) / (side - 1),
        stepLonDeg: (northEast.lonDeg - southWest.lonDeg) / (side - 1),
        rows: side,
        columns: side,
      },
      features: [],
    },
  };
};

/** The 3D view alone, bundled from the program's own sources, at a station with a 4 km terrain. */
export const serveScenePage = async (): Promise<{
  readonly station: FakeStation;
  readonly close: () => Promise<void>;
}> => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-scene-"));
  const { build } = await import("vite");
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><link rel="stylesheet" href="scene.css"><body></body><script type="module" src="scene.js"></script>',
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
        entry: join(root, "test", "bench", "scene-page.ts"),
        formats: ["es"],
        fileName: () => "scene.js",
        cssFileName: "scene",
      },
    },
  });
  const station = await startFakeStation({ snapshot: buildSnapshot(), uiFolder: folder, ground: hills() });
  return {
    station,
    close: async () => {
      await station.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Asks something of the page; see bench/scene-page.ts. */
export const askScene = <K extends keyof ScenePage>(
  page: Page,
  name: K,
  ...args: Parameters<ScenePage[K]>
): Promise<ReturnType<ScenePage[K]>> =>
  page.evaluate(
    ([what, given]) =>
      (Reflect.get(window, "scene") as Record<string, (...all: readonly unknown[]) => never>)[what]?.(...given),
    [name, args] as const,
  ) as Promise<ReturnType<ScenePage[K]>>;
