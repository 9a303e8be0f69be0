import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ArchiveClient } from "../../../support/archive-client.ts";
import { flownBytes, flownFrames, flownTlog } from "../../../support/flown-tlog.ts";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";
import { dataFlashFlight, flightStartUtcMs, ulogFlight } from "../../../support/native-flights.ts";
import { noSharedData, sharedData } from "../../../support/shared-data.ts";
import { hasFfmpeg, noFfmpeg } from "../../../support/video-sender.ts";

const startUtcMs = Date.UTC(2026, 10, 20, 20);
const flight = flownFrames({ seconds: 20 });
const tlog = flownTlog(flight, startUtcMs);

/** Ten seconds of a test picture. */
const makeVideo = (): Buffer => {
  const path = join(tmpdir(), `lantern-imported-${process.pid}.mp4`);
  const picture = ["-f", "lavfi", "-i", "testsrc2=size=128x96:rate=5:duration=10", "-pix_fmt", "yuv420p"];
  spawnSync(process.env.LANTERN_FFMPEG ?? "ffmpeg", ["-v", "error", "-y", ...picture, path]);
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
};

let live: LiveStation;
let archive: ArchiveClient;
const folderOf = () => join(live.recordFolder, "archive");
/** Everything in the archive's folder, but for what is made anew wherever it is opened. */
const filesThere = (folder = folderOf()) =>
  (existsSync(folder) ? readdirSync(folder, { recursive: true }) : [])
    .map(String)
    .filter((name) => !/index$/.test(name));

beforeAll(async () => {
  live = await liveStation();
  archive = new ArchiveClient(live);
});
afterAll(() => live.close());

const ask = (kind: "archive.offset" | "archive.video-offset", fields: object) =>
  live.request({ kind, ...fields } as Parameters<LiveStation["request"]>[0]);

/** Sends the half of a log. */
const beginUpload = (query: string) => {
  const { hostname, port } = new URL(archive.origin);
  const upload = request({
    ...{ hostname, port, method: "POST", path: `/api/archive/import?${query}` },
    headers: { ...archive.headers, "content-type": "application/octet-stream", "content-length": tlog.length },
  });
  upload.on("error", () => {});
  upload.write(tlog.subarray(0, tlog.length >> 1));
  return upload;
};

