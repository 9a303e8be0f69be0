import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildShell, projectRoot } from "../../electron/build.ts";
import { installedElectron } from "../../electron/installed-electron.ts";

const binary = installedElectron();
const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const runnable = binary !== undefined && hasDisplay;

describe.skipIf(!runnable)("the desktop app (skipped where Electron's binary or a display is missing)", () => {
  let app: ElectronApplication;
  const recordFolder = mkdtempSync(join(tmpdir(), "lantern-desktop-"));

  beforeAll(async () => {
    buildShell();
    const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    app = await _electron.launch({
      ...(binary === undefined ? {} : { executablePath: binary }),
      args: [...asRoot, projectRoot, "--port", "0", "--record", recordFolder],
    });
  });

  afterAll(async () => {
    await app?.close();
    rmSync(recordFolder, { recursive: true, force: true });
  });

  it("shows the vehicles of the built-in scenario in its window", async () => {
    const page = await app.firstWindow();
    await page.locator(".leaflet-container [data-vehicle-id]").first().waitFor({ timeout: 60_000 });

    expect(page.url()).not.toContain("token");
  });

  it("gives the page neither Node nor Electron, and opens nothing foreign", async () => {
    const page = await app.firstWindow();
    const reached = await page.evaluate(() => ["require", "process", "module"].filter((name) => name in globalThis));
    await page.evaluate(() => window.open("https://example.org/"));

    expect(reached).toEqual([]);
    expect(app.windows()).toHaveLength(1);
  });
});
