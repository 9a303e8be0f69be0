import { fileURLToPath } from "node:url";
import { app, type BrowserWindow, dialog, powerSaveBlocker, type UtilityProcess, utilityProcess } from "electron";
import { setMenu } from "./menu.ts";
import { shellTexts } from "./shell-texts.ts";
import type { StationMessage } from "./station-message.ts";
import { openWindow } from "./window.ts";

/** Restarts closer together than this stop: a station that can't start should say why, not spin. */
const restartPauseMs = 1_000;
const maxQuickRestarts = 3;
const closePatienceMs = 3_000;

class Shell {
  #window: BrowserWindow | undefined;
  #station: UtilityProcess | undefined;
  #origin = "";
  #armed = false;
  #blocker: number | undefined;
  #quitting = false;
  #restarts: number[] = [];
  readonly #args: readonly string[];

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  get #texts() {
    return shellTexts(app.getLocale());
  }

  start(): void {
    setMenu(this.#texts);
    this.#window = openWindow(() => this.#origin);
    this.#window.on("close", (event) => this.#confirmLeave(event));
    this.#window.on("closed", () => {
      this.#window = undefined;
      app.quit();
    });
    this.#startStation();
  }

  focus(): void {
    if (this.#window?.isMinimized()) this.#window.restore();
    this.#window?.focus();
  }

  /** Lets the station close its record before the process goes; a station that hangs is not waited for. */
  stop(event: { preventDefault(): void }): void {
    this.#quitting = true;
    if (!this.#station) return;
    event.preventDefault();
    this.#station.once("exit", () => app.exit());
    this.#station.postMessage({ kind: "close" });
    setTimeout(() => app.exit(), closePatienceMs);
  }

  #startStation(): void {
    const entry = new URL("./station-process.js", import.meta.url);
    const station = utilityProcess.fork(fileURLToPath(entry), [...this.#args], {
      serviceName: "Lantern station",
      stdio: "inherit",
    });
    this.#station = station;
    station.on("message", (message: StationMessage) => this.#onMessage(message));
    station.on("exit", () => this.#onStationExit());
  }

  #onMessage(message: StationMessage): void {
    if (message.kind === "ready") {
      this.#origin = new URL(message.url).origin;
      void this.#window?.loadURL(message.url);
    } else if (message.kind === "failed") {
      this.#quitting = true;
      dialog.showErrorBox(this.#texts.failedTitle, message.message);
      app.quit();
    } else this.#setArmed(message.armed);
  }

  /** A screen that sleeps in flight is a fault of ours. */
  #setArmed(armed: boolean): void {
    this.#armed = armed;
    if (armed) this.#blocker ??= powerSaveBlocker.start("prevent-display-sleep");
    else if (this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = undefined;
    }
  }

  #onStationExit(): void {
    this.#station = undefined;
    this.#setArmed(false);
    if (this.#quitting) return;
    const nowMs = Date.now();
    this.#restarts = [...this.#restarts.filter((atMs) => nowMs - atMs < 60_000), nowMs];
    if (this.#restarts.length > maxQuickRestarts) {
      dialog.showErrorBox(this.#texts.failedTitle, this.#texts.restartedTitle);
      app.quit();
      return;
    }
    setTimeout(() => this.#startStation(), restartPauseMs);
    const { restartedTitle: message, restartedDetail: detail } = this.#texts;
    if (this.#window) void dialog.showMessageBox(this.#window, { type: "warning", message, detail });
  }

  #confirmLeave(event: { preventDefault(): void }): void {
    if (this.#quitting || !this.#armed || !this.#window) return;
    const { quitTitle: message, quitDetail: detail, stay, quit } = this.#texts;
    const choice = dialog.showMessageBoxSync(this.#window, {
      type: "warning",
      message,
      detail,
      buttons: [stay, quit],
      defaultId: 0,
      cancelId: 0,
    });
    if (choice === 0) event.preventDefault();
  }
}

if (app.requestSingleInstanceLock()) {
  // Electron's own switches come first; what follows the app's path is for the station.
  const shell = new Shell(process.argv.slice(app.isPackaged ? 1 : 2).filter((arg) => arg !== "--no-sandbox"));
  app.on("second-instance", () => shell.focus());
  app.on("window-all-closed", () => app.quit());
  app.on("will-quit", (event) => shell.stop(event));
  void app.whenReady().then(() => shell.start());
} else app.quit();
