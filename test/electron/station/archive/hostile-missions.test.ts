import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ArchiveClient } from "../../../support/archive-client.ts";
import {
  type HostileMission,
  hostileJournal,
  hostileMission,
  keyLine,
  soundSummary,
} from "../../../support/hostile-mission.ts";
import { type LiveStation, liveStation } from "../../../support/live-station.ts";

let live: LiveStation;
let archive: ArchiveClient;
beforeAll(async () => {
  live = await liveStation();
  archive = new ArchiveClient(live);
});
afterAll(() => live.close());

/** How a mission that is looked at in every way answers; each answer comes, and the station goes on. */
const lookedAt = async (hostile: HostileMission) => {
  const result = await archive.import("hostile.lantern", await hostileMission(hostile));
  if (!result.ok) return { refused: result.fault };
  const id = result.missionId;
  const at = performance.now();
  const statuses: Record<string, number> = {};
  for (const path of ["", "/plot?field=1/1/ATTITUDE.roll&from=0&to=9&width=9", "/messages?at=0", "/export/tlog"])
    statuses[path.split("?")[0] ?? ""] = (await archive.get(`/${id}${path}`)).status;
  const player = archive.player(id);
  const told = await Promise.race([
    player.closed,
    once(player.socket, "open").then(() => player.seek(5_000)),
    new Promise<"silence">((resolve) => setTimeout(resolve, 5_000, "silence")),
  ]);
  player.socket.close();
  const list = await archive.get("");
  expect(list.status).toBe(200);
  const tookMs = performance.now() - at;
  await live.request({ kind: "archive.remove", missionId: id });
  return { id, told, statuses, tookMs };
};

