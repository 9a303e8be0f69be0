import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { StateJournal } from "../../../../electron/station/journal/state-journal.ts";
import { openRecord } from "../../../../electron/station/record/open-record.ts";
import type { Record as MissionRecord } from "../../../../electron/station/record/record.ts";
import { migrate, recordMigrations } from "../../../../electron/station/record/record-schema.ts";
import { verifyRecord } from "../../../../electron/station/record/verify-record.ts";
import { Trails } from "../../../../electron/station/trails.ts";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { emptyState, handClock, vehicleView } from "../../../support/station-server.ts";

const parent = mkdtempSync(join(tmpdir(), "lantern-verify-"));
const whole = join(parent, "whole");
let folder = "";
let copies = 0;

const opened = (path: string): MissionRecord => {
  const result = openRecord({ folder: path });
  if (!result.ok) throw new Error(result.fault.detail);
  return result.record;
};

/** Events, an incident, telemetry and a journal, as a station writes them. */
const recordSession = async (path: string, { from = 1 } = {}): Promise<MissionRecord> => {
  const record = opened(path);
  for (let n = from; n < from + 10; n++)
    record.append({
      kind: "alert-raised",
      n,
      utcMs: 1_790_000_000_000 + n,
      atMs: n + 0.25,
      data: { n, text: "wörds" },
    });
  const rows = Array.from({ length: 5 }, (_, i) => ({ id: `e${from + i}`, incidentId: "i1", json: `{"n":${i}}` }));
  record.incidents.append(rows);
  // What is there already stays, and is no second link of the chain.
  record.incidents.append(rows.slice(0, 2));
  const writer = new FrameWriter({ systemId: 1, componentId: 1 });
  const log = record.telemetry("l1", "udpin:0.0.0.0:14550");
  for (let i = 0; i < 200; i++)
    log.frame(writer.write("STATUSTEXT", { text: `number ${i}` }), (1_790_000_000_000 + i * 100) * 1000);
  const clock = handClock();
  const world = { state: emptyState() };
  const journal = new StateJournal({
    folder: record.journal.folder,
    sessionId: record.sessionId,
    state: () => world.state,
    clock: () => ({ nowMs: clock.now, utcMs: clock.utcMs(), rate: 1 }),
    trails: new Trails(),
    onFailed: (error) => record.journal.failed(error),
    onWorks: () => record.journal.works(),
    onSealed: ({ chunk, sha256 }) => record.journal.sealed(chunk, sha256),
    everyMs: 0,
    chunkMs: 200,
  });
  for (let i = 0; i < 60; i++) {
    clock.now += 50;
    world.state = { ...world.state, vehicles: new Map([["1", vehicleView("1", { aglM: i })]]) };
    journal.look(clock.now);
  }
  await journal.close();
  return record;
};

const database = (change: (database: DatabaseSync) => void): void => {
  const db = new DatabaseSync(join(folder, "lantern.db"));
  change(db);
  db.close();
};

const faults = async (): Promise<readonly string[]> => {
  const { ok, checked } = await verifyRecord(folder);
  const found = checked.flatMap(({ name, fault }) => (fault === undefined ? [] : [`${name.split(" ")[0]}: ${fault}`]));
  expect(ok).toBe(found.length === 0);
  return found;
};

const journalFile = (name: string): string => {
  const [session = ""] = readdirSync(join(folder, "journal")).sort();
  return join(folder, "journal", session, name);
};

const telemetryFile = (): string => {
  const [name = ""] = readdirSync(join(folder, "telemetry")).sort();
  return join(folder, "telemetry", name);
};

const flip = (path: string, at: number): void => {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x04, at);
  writeFileSync(path, bytes);
};

