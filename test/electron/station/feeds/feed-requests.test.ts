import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterEach, describe, expect, it } from "vitest";
import type { Request } from "../../../../shared/wire/requests.ts";
import { CameraVehicle } from "../../../support/camera-vehicle.ts";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";

/** A folder with a few grey pictures, as a feed that needs neither camera nor ffmpeg. */
const pictureFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-pictures-"));
  for (let i = 0; i < 3; i++) {
    const data = Uint8Array.from({ length: 64 * 48 }, (_, at) => (at * 7 + i * 31) % 200);
    writeFileSync(join(folder, `${i}.png`), encode({ width: 64, height: 48, data, channels: 1, depth: 8 }));
  }
  return folder;
};

describe("a feed that people type in", () => {
  let live: LiveStation;
  let vehicle: CameraVehicle | undefined;
  const folders: string[] = [];

  const begin = async (options: Parameters<typeof liveStation>[0] = {}) => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"], ...options });
    await eventually(() => Number.isFinite(live.linkPort()));
    vehicle = new CameraVehicle({ systemId: 1, port: live.linkPort() });
    await eventually(() => live.station.snapshot().vehicles["1"]?.position);
  };
  const feeds = () => live.station.snapshot().feeds;
  const add = (uri: string, more: Partial<Extract<Request, { kind: "feed.add" }>> = {}) =>
    live.request({ kind: "feed.add", vehicleId: "1", uri, spectrum: "thermal", ...more });
  const folder = () => {
    const made = pictureFolder();
    folders.push(made);
    return made;
  };

  afterEach(async () => {
    vehicle?.close();
    await live?.close();
    for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  it("is remembered for its vehicle after a restart, and never shows its password", async () => {
    const recordFolder = mkdtempSync(join(tmpdir(), "lantern-feeds-"));
    folders.push(recordFolder);
    await begin({ recordFolder });
    const added = await add("rtsp://ann:geheim@127.0.0.1:9/live", { name: "Gimbal", hfovRad: 0.7 });
    expect(added).toEqual({ ok: true, feedId: "feed-1" });
    await live.request({ kind: "feed.set", feedId: "feed-1", latencyMs: 250, latencySigmaMs: 60 });
    vehicle?.close();
    await live.station.close();

    await begin({ recordFolder });

    const feed = await eventually(() => feeds()["feed-1"]);
    expect(feed).toMatchObject({
      ...{ vehicleId: "1", name: "Gimbal", origin: "typed", uri: "rtsp://ann:***@127.0.0.1:9/live" },
      hfov: { rad: 0.7, from: "typed" },
      latency: { ms: 250, sigmaMs: 60, from: "typed" },
    });
    await eventually(() => feeds()["feed-1"]?.fault !== undefined);
    expect(JSON.stringify(live.station.snapshot())).not.toContain("geheim");
  });

  it("takes nobody for marked in a picture that isn't kept any more", async () => {
    await begin();
    expect(await add(`file:${folder()}?fps=5&loop=1`, { hfovRad: 0.7 })).toMatchObject({ ok: true });
    const mark = (captureMs?: number) =>
      live.request({
        ...{ kind: "feed.mark", feedId: "feed-1", what: "person", x: 0.4, y: 0.4, width: 0.1, height: 0.1 },
        ...(captureMs === undefined ? {} : { captureMs }),
      });
    await eventually(() => feeds()["feed-1"]?.state === "streaming");
    for (let marked = await mark(); !marked.ok; ) marked = await mark();
    const nowMs = Object.values(live.station.snapshot().heat)[0]?.lastSeenMs ?? Number.NaN;

    expect(await mark(nowMs - 200)).toMatchObject({ ok: true });
    for (const oldMs of [9_000, 40_000, -5_000, 1e12])
      expect(await mark(nowMs - oldMs)).toMatchObject({ ok: false, fault: { code: "no-picture" } });
    expect(Object.values(live.station.snapshot().heat)).toHaveLength(2);
  });

  it("needs a vehicle that was heard, an address that is one, and a file that is there", async () => {
    await begin();

    expect(await add("rtsp://127.0.0.1/a", { vehicleId: "77" })).toMatchObject({ fault: { code: "unknown-vehicle" } });
    for (const uri of ["nonsense", "srt://10.0.0.7:9000", "v4l2:/dev/mem", "file:/nowhere/at/all.mp4"])
      expect(await add(uri), uri).toMatchObject({ ok: false, fault: { code: "not-possible" } });
    expect(feeds()).toEqual({});
  });

  it("is one vehicle's only, but for files: what one camera sees can't be below two vehicles", async () => {
    await begin();
    const other = new CameraVehicle({ systemId: 2, port: live.linkPort() });
    await eventually(() => live.station.snapshot().vehicles["2"]);
    other.close();
    const path = `file:${folder()}?fps=1`;

    for (const uri of ["y16tcp://127.0.0.1:9", path]) expect(await add(uri)).toMatchObject({ ok: true });
    const twice = await add("y16tcp://127.0.0.1:9", { vehicleId: "2" });
    const file = await add(path, { vehicleId: "2" });

    expect(twice).toMatchObject({ ok: false, fault: { detail: expect.stringContaining("vehicle 1") } });
    expect(file).toMatchObject({ ok: true });
  });

  it("is searched by temperature alone, with a word why, where the model is missing; pictures come all the same", async () => {
    await begin({ modelFolder: "/nowhere/model" });
    const path = folder();
    expect(await add(`file:${path}?fps=5&loop=1`)).toMatchObject({ ok: true });

    await eventually(() => feeds()["feed-1"]?.search.fault !== undefined);
    await eventually(() => feeds()["feed-1"]?.state === "streaming");

    expect(feeds()["feed-1"]?.search).toMatchObject({ by: "hot-spots", fault: "model-missing" });
    const alerts = Object.values(live.station.snapshot().alerts).filter(({ code }) => code === "detector-fault");
    expect(alerts).toMatchObject([{ active: true, count: 1, params: { detail: expect.stringContaining("person") } }]);
  });

  it("keeps what each of two people changed, and says to the second that it is gone", async () => {
    await begin();
    await add(`file:${folder()}?fps=1&loop=1`);

    const results = await Promise.all([
      live.request({ kind: "feed.set", feedId: "feed-1", hfovRad: 0.5 }),
      live.request({ kind: "feed.set", feedId: "feed-1", latencyMs: 90 }),
      live.request({ kind: "feed.set", feedId: "feed-1", rangeK: { lowK: 270, highK: 300 } }),
    ]);

    expect(results).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(feeds()["feed-1"]).toMatchObject({ hfov: { rad: 0.5 }, latency: { ms: 90 } });
    expect(await live.request({ kind: "feed.set", feedId: "feed-1", hfovRad: null })).toEqual({ ok: true });
    expect(feeds()["feed-1"]?.hfov).toBeUndefined();
    const backwards = { kind: "feed.set", feedId: "feed-1", rangeK: { lowK: 300, highK: 270 } } as const;
    expect(await live.request(backwards)).toMatchObject({ ok: false });
    const twice = [0, 1].map(() => live.request({ kind: "feed.remove", feedId: "feed-1" }));
    expect((await Promise.all(twice)).map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await live.request({ kind: "feed.retry", feedId: "feed-1" })).toMatchObject({
      fault: { code: "unknown-feed" },
    });
    expect(feeds()).toEqual({});
  });

  it("stays when its vehicle is lost, and a port is one feed's only", async () => {
    await begin();
    await add(`file:${folder()}?fps=1&loop=1`);
    await add("rtp://127.0.0.1:45600", { name: "Main" });
    await add("udp://127.0.0.1:45600");
    await eventually(() => feeds()["feed-3"]?.fault?.code === "device-busy");
    expect(feeds()["feed-3"]?.fault?.detail).toContain("Main");

    vehicle?.stop();
    await eventually(() => live.station.snapshot().vehicles["1"]?.presence.state === "lost");

    expect(Object.keys(feeds()).sort()).toEqual(["feed-1", "feed-2", "feed-3"]);
  });
});

describe("a computer without ffmpeg", () => {
  it("says so of a feed that needs it, once, and the rest goes on", async () => {
    const before = process.env.LANTERN_FFMPEG;
    process.env.LANTERN_FFMPEG = "/nowhere/ffmpeg";
    const live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
    const vehicle = new CameraVehicle({ systemId: 1, port: live.linkPort() });
    try {
      await eventually(() => live.station.snapshot().vehicles["1"]?.position);
      vehicle.announce(45_602);

      const feed = await eventually(() =>
        Object.values(live.station.snapshot().feeds).find(({ fault }) => fault?.code === "no-ffmpeg"),
      );

      expect(feed.state).not.toBe("streaming");
      const alerts = Object.values(live.station.snapshot().alerts).filter(({ code }) => code === "feed-fault");
      expect(alerts).toMatchObject([{ vehicleId: "1", count: 1, params: { feed: "thermal" } }]);
      expect(live.station.snapshot().vehicles["1"]?.presence.state).toBe("heard");
    } finally {
      if (before === undefined) delete process.env.LANTERN_FFMPEG;
      else process.env.LANTERN_FFMPEG = before;
      vehicle.close();
      await live.close();
    }
  });
});
