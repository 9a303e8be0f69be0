import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright";
import { patienceMs, slowness } from "./patience.ts";

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The installed browser's path: LANTERN_CHROMIUM or Debian's; undefined where there is none, then skip with `noChromium`. */
export const chromiumPath = (): string | undefined =>
  [process.env.LANTERN_CHROMIUM, ...candidates].find((path) => path !== undefined && existsSync(path));

export const noChromium = "no Chromium here: apt-get install chromium, or set LANTERN_CHROMIUM";

/** A real Chromium that asks nothing of the internet, whose pages are waited for patiently. Root (a container) has no user namespace to sandbox with. */
export const launchChromium = async (): Promise<Browser> => {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error(noChromium);
  const browser = await chromium.launch({
    executablePath,
    timeout: 90_000,
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  browser.on("context", (context) => {
    context.setDefaultTimeout(patienceMs);
    if (slowness > 1) context.on("page", (page) => void slowDown(page));
  });
  return browser;
};

/** Its main thread gets a part of the time that it would have. */
const slowDown = async (page: Page): Promise<void> => {
  try {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowness });
  } catch {
    // Gone already.
  }
};