beforeAll(async () => {
  await (await recordSession(whole)).close();
  await (await recordSession(whole, { from: 11 })).close();
});
beforeEach(() => {
  folder = join(parent, `copy-${copies++}`);
  cpSync(whole, folder, { recursive: true });
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("a record that nobody touched", () => {
  test("is verified, all of it or one session, and nothing is changed by that", async () => {
    const before = readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name));
    const { ok, checked } = await verifyRecord(folder);

    expect(ok).toBe(true);
    expect(checked.filter(({ name }) => name.startsWith("events")).map(({ records }) => records)).toEqual([10, 10]);
    expect(checked.find(({ name }) => name.startsWith("incident"))?.records).toBe(10);
    expect(checked.filter(({ name }) => name.startsWith("telemetry")).map(({ records }) => records)).toEqual([
      200, 200,
    ]);
    const [sessionId = ""] = readdirSync(join(folder, "journal"));
    expect((await verifyRecord(folder, { sessionId })).checked).toHaveLength(4);
    expect(readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(before);
  });

  test("is verified while it is being recorded", async () => {
    const record = await recordSession(folder, { from: 21 });

    expect(await faults()).toEqual([]);
    await record.close();
    expect(await faults()).toEqual([]);
  });
});

describe("a record that somebody changed is noticed, with the first bad record named:", () => {
  const eventId = (n: number): number => {
    let id = 0;
    database((db) => {
      id = Number(db.prepare("SELECT id FROM event WHERE n = ?").get(n)?.id);
    });
    return id;
  };

  test("an event's text", async () => {
    database((db) => db.exec(`UPDATE event SET json = replace(json, '"n":4', '"n":5') WHERE n = 4`));
    expect(await faults()).toEqual([
      expect.stringMatching(
        new RegExp(`^events: Event ${eventId(4)} \\(alert-raised, .*\\) was changed: its hash is not`),
      ),
    ]);
  });

  test("an event's time", async () => {
    database((db) => db.exec("UPDATE event SET utc_ms = utc_ms + 1 WHERE n IN (7, 8)"));
    expect(await faults()).toEqual([expect.stringContaining(`Event ${eventId(7)} `)]);
  });

  test("an event that was taken out", async () => {
    database((db) => db.exec("DELETE FROM event WHERE n = 5"));
    expect(await faults()).toEqual([
      expect.stringMatching(
        new RegExp(`Event ${eventId(6)} .*does not follow on Event ${eventId(4)} .*is gone, or they were moved`),
      ),
    ]);
  });

  test("two events that changed places", async () => {
    const [a, b] = [eventId(3), eventId(4)];
    database((db) => {
      db.exec(
        `UPDATE event SET id = -1 WHERE id = ${a}; UPDATE event SET id = ${a} WHERE id = ${b}; UPDATE event SET id = ${b} WHERE id = -1`,
      );
    });
    expect(await faults()).toEqual([expect.stringMatching(new RegExp(`Event ${a} .*moved`))]);
  });

  test("the last events of a session", async () => {
    database((db) => db.exec("DELETE FROM event WHERE n IN (9, 10)"));
    expect(await faults()).toEqual([
      expect.stringMatching(new RegExp(`2 records are gone after Event ${eventId(8)} `)),
    ]);
  });

  test("an event that was put in", async () => {
    database((db) =>
      db.exec(
        "INSERT INTO event (session, n, utc_ms, at_ms, kind, json, previous, hash) SELECT session, 99, utc_ms, at_ms, kind, json, previous, hash FROM event WHERE n = 10",
      ),
    );
    expect(await faults()).toEqual([expect.stringContaining("was changed or put in")]);
  });

  test("a whole session, and its chain with it, of which the next one knows the end", async () => {
    database((db) => {
      db.exec("PRAGMA foreign_keys = OFF; DELETE FROM event WHERE n = 10");
      const { hash } = db.prepare("SELECT hash FROM event WHERE n = 9").get() ?? {};
      db.prepare("UPDATE chain SET rows = 9, head = ? WHERE name LIKE 'event/%' AND rows = 10 AND start = ''").run(
        String(hash),
      );
    });
    expect(await faults()).toEqual([expect.stringMatching(/first event does not follow on the end of session/)]);
  });

  test("an incident's event", async () => {
    database((db) => db.exec(`UPDATE incident_event SET json = '{"n":9}' WHERE id = 'e3'`));
    expect(await faults()).toEqual([expect.stringContaining("Incident event e3 was changed")]);
  });

  test("any byte of a journal's chunk", async () => {
    const path = journalFile("000003.jsonl.zst");
    const { length } = readFileSync(path);
    for (const at of [0, 5, length >> 1, length - 2]) {
      cpSync(join(whole, "journal"), join(folder, "journal"), { recursive: true });
      flip(path, at);
      expect(await faults(), `byte ${at}`).toEqual([
        expect.stringMatching(/^journal: Chunk 3 (is damaged|was changed)/),
      ]);
    }
  });

  test("what the list of chunks says of one", async () => {
    const path = journalFile("chunks.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").replace('"armed":[[', '"armed":[[1e3,true],['));
    expect(await faults()).toEqual([expect.stringMatching(/^journal: Chunk 1 is told of otherwise/)]);
  });

  test("a chunk that is gone, the last one too", async () => {
    const names = readdirSync(journalFile("")).filter((name) => name.endsWith(".zst"));
    rmSync(journalFile(names.at(-1) ?? ""));
    expect(await faults()).toEqual([expect.stringMatching(new RegExp(`^journal: Chunk ${names.length} is gone`))]);
    rmSync(journalFile("000002.jsonl.zst"));
    expect(await faults()).toEqual([expect.stringMatching(/^journal: Chunk 2 is gone/)]);
  });

  test("a byte of a telemetry frame", async () => {
    flip(telemetryFile(), 3_000);
    expect(await faults()).toEqual([expect.stringMatching(/^telemetry.*: Frame \d+, at byte \d+, is damaged/)]);
  });

  test("any byte of a telemetry log, of a stamp too", async () => {
    const { length } = readFileSync(telemetryFile());
    for (let at = 0; at < length; at += 997) {
      cpSync(join(whole, "telemetry"), join(folder, "telemetry"), { recursive: true });
      flip(telemetryFile(), at);
      expect(await faults(), `byte ${at}`).toEqual([
        expect.stringMatching(/^telemetry.*: (Frame \d+, at|The times of)/),
      ]);
    }
  });

  test("a telemetry log whose end was cut, in a frame or between two", async () => {
    const { length } = readFileSync(telemetryFile());
    truncateSync(telemetryFile(), length - 3);
    expect(await faults()).toEqual([expect.stringMatching(/^telemetry.*: The log ends at byte \d+, after frame 199/)]);
    rmSync(telemetryFile());
    expect(await faults()).toEqual([expect.stringMatching(/^telemetry.*: The file is gone/)]);
  });

  test("a database that is none", async () => {
    writeFileSync(join(folder, "lantern.db"), "nothing of the kind");
    expect(await faults()).toEqual([expect.stringMatching(/^lantern.db: The database can't be read/)]);
    folder = join(parent, "nowhere");
    expect(await faults()).toEqual([expect.stringMatching(/^lantern.db: .*no lantern.db/)]);
  });
});

describe("a record from before there were chains", () => {
  test("has its rows chained when it is opened, and says how many those were", async () => {
    folder = join(parent, "old");
    mkdirSync(folder);
    const old = new DatabaseSync(join(folder, "lantern.db"));
    const chaining = recordMigrations.findIndex((step) => typeof step === "function");
    migrate(old, recordMigrations.slice(0, chaining - 1));
    const view = { plan: buildPlan("1"), revision: 3, changedBy: "Test", changedUtcMs: 1 };
    old.exec(`INSERT INTO session VALUES ('a', 1, 1, 2, 'clean', ''), ('b', 3, 3, 4, 'clean', '');
      INSERT INTO event (session, n, utc_ms, at_ms, kind, json) VALUES
        ('a', 1, 1.5, 1, 'x', '{}'), ('a', NULL, 2, 1, 'y', '[1]'), ('b', 2, 3, 1, 'x', '{}');
      INSERT INTO incident_event (incident, id, json) VALUES ('i', 'e1', '{}'), ('j', 'e2', '{}'), ('i', 'e3', '{}');`);
    old.prepare("INSERT INTO plan (id, json) VALUES (?, ?)").run(view.plan.id, JSON.stringify(view));
    old.close();
    expect(await faults()).toEqual([expect.stringMatching(/did not chain/)]);

    const record = opened(folder);
    record.append({ kind: "z", n: 3, utcMs: 4, atMs: 4, data: {} });
    expect(record.planRevisions(view.plan.id)?.map((json) => JSON.parse(json).revision)).toEqual([3]);
    await record.close();

    expect(await faults()).toEqual([]);
    database((db) => {
      const chains = db.prepare("SELECT name, rows, late_rows FROM chain ORDER BY name").all();
      expect(chains.slice(0, 2)).toEqual([
        expect.objectContaining({ rows: 1, late_rows: 0 }),
        expect.objectContaining({ name: "event/a", rows: 2, late_rows: 2 }),
      ]);
      expect(chains.at(-1)).toEqual(expect.objectContaining({ name: "incident/j", rows: 1, late_rows: 1 }));
    });
  });
});

describe("plans", () => {
  test("keep every revision, whatever becomes of them", async () => {
    const record = opened(folder);
    const plan = { ...buildPlan("1"), id: "p9" };
    for (const revision of [1, 2, 3]) {
      const view = {
        plan: { ...plan, name: `as of ${revision}` },
        revision,
        changedBy: "Test",
        changedUtcMs: revision,
      };
      record.append({ kind: "plan-changed", utcMs: 1, atMs: 1, data: {} }, { plan: view });
    }
    record.append({ kind: "plan-deleted", utcMs: 1, atMs: 1, data: {} }, { deletedPlanId: "p9" });

    expect(record.plans()?.length).toBe(0);
    expect(record.planRevisions("p9")?.map((json) => JSON.parse(json).plan.name)).toEqual([
      "as of 1",
      "as of 2",
      "as of 3",
    ]);
    expect(record.planRevisions("p8")).toEqual([]);
    await record.close();
  });
});

const readOnlyMount = join(parent, "mount");
mkdirSync(readOnlyMount);
const mounted =
  process.platform === "linux" &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", readOnlyMount]).status === 0;
afterAll(() => {
  if (mounted) spawnSync("umount", [readOnlyMount]);
});

describe.skipIf(!mounted)(
  `a record on a medium that takes nothing${mounted ? "" : " (only root can mount one)"}`,
  () => {
    test("is verified like any other", async () => {
      cpSync(whole, join(readOnlyMount, "record"), { recursive: true });
      spawnSync("mount", ["-o", "remount,ro", readOnlyMount]);
      folder = join(readOnlyMount, "record");

      expect(() => writeFileSync(join(folder, "x"), "")).toThrow(/EROFS/);
      expect(await faults()).toEqual([]);
    });
  },
);
