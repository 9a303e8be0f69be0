import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where browsers that print lie, the most likely first. Windows has Edge always. */
const places = (): readonly string[] => {
  switch (process.platform) {
    case "win32":
      return [process.env["ProgramFiles(x86)"], process.env.ProgramFiles, process.env.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
          join(folder, "Google", "Chrome", "Application", "chrome.exe"),
        ]);
    case "darwin":
      return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    default:
      return ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"].map(
        (name) => `/usr/bin/${name}`,
      );
  }
};

/** A browser on this computer that makes PDFs without a window: LANTERN_CHROMIUM, else an installed one. */
export const findBrowser = (): string | undefined =>
  [process.env.LANTERN_CHROMIUM, ...places()].find((path) => path !== undefined && existsSync(path));
