import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ArchivedMission } from "../../../../electron/station/archive/archived-mission.ts";
import { JournalReader } from "../../../../electron/station/journal/journal-reader.ts";
import { verifyRecord } from "../../../../electron/station/record/verify-record.ts";
import { rulerUtcMs } from "../../../../renderer/stores/archive/mission-utc.ts";
import type { StateSnapshot } from "../../../../shared/wire/state.ts";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";
import { journalFolder, openNewest } from "../../../support/recorded-sessions.ts";
import { asSeen, type SeenState, watchStates } from "../../../support/watched-states.ts";

const scenarioPath = fileURLToPath(
  new URL("../../../../hardware/simulator/scenarios/linghu-night.json", import.meta.url),
);

/** As many as a thousand, anywhere in the mission and always the same. */
const chosen = (seen: readonly SeenState[]): readonly SeenState[] => {
  let random = 12345;
  return Array.from({ length: 1000 }, () => {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    return seen[random % seen.length];
  }).filter((one) => one !== undefined);
};

/** What is said of the session while it is being recorded, by this process and by others that only read. */
const checkRunning = async (live: LiveStation, folder: string) => {
  const mission = await openNewest(folder);
  const { clock, ...shown } = live.station.snapshot();
  const shownMs = clock.nowMs - ((await JournalReader.open(journalFolder(folder)))?.startMs ?? 0);
  const grown = await eventuallyAsync(async () => {
    const { idle: _, ...timeline } = await mission.timeline();
    return timeline.durationMs > shownMs && timeline;
  });
  const instant = await mission.at(mission.durationMs);
  await mission.close();
  return { verified: await verifyRecord(folder), grown, instant, clock, shown };
};

