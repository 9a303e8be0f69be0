import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { afterAll, expect, it, vi } from "vitest";
import { MissionFileDesk } from "../../../../../electron/station/archive/desk/mission-file-desk.ts";
import type { ExportAsk } from "../../../../../electron/station/archive/desk/mission-files.ts";
import { ScriptedMission } from "../../../../support/scripted-mission.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-file-desk-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ask: ExportAsk = { format: "lantern", anonymised: false };

/** A desk whose files are made when the test says so. */
const begin = (mission = new ScriptedMission()) => {
  const making: { readonly done: (stream: Readable) => void; readonly failed: () => void }[] = [];
  const held = { leases: 0 };
  const desk = new MissionFileDesk({
    folder,
    folderOf: () => folder,
    archive: {
      take: async () => {
        held.leases += 1;
        const release = () => {
          held.leases -= 1;
        };
        return { mission, stamp: "1", release, onDropped: () => () => {} };
      },
      changed: () => {},
      closeMission: async () => {},
    },
    book: { putNote: () => ({ ok: true }), name: () => undefined },
    pack: () =>
      new Promise((resolve, reject) => {
        making.push({
          done: (stream) => resolve({ ok: true, name: "mission.lantern", type: "application/zip", stream }),
          failed: () => reject(new Error("The disk is full.")),
        });
      }),
    verify: async () => ({ ok: true, checked: [] }),
    utcMs: () => 0,
    random: () => 0.5,
    seed: () => "seed",
  });
  return { desk, making, held };
};

/** A file on its way out to somebody who doesn't fetch it. */
const file = () => new Readable({ read: () => {} });

/** Lets all go on that can. */
const settle = async () => {
  for (let n = 0; n < 20; n++) await setImmediate();
};

it("makes two files at a time, and the others in the order in which they were asked for", async () => {
  const { desk, making, held } = begin();
  const asked = Array.from({ length: 4 }, () => desk.export("m", ask));
  await vi.waitUntil(() => making.length === 2);
  await settle();
  expect(making.length).toBe(2);

  // One is on its way out: still as much work as before. Then it is out.
  const first = file();
  making[0]?.done(first);
  expect(await asked[0]).toMatchObject({ ok: true });
  await settle();
  expect(making.length).toBe(2);
  first.destroy();
  await vi.waitUntil(() => making.length === 3);
  // What fails gives its place back, too.
  making[1]?.failed();
  expect(await asked[1]).toMatchObject({ ok: false, fault: { detail: "The disk is full." } });
  await vi.waitUntil(() => making.length === 4);

  for (const { done } of making.slice(2)) {
    const stream = file();
    done(stream);
    stream.destroy();
  }
  await Promise.all(asked);
  await vi.waitUntil(() => held.leases === 0);
});

it("makes nothing for who went away while waiting, and lets go of what was made for who went away meanwhile", async () => {
  const { desk, making, held } = begin();
  const [left, gone] = [new AbortController(), new AbortController()];
  const first = desk.export("m", { ...ask, signal: gone.signal });
  const second = desk.export("m", ask);
  const third = desk.export("m", { ...ask, signal: left.signal });
  const fourth = desk.export("m", ask);
  await vi.waitUntil(() => making.length === 2);

  left.abort();
  expect(await third).toMatchObject({ ok: false });
  gone.abort();
  const stream = file();
  making[0]?.done(stream);
  expect(await first).toMatchObject({ ok: false });
  expect(stream.destroyed).toBe(true);
  await vi.waitUntil(() => making.length === 3);

  expect(await desk.export("m", { ...ask, signal: left.signal })).toMatchObject({ ok: false });
  for (const { done } of making.slice(1)) {
    const out = file();
    done(out);
    out.destroy();
  }
  await Promise.all([second, fourth]);
  await vi.waitUntil(() => held.leases === 0);
  expect(making.length).toBe(3);
});

it("loses no place over a mission whose time is none", async () => {
  class Timeless extends ScriptedMission {
    override get summary() {
      return { ...super.summary, startUtcMs: 1e300 };
    }
  }
  const { desk, held } = begin(new Timeless());

  for (const _ of [1, 2, 3]) expect(await desk.export("m", ask)).toMatchObject({ ok: false });

  expect(held.leases).toBe(0);
});
