import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildRenderer, buildShell, projectRoot } from "./build.ts";
import { installedElectron } from "./installed-electron.ts";
import { parseCommand, usage } from "./station/command-line.ts";
import type { StationOptions } from "./station/station-options.ts";

/** What `npm start` runs: builds what changed, then the desktop window, or the station alone and the browser. */

type ElectronBinary = { readonly found: true; readonly path: string } | { readonly found: false; readonly why: string };

/** Electron's package comes without its binary, which its own installer fetches once. */
const findElectron = (): ElectronBinary => {
  const needsDisplay = process.platform !== "win32" && process.platform !== "darwin";
  if (needsDisplay && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return { found: false, why: "there is no display" };
  const present = installedElectron();
  if (present) return { found: true, path: present };
  process.stderr.write("fetching Electron's binary, once ...\n");
  const installer = join(projectRoot, "node_modules", "electron", "install.js");
  spawnSync(process.execPath, [installer], { stdio: "ignore", timeout: 180_000 });
  const fetched = installedElectron();
  return fetched ? { found: true, path: fetched } : { found: false, why: "its binary could not be fetched" };
};

const openInBrowser = (url: string): void => {
  const [command, args] =
    process.platform === "win32"
      ? ["cmd", ["/c", "start", "", url.replaceAll("&", "^&")]]
      : [process.platform === "darwin" ? "open" : "xdg-open", [url]];
  const opener = spawn(command as string, args as string[], { stdio: "ignore", detached: true });
  // No browser on this machine: the printed address is enough.
  opener.on("error", () => {});
  opener.unref();
};

/** In this very process: no child that could outlive it. @returns the exit code, when it was told to stop */
const runStation = async (options: StationOptions, open: boolean): Promise<number> => {
  const { serve } = await import("./station/serve.ts");
  return serve(options, { onReady: open ? openInBrowser : () => {} });
};

/** @returns the exit code, when the window is closed */
const runDesktop = (binary: string, args: readonly string[]): Promise<number> => {
  buildShell();
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const window = spawn(binary, [...asRoot, projectRoot, ...args], { stdio: "inherit" });
  const forward = (signal: NodeJS.Signals) => window.kill(signal);
  process.on("SIGINT", forward);
  process.on("SIGTERM", forward);
  return new Promise((resolve) => window.on("exit", (code) => resolve(code ?? 1)));
};

const start = async (): Promise<number> => {
  const args = process.argv.slice(2).filter((arg) => arg !== "--no-open");
  const open = !process.argv.includes("--no-open");
  const parsed = parseCommand(["serve", ...args]);
  if (!parsed.ok || parsed.command.kind !== "serve") {
    process.stderr.write(parsed.ok ? usage : `${parsed.detail}\n`);
    return parsed.ok ? 0 : 2;
  }
  const { options } = parsed.command;
  await buildRenderer();
  if (!open) return runStation(options, false);
  const electron = findElectron();
  if (electron.found) return runDesktop(electron.path, args);
  process.stderr.write(`No desktop window, as ${electron.why}: the same screen opens in the browser.\n`);
  return runStation(options, true);
};

process.exitCode = await start();
