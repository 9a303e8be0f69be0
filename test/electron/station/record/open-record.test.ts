import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type OpenRecordOptions, openRecord } from "../../../../electron/station/record/open-record.ts";
import type { Record as MissionRecord, RecordChange } from "../../../../electron/station/record/record.ts";
import { migrate } from "../../../../electron/station/record/record-schema.ts";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "../../../support/encode-tlog-record.ts";
import { buildHeatSource } from "../../../support/heat-source.ts";

const records: MissionRecord[] = [];
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lantern-record-"));
});

afterEach(async () => {
  await Promise.all(records.splice(0).map((record) => record.close()));
  await rm(folder, { recursive: true, force: true });
});

const open = (options: Partial<OpenRecordOptions> = {}): MissionRecord => {
  const opened = openRecord({ folder, ...options });
  if (!opened.ok) throw new Error(opened.fault.detail);
  records.push(opened.record);
  return opened.record;
};

const event = (n: number, data: unknown = { n }) => ({ kind: "test", n, utcMs: 1_000 + n, atMs: n, data });

/** What a crash leaves, without a process: the files as they are, copied into a folder that nobody has locked. */
const copyAsCrashed = async (): Promise<string> => {
  const crashed = await mkdtemp(join(tmpdir(), "lantern-crashed-"));
  const { cp } = await import("node:fs/promises");
  await cp(folder, crashed, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  folder = crashed;
  return crashed;
};

describe("the mission archive", () => {
  test("keeps events, heat sources and thumbnails through a clean end, and begins the next session empty", async () => {
    const first = open();
    expect(first.append(event(1, { text: "Zhejiang 浙江" }))).toEqual({ ok: true });
    expect(
      first.append({ kind: "unnumbered", utcMs: 5, atMs: 6, data: undefined }, { heat: buildHeatSource() }),
    ).toEqual({ ok: true });
    first.saveThumbnail({ heatId: "h1", version: 2, png: Uint8Array.of(137, 80, 78, 71) });
    expect(first.thumbnail("h1")?.png).toEqual(Uint8Array.of(137, 80, 78, 71));
    await first.close();

    const second = open();

    expect(second.recovered).toBeUndefined();
    expect(second.newestN).toBe(1);
    expect(second.readEvents({ sessionId: first.sessionId })).toEqual([
      { sessionId: first.sessionId, ...event(1, { text: "Zhejiang 浙江" }) },
      { sessionId: first.sessionId, kind: "unnumbered", utcMs: 5, atMs: 6, data: null },
    ]);
    expect(second.thumbnail("h1")).toBeUndefined();
    expect(second.sessions().map(({ id, end }) => [id, end])).toEqual([
      [first.sessionId, "clean"],
      [second.sessionId, undefined],
    ]);
  });

  test("reads events from a number on, of one session or all", async () => {
    const first = open();
    for (const n of [1, 2, 3]) first.append(event(n));
    await first.close();
    const second = open();
    for (const n of [4, 5]) second.append(event(n));

    expect(second.readEvents({ afterN: 2 }).map(({ n }) => n)).toEqual([3, 4, 5]);
    expect(second.readEvents({ sessionId: second.sessionId }).map(({ n }) => n)).toEqual([4, 5]);
    expect(second.readEvents({ limit: 1 }).map(({ n }) => n)).toEqual([1]);
  });

  test("refuses a second station and says whose folder it is; a third may have it when the first is gone", async () => {
    const first = open();

    const second = openRecord({ folder });

    expect(second).toMatchObject({ ok: false, fault: { code: "record-locked" } });
    if (!second.ok) expect(second.fault.detail).toMatch(new RegExp(`process ${process.pid}.*--record`));
    await first.close();
    expect(open().state.state).toBe("recording");
  });

  test("doesn't take a lock file that lies there for a lock", async () => {
    await writeFile(join(folder, "lantern.lock"), "");
    await writeFile(join(folder, "lantern.lock.json"), JSON.stringify({ pid: 1, sinceUtc: "yesterday" }));

    expect(open().state.state).toBe("recording");
  });

  test("of a newer Lantern is refused and left as it is", async () => {
    const path = join(folder, "lantern.db");
    const newer = new DatabaseSync(path);
    newer.exec("CREATE TABLE future (x); PRAGMA user_version = 99");
    newer.close();
    const before = await readFile(path);

    const opened = openRecord({ folder });

    expect(opened).toMatchObject({ ok: false, fault: { code: "record-newer" } });
    if (!opened.ok) expect(opened.fault.detail).toContain("newer Lantern (version 99");
    expect(await readFile(path)).toEqual(before);
  });

  test.each([
    ["is no database", Buffer.from("This is no database. ".repeat(300))],
    ["has a good header and rubbish behind it", undefined],
  ])("whose database %s is set aside and begun anew, loudly", async (_name, content) => {
    const path = join(folder, "lantern.db");
    if (content !== undefined) await writeFile(path, content);
    else {
      const first = open();
      for (let n = 1; n < 200; n++) first.append(event(n, "x".repeat(500)));
      await first.close();
      const bytes = await readFile(path);
      await writeFile(path, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0x5a)]));
    }

    const record = open();

    expect(record.notices).toHaveLength(1);
    expect(record.notices[0]).toMatchObject({ code: "database-set-aside" });
    const file = record.notices[0]?.file ?? "";
    expect(record.notices[0]?.detail).toContain(file);
    expect(await readdir(folder)).toContain(file);
    expect(record.append(event(1))).toEqual({ ok: true });
  });

  test("refuses events when closed, rather than losing them silently", async () => {
    const record = open();
    await record.close();

    expect(record.append(event(1))).toMatchObject({ ok: false, fault: { code: "closed" } });
    record.telemetry("l1", "udpin:0.0.0.0:1").frame(Uint8Array.of(0xfe, 0, 0), 1);
  });

  test("tells how much room the disk has", async () => {
    const space = await open().storage();

    expect(space?.freeBytes).toBeGreaterThan(0);
    expect(space?.totalBytes).toBeGreaterThanOrEqual(space?.freeBytes ?? 0);
  });

  test("saves heat sources and thumbnails on its own within a moment", async () => {
    const record = open();
    record.saveHeat(buildHeatSource({ id: "h7", sightings: 1 }));
    record.saveHeat(buildHeatSource({ id: "h7", sightings: 2 }));
    record.saveThumbnail({ heatId: "h7", version: 1, png: Uint8Array.of(1) });
    const reader = new DatabaseSync(join(folder, "lantern.db"), { readOnly: true });
    const count = () =>
      reader.prepare("SELECT (SELECT COUNT(*) FROM heat) + (SELECT COUNT(*) FROM thumbnail) AS n").get()?.n;
    await expect.poll(count, { interval: 20 }).toBe(2);
    reader.close();
    await copyAsCrashed();

    const { recovered, thumbnail } = ((opened) => ({ recovered: opened.recovered, thumbnail: opened.thumbnail("h7") }))(
      open(),
    );

    expect(recovered?.heat).toEqual([buildHeatSource({ id: "h7", sightings: 2 })]);
    expect(thumbnail?.png).toEqual(Uint8Array.of(1));
  });

  test("puts a heat source's waiting picture on the disk together with what is said of the source", async () => {
    const record = open();
    record.saveThumbnail({ heatId: "h7", version: 3, png: Uint8Array.of(3) });
    const heat = buildHeatSource({ id: "h7", thumbnailVersion: 3 });
    expect(record.append({ kind: "decided", utcMs: 5, atMs: 6, data: {} }, { heat })).toEqual({ ok: true });
    await copyAsCrashed();

    const reopened = open();

    expect(reopened.recovered?.heat).toEqual([heat]);
    expect(reopened.thumbnail("h7")).toEqual({ heatId: "h7", version: 3, png: Uint8Array.of(3) });
  });

  test("forgets a source that turned out to be another, with its picture", async () => {
    const record = open();
    const kept = buildHeatSource({ id: "h1" });
    const gone = buildHeatSource({ id: "h2" });
    for (const heat of [kept, gone]) {
      record.saveThumbnail({ heatId: heat.id, version: 1, png: Uint8Array.of(1) });
      record.append({ kind: "heat-found", utcMs: 5, atMs: 6, data: {} }, { heat });
    }
    record.saveHeat(gone);
    record.removeHeat("h2");
    const reader = new DatabaseSync(join(folder, "lantern.db"), { readOnly: true });
    const count = () => reader.prepare("SELECT COUNT(*) AS n FROM heat").get()?.n;
    await expect.poll(count, { interval: 20 }).toBe(1);
    reader.close();
    await copyAsCrashed();

    const reopened = open();

    expect(reopened.recovered?.heat).toEqual([kept]);
    expect(reopened.thumbnail("h2")).toBeUndefined();
  });
});

