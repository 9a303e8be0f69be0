import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openNativeLog } from "../../../../../electron/station/archive/native/open-native-log.ts";
import {
  type ImportOptions,
  importLog,
  removeUnfinishedImports,
} from "../../../../../electron/station/archive/package/import-log.ts";
import {
  listMissionFolders,
  readMissionFolder,
} from "../../../../../electron/station/archive/package/mission-folder.ts";
import { packMission } from "../../../../../electron/station/archive/package/pack-mission.ts";
import { FrameWriter } from "../../../../../shared/mavlink/frame-writer.ts";
import { buildZip } from "../../../../support/build-zip.ts";
import { encodeTlogRecord } from "../../../../support/encode-tlog-record.ts";
import { dataFlashFlight, flightStartUtcMs, ulogFlight } from "../../../../support/native-flights.ts";

let archive = "";
beforeEach(async () => {
  archive = await mkdtemp(join(tmpdir(), "lantern-import-"));
});
afterEach(() => rm(archive, { recursive: true, force: true }));

async function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}

let chance = 0;
const bring = (name: string, bytes: Uint8Array, more: Partial<ImportOptions> = {}) =>
  importLog({
    name,
    source: pieces(bytes),
    archive,
    utcMs: () => flightStartUtcMs,
    random: () => {
      chance += 0.001;
      return chance;
    },
    ...more,
  });

const heartbeats = (startUtcMs: number, count: number): Uint8Array => {
  const writer = new FrameWriter({ systemId: 3, componentId: 1 });
  const records = Array.from({ length: count }, (_, n) =>
    encodeTlogRecord((startUtcMs + n * 1_000) * 1_000, writer.write("HEARTBEAT", { type: 2, autopilot: 3 })),
  );
  return new Uint8Array(Buffer.concat(records));
};

const rawHeartbeats = (count: number): Uint8Array => {
  const writer = new FrameWriter({ systemId: 3, componentId: 1 });
  const text = new TextEncoder().encode("Init ArduCopter V4.5.7\n");
  return new Uint8Array(
    Buffer.concat([text, ...Array.from({ length: count }, () => writer.write("HEARTBEAT", { type: 2, autopilot: 3 }))]),
  );
};

