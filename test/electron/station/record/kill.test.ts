import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRecord } from "../../../../electron/station/record/open-record.ts";
import { TlogReader } from "../../../../shared/mavlink/tlog.ts";

const script = fileURLToPath(new URL("../../../support/record-writer.ts", import.meta.url));
const children: ChildProcess[] = [];
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lantern-kill-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

interface Said {
  opened: string;
  lastEvent: number;
  /** Frames handed over, and when, UTC ms. */
  readonly frames: { count: number; utcMs: number }[];
}

/** Lets a station record and kills it when its frames span `afterMs` since its first event, by its own clock. */
const recordAndKill = async (afterMs: number): Promise<Said> => {
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const said: Said = { opened: "", lastEvent: 0, frames: [] };
  let killFromUtcMs = Number.POSITIVE_INFINITY;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what = "", ...values] = line.split(" ");
    if (what === "open") said.opened = values.join(" ");
    const utcMs = Number(values[1]);
    if (what === "frames") said.frames.push({ count: Number(values[0]), utcMs });
    if (what === "frames" && utcMs >= killFromUtcMs) child.kill("SIGKILL");
    if (what !== "event") continue;
    if (said.lastEvent === 0) killFromUtcMs = (said.frames[0]?.utcMs ?? Date.now()) + afterMs;
    said.lastEvent = Number(values[0]);
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, "exit");
  return said;
};

const framesIn = async (file: string): Promise<number[]> => {
  const modes: number[] = [];
  const reader = new TlogReader();
  const note: Parameters<TlogReader["push"]>[1] = (_utcUs, frame) => {
    const view = new DataView(frame.bytes.buffer, frame.bytes.byteOffset);
    modes.push(view.getUint32(frame.payloadStart, true));
  };
  reader.push(new Uint8Array(await readFile(file)), note);
  reader.flush(note);
  expect(reader.stats.skippedBytes).toBe(0);
  return modes;
};

describe("a station killed with kill -9", () => {
  test("loses no acknowledged event and at most a second of telemetry, time after time", async () => {
    let lastEvent = 0;
    for (const afterMs of [1, 90, 310, 1_300]) {
      const said = await recordAndKill(afterMs);
      const killedAtUtcMs = said.frames.at(-1)?.utcMs ?? 0;

      const opened = openRecord({ folder });
      if (!opened.ok) throw new Error(opened.fault.detail);
      const { record } = opened;
      const { recovered } = record;
      const events = record.readEvents(recovered === undefined ? {} : { sessionId: recovered.sessionId });
      await record.close();

      // The line of the very last acknowledgement may have died in the pipe: there may be one more, never one less.
      expect(events.at(-1)?.n).toBeGreaterThanOrEqual(said.lastEvent);
      expect(events.map((event) => event.n)).toEqual(events.map((_, i) => lastEvent + 1 + i));
      lastEvent = events.at(-1)?.n ?? 0;
      expect(recovered?.events).toBe(events.length);
      expect(recovered?.heat.map((heat) => [heat.id, heat.sightings])).toEqual([["h1", lastEvent]]);
      const [file] = recovered?.telemetryFiles ?? [];
      const modes = file === undefined ? [] : await framesIn(join(folder, file.file));
      expect(modes).toEqual(modes.map((_, i) => i));
      const oldEnough = said.frames.findLast(({ utcMs }) => utcMs < killedAtUtcMs - 1_000);
      expect(modes.length).toBeGreaterThanOrEqual(oldEnough?.count ?? 0);
      if (afterMs === 1_300) expect(oldEnough).toBeDefined();
    }
  }, 60_000);

  test("twice in a row leaves the first crash's heat sources to the third start", async () => {
    await recordAndKill(20);
    const second = await recordAndKill(20);

    const opened = openRecord({ folder });
    if (!opened.ok) throw new Error(opened.fault.detail);
    const { recovered } = opened.record;
    const sessions = opened.record.sessions();
    await opened.record.close();

    expect(second.opened).not.toContain("clean");
    expect(recovered?.heat).toHaveLength(1);
    expect(recovered?.heat[0]?.sightings).toBeGreaterThanOrEqual(second.lastEvent);
    expect(sessions.map((session) => session.end)).toEqual(["recovered", "recovered", undefined]);
  }, 60_000);

  test("holds its folder against another process while it lives, and no longer", async () => {
    const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    await once(child.stdout, "data");

    const whileItLives = openRecord({ folder });
    child.kill("SIGKILL");
    await once(child, "exit");
    const afterwards = openRecord({ folder });
    if (afterwards.ok) await afterwards.record.close();

    expect(whileItLives).toMatchObject({ ok: false, fault: { code: "record-locked" } });
    if (!whileItLives.ok) expect(whileItLives.fault.detail).toContain(`process ${child.pid}`);
    expect(afterwards.ok).toBe(true);
  }, 60_000);

  test("leaves the torn end of a log beside it", async () => {
    await recordAndKill(400);

    const opened = openRecord({ folder });
    if (!opened.ok) throw new Error(opened.fault.detail);
    const cut = opened.record.recovered?.telemetryFiles[0]?.bytesCutOff ?? 0;
    await opened.record.close();

    const torn = (await readdir(join(folder, "telemetry"))).filter((name) => name.endsWith(".torn"));
    expect(torn).toHaveLength(cut > 0 ? 1 : 0);
  }, 60_000);
});
