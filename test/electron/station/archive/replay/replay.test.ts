import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openReplay } from "../../../../../electron/station/archive/replay/open-replay.ts";
import { createStation } from "../../../../../electron/station/station.ts";
import { ArchiveClient } from "../../../../support/archive-client.ts";
import { flownBytes, flownFrames, flownTlog } from "../../../../support/flown-tlog.ts";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../../../support/live-station.ts";
import { dataFlashFlight, ulogFlight } from "../../../../support/native-flights.ts";
import { noSharedData, sharedData } from "../../../../support/shared-data.ts";

/** Every log and the vehicles in it. */
const logs = [
  ["copter_search.tlog", ["1"]],
  ["rover_patrol.tlog", ["2"]],
  ["two_vehicles_one_link.tlog", ["1", "2"]],
  ["copter_highrate.tlog", ["1"]],
  ["copter_search_noisy.tlog", ["1"]],
  ["copter_search_linknoise.tlog", ["1"]],
  ["copter_search_bursts.tlog", ["1"]],
  ["copter_search_truncated.tlog", ["1"]],
  ["copter_protocol_probe.tlog", ["1"]],
  ["copter_boot_raw.bin", ["1"]],
] as const;

const startUtcMs = Date.UTC(2026, 10, 20, 20);
const flight = flownFrames({ seconds: 20 });

let folder: string;
let live: LiveStation | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lantern-replayed-"));
});
afterEach(async () => {
  await live?.close();
  live = undefined;
});
afterAll(() => rmSync(folder, { recursive: true }));

const written = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** A station that shows files and does nothing else. */
const show = async (...files: string[]): Promise<ArchiveClient> => {
  live = await liveStation({ replay: { files, speed: 1 } });
  return new ArchiveClient(live);
};

describe("a station that was started to show a log", () => {
  for (const [name, ids] of logs) {
    const path = sharedData(`telemetry/${name}`);

    it.skipIf(path === undefined)(
      `shows ${name} to its end${path === undefined ? ` (${noSharedData})` : ""}`,
      { timeout: 40_000 },
      async () => {
        // Beside another name of it, so that its index doesn't lie in a folder that isn't ours.
        const link = join(folder, name);
        symlinkSync(path ?? "", link);

        const archive = await show(link);
        const { summary, timeline } = await archive.read("replay");
        const player = archive.player("replay");
        const state = await player.seek(summary.durationMs);
        player.socket.close();

        expect(state.station).toMatchObject({ mode: "replay", recording: { state: "off" }, replay: { file: name } });
        expect(Object.keys(state.vehicles).sort()).toEqual(ids);
        // Where it flew: never 0,0 and never elsewhere, however damaged the log.
        for (const { position } of Object.values(state.vehicles)) {
          if (position === undefined) continue;
          expect(position.latDeg).toBeCloseTo(30.87, 1);
          expect(position.lonDeg).toBeCloseTo(120.43, 1);
        }
        const codes = Object.values(state.alerts).map((alert) => alert.code);
        expect(codes).not.toContain("gcs-id-conflict");
        expect(codes).not.toContain("system-id-conflict");
        const isCut = name === "copter_search_truncated.tlog";
        const marks = timeline.lanes.flatMap((lane) => lane.marks);
        expect(summary.problems.some(({ code }) => code === "cut")).toBe(isCut);
        expect(marks.some(({ kind }) => kind === "cut")).toBe(isCut);
      },
    );
  }

  it("has it as the one mission of its archive, keeps no record, and leads there by its address", async () => {
    const archive = await show(written("flight.tlog", flownTlog(flight, startUtcMs)));
    const { url, token } = live?.station ?? { url: "", token: "" };
    const entered = await fetch(url, { redirect: "manual" });

    expect(await archive.list()).toMatchObject([{ id: "replay", name: "flight.tlog", kind: "log", live: false }]);
    expect(live?.station.snapshot().station).toMatchObject({ mode: "live", recording: { state: "off" } });
    expect(new URL(url).hash).toBe("#/archive/replay?play=1");
    expect(new URL(url).searchParams.get("token")).toBe(token);
    // An answer without a part behind the hash leaves the browser the one that it has.
    expect(entered.headers.get("location")).toBe("/");
  });

  it("goes where its viewer points, back too, and forgets what had not happened yet", async () => {
    const archive = await show(written("there-and-back.tlog", flownTlog(flight, startUtcMs)));
    await archive.read("replay");
    const player = archive.player("replay");

    const late = await player.seek(18_000);
    const early = await player.seek(2_000);
    const again = await player.seek(18_000);
    player.socket.close();

    const latitudeOf = ({ vehicles }: typeof late) => vehicles["1"]?.position?.latDeg ?? 0;
    expect(late.clock).toMatchObject({ nowMs: 18_000, utcMs: startUtcMs + 18_000, rate: 0 });
    expect(latitudeOf(early)).toBeLessThan(latitudeOf(late));
    expect(early.trails["1"]?.length ?? 0).toBeLessThan(late.trails["1"]?.length ?? 0);
    expect(again).toEqual(late);
  });

  it.each([
    { name: "bytes.raw", bytes: () => flownBytes(flight), format: "raw", vehicleId: "1" },
    { name: "00000007.BIN", bytes: () => dataFlashFlight(10), format: "dataflash", vehicleId: "7" },
    { name: "log_0.ulg", bytes: () => ulogFlight(20), format: "ulog", vehicleId: "9" },
  ])("reads $name by what is in it, where it lies", async ({ name, bytes, format, vehicleId }) => {
    const archive = await show(written(name, bytes()));
    const { logs: found, summary } = await archive.read("replay");
    const player = archive.player("replay");
    const state = await player.seek(Math.min(15_000, summary.durationMs));
    player.socket.close();

    expect(summary.files).toEqual([name]);
    expect(found.map((log) => log.format)).toContain(format);
    expect(Object.keys(state.vehicles)).toEqual([vehicleId]);
    expect(await archive.verify("replay")).toMatchObject({ ok: true });
  });

  it("puts several logs of one mission on one clock", async () => {
    // Another station heard the same drone, from its fifth second on, by a clock that was an hour off.
    const heard = flight.filter(({ atMs }) => atMs >= 5_000);
    const late = heard.map((frame) => ({ ...frame, atMs: frame.atMs - 5_000 }));
    const first = written("first.tlog", flownTlog(flight, startUtcMs));
    const second = written("second.tlog", flownTlog(late, startUtcMs + 3_600_000));

    const { summary, logs: placed } = await (await show(first, second)).read("replay");

    expect(summary).toMatchObject({ name: "first.tlog + second.tlog", startUtcMs, durationMs: 20_000 });
    expect(placed).toMatchObject([{ offsetMs: 0 }, { offsetFrom: "estimated" }]);
    expect(placed[1]?.offsetMs).toBeCloseTo(5_000, -2);
  });

  it("opens a mission file whole, with its notes", async () => {
    const other = await liveStation();
    const archive = new ArchiveClient(other);
    const missionId = await archive.taken("flight.tlog", flownTlog(flight, startUtcMs));
    const note = { id: "n", positionMs: 4_000, text: "Here" };
    await other.request({ kind: "archive.note", missionId, note } as Parameters<LiveStation["request"]>[0]);
    const packed = written("flight.lantern", await archive.bytes(`/${missionId}/export/lantern`));
    await other.close();

    const shown = await show(packed);
    const { summary, notes } = await shown.read("replay");

    expect(summary).toMatchObject({ id: "replay", durationMs: 20_000 });
    expect(notes).toMatchObject([{ positionMs: 4_000, text: "Here" }]);
    expect(await shown.verify("replay")).toMatchObject({ ok: true });
    // As it came, it can be taken along again.
    expect((await shown.bytes("/replay/export/lantern")).subarray(0, 2).toString()).toBe("PK");
  });

  it("exports a log's tracks, and says why it can't pack what lies elsewhere", async () => {
    const archive = await show(written("tracks.tlog", flownTlog(flight, startUtcMs)));
    await archive.read("replay");

    expect((await archive.bytes("/replay/export/gpx")).toString()).toContain("<gpx");
    const refusal = await archive.refusal("/replay/export/lantern");
    expect(refusal).toMatchObject({
      code: "not-possible",
      detail: expect.stringContaining("Bring them into an archive"),
    });
  });

  it("flies live vehicles beside it", async () => {
    const file = written("beside.tlog", flownTlog(flight, startUtcMs));
    live = await liveStation({ replay: { files: [file], speed: 1 }, links: ["udpin:127.0.0.1:0"] });
    const { station } = live;
    await eventually(() => Object.values(station.snapshot().links)[0]?.address);
    const vehicle = new UdpVehicle(77, live.linkPort());
    const stop = vehicle.fly();
    try {
      await eventually(() => station.snapshot().vehicles["77"]?.position);
      const player = new ArchiveClient(live).player("replay");
      const past = await player.seek(10_000);
      player.socket.close();

      expect(station.snapshot().station.mode).toBe("live");
      expect(Object.keys(past.vehicles)).toEqual(["1"]);
    } finally {
      stop();
      vehicle.close();
    }
  });
});

