import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { FrameWriter } from "../../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "../../support/encode-tlog-record.ts";

const cli = fileURLToPath(new URL("../../../electron/station/cli.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lantern-cli-"));

afterAll(() => rmSync(folder, { recursive: true }));

const lantern = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
};

/** A log with two heartbeats. */
const log = (): string => {
  const writer = new FrameWriter({ systemId: 7, componentId: 1 });
  const records = [1, 2].map((second) => {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(1_700_000_000_000_000n + BigInt(second) * 1_000_000n);
    return Buffer.concat([stamp, writer.write("HEARTBEAT", { type: 2, autopilot: 3 })]);
  });
  const path = join(folder, "two.tlog");
  writeFileSync(path, Buffer.concat(records));
  return path;
};

describe("the program", () => {
  test("prints what is in a log as one object, in several as an array, and as a table for people", () => {
    const path = log();

    const one = JSON.parse(lantern("log", "info", path, "--json").stdout);
    const two = JSON.parse(lantern("log", "info", path, path, "--json").stdout);
    const table = lantern("log", "info", path);

    expect(one).toMatchObject({ frames: 2, counts: { HEARTBEAT: 2 }, countsBySystemComponent: { "7/1": 2 } });
    expect(one).toMatchObject({ firstTimeUs: 1_700_000_001_000_000, lastTimeUs: 1_700_000_002_000_000 });
    expect(two).toHaveLength(2);
    expect(table).toMatchObject({ status: 0, stdout: expect.stringMatching(/2 +HEARTBEAT/) });
  });

  test("ends with 1 and says why where a file is no log", () => {
    const path = join(folder, "empty.tlog");
    writeFileSync(path, "");

    const { status, stderr } = lantern("log", "info", path);

    expect(status).toBe(1);
    expect(stderr).toMatch(/empty/);
  });

  test("says where a vehicle was lost, exports, merges and verifies logs", () => {
    const path = log();
    const at = (name: string) => join(folder, name);

    const lost = lantern("log", "where-lost", path, "--json", "--geojson", at("lost.geojson"));
    const exported = lantern("log", "export", path, "--to", "csv", "-o", at("tables"));
    const merged = lantern("log", "merge", path, path, "-o", at("merged.tlog"));
    const verified = lantern("log", "verify", path, at("merged.tlog"), "--json");

    expect(JSON.parse(lost.stdout)).toMatchObject({ ok: true, vehicles: [{ vehicleId: "7", hypotheses: [] }] });
    expect(JSON.parse(readFileSync(at("lost.geojson"), "utf8"))).toEqual({ type: "FeatureCollection", features: [] });
    expect(exported).toMatchObject({ status: 0, stdout: expect.stringContaining("2 rows written to") });
    expect(readFileSync(at("tables/HEARTBEAT.csv"), "utf8")).toMatch(/^time_utc,.*\r\n2023-11-14T22:13:21.000Z,/);
    expect(merged).toMatchObject({ status: 0, stdout: expect.stringContaining("2 frames") });
    expect(JSON.parse(verified.stdout)).toMatchObject([
      { ok: true, checked: [{ records: 2 }] },
      { ok: true, checked: [{ records: 2 }] },
    ]);
  });

  test("ends with 1 and names the bad record where verify finds one, or an export can't be written", () => {
    const path = join(folder, "damaged.tlog");
    const bytes = readFileSync(log());
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 0xff;
    writeFileSync(path, bytes);

    expect(lantern("log", "verify", path)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/NOT WHOLE[\s\S]*byte \d+/),
    });
    expect(lantern("log", "verify", join(folder, "none"))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("can't be read"),
    });
    expect(lantern("log", "export", path, "--to", "gpx", "-o", path)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("itself"),
    });
    expect(lantern("log", "help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--anonymise SEED") });
  });

  test("prints no control characters that a log brings along", () => {
    const path = join(folder, "escape.tlog");
    const writer = new FrameWriter({ systemId: 1, componentId: 1 });
    const text = "\u001b[31mred\u001b]0;title\u0007";
    writeFileSync(path, encodeTlogRecord(1_700_000_000_000_000, writer.write("STATUSTEXT", { severity: 6, text })));

    const { stdout } = lantern("log", "info", path);

    expect(stdout).toContain("[31mred");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("\u0007");
  });

  test("ends with 2 where the arguments are wrong, with 0 for help and version", () => {
    expect(lantern("serve", "--port", "x")).toMatchObject({ status: 2, stderr: expect.stringContaining("--port") });
    expect(lantern("help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--replay FILE") });
    expect(lantern("version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("ends with 1 where a scenario or a log can't be used", () => {
    const scenario = join(folder, "bad.json");
    writeFileSync(scenario, '{"name": 7}');
    const record = join(folder, "record");

    expect(lantern("serve", "--port", "0", "--record", record, "--simulate", scenario)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("name: expected string"),
    });
    expect(lantern("serve", "--port", "0", "--replay", join(folder, "none.tlog"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("none.tlog"),
    });
  });
});
