import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { mediaFolder } from "../../../../electron/station/media/media-folders.ts";
import { MediaRecorder, type MediaRecorderOptions } from "../../../../electron/station/media/media-recorder.ts";
import { openMissionMedia } from "../../../../electron/station/media/open-mission-media.ts";
import type { FeedAsked, FeedWatcher } from "../../../../electron/station/server/station-service.ts";
import type { FeedMessage, FeedView } from "../../../../shared/wire/feeds.ts";
import { picturesIn, readPieces } from "../../../support/framed-pieces.ts";
import { eventually } from "../../../support/live-station.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const config: FeedMessage = { type: "config", delivery: "jpeg", widthPx: 64, heightPx: 48, grey: true };

const view = (id: string, state: FeedView["state"] = "streaming"): FeedView => ({
  ...{ id, vehicleId: "1", name: `camera ${id}`, spectrum: "thermal", origin: "typed", uri: "rtsp://x", state },
  ...{ warnings: [], delivery: "jpeg", latency: { ms: 0, sigmaMs: 0, from: "stamped" } },
  search: { by: "off", framesPerS: 0, skippedFraction: 0 },
});

/** A recorder on feeds that the test plays, and on a disk whose room it says. */
const rig = (options: Partial<MediaRecorderOptions> = {}) => {
  const recordFolder = mkdtempSync(join(tmpdir(), "lantern-media-"));
  closers.push(() => rmSync(recordFolder, { recursive: true, force: true }));
  const watchers = new Map<string, { watcher: FeedWatcher; asked: FeedAsked }>();
  const alerts: string[] = [];
  let active = false;
  const disk = { freeBytes: 100e9 };
  const views = new Map<string, FeedView>();
  let sequence = 0;
  const recorder = new MediaRecorder({
    recordFolder,
    sessionId: "s",
    feeds: {
      has: (id) => views.has(id),
      watch: (id, watcher, asked) => {
        watchers.set(id, { watcher, asked });
        watcher.message(config);
        return () => watchers.delete(id);
      },
    },
    views: () => views,
    heat: { sources: new Map(), thumbnail: () => undefined, crop: () => undefined },
    alerts: {
      report: ({ code }) => {
        if (!active) alerts.push(code);
        active = true;
        return undefined as never;
      },
      settle: () => {
        active = false;
      },
    },
    positionOf: (stationMs) => stationMs - 1_000,
    nowMs: () => 1_000,
    storage: async () => ({ freeBytes: disk.freeBytes, totalBytes: 1e12 }),
    ...options,
  });
  closers.push(() => recorder.close());
  const show = (id: string, captureMs: number) =>
    watchers
      .get(id)
      ?.watcher.picture({ kind: "jpeg", sequence: sequence++, captureMs, data: new Uint8Array([1, 2, 3]) });
  return { recorder, recordFolder, views, watchers, alerts, disk, show, isActive: () => active };
};

const timesIn = async (recordFolder: string, id: string) => {
  const media = await openMissionMedia({ folder: mediaFolder(recordFolder, "s") });
  const bytes = await media.pieces(id, 0, 1e9);
  await media.close();
  return bytes === undefined ? undefined : picturesIn(readPieces(bytes)).map(({ captureMs }) => captureMs);
};

describe("the recorder of a session's pictures", () => {
  it("watches each feed that streams, asks for few JPEGs, and puts their times on the mission's clock", async () => {
    const { recorder, recordFolder, views, watchers, show } = rig();
    views.set("a", view("a"));
    views.set("b", view("b", "connecting"));
    recorder.tick();
    show("a", 1_500);
    views.set("b", view("b"));

    await recorder.close();

    expect([...watchers.keys()]).toEqual([]);
    expect(await timesIn(recordFolder, "a")).toEqual([500]);
    expect(await timesIn(recordFolder, "b")).toBeUndefined();
    expect(readdirSync(join(mediaFolder(recordFolder, "s"), "feeds", "1"))).toContain("feed.json");
  });

  it("asks for two JPEGs a second where nobody says otherwise", () => {
    const { recorder, views, watchers } = rig();
    views.set("a", view("a"));

    recorder.tick();

    expect(watchers.get("a")?.asked).toEqual({ jpegsPerS: 2 });
  });

  it("watches anew what was opened anew, and goes on in the same place", async () => {
    const { recorder, recordFolder, views, watchers, show } = rig();
    views.set("a", view("a"));
    recorder.tick();
    show("a", 2_000);
    const before = watchers.get("a")?.watcher;
    watchers.delete("a");
    before?.gone();

    await eventually(() => {
      recorder.tick();
      return watchers.has("a");
    });
    show("a", 4_000);
    await recorder.close();

    expect(await timesIn(recordFolder, "a")).toEqual([1_000, 3_000]);
    expect(readdirSync(join(mediaFolder(recordFolder, "s"), "feeds"))).toEqual(["1"]);
  });

  it("says once that pictures are no longer recorded on a disk that is nearly full, and watches nothing for nobody", async () => {
    const { recorder, views, watchers, alerts, disk, isActive } = rig();
    disk.freeBytes = 1e9;
    views.set("a", view("a"));

    await eventually(() => {
      recorder.tick();
      return isActive() && watchers.size === 0;
    });
    for (let i = 0; i < 5; i += 1) recorder.tick();

    expect(alerts).toEqual(["pictures-not-recorded"]);
    expect(watchers.size).toBe(0);
  });

  it("stops where the disk refuses a picture, and throws nothing", async () => {
    const { recorder, views, watchers, alerts, show } = rig({
      openFile: () => Promise.reject(new Error("ENOSPC: no space left on device")),
    });
    views.set("a", view("a"));
    recorder.tick();
    show("a", 2_000);

    await eventually(() => {
      recorder.tick();
      return alerts.length > 0;
    });

    expect(watchers.size).toBe(0);
    expect(alerts).toEqual(["pictures-not-recorded"]);
  });
});