describe("telemetry in the archive", () => {
  const writer = new FrameWriter({ systemId: 1, componentId: 1 });

  test("is a .tlog per link with every frame and its time", async () => {
    const record = open();
    const frames = Array.from({ length: 3_000 }, (_, i) => writer.write("HEARTBEAT", { customMode: i }));
    const around = new Uint8Array(400);

    for (const [i, frame] of frames.entries()) {
      // One buffer, used again and again, as links have it.
      around.fill(0xee);
      around.set(frame, 7);
      record.telemetry("l1", "udpin:0.0.0.0:14550").frame(around, 1_795_299_851_468_550 + i, 7, frame.length);
    }
    record.telemetry("l2", "serial:/dev/ttyUSB0:57600").frame(frames[0] ?? around, 1_795_299_851_468_550);
    await record.close();

    const names = (await readdir(join(folder, "telemetry"))).sort();
    expect(names).toHaveLength(2);
    expect(names.find((name) => name.includes("udpin"))).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-udpin-0\.0\.0\.0-14550\.tlog$/,
    );
    expect(names.find((name) => name.includes("serial"))).toMatch(/Z-serial-dev-ttyUSB0-57600\.tlog$/);
    const log = await readFile(join(folder, "telemetry", names.find((name) => name.includes("udpin")) ?? ""));
    const expected = Buffer.concat(frames.map((frame, i) => encodeTlogRecord(1_795_299_851_468_550 + i, frame)));
    expect(log.equals(expected)).toBe(true);
    expect(record.telemetryBytes).toBeGreaterThan(expected.length);
  });

  test("never holds a signing key", async () => {
    const record = open();
    const secretKey = Array.from({ length: 32 }, (_, i) => 0xa0 + i);
    const frame = writer.write("SETUP_SIGNING", { targetSystem: 1, targetComponent: 1, secretKey });
    const before = new Uint8Array(frame);

    record.telemetry("l1", "udpout:10.0.0.1:14550").frame(frame, 1_795_299_851_468_550);
    await record.close();

    const [name = ""] = await readdir(join(folder, "telemetry"));
    const log = await readFile(join(folder, "telemetry", name));
    expect(log.length).toBe(8 + frame.length);
    expect(log.includes(Buffer.from(secretKey.slice(0, 4)))).toBe(false);
    expect(frame).toEqual(before);
  });

  test("of a crash is cut at its last whole frame, with the torn end kept beside it", async () => {
    const record = open();
    const frame = writer.write("HEARTBEAT", {});
    for (let i = 0; i < 50; i++) record.telemetry("l1", "udpin:0.0.0.0:14550").frame(frame, 1_795_299_851_468_550);
    await expect.poll(() => record.telemetryBytes).toBe(50 * (frame.length + 8));
    const crashed = await copyAsCrashed();
    const [name = ""] = await readdir(join(crashed, "telemetry"));
    const path = join(crashed, "telemetry", name);
    const whole = await readFile(path);
    await writeFile(path, Buffer.concat([whole, encodeTlogRecord(1, frame).subarray(0, 11)]));

    const { recovered } = open();

    expect(whole.length).toBe(50 * (frame.length + 8));
    expect(recovered?.telemetryFiles).toEqual([
      { file: `telemetry/${name}`, bytesKept: whole.length, bytesCutOff: 11 },
    ]);
    expect(await readFile(path)).toEqual(whole);
    expect((await readFile(`${path}.torn`)).length).toBe(11);
  });

  test("that vanished with its disk doesn't stop the next start", async () => {
    const record = open();
    record.telemetry("l1", "udpin:0.0.0.0:14550").frame(writer.write("HEARTBEAT", {}), 1);
    await expect.poll(() => record.telemetryBytes).toBeGreaterThan(0);
    await copyAsCrashed();
    await rm(join(folder, "telemetry"), { recursive: true });

    const next = open();

    expect(next.recovered?.telemetryFiles).toEqual([]);
    expect(next.state.state).toBe("recording");
  });
});