describe("what is brought into the archive", () => {
  it("is known by its content, whatever its name says", async () => {
    const mp4 = new Uint8Array([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d, 0, 0, 0, 0]);
    const ts = new Uint8Array(188 * 8).map((_, n) => (n % 188 === 0 ? 0x47 : 1));
    const mkv = new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3]);
    const cases = [
      ["flight.txt", heartbeats(flightStartUtcMs, 20), "tlog"],
      ["log.ulg", dataFlashFlight(2), "dataflash"],
      ["log.bin", ulogFlight(2), "ulog"],
      ["serial.tlog", rawHeartbeats(20), "raw"],
    ] as const;
    for (const [name, bytes, format] of cases) {
      const brought = await bring(name, bytes);
      expect(brought).toMatchObject({ ok: true, mission: { kind: "log", logs: [{ name, file: name, format }] } });
      if (brought.ok) expect(new Uint8Array(await readFile(join(brought.folder, name)))).toEqual(bytes);
    }
    for (const video of [mp4, ts, mkv])
      expect(await bring("film.bin", video, { startUtcMs: 5 })).toMatchObject({
        ok: true,
        mission: { videos: [{ file: "film.bin", startUtcMs: 5, startFrom: "typed" }], logs: [] },
      });
  });

  it("gets a telemetry log beside it where an autopilot wrote it itself", async () => {
    const brought = await bring("00000042.BIN", dataFlashFlight(5));

    expect(brought).toMatchObject({
      ok: true,
      mission: { name: "00000042", logs: [{ file: "00000042.BIN", converted: "00000042.BIN.tlog" }] },
    });
    if (!brought.ok) return;
    expect((await readdir(brought.folder)).toSorted()).toEqual(["00000042.BIN", "00000042.BIN.tlog", "mission.json"]);
    expect(await readMissionFolder(brought.folder)).toEqual({ ok: true, mission: brought.mission });
  });

  it("may be a DataFlash log written as text: the binary log made of it is used like any other", async () => {
    const lines = [
      "FMT, 128, 89, FMT, BBnNZ, Type,Length,Name,Format,Columns",
      "FMT, 130, 30, GPS, QBIHBcLLef, TimeUS,Status,GMS,GWk,NSats,HDop,Lat,Lng,Alt,Spd",
      "FMT, 131, 75, MSG, QZ, TimeUS,Message",
      "FMT, 132, 14, MODE, QMBB, TimeUS,Mode,ModeNum,Rsn",
      "FMT, 133, 20, ATT, QccC, TimeUS,Roll,Pitch,Yaw",
      "MSG, 20000000, ArduRover V4.5.7, a text with, commas",
      "MODE, 20000000, Auto, 10, 1",
      ...Array.from({ length: 50 }, (_, n) => [
        `GPS, ${20_000_000 + n * 200_000}, 3, ${295_218_000 + n * 200}, 2401, 12, 0.9, 48.1, 11.5, 520.5, 2`,
        `ATT, ${20_000_000 + n * 200_000}, ${n / 10}, -1.5, 359.9`,
      ]).flat(),
      "no message, at all",
    ];
    const brought = await bring("old.log", new TextEncoder().encode(lines.join("\r\n")));
    if (!brought.ok) throw new Error(brought.fault.detail);

    expect(brought.mission.logs).toMatchObject([
      { name: "old.log", file: "old.log.bin", format: "dataflash", converted: "old.log.bin.tlog" },
    ]);
    expect(await readdir(brought.folder)).toContain("old.log");
    const opened = await openNativeLog(join(brought.folder, "old.log.bin"));
    if (!opened.ok) throw new Error(opened.fault.detail);
    await opened.log.whole();
    const { messages } = await opened.log.messages({ atMs: -1, direction: "on", count: 3, streams: ["MSG", "ATT"] });
    expect(messages.map(({ fields }) => fields.Message ?? fields.Yaw)).toEqual([
      "ArduRover V4.5.7, a text with, commas",
      359.9,
      359.9,
    ]);
    expect(opened.log.startUtcMs).toBe(flightStartUtcMs);
    expect(opened.log.facts).toMatchObject({ mavType: 10, begins: { customMode: 10 } });
    await opened.log.close();
  });

  it("joins a mission that is there, on its clock, under a name that is free", async () => {
    const first = await bring("a.tlog", heartbeats(flightStartUtcMs, 20));
    if (!first.ok) throw new Error(first.fault.detail);

    const second = await bring("A.tlog", heartbeats(flightStartUtcMs + 90_000, 20), { into: first.missionId });
    const third = await bring("fly.ulg", ulogFlight(2), { into: first.missionId });

    expect(second).toMatchObject({ ok: true, missionId: first.missionId });
    expect(third).toMatchObject({
      mission: {
        logs: [
          { file: "a.tlog", offsetMs: 0 },
          { name: "A.tlog", file: "A-2.tlog", offsetMs: 90_000, offsetFrom: "clock" },
          { file: "fly.ulg", converted: "fly.ulg.tlog", offsetMs: 0 },
        ],
      },
    });
    expect(await listMissionFolders(archive)).toHaveLength(1);
    expect(await bring("b.tlog", heartbeats(0, 9), { into: "../archive" })).toMatchObject({
      fault: { code: "unknown-mission" },
    });
    expect(await bring("b.tlog", heartbeats(0, 9), { into: "no-such" })).toMatchObject({
      fault: { code: "unknown-mission" },
    });
  });

  it("can be a whole mission that another Lantern packed", async () => {
    const packed: Uint8Array[] = [];
    const files = [{ name: "telemetry/x.tlog", source: () => pieces(heartbeats(flightStartUtcMs, 20)) }];
    const mission = { id: "there", name: "Linghu night", kind: "log" } as const;
    for await (const piece of packMission({ mission, version: "1", createdUtcMs: 0, files })) packed.push(piece);

    const brought = await bring("from-them.lantern", new Uint8Array(Buffer.concat(packed)));

    expect(brought).toMatchObject({
      ok: true,
      mission: { name: "Linghu night", logs: [{ file: "telemetry/x.tlog", format: "tlog" }] },
    });
    if (brought.ok) expect(brought.mission.id).toBe(brought.missionId);
    expect(await listMissionFolders(archive)).toHaveLength(1);
  });

  it("leaves nothing of what is refused: empty, unknown, damaged or too large files", async () => {
    const empty = new Uint8Array(0);
    const noise = new Uint8Array(5_000).map((_, n) => (n * 31) & 0x7f);
    const zip = buildZip([{ name: "../evil", data: noise }]);
    const headerOnly = ulogFlight(1).subarray(0, 16);
    const incompatible = ulogFlight(1);
    incompatible[16 + 3 + 8] = 8;

    expect(await bring("a.tlog", empty)).toMatchObject({ fault: { code: "empty" } });
    expect(await bring("a.tlog", noise)).toMatchObject({ fault: { code: "unknown-format" } });
    expect(await bring("a.lantern", zip)).toMatchObject({ fault: { code: "bad-file" } });
    expect(await bring("a.ulg", headerOnly)).toMatchObject({ fault: { code: "bad-file" } });
    expect(await bring("a.ulg", incompatible)).toMatchObject({ fault: { code: "bad-file" } });
    expect(await bring("a.tlog", heartbeats(0, 20), { mostBytes: 100 })).toMatchObject({
      fault: { code: "too-large" },
    });
    const broken = async function* () {
      yield heartbeats(0, 1);
      throw new Error("the connection was lost");
    };
    expect(await bring("a.tlog", empty, { source: broken() })).toMatchObject({
      fault: { code: "cannot-write", detail: "the connection was lost" },
    });
    expect(await readdir(archive)).toEqual([]);
  });

  it("gets a name that is safe wherever it came from", async () => {
    const names = ["../../etc/passwd", "C:\\logs\\con.tlog", "a:b?.tlog", "mission.json", "received", "..", ""];
    for (const name of names) {
      const brought = await bring(name, heartbeats(flightStartUtcMs, 9));
      if (!brought.ok) throw new Error(brought.fault.detail);
      const there = await readdir(brought.folder);
      expect(there).toContain("mission.json");
      expect(there).toHaveLength(2);
      expect(await readMissionFolder(brought.folder)).toMatchObject({ ok: true });
    }
    expect(await listMissionFolders(archive)).toHaveLength(names.length);
  });

  it("is cleared away where a power failure cut an import off", async () => {
    await writeFile(join(archive, ".x-new.part"), "half");
    await bring("a.tlog", heartbeats(flightStartUtcMs, 9));

    await removeUnfinishedImports(archive);

    expect(await readdir(archive)).toHaveLength(1);
  });
});

describe("a mission's list", () => {
  it("that is damaged, of a newer program or absent is told apart", async () => {
    const brought = await bring("a.tlog", heartbeats(flightStartUtcMs, 9));
    if (!brought.ok) throw new Error(brought.fault.detail);
    const path = join(brought.folder, "mission.json");

    await writeFile(path, "{");
    expect(await readMissionFolder(brought.folder)).toMatchObject({ fault: { code: "not-a-mission" } });
    await writeFile(path, JSON.stringify({ ...brought.mission, logs: [{ ...brought.mission.logs[0], file: "../x" }] }));
    expect(await readMissionFolder(brought.folder)).toMatchObject({ fault: { code: "not-a-mission" } });
    await writeFile(path, JSON.stringify({ ...brought.mission, format: 2 }));
    expect(await readMissionFolder(brought.folder)).toMatchObject({ fault: { code: "newer" } });
    expect(await listMissionFolders(archive)).toMatchObject([{ read: { ok: false } }]);
    await rm(path);
    expect(await readMissionFolder(brought.folder)).toMatchObject({ fault: { code: "none" } });
    expect(await listMissionFolders(archive)).toEqual([]);
  });
});
