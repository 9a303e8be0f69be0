import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { MediaBudget } from "../../../../electron/station/media/media-budget.ts";
import type { StorageSpace } from "../../../../electron/station/record/record.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const kB = 1_000;
const roomy: StorageSpace = { freeBytes: 500e9, totalBytes: 900e9 };

/** A record of two sessions with two feeds each, 3 files of 100 kB a feed, and what else a record has. */
const record = () => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-budget-"));
  folders.push(folder);
  const root = join(folder, "media");
  for (const session of ["2026-01-01T00-00-00Z-a", "2026-02-02T00-00-00Z-b"]) {
    for (const feed of ["1", "2"]) {
      const own = join(root, session, "feeds", feed);
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, "feed.json"), "{}");
      for (const [i, name] of ["000000000000", "000000010000", "000000020000"].entries()) {
        writeFileSync(join(own, `${name}.data`), new Uint8Array(98 * kB));
        writeFileSync(join(own, `${name}.index`), new Uint8Array(2 * kB + i));
      }
    }
    mkdirSync(join(root, session, "map"));
    writeFileSync(join(root, session, "map", "000000000000.data"), new Uint8Array(50 * kB));
  }
  mkdirSync(join(folder, "telemetry"));
  writeFileSync(join(folder, "telemetry", "a.tlog"), new Uint8Array(900 * kB));
  const files = (session: string) =>
    readdirSync(join(root, session, "feeds"), { recursive: true })
      .map(String)
      .filter((file) => file.endsWith(".data"))
      .sort();
  return { folder, root, files };
};

const [older, newer] = ["2026-01-01T00-00-00Z-a", "2026-02-02T00-00-00Z-b"] as const;

describe("the share of the disk that pictures have", () => {
  it("is kept by thinning out the oldest of the oldest session, whichever feed they are of", async () => {
    const { folder, root, files } = record();
    const budget = new MediaBudget({ root, sessionId: newer, storage: async () => roomy, mostBytes: 1_000 * kB });

    const { room } = await budget.check();

    expect(room).toBe(true);
    // 1,300 kB were there: 300 had to go and 3 % beyond, so four files: the first two of both feeds.
    expect(files(older)).toEqual([join("1", "000000020000.data"), join("2", "000000020000.data")]);
    expect(files(newer)).toHaveLength(6);
    expect(readdirSync(join(root, older, "feeds", "1"))).toEqual([
      "000000020000.data",
      "000000020000.index",
      "feed.json",
    ]);
    expect(existsSync(join(folder, "telemetry", "a.tlog"))).toBe(true);
    expect(existsSync(join(root, older, "map", "000000000000.data"))).toBe(true);
  });

  it("never takes what is being written, nor maps; there is no room for more then", async () => {
    const { root, files } = record();
    const budget = new MediaBudget({ root, sessionId: newer, storage: async () => roomy, mostBytes: 200 * kB });

    const { room } = await budget.check();

    expect(room).toBe(false);
    expect(files(older)).toEqual([]);
    expect(files(newer)).toEqual([join("1", "000000020000.data"), join("2", "000000020000.data")]);
    expect(existsSync(join(root, newer, "map", "000000000000.data"))).toBe(true);
  });

  it("is a fifth of what would be free without them on a small disk", async () => {
    const { root, files } = record();
    const storage = async () => ({ freeBytes: 2_700 * kB, totalBytes: 1e9 });

    await new MediaBudget({ root, sessionId: newer, storage, mostBytes: 20e9 }).check();

    expect(files(older).length + files(newer).length).toBe(6);
  });

  it("counts what is written, so that a check needn't look at all files", async () => {
    const { root, files } = record();
    const budget = new MediaBudget({ root, sessionId: newer, storage: async () => roomy, mostBytes: 1_400 * kB });
    await budget.check();
    expect(files(older)).toHaveLength(6);

    budget.wrote(250 * kB);
    await budget.check();

    expect(files(older).length).toBeLessThan(6);
  });

  it("is nothing while the disk is nearly full, and comes back with some room to spare", async () => {
    const { root } = record();
    let freeBytes = 10e9;
    const storage = async () => ({ freeBytes, totalBytes: 1e12 });
    const budget = new MediaBudget({ root, sessionId: newer, storage, mostBytes: 20e9 });

    const rooms: boolean[] = [];
    for (const free of [10e9, 1.4e9, 1.9e9, 2.3e9]) {
      freeBytes = free;
      rooms.push((await budget.check()).room);
    }

    expect(rooms).toEqual([true, false, false, true]);
  });
});