describe("a file that can't be shown", () => {
  it.each([
    ["no such file", undefined, /There is no file .*no-such\.tlog/],
    ["an empty file", "", /empty/i],
    ["a file that is no log", "<html>This is a page and no log at all.</html>".repeat(200), /MAVLink/],
    ["a zip that is no mission", "PK\u0003\u0004nothing".repeat(10), /unpacked/],
  ])("is told of before anything starts: %s", async (_what, content, words) => {
    const own = mkdtempSync(join(folder, "refused-"));
    const file = join(own, "no-such.tlog");
    if (content !== undefined) writeFileSync(file, content);
    const options = { host: "127.0.0.1", port: 0, links: [], systemId: 255, replay: { files: [file], speed: 1 } };

    const result = await createStation(options);

    expect(result).toMatchObject({ ok: false, fault: { code: "bad-replay" } });
    if (!result.ok) expect(result.fault.detail).toMatch(words);
  });

  it("is a folder, or stands beside a whole mission", async () => {
    const own = join(folder, "a-folder");
    mkdirSync(own);
    const zip = written("alone.lantern", "PK\u0003\u0004nothing");
    const log = written("log.tlog", flownTlog(flight, startUtcMs));

    expect(await openReplay([own])).toMatchObject({ ok: false, detail: expect.stringContaining("is a folder") });
    expect(await openReplay([zip, log])).toMatchObject({ ok: false, detail: expect.stringContaining("alone") });
    expect(await openReplay([log, zip])).toMatchObject({ ok: false });
  });
});

describe("what is made of files that are shown", () => {
  it("lies in a temporary folder that goes with it, and the files stay as they are", async () => {
    const path = written("own.ulg", ulogFlight(20));
    const before = readFileSync(path);

    const opened = await openReplay([path]);
    if (!opened.ok) throw new Error(opened.detail);
    const { folder: made, mission, drop } = opened.replay;
    const [log] = mission.logs;
    const isThere = existsSync(log?.converted ?? "");
    await drop();

    expect(log?.file).toBe(path);
    expect([isThere, existsSync(made)]).toEqual([true, false]);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});
