import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openRecord } from "../../../../electron/station/record/open-record.ts";
import { recordEndUtcMs } from "../../../../electron/station/record/record-end.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lantern-end-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("a record ends with the last that any of its sessions knew", async () => {
  for (const utcMs of [2_000_000, 9_000_000, 5_000_000]) {
    const opened = openRecord({ folder, utcMs: () => utcMs });
    if (opened.ok) await opened.record.close();
  }

  expect(recordEndUtcMs(folder)).toBe(9_000_000);
});

it("a folder without a record, or with a damaged one, has no end", () => {
  expect(recordEndUtcMs(folder)).toBeUndefined();

  writeFileSync(join(folder, "lantern.db"), "no database at all, but long enough to be taken for the head of one");
  expect(recordEndUtcMs(folder)).toBeUndefined();
});
