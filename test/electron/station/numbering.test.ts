import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { liveStation } from "../../support/live-station.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-numbering-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runOn = async (recordFolder: string) => {
  const live = await liveStation({ recordFolder });
  await live.request({ kind: "link.add", spec: "udpin:127.0.0.1:0" });
  const { eventN, numbering } = live.station.snapshot();
  await live.close();
  return { eventN, numbering };
};

describe("the numbering of events", () => {
  test("goes on under one name on one record, and has another name on another", async () => {
    const first = await runOn(join(folder, "a"));
    const second = await runOn(join(folder, "a"));
    const elsewhere = await runOn(join(folder, "b"));

    expect(second.numbering).toBe(first.numbering);
    expect(second.eventN).toBeGreaterThan(first.eventN);
    expect(elsewhere.numbering).not.toBe(first.numbering);
    expect(elsewhere.eventN).toBeLessThan(second.eventN);
  });
});