describe("a record folder that can't be written", () => {
  test("fails loudly, keeps telemetry, refuses events, and begins by itself as soon as it can", async () => {
    const blocked = join(folder, "records");
    await writeFile(blocked, "a file where the folder should be");
    const record = open({ folder: blocked, retryMs: 200 });
    const changes: RecordChange[] = [];
    record.on((change) => changes.push(change));
    const frame = new FrameWriter({ systemId: 1, componentId: 1 }).write("HEARTBEAT", {});
    record.telemetry("l1", "udpin:0.0.0.0:14550").frame(frame, 1_795_299_851_468_550);

    expect(record.state).toMatchObject({ state: "failed", fault: { code: "io-error" } });
    expect(record.append(event(1)).ok).toBe(false);
    expect(record.newestN).toBe(0);
    await rm(blocked);
    await expect.poll(() => record.state.state).toBe("recording");

    expect(record.append(event(1))).toEqual({ ok: true });
    expect(changes.map((change) => change.kind === "state" && change.state.state)).toContain("recording");
    await expect.poll(() => record.telemetryBytes).toBe(8 + frame.length);
  });
});

describe("a database that breaks while recording", () => {
  test("doesn't stop telemetry, and is used again when it is sound", async () => {
    const record = open({ retryMs: 200 });
    const meddler = new DatabaseSync(join(folder, "lantern.db"));
    meddler.exec("ALTER TABLE event RENAME TO away; ALTER TABLE telemetry_file RENAME TO away_too");
    const frame = new FrameWriter({ systemId: 1, componentId: 1 }).write("HEARTBEAT", {});

    expect(record.append(event(1))).toMatchObject({ ok: false, fault: { code: "io-error" } });
    record.telemetry("l1", "udpin:0.0.0.0:14550").frame(frame, 1_795_299_851_468_550);
    await expect.poll(() => record.telemetryBytes).toBe(8 + frame.length);
    expect(record.state.state).toBe("failed");
    meddler.exec("ALTER TABLE away RENAME TO event; ALTER TABLE away_too RENAME TO telemetry_file");
    meddler.close();
    await expect.poll(() => record.state.state).toBe("recording");

    expect(record.append(event(2))).toEqual({ ok: true });
    expect(record.readEvents().map(({ n }) => n)).toEqual([2]);
    expect(record.sessions()[0]?.telemetryFiles).toHaveLength(1);
  });
});

describe("the schema", () => {
  test("of an older database is brought up to date step by step, once", () => {
    const database = new DatabaseSync(":memory:");
    const first = ["CREATE TABLE a (x)"];
    const second = [...first, "ALTER TABLE a ADD COLUMN y DEFAULT 7"];
    migrate(database, first);
    database.exec("INSERT INTO a (x) VALUES (1)");

    expect(migrate(database, second)).toEqual({ ok: true, from: 1, to: 2 });
    expect(migrate(database, second)).toEqual({ ok: true, from: 2, to: 2 });
    expect({ ...database.prepare("SELECT * FROM a").get() }).toEqual({ x: 1, y: 7 });
  });

  test("stays as it was where a step fails", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, ["CREATE TABLE a (x)"]);

    expect(() => migrate(database, ["CREATE TABLE a (x)", "CREATE TABLE b (x)", "nonsense"])).toThrow();
    expect(database.prepare("SELECT name FROM sqlite_master").all()).toHaveLength(1);
    expect(database.prepare("PRAGMA user_version").get()?.user_version).toBe(1);
  });
});
