import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type FakeElectron,
  type FakeStationProcess,
  type FakeWindow,
  makeFakeElectron,
} from "../support/fake-electron.ts";

/** Runs the shell's entry against a fake Electron: its own decisions are real. */
const startShell = async (options: Parameters<typeof makeFakeElectron>[0] = {}): Promise<FakeElectron> => {
  const fake = makeFakeElectron(options);
  vi.resetModules();
  vi.doMock("electron", () => fake.module);
  await import("../../electron/main.ts");
  await Promise.resolve();
  return fake;
};

const windowOf = ({ windows }: FakeElectron): FakeWindow => {
  const [window] = windows;
  if (!window) throw new Error("The shell opened no window.");
  return window;
};

const newestStation = ({ stations }: FakeElectron): FakeStationProcess => {
  const station = stations.at(-1);
  if (!station) throw new Error("The shell started no station.");
  return station;
};

const ready = { kind: "ready", url: "http://127.0.0.1:8420/?token=abc" };

const event = () => ({ prevented: false, preventDefault: vi.fn() });

describe("the desktop shell", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.doUnmock("electron");
    vi.useRealTimers();
  });

  it("opens one locked-up window and loads the station's address with its token", async () => {
    const fake = await startShell();
    newestStation(fake).emit("message", ready);

    expect(fake.windows).toHaveLength(1);
    expect(windowOf(fake).options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(windowOf(fake).loaded).toEqual([ready.url]);
  });

  it("leaves at once when another instance runs", async () => {
    const fake = await startShell({ firstInstance: false });

    expect(fake.windows).toHaveLength(0);
    expect(fake.app.quits).toBe(1);
  });

  it("refuses navigation and windows outside the station, and every permission but copying", async () => {
    const fake = await startShell();
    newestStation(fake).emit("message", ready);
    const window = windowOf(fake);
    const [away, within] = [event(), event()];

    window.webContents.emit("will-navigate", { ...away, url: "https://example.org/" });
    window.webContents.emit("will-navigate", { ...within, url: "http://127.0.0.1:8420/#/panel/heat" });
    const answers: boolean[] = [];
    for (const permission of ["geolocation", "media", "clipboard-sanitized-write"])
      window.webContents.session.request(undefined, permission, (ok: boolean) => answers.push(ok), {
        requestingUrl: "http://127.0.0.1:8420/",
      });
    window.webContents.session.request(undefined, "clipboard-sanitized-write", (ok: boolean) => answers.push(ok), {
      requestingUrl: "http://127.0.0.1:9999/",
    });

    expect(away.preventDefault).toHaveBeenCalled();
    expect(within.preventDefault).not.toHaveBeenCalled();
    expect(window.webContents.openHandler({ url: "https://example.org/" }).action).toBe("deny");
    expect(window.webContents.openHandler({ url: "http://127.0.0.1:8420/#/panel/fleet" }).action).toBe("allow");
    expect(answers).toEqual([false, false, true, false]);
  });

  it("keeps the screen awake while a vehicle is armed, and only then", async () => {
    const fake = await startShell();
    const station = newestStation(fake);

    station.emit("message", { kind: "armed", armed: true });
    station.emit("message", { kind: "armed", armed: true });
    expect(fake.state.awake).toBe(1);

    station.emit("message", { kind: "armed", armed: false });
    expect(fake.state.awake).toBe(0);
  });

  it("asks before it closes over an armed vehicle, in the system's language, and stays by default", async () => {
    const fake = await startShell({ locale: "zh-CN" });
    newestStation(fake).emit("message", { kind: "armed", armed: true });
    const [stay, leave] = [event(), event()];

    windowOf(fake).emit("close", stay);
    fake.state.choice = 1;
    windowOf(fake).emit("close", leave);

    expect(fake.said[0]?.message).toBe("有载具处于解锁状态");
    expect(stay.preventDefault).toHaveBeenCalled();
    expect(leave.preventDefault).not.toHaveBeenCalled();
  });

  it("starts a crashed station again, says so, and loads its new address", async () => {
    const fake = await startShell();
    newestStation(fake).emit("message", ready);

    newestStation(fake).emit("exit", 1);
    await vi.advanceTimersByTimeAsync(1_000);
    newestStation(fake).emit("message", { kind: "ready", url: "http://127.0.0.1:8421/?token=def" });

    expect(fake.stations).toHaveLength(2);
    expect(fake.said[0]?.message).toContain("started again");
    expect(windowOf(fake).loaded.at(-1)).toBe("http://127.0.0.1:8421/?token=def");
  });

  it("gives up on a station that crashes again and again", async () => {
    const fake = await startShell();

    for (let crash = 0; crash < 4; crash++) {
      newestStation(fake).emit("exit", 1);
      await vi.advanceTimersByTimeAsync(1_000);
    }

    expect(fake.state.errorBoxes).toHaveLength(1);
    expect(fake.app.quits).toBe(1);
    expect(fake.stations).toHaveLength(4);
  });

  it("says why a station can't start, and ends", async () => {
    const fake = await startShell();
    newestStation(fake).emit("message", { kind: "failed", message: "Port 8420 is taken: choose another with --port." });

    expect(fake.state.errorBoxes).toEqual(["Port 8420 is taken: choose another with --port."]);
    expect(fake.app.quits).toBe(1);
  });

  it("lets the station close its record before the process goes, and waits no longer than 3 s", async () => {
    const fake = await startShell();
    const leaving = event();

    fake.app.emit("will-quit", leaving);
    expect(leaving.preventDefault).toHaveBeenCalled();
    expect(newestStation(fake).posted).toEqual([{ kind: "close" }]);
    expect(fake.app.exits).toBe(0);

    newestStation(fake).emit("exit", 0);
    expect(fake.app.exits).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(fake.stations).toHaveLength(1);
  });
});
