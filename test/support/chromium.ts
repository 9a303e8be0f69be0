import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright";

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The installed browser's path: LANTERN_CHROMIUM or Debian's; undefined where there is none, then skip with `noChromium`. */
export const chromiumPath = (): string | undefined =>
  [process.env.LANTERN_CHROMIUM, ...candidates].find((path) => path !== undefined && existsSync(path));

export const noChromium = "no Chromium here: apt-get install chromium, or set LANTERN_CHROMIUM";

/** A real Chromium that asks nothing of the internet. Root (a container) has no user namespace to sandbox with. */
export const launchChromium = (): Promise<Browser> => {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error(noChromium);
  return chromium.launch({
    executablePath,
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
};