describe("what comes into the archive of a station", () => {
  it("is a telemetry log: its vehicle, its instants, its plots and its messages", async () => {
    const id = await archive.taken("flight.tlog", tlog);
    const { summary, timeline, logs } = await archive.read(id);
    const listed = await eventuallyListed(id, ({ vehicles }) => vehicles.length > 0);
    const player = archive.player(id, 10_000);
    const state = await player.seek(12_000);
    player.socket.close();

    expect(summary).toMatchObject({ kind: "log", name: "flight", live: false, startUtcMs, durationMs: 20_000 });
    expect(listed.vehicles[0]?.outline.length).toBeGreaterThan(10);
    expect(timeline.lanes.some(({ kind }) => kind === "vehicle")).toBe(true);
    expect(state.vehicles["1"]?.position?.latDeg).toBeCloseTo(30.871 + 120 * 4.5e-6, 6);
    expect(state.station.mode).toBe("replay");
    expect(logs).toMatchObject([{ format: "tlog", bytes: tlog.length, readFraction: 1 }]);
    const plot = await archive.plot(id, { field: "1/1/ATTITUDE.roll", from: 0, to: 20_000, width: 100 });
    expect(Math.max(...plot.greatest)).toBeCloseTo(1, 2);
    const { messages } = await archive.messages(id, { at: 20_000, count: 5, streams: "1/1/ATTITUDE" });
    expect(messages.map(({ positionMs }) => positionMs)).toEqual([19_600, 19_700, 19_800, 19_900, 20_000]);
    expect(await archive.verify(id)).toMatchObject({ ok: true, checked: [{ records: flight.length }] });
  });

  it.each([
    { name: "link.bin", bytes: () => flownBytes(flight), format: "raw", vehicleId: "1" },
    { name: "00000007.BIN", bytes: () => dataFlashFlight(10), format: "dataflash", vehicleId: "7" },
    { name: "log_0.ulg", bytes: () => ulogFlight(20), format: "ulog", vehicleId: "9" },
  ])("is $name, known by what is in it", async ({ name, bytes, format, vehicleId }) => {
    const id = await archive.taken(name, bytes());
    const { logs, summary } = await archive.read(id);
    const player = archive.player(id);
    const state = await player.seek(Math.min(15_000, summary.durationMs));
    player.socket.close();

    expect(logs.some((log) => log.format === format && log.streams.length > 0)).toBe(true);
    expect(Object.keys(state.vehicles)).toEqual([vehicleId]);
    expect(state.vehicles[vehicleId]?.position).toBeDefined();
    for (const log of logs) {
      // Those that hold numbers that are none, too.
      for (const { key, fields } of log.streams)
        for (const { name: field } of fields.slice(0, 40))
          await archive.plot(id, { log: log.n, field: `${key}.${field}`, from: 0, to: summary.durationMs, width: 50 });
      expect(
        (await archive.messages(id, { log: log.n, at: 0, direction: "on", count: 500 })).messages.length,
      ).toBeGreaterThan(100);
    }
    expect((await archive.verify(id)).ok).toBe(true);
    if (format !== "raw") expect(summary.startUtcMs).toBeCloseTo(flightStartUtcMs, -4);
  });

  const real = sharedData("telemetry/two_vehicles_one_link.tlog");
  it.skipIf(real === undefined)(`is a real log (skipped where ${noSharedData})`, async () => {
    const id = await archive.taken("two.tlog", readFileSync(real ?? ""));
    const { summary } = await archive.read(id);

    const { vehicles } = await eventuallyListed(id, (one) => one.vehicles.length === 2);
    expect(vehicles.map((one) => one.id).sort()).toEqual(["1", "2"]);
    expect(summary.durationMs).toBeGreaterThan(370_000);
  });

  it("is a second log of the same mission: placed by itself, moved by a person, and back", async () => {
    const id = await archive.taken("first.tlog", tlog);
    await archive.read(id);
    await eventuallyListed(id, ({ durationMs }) => durationMs === 20_000);
    // Another station heard the same drone, from its fifth second on, by a clock that was an hour off.
    const heard = flight.filter(({ atMs }) => atMs >= 5_000);
    await archive.taken("second.tlog", flownTlog(heard, startUtcMs + 3_600_000), { into: id });
    const placed = await archive.read(id);
    expect(placed.logs[1]).toMatchObject({ offsetFrom: "estimated", offsetSigmaMs: expect.any(Number) });
    expect(placed.logs[1]?.offsetMs).toBeCloseTo(5_000, -2);
    expect(placed.summary.files).toEqual(["first.tlog", "second.tlog"]);
    // What the list knew of it is no longer all of it.
    expect((await eventuallyListed(id, ({ durationMs }) => durationMs > 0)).files.length).toBe(2);

    expect(await ask("archive.offset", { missionId: id, log: 1, offsetMs: 40_000 })).toEqual({ ok: true });
    const moved = await archive.read(id);
    const { durationMs } = await eventuallyListed(id, (one) => one.durationMs > 30_000);
    expect(await ask("archive.offset", { missionId: id, log: 1, offsetMs: null })).toEqual({ ok: true });
    const back = await archive.read(id);

    expect(moved.logs[1]).toMatchObject({ offsetMs: 40_000, offsetFrom: "typed" });
    expect([moved.summary.durationMs, durationMs]).toEqual([55_000, 55_000]);
    expect(back.logs[1]?.offsetMs).toBe(placed.logs[1]?.offsetMs);
    expect((await eventuallyListed(id, ({ durationMs: ms }) => ms === 20_000)).notes).toBe(0);
    for (const log of [2, 99])
      expect(await ask("archive.offset", { missionId: id, log, offsetMs: 1 })).toMatchObject({ ok: false });
  });

  it.skipIf(!hasFfmpeg)(`is a video with and without its time (skipped where ${noFfmpeg})`, async () => {
    const video = makeVideo();
    const id = await archive.taken("camera.tlog", tlog);
    await archive.taken("known.mp4", video, { into: id, startUtcMs: startUtcMs + 3_000 });
    await archive.taken("unknown.mp4", video, { into: id });

    const { feeds, summary } = await archive.details(id);
    expect(summary.hasPictures).toBe(true);
    expect(feeds.map(({ name, fromMs, toMs }) => [name, fromMs, Math.round((toMs - fromMs) / 1000)])).toEqual([
      ["known.mp4", 3_000, 10],
      ["unknown.mp4", 0, 10],
    ]);
    const [known] = feeds;
    const pieces = `/${id}/feeds/${encodeURIComponent(known?.id ?? "")}/pieces?from=6000&to=7000`;
    expect((await archive.bytes(pieces)).length).toBeGreaterThan(1_000);
    const move = (offsetMs: number | null) =>
      ask("archive.video-offset", { missionId: id, feedId: known?.id, offsetMs });
    expect(await move(8_000)).toEqual({ ok: true });
    expect((await archive.details(id)).feeds[0]?.fromMs).toBe(8_000);
    expect(await move(null)).toEqual({ ok: true });
    expect((await archive.details(id)).feeds[0]?.fromMs).toBe(3_000);
    expect(await ask("archive.video-offset", { missionId: id, feedId: "video-none", offsetMs: 1 })).toMatchObject({
      ok: false,
    });
    expect(
      await archive.import("whole.lantern", Buffer.from("PK\u0003\u0004 and nothing"), { into: id }),
    ).toMatchObject({
      ok: false,
    });
  });

  it("is none of it where the file is wrong or empty, and nothing of it is left", async () => {
    const before = filesThere();
    const faultOf = async (...asked: Parameters<ArchiveClient["import"]>) => {
      const result = await archive.import(...asked);
      return result.ok ? undefined : result.fault;
    };

    expect(await faultOf("empty.tlog", new Uint8Array(0))).toMatchObject({
      code: "bad-file",
      detail: "empty.tlog is empty.",
    });
    expect(await faultOf("song.tlog", Buffer.alloc(100_000, "la la la "))).toMatchObject({ code: "bad-file" });
    expect(await faultOf("a.lantern", Buffer.from("PK\u0003\u0004 and nothing"))).toMatchObject({ code: "bad-file" });
    expect(await faultOf("b.ulg", ulogFlight(1).subarray(0, 20))).toMatchObject({ code: "bad-file" });
    expect(await faultOf("c.tlog", tlog, { into: "20260101-000000-000000" })).toMatchObject({
      code: "unknown-mission",
    });
    expect(await faultOf("d.tlog", tlog, { into: "../record" })).toMatchObject({ code: "unknown-mission" });
    expect(filesThere()).toEqual(before);
  });

  it("is nothing of an upload that breaks off", async () => {
    const before = filesThere();
    const upload = beginUpload("name=cut.tlog");
    await eventually(() => filesThere().some((name) => name.endsWith("received")));

    upload.destroy();

    await eventually(() => filesThere().length === before.length);
    expect(filesThere()).toEqual(before);
  });

  it("is nothing of an autopilot's log whose sender goes away while it is converted", async () => {
    const before = filesThere();
    const one = dataFlashFlight(400);
    const bytes = Buffer.concat(Array.from({ length: Math.ceil(20e6 / one.length) }, () => one));
    const { hostname, port } = new URL(archive.origin);
    const upload = request({
      ...{ hostname, port, method: "POST", path: "/api/archive/import?name=long.bin" },
      headers: { ...archive.headers, "content-type": "application/octet-stream", "content-length": bytes.length },
    });
    upload.on("error", () => {});
    const hasAnswered = new Promise((resolve) => upload.once("response", resolve)).then(() => true);
    upload.end(bytes);
    await eventually(() => filesThere().some((name) => name.endsWith("received")));
    // All of it came, and what it is was seen.
    await eventually(() => filesThere().some((name) => name.endsWith("long.bin")));

    upload.destroy();

    await eventually(() => !filesThere().some((name) => name.includes(".part")));
    expect(await Promise.race([hasAnswered, Promise.resolve(false)])).toBe(false);
    expect(filesThere()).toEqual(before);
  }, 60_000);

  it("comes in two at once, each into one of its own or both into one", async () => {
    const id = await archive.taken("base.tlog", tlog);
    const ids = await Promise.all([archive.taken("a.tlog", tlog), archive.taken("b.tlog", tlog)]);
    expect(new Set([id, ...ids]).size).toBe(3);

    // One that hangs holds nobody up.
    const slow = beginUpload(`name=slow.tlog&into=${id}`);
    const later = (n: number) => flownTlog(flownFrames({ seconds: 5, systemId: n + 2 }), startUtcMs + n * 10_000);
    await Promise.all([1, 2, 3, 4].map((n) => archive.taken("same.tlog", later(n), { into: id })));

    slow.destroy();
    const { logs } = await archive.read(id);
    expect(logs.length).toBe(5);
    expect(logs.map(({ streams }) => streams[0]?.systemId).sort()).toEqual([1, 3, 4, 5, 6]);
  });

  it("can be taken away again with its files, whoever looks at it", async () => {
    const id = await archive.taken("gone.tlog", tlog);
    await live.request({ kind: "archive.note", missionId: id, note: { id: "n", positionMs: 5, text: "here" } });
    const player = archive.player(id);
    await eventually(() => player.snapshot);
    player.say({ type: "play", speed: 5 });

    expect(await live.request({ kind: "archive.remove", missionId: id })).toEqual({ ok: true });

    expect((await player.closed)[0]).toBe(1012);
    expect((await archive.player(id).closed)[0]).toBe(4404);
    expect(existsSync(join(folderOf(), id))).toBe(false);
    expect((await archive.list()).map((one) => one.id)).not.toContain(id);
    expect(await archive.refusal(`/${id}`)).toMatchObject({ status: 404, code: "unknown-mission" });
    expect(await archive.refusal(`/${id}/verify`, { method: "POST" })).toMatchObject({ status: 404 });
    expect(await live.request({ kind: "archive.remove", missionId: id })).toMatchObject({ ok: false });
  });
});