const eventuallyAsync = async <T>(look: () => Promise<T | false>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** The mission's log, once all of it was looked through. */
const wholeTelemetry = (mission: ArchivedMission) =>
  eventuallyAsync(async () => {
    const [telemetry] = await mission.openTelemetry();
    return telemetry?.log.readFraction === 1 && telemetry;
  });

describe("a mission with three vehicles, heat sources and an incident that was recorded live", () => {
  const recordFolder = mkdtempSync(join(tmpdir(), "lantern-recorded-"));
  /** As it was on the disk in the middle, as if the power had been cut. */
  const cut = mkdtempSync(join(tmpdir(), "lantern-recorded-cut-"));
  let live: LiveStation;
  let seen: readonly SeenState[] = [];
  const snapshots: StateSnapshot[] = [];
  let running: Awaited<ReturnType<typeof checkRunning>>;
  let mission: ArchivedMission;

  beforeAll(async () => {
    live = await liveStation({
      recordFolder,
      simulate: { scenarioPath, speed: 4 },
      journal: { everyMs: 0, chunkMs: 1_500 },
    });
    const watched = await watchStates(live);
    await eventually(() => Object.keys(live.station.snapshot().vehicles).length === 3, 60_000);
    const report = await eventually(() => live.station.snapshot().station.report);
    const opened = await live.request({ kind: "incident.open", ...report });
    await eventually(() => Object.keys(live.station.snapshot().heat).length >= 2, 120_000);
    expect(opened).toMatchObject({ ok: true });
    // A client that comes gets a snapshot with the trails; so many, at any time.
    for (let n = 0; n < 20; n++) {
      snapshots.push(live.station.snapshot());
      const { length } = watched.seen;
      await eventually(() => watched.seen.length > length + 2);
    }
    cpSync(recordFolder, cut, { recursive: true });
    running = await checkRunning(live, recordFolder);
    const middle = watched.seen.length;
    await eventually(() => watched.seen.length > middle + 60, 60_000);
    seen = watched.seen;
    watched.close();
    await live.close();
    mission = await openNewest(recordFolder);
  }, 240_000);
  afterAll(async () => {
    await mission?.close();
    for (const folder of [recordFolder, cut]) rmSync(folder, { recursive: true, force: true });
  });

  test("shows at a thousand random instants, field by field, what clients saw", async () => {
    const reader = await JournalReader.open(journalFolder(recordFolder));
    const startMs = reader?.startMs ?? 0;
    const instants = chosen(seen.slice(1));
    expect(instants.length).toBe(1000);

    for (const { clock, state } of instants) {
      const instant = await mission.at(clock.nowMs - startMs);
      expect(asSeen(instant.state)).toEqual(state);
      expect(instant.clock.rate).toBe(clock.rate);
      // The last was shown a moment after the journal's last line.
      expect(Math.abs(instant.clock.nowMs - Math.min(clock.nowMs, startMs + mission.durationMs))).toBeLessThan(0.001);
      expect(Math.abs(instant.clock.utcMs - clock.utcMs)).toBeLessThan(60);
    }
  });

  test("shows the trails that a client was given then", async () => {
    const reader = await JournalReader.open(journalFolder(recordFolder));

    for (const { clock, trails, trailDetails } of snapshots) {
      const instant = await mission.at(clock.nowMs - (reader?.startMs ?? 0));
      for (const [id, points] of Object.entries(trails)) {
        const shown = instant.trails[id] ?? [];
        // A point may have come since the last line.
        expect(points.slice(0, shown.length)).toEqual(shown);
        expect(points.length - shown.length).toBeLessThanOrEqual(3);
        const details = instant.trailDetails[id] ?? [];
        expect(details.length / 2).toBe(shown.length / 3);
        expect(trailDetails?.[id]?.slice(0, details.length)).toEqual(details);
        expect(details.some((value, i) => i % 2 === 0 && value !== null)).toBe(true);
      }
    }
  });

  test("shares with the instant before what did not change, from one chunk to the next as well", async () => {
    const fresh = await openNewest(recordFolder);
    const reader = await JournalReader.open(journalFolder(recordFolder));
    const ends = reader?.chunks.map(({ summary }) => summary().toMs) ?? [];
    let seams = 0;

    for (const endMs of ends.slice(5, -1)) {
      const before = await fresh.at(endMs);
      expect((await fresh.at(endMs)).state).toBe(before.state);
      const { state } = await fresh.at(endMs + 200);
      for (const [id, thing] of state.things) {
        const known = before.state.things.get(id);
        if (JSON.stringify(known) === JSON.stringify(thing)) expect(known).toBe(thing);
      }
      if (state.things === before.state.things && state.things.size > 5) seams += 1;
    }
    await fresh.close();
    expect(seams).toBeGreaterThan(0);
  });

  test("has a timeline with a lane for each vehicle, the sources, the messages, and all of it recorded", async () => {
    const timeline = await mission.timeline();

    const vehicles = timeline.lanes.filter(({ kind }) => kind === "vehicle");
    expect(vehicles.map(({ name }) => name).sort()).toEqual(["D1", "D2", "R1"]);
    for (const { spans, marks } of vehicles) {
      expect(spans.some(({ kind }) => kind === "mode")).toBe(true);
      expect(spans.every(({ fromMs, toMs }) => toMs >= fromMs && toMs <= timeline.durationMs)).toBe(true);
      expect(marks.some(({ kind }) => kind === "vehicle-heard")).toBe(true);
    }
    const lane = (id: string) => timeline.lanes.find((one) => one.id === id);
    const found = lane("heat")?.marks.filter(({ kind }) => kind === "heat-found") ?? [];
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const { positionMs, ref } of found) {
      expect((await mission.at(positionMs + 3_000)).state.heat.has(ref ?? "")).toBe(true);
    }
    expect(lane("messages")?.marks.some(({ kind }) => kind === "incident")).toBe(true);
    expect(lane("record")?.spans).toMatchObject([{ kind: "recorded", fromMs: 0, toMs: timeline.durationMs }]);
    expect(mission.summary).toMatchObject({ kind: "recorded", live: false, heatSources: expect.any(Number) });
    expect(mission.summary.vehicles.every(({ outline }) => outline.length >= 4)).toBe(true);
  });

  test("lasts as long by its telemetry's stamps and by the ruler as by its journal, and goes on evenly", async () => {
    const timeline = await mission.timeline();
    const { offsetMs, durationMs } = (await wholeTelemetry(mission)).log;

    expect(offsetMs).toBeGreaterThanOrEqual(0);
    // The vehicles come a moment after the station, four times as long by the scenario's clock.
    expect(offsetMs).toBeLessThan(mission.durationMs / 4);
    expect(Math.abs(offsetMs + durationMs - mission.durationMs)).toBeLessThan(6_000);
    const labelled = Array.from({ length: 200 }, (_, i) => (i * timeline.durationMs) / 199);
    const utcMs = labelled.map((positionMs) => rulerUtcMs(timeline, positionMs) ?? Number.NaN);
    for (const [i, positionMs] of labelled.entries())
      expect((utcMs[i] ?? 0) - (utcMs[0] ?? 0)).toBeCloseTo(positionMs, -1);
    expect(timeline.lanes.flatMap(({ marks }) => marks.filter(({ kind }) => kind.startsWith("clock-")))).toEqual([]);
  });

  test("is verified, finished or not", async () => {
    const verified = await verifyRecord(recordFolder);

    expect(verified).toEqual({ ok: true, checked: expect.any(Array) });
    expect(verified.checked.map(({ name }) => name.replace(/[ /].*/, ""))).toEqual(
      expect.arrayContaining(["events", "incident", "journal", "telemetry"]),
    );
    expect(verified.checked.every(({ records }) => records > 0)).toBe(true);
    expect(running.verified.checked.filter(({ ok }) => !ok)).toEqual([]);
  });

  test("is open to others while it is being recorded, and grows", () => {
    expect(running.grown.lanes.some(({ id }) => id === "vehicle/1")).toBe(true);
    expect(running.instant.clock.nowMs).toBeGreaterThan(running.clock.nowMs);
    expect(Object.keys(running.shown.vehicles)).toEqual([...running.instant.state.vehicles.keys()]);
  });

  test("shows what was written when the power was cut", async () => {
    const torn = await openNewest(cut);
    const reader = await JournalReader.open(journalFolder(cut));
    const startMs = reader?.startMs ?? 0;
    const before = seen.filter(({ clock }) => clock.nowMs - startMs <= torn.durationMs);

    expect(before.length).toBeGreaterThan(100);
    const { clock, state } = before.at(-1) ?? {};
    expect(asSeen((await torn.at((clock?.nowMs ?? 0) - startMs)).state)).toEqual(state);
    await torn.close();
  });

  test("loses no more than the last line to a journal that is cut at any byte of its last kilobyte", async () => {
    const folder = journalFolder(cut);
    const name = readdirSync(folder).find((one) => one.endsWith(".jsonl") && one !== "chunks.jsonl") ?? "";
    const path = join(folder, name);
    const bytes = readFileSync(path);
    const whole = await JournalReader.open(folder);
    const startMs = whole?.startMs ?? 0;
    let compared = 0;

    for (let cutBytes = 0; cutBytes <= Math.min(1024, bytes.length - 1); cutBytes++) {
      writeFileSync(path, bytes.subarray(0, bytes.length - cutBytes));
      const reader = await JournalReader.open(folder);
      expect(reader?.damaged).toEqual([]);
      const { clock, state } = (await reader?.at(reader.durationMs)) ?? {};
      const lineMs = clock?.nowMs ?? 0;
      expect(lineMs).toBeGreaterThan(startMs);
      // Clients were told right after the line was written.
      const shown = seen.find((one) => one.clock.nowMs >= lineMs);
      if (shown === undefined || shown.clock.nowMs - lineMs > 40) continue;
      compared += 1;
      expect(asSeen(state ?? {})).toEqual(shown.state);
    }
    expect(compared).toBeGreaterThan(500);
    writeFileSync(path, bytes);
  });

  test("says of a damaged chunk that it is missing, and shows all the rest", async () => {
    const folder = journalFolder(cut);
    const chunks = readdirSync(folder).filter((one) => one.endsWith(".jsonl.zst"));
    const path = join(folder, chunks[3] ?? "");
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(path, bytes);

    const torn = await openNewest(cut);
    const reader = await JournalReader.open(folder);
    const summaries = reader?.chunks.map(({ n, summary }) => ({ n, ...summary() })) ?? [];
    const [damaged, next] = [summaries[3], summaries[4]];
    await torn.at(((damaged?.fromMs ?? 0) + (damaged?.toMs ?? 0)) / 2);
    const { lanes } = await torn.timeline();

    const missing = lanes.find(({ id }) => id === "record")?.spans.filter(({ kind }) => kind === "missing");
    expect(missing).toEqual([{ kind: "missing", text: "", fromMs: summaries[2]?.toMs, toMs: next?.fromMs }]);
    expect(torn.summary.problems.map(({ code }) => code)).toEqual(["damaged", "not-whole"]);
    const others = chosen(seen.slice(1)).slice(0, 100);
    for (const { clock, state } of others) {
      const positionMs = clock.nowMs - (reader?.startMs ?? 0);
      const isLost = positionMs >= (damaged?.fromMs ?? 0) && positionMs < (next?.fromMs ?? 0);
      if (isLost || positionMs > torn.durationMs) continue;
      expect(asSeen((await torn.at(positionMs)).state)).toEqual(state);
    }
    await torn.close();
    expect((await verifyRecord(cut)).checked.find(({ name }) => name.startsWith("journal"))).toMatchObject({
      ok: false,
      fault: expect.stringMatching(/^Chunk 4 is damaged/),
    });
  });
});
