import type { Browser } from "playwright";
import { launchChromium } from "../support/chromium.ts";
import { askScene, serveScenePage } from "../support/scene-page.ts";

const size = { width: 1280, height: 800 };
/** Both in turn, so that what else the computer does falls on both. */
const rounds = 3;
const framesARound = 90;
const settleFrames = 20;
/** What `sceneCounts` in scene-page.ts says; the page's part can't be imported here. */
const flownS = 600;
const vehicles = 50;

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN;
const tenth = (value: number): number => Math.round(value * 10) / 10;

const measure = async (browser: Browser, address: string, kind: "full" | "empty") => {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => Reflect.has(window, "scene"));
  await askScene(page, "open", kind);
  if (kind === "full") await askScene(page, "flyPaths");
  await page.waitForLoadState("networkidle");
  await askScene(page, "timeFrames", settleFrames, kind === "full" ? flownS + 1 : 0);
  const times = await askScene(page, "timeFrames", framesARound, kind === "full" ? flownS + 3 : 0);
  const gpu = await page.evaluate(() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    return String(
      gl?.getParameter(gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER),
    );
  });
  await context.close();
  return { times, gpu };
};

/**
 * 50 vehicles with paths of ten minutes, their cameras' views and 100 heat sources over a 4 km terrain with the map laid over it,
 * 1280 x 800 in a real Chromium, the camera turning and vehicles told ten times a second; beside the same view of nothing
 * (level ground and sky). Times are of a whole frame, from taking what changed until the graphics card has finished (one pixel
 * is read back), so no pace of a screen hides anything. On a machine without a graphics card the processor draws all pixels.
 */
export const run = async (): Promise<object> => {
  const { station, close } = await serveScenePage();
  const browser = await launchChromium();
  try {
    const full: number[] = [];
    const empty: number[] = [];
    let gpu = "";
    for (let round = 0; round < rounds; round += 1) {
      const ours = await measure(browser, station.address, "full");
      full.push(...ours.times);
      empty.push(...(await measure(browser, station.address, "empty")).times);
      gpu = ours.gpu;
    }
    const [p95Ms, emptyP95Ms] = [quantile(full, 0.95), quantile(empty, 0.95)];
    return {
      vehicles,
      pathS: flownS,
      frames: full.length,
      p50Ms: tenth(quantile(full, 0.5)),
      p95Ms: tenth(p95Ms),
      emptyP50Ms: tenth(quantile(empty, 0.5)),
      emptyP95Ms: tenth(emptyP95Ms),
      ratio: tenth(p95Ms / emptyP95Ms),
      gpu,
    };
  } finally {
    await browser.close();
    await close();
  }
};