describe("a mission file made to do harm", () => {
  it("is no more than a mission where nothing is wrong with it", async () => {
    const { told, statuses } = await lookedAt({ summary: soundSummary });

    expect(told).toMatchObject({ clock: { utcMs: expect.any(Number) } });
    expect(statuses).toMatchObject({ "": 200 });
  });

  const summaries: Record<string, unknown> = {
    "lists of nothing": { ...soundSummary, clock: [null], photos: [null], busy: [null], holes: [null] },
    "vehicles that are none": { ...soundSummary, vehicles: { 1: null, 2: 7, 3: {}, __proto__: [] } },
    "modes that are no list": { ...soundSummary, vehicles: { 1: { modes: 5, armed: "x", lost: {}, texts: 0 } } },
    "times beyond all": { ...soundSummary, fromMs: -1e300, toMs: 1e300 },
  };
  it.each(Object.keys(summaries))("may list a chunk with %s", async (what) => {
    const { told } = await lookedAt({ summary: summaries[what] });

    expect(told).not.toBe("silence");
  });

  const lines: Record<string, readonly string[]> = {
    "keys of prototypes": [
      keyLine(0, { vehicles: JSON.parse('{"__proto__":{"polluted":1},"constructor":{"name":"x"}}') }),
      `{"at":[1000,1790000000000,1],"delta":{"__proto__":{"x":1},"vehicles":{"__proto__":{"polluted":1}}}}`,
    ],
    "a nest a hundred thousand deep": [
      keyLine(0, { things: { 1: { kind: "clue", fields: {} } } }),
      `{"at":[1000,1790000000000,1],"delta":{"things":{"1":{"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}}}}`,
    ],
    "types that are wrong": [
      keyLine(0, { station: 5, vehicles: [], heat: "x", things: { 1: { a: 1 } }, alerts: { 1: { b: [] } } }),
      keyLine(1, { station: null, vehicles: { 1: {}, 2: { statusTexts: 5 } } }),
    ],
    "no state at all": ["{}", "null", "[]"],
  };
  it.each(Object.keys(lines))("may have lines with %s", async (what) => {
    const { told } = await lookedAt({ lines: lines[what] ?? [] });

    expect(told).not.toBe("silence");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("has only what is a state of its states", async () => {
    const thing = { kind: "clue", fields: {} };
    const { told } = await lookedAt({
      summary: soundSummary,
      lines: Array.from({ length: 11 }, (_, second) =>
        keyLine(second, {
          vehicles: { 1: {}, 2: { name: "<img src=x onerror=alert(1)>" }, 3: [] },
          things: { 1: thing },
          alerts: { a: { id: "a" } },
        }).replace(
          '"trails":{}',
          '"trails":{"1":5,"2":"x","3":[1,2],"4":[null,1e999]},"trailDetails":{"1":[1],"3":["x"],"4":7}',
        ),
      ),
    });

    expect(told).toMatchObject({ vehicles: {}, things: {}, alerts: {}, trails: {}, trailDetails: {} });
    expect(told).not.toHaveProperty("trails.4");
    expect(told).not.toHaveProperty("trails.1");
  });

  it("may say that it began when nothing can", async () => {
    for (const head of [{ startMs: "x" }, { startUtcMs: 1e300 }, { startUtcMs: null }, { journal: 2 }]) {
      const { told } = await lookedAt({ head });
      expect(told).not.toBe("silence");
    }
  });

  it("may have events of vehicles with strange names", async () => {
    const strange = ["__proto__", "constructor", "toString", "1'; DROP TABLE event; --"];
    const events = strange.map((vehicleId) => ({ kind: "vehicle-lost", json: JSON.stringify({ vehicleId }) }));

    const { told, statuses } = await lookedAt({ events: [...events, { kind: "heat-found", json: "[" }] });

    expect(told).not.toBe("silence");
    expect(statuses?.[""]).toBe(200);
  });

  it.each(["../../../../../../etc/hostname", "/etc/hostname", "telemetry/../../x.tlog", "C:\\x.tlog", "a\0.tlog"])(
    "can't name %j as its telemetry, to be read, or written beside",
    async (file) => {
      const result = await archive.import("telemetry.lantern", await hostileMission({ telemetryFiles: [file] }));

      expect(result).toMatchObject({ ok: false, fault: { code: "bad-file" } });
    },
  );

  const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  const tricks: Record<string, string> = {
    "a view that never ends": `PRAGMA foreign_keys = OFF; DROP TABLE telemetry_file;
      CREATE VIEW telemetry_file AS SELECT 'a' AS file, 'b' AS session FROM (${endless})`,
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM session; END",
    "a table that is a program": "CREATE VIRTUAL TABLE v USING fts5(x)",
    "a column that computes": "CREATE TABLE g (a, b GENERATED ALWAYS AS (hex(zeroblob(1000000000))))",
    "a column that computes, said shortly": "ALTER TABLE event ADD COLUMN b TEXT AS (hex(zeroblob(1000000000)))",
    "no events at all": "DROP TABLE event",
    "more events than can be": `PRAGMA foreign_keys = OFF; INSERT INTO event (session, n, utc_ms, at_ms, kind, json)
      SELECT 'x', 1, 1, 1, 'x', '{}' FROM (${endless} LIMIT 1000001)`,
    "an event that fills the memory": `INSERT INTO event (session, n, utc_ms, at_ms, kind, json)
      SELECT id, 1, 1, 1, 'x', hex(zeroblob(140000000)) FROM session`,
  };
  it.each(Object.keys(tricks))("can't bring a database with %s", { timeout: 30_000 }, async (trick) => {
    const sql = tricks[trick] ?? "";
    const result = await archive.import(
      "database.lantern",
      await hostileMission({ database: (database) => database.exec(sql) }),
    );

    expect(result).toMatchObject({ ok: false, fault: { code: "bad-file" } });
  });

  it("may bring a database that is damaged, none, or of another kind", async () => {
    const sound = await hostileMission();
    expect(sound.length).toBeGreaterThan(0);
    const notes = Buffer.from("SQLite format 3\0 and nothing else that a database has");
    for (const databaseBytes of [new Uint8Array(0), notes, Buffer.alloc(8192, 0x41)]) {
      const { told, refused } = await lookedAt({ databaseBytes });
      expect(refused !== undefined || told !== "silence").toBe(true);
    }
  });

  it("may bring entries that would fill the memory", { timeout: 60_000 }, async () => {
    const { zstdCompressSync } = await import("node:zlib");
    const bomb = zstdCompressSync(Buffer.alloc(400 << 20, 0x20));
    const sha = "a".repeat(64);
    const before = process.memoryUsage().rss;

    const { told } = await lookedAt({
      lines: [keyLine(0, { things: { 1: { $entry: sha } } })],
      files: { [`${hostileJournal}/entries/${sha}.json.zst`]: bomb, [`${hostileJournal}/000002.jsonl.zst`]: bomb },
    });

    expect(told).not.toBe("silence");
    expect(process.memoryUsage().rss - before).toBeLessThan(700e6);
  });
});