const eventuallyListed = async (
  id: string,
  isSo: (one: Awaited<ReturnType<ArchiveClient["list"]>>[number]) => boolean,
) => {
  for (;;) {
    const listed = (await archive.list()).find((one) => one.id === id);
    if (listed !== undefined && isSo(listed)) return listed;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const smallDisk = mkdtempSync(join(tmpdir(), "lantern-small-archive-"));
const mounted =
  process.platform === "linux" &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=290m", "tmpfs", smallDisk]).status === 0;

describe.skipIf(!mounted)("imports onto a disk that becomes full (skipped where a small one can't be mounted)", () => {
  afterAll(() => {
    spawnSync("umount", [smallDisk]);
    rmSync(smallDisk, { recursive: true, force: true });
  });

  it("are refused while there is still room for what is being recorded, and leave nothing", async () => {
    const station = await liveStation({ recordFolder: smallDisk });
    const its = new ArchiveClient(station);
    await its.taken("small.tlog", tlog);
    const before = filesThere(join(smallDisk, "archive"));

    const refused = await its.import("large.tlog", Buffer.alloc(80 << 20, tlog));

    expect(refused).toMatchObject({ fault: { code: "recording-failed", detail: expect.stringContaining("full") } });
    expect(filesThere(join(smallDisk, "archive"))).toEqual(before);
    expect(station.station.snapshot().station.recording.state).toBe("recording");
    await station.station.close();
  });
});

describe("imports that a power failure cut off", () => {
  it("are gone at the next start", async () => {
    const first = await liveStation();
    const { recordFolder } = first;
    await first.station.close();
    for (const left of ["archive/.20260101-000000-aaaaaa-new.part", "cache/export-abc", "cache/pack-abc"]) {
      mkdirSync(join(recordFolder, left), { recursive: true });
      writeFileSync(join(recordFolder, left, "received"), tlog);
    }

    const again = await liveStation({ recordFolder });
    await eventually(() => filesThere(join(recordFolder, "archive")).length === 0);
    await eventually(() => !filesThere(join(recordFolder, "cache")).some((name) => /export-|pack-/.test(name)));

    await again.close();
    rmSync(recordFolder, { recursive: true });
  });
});
