import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openNativeLog } from "../../../../../electron/station/archive/native/open-native-log.ts";
import type { LoggedMessage } from "../../../../../shared/archive/log-stream.ts";
import { dataFlashFlight, ulogFlight } from "../../../../support/native-flights.ts";

const script = fileURLToPath(new URL("../../../../support/native-peer.py", import.meta.url));
/** Another Python than the first in the path may be named, such as that of a virtual environment. */
const python = process.env.LANTERN_PYTHON ?? "python3";
const has = (module: string) => spawnSync(python, ["-c", `import ${module}`]).status === 0;

interface Peer {
  readonly streams: Readonly<
    Record<
      string,
      {
        readonly count: number;
        readonly units?: Readonly<Record<string, string>>;
        readonly rows: readonly Readonly<Record<string, unknown>>[];
      }
    >
  >;
  readonly corrupt?: boolean;
}

const peer = (format: "dataflash" | "ulog", path: string): Peer =>
  JSON.parse(execFileSync(python, [script, format, path], { encoding: "utf8", maxBuffer: 1 << 28 }));

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lantern-peer-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = async (bytes: Uint8Array) => {
  const path = join(folder, "log");
  await writeFile(path, bytes);
  const opened = await openNativeLog(path);
  if (!opened.ok) throw new Error(opened.fault.detail);
  await opened.log.whole();
  const rows = new Map<string, readonly LoggedMessage[]>();
  for (const { key } of opened.log.streams) {
    const { messages } = await opened.log.messages({ atMs: -1, direction: "on", count: 50, streams: [key] });
    rows.set(key, messages);
  }
  return { path, log: opened.log, rows };
};

const same = (ours: unknown, theirs: unknown): boolean =>
  typeof ours === "number" && typeof theirs === "number"
    ? Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs))
    : JSON.stringify(ours) === JSON.stringify(theirs) || theirs === null;

describe("beside an independent reader of the same log", () => {
  it("a DataFlash log has the messages, values, units and times of pymavlink's DFReader", async ({ skip }) => {
    if (!has("pymavlink")) return skip("pymavlink isn't installed for python3 (or for LANTERN_PYTHON)");
    const { path, log, rows } = await read(dataFlashFlight(20));
    const theirs = peer("dataflash", path);

    expect(Object.fromEntries(log.streams.map(({ key, count }) => [key, count]))).toEqual(
      Object.fromEntries(Object.entries(theirs.streams).map(([key, { count }]) => [key, count])),
    );
    for (const [key, { rows: theirRows, units = {} }] of Object.entries(theirs.streams)) {
      for (const [n, { utcMs, fields }] of theirRows.entries()) {
        const own = rows.get(key)?.[n];
        // pymavlink gives FMT messages the time of what came before.
        if (key !== "FMT") expect(own?.utcMs).toBeCloseTo(Number(utcMs), 0);
        for (const [name, value] of Object.entries(fields ?? {}))
          if (!same(own?.fields[name], value)) expect({ key, n, name, is: own?.fields[name] }).toEqual({ is: value });
      }
      const stream = log.streams.find((found) => found.key === key);
      for (const { name, unit } of stream?.fields ?? [])
        if (units[name] !== undefined && units[name] !== "")
          expect({ key, name, unit }).toEqual({ key, name, unit: units[name] });
    }
    await log.close();
  });

  it("a ULog has the topics and values of pyulog", async ({ skip }) => {
    if (!has("pyulog")) return skip("pyulog isn't installed for python3 (or for LANTERN_PYTHON)");
    const { path, log, rows } = await read(ulogFlight(20));
    const theirs = peer("ulog", path);

    expect(theirs.corrupt).toBe(false);
    // Texts are no topic to pyulog.
    const topics = log.streams.filter(({ key }) => key !== "logged_message");
    expect(Object.fromEntries(topics.map(({ key, count }) => [key, count]))).toEqual(
      Object.fromEntries(Object.entries(theirs.streams).map(([key, { count }]) => [key, count])),
    );
    for (const [key, { rows: theirRows }] of Object.entries(theirs.streams))
      for (const [n, fields] of theirRows.entries())
        for (const [name, value] of Object.entries(fields)) {
          const [, array, element] = /^(.*)\[(\d+)\]$/.exec(name) ?? [];
          const own = rows.get(key)?.[n]?.fields;
          const list = array === undefined ? undefined : own?.[array];
          const found = Array.isArray(list) ? list[Number(element)] : own?.[name];
          if (!same(found, value)) expect({ key, n, name, is: found }).toEqual({ is: value });
        }
    await log.close();
  });
});
