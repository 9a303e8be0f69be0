import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MissionDetails, PlayerView } from "../../../../shared/wire/archive.ts";
import type { StateSnapshot } from "../../../../shared/wire/state.ts";
import { ArchiveClient } from "../../../support/archive-client.ts";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";

const scenarioPath = fileURLToPath(
  new URL("../../../../hardware/simulator/scenarios/linghu-night.json", import.meta.url),
);
const speed = 4;

/** What was seen of a client that looked back while the flight went on. */
interface LookedBack {
  readonly views: readonly PlayerView[];
  readonly detailsChangedMs: readonly number[];
  readonly atOnce: StateSnapshot;
  readonly packed: Buffer;
  readonly cpuBefore: number;
  readonly cpuWith: number;
}

/** Share of one processor that this process takes for some time. */
const cpuShare = async (ms: number): Promise<number> => {
  const [before, fromMs] = [process.cpuUsage(), performance.now()];
  await eventually(() => performance.now() - fromMs > ms);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3 / (performance.now() - fromMs);
};

const lookBack = async (live: LiveStation, archive: ArchiveClient): Promise<LookedBack> => {
  const cpuBefore = await cpuShare(3_000);
  const { durationMs } = (await archive.details("now")).summary;
  const players = [0, 1, 2].map(() => archive.player("now", durationMs - 10_000));
  await eventually(() => players.every(({ snapshot }) => snapshot !== undefined));
  const [first] = players;
  if (first === undefined) throw new Error("There is no player.");
  const { snapshot: atOnce } = first;
  if (atOnce === undefined) throw new Error("There is no state.");
  for (const player of players) player.say({ type: "play", speed: 1 });
  const cpuWith = await cpuShare(3_000);
  const packed = await archive.bytes("/now/export/lantern");
  for (const player of players) player.say({ type: "play", speed: 10 });
  // At the live end it follows.
  await eventually(() => (first.player?.positionMs ?? 0) > (first.player?.durationMs ?? 0) - 1_000, 60_000);
  const caughtUpMs = first.player?.positionMs ?? 0;
  await eventually(() => (first.player?.positionMs ?? 0) > caughtUpMs + 8_000, 60_000);
  for (const { socket } of players) socket.close();
  expect(live.station.snapshot().station.mode).toBe("simulation");
  return { views: first.views, detailsChangedMs: first.detailsChangedMs, atOnce, packed, cpuBefore, cpuWith };
};

describe("a mission that was flown at one station", () => {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), "lantern-travels-")));
  const [hereFolder = "", thereFolder = ""] = folders;
  let stations: readonly LiveStation[] = [];
  let here: ArchiveClient;
  let there: ArchiveClient;
  let looked: LookedBack;
  let id = "";
  let copy = "";
  let photoId = "";
  let details: readonly [MissionDetails, MissionDetails];

  beforeAll(async () => {
    const live = await liveStation({ recordFolder: hereFolder, simulate: { scenarioPath, speed } });
    const flying = new ArchiveClient(live);
    await eventually(() => Object.keys(live.station.snapshot().vehicles).length === 3, 60_000);
    const report = await eventually(() => live.station.snapshot().station.report);
    expect(await live.request({ kind: "incident.open", ...report })).toMatchObject({ ok: true });
    photoId = await addPhoto(live);
    await eventually(() => Object.keys(live.station.snapshot().heat).length >= 1, 120_000);
    looked = await lookBack(live, flying);
    id = (await flying.details("now")).summary.id;
    for (const [noteId, positionMs] of [
      ["n1", 5_000],
      ["n2", 12_000],
    ] as const) {
      const note = { id: noteId, positionMs, text: `Look here, ${noteId}`, place: { latDeg: 30.87, lonDeg: 120.43 } };
      await live.request({ kind: "archive.note", missionId: "now", note, by: "Ann" });
    }
    await live.station.close();

    stations = await Promise.all(folders.map((recordFolder) => liveStation({ recordFolder })));
    const [first, second] = stations;
    if (first === undefined || second === undefined) throw new Error("There are no stations.");
    [here, there] = [new ArchiveClient(first), new ArchiveClient(second)];
    copy = await there.taken("mission.lantern", await here.bytes(`/${id}/export/lantern`));
    details = [await here.read(id), await there.read(copy)];
  }, 240_000);
  afterAll(async () => {
    await Promise.all(stations.map(({ station }) => station.close()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const addPhoto = async (live: LiveStation): Promise<string> => {
    const body = await sharp({ create: { width: 64, height: 48, channels: 3, background: "red" } })
      .jpeg()
      .toBuffer();
    const answer = await fetch(`${live.origin}/api/files?name=red.jpg`, {
      method: "POST",
      headers: { ...live.headers, "content-type": "image/jpeg" },
      body: new Uint8Array(body),
    });
    return ((await answer.json()) as { id?: string; fileId?: string }).fileId ?? "";
  };

  test("was looked back at while it went on: from a moment ago up to what is live, and on with it", () => {
    const { views, atOnce, detailsChangedMs, cpuBefore, cpuWith } = looked;

    expect(atOnce.station.mode).toBe("replay");
    expect(Object.keys(atOnce.vehicles).length).toBe(3);
    const durations = views.map(({ durationMs }) => durationMs);
    expect(durations.every((ms, n) => ms >= (durations[n - 1] ?? 0))).toBe(true);
    expect((durations.at(-1) ?? 0) - (durations[0] ?? 0)).toBeGreaterThan(10_000);
    const positions = views.map(({ positionMs }) => positionMs);
    expect(positions.every((ms, n) => ms >= (positions[n - 1] ?? 0))).toBe(true);
    expect(views.at(-1)?.playing).toBe(true);
    // Told at the opening, then every five seconds at most, though it grew all the time.
    const toldMs = (detailsChangedMs.at(-1) ?? 0) - (detailsChangedMs[0] ?? 0);
    expect(detailsChangedMs.length).toBeGreaterThan(1);
    expect(detailsChangedMs.length).toBeLessThanOrEqual(2 + toldMs / 4_500);
    process.stdout.write(
      `Told of news ${detailsChangedMs.length} times in ${Math.round(toldMs / 1000)} s; CPU ${cpuBefore.toFixed(2)} alone, ${cpuWith.toFixed(2)} with 3 clients that look back\n`,
    );
  });

  test("could be taken along while it was being recorded", async () => {
    const early = await there.taken("early.lantern", looked.packed);
    const { summary } = await there.read(early);
    const player = there.player(early);
    const { vehicles } = await player.seek(summary.durationMs);
    player.socket.close();

    expect(summary).toMatchObject({ live: false, kind: "recorded" });
    expect(Object.keys(vehicles).length).toBe(3);
    expect((await there.verify(early)).checked.filter(({ ok }) => !ok)).toEqual([]);
  });

  test("is the same at the other station: at fifty instants, on its timeline, in its notes, messages and plots", async () => {
    const [original, copied] = details;
    const players = [here.player(id), there.player(copy)] as const;
    for (let n = 0; n < 50; n++) {
      const positionMs = Math.round((original.summary.durationMs * ((n * 37) % 50)) / 50);
      const [a, b] = await Promise.all(players.map((player) => player.seek(positionMs)));
      expect(shown(b)).toEqual(shown(a));
      expect(b?.clock).toEqual(a?.clock);
    }
    for (const { socket } of players) socket.close();

    expect(copied.timeline).toEqual(original.timeline);
    expect(copied.notes).toEqual(original.notes);
    expect(copied.notes.length).toBe(2);
    expect(copied.feeds).toEqual(original.feeds);
    expect(copied.logs).toEqual(original.logs);
    const { vehicles, heatSources, incidents, startUtcMs } = original.summary;
    expect(copied.summary).toMatchObject({ vehicles, heatSources, incidents, startUtcMs, notes: 2 });
    for (const { n, streams } of original.logs) {
      const stream = streams.find(({ message }) => message === "ATTITUDE");
      const query = { log: n, field: `${stream?.key}.roll`, from: 0, to: original.summary.durationMs, width: 200 };
      expect(await there.plot(copy, query)).toEqual(await here.plot(id, query));
      const at = { log: n, at: original.summary.durationMs / 2, count: 100 };
      const { messages } = await here.messages(id, at);
      expect((await there.messages(copy, at)).messages).toEqual(messages);
      expect(messages.length).toBe(100);
    }
  });

  test("has the same pictures, map, heat sources' pictures and photos there", async () => {
    const same = async (path: string) => {
      const bytes = await here.bytes(`/${id}${path}`);
      expect((await there.bytes(`/${copy}${path}`)).equals(bytes), path).toBe(true);
      return bytes.length;
    };
    const [{ feeds, summary }] = details;
    const player = here.player(id);
    const state = await player.seek(summary.durationMs);
    player.socket.close();

    expect(feeds.length).toBeGreaterThan(0);
    for (const feed of feeds) {
      const fromMs = (feed.fromMs + feed.toMs) / 2;
      expect(
        await same(`/feeds/${encodeURIComponent(feed.id)}/pieces?from=${fromMs}&to=${fromMs + 2_000}`),
      ).toBeGreaterThan(100);
    }
    for (const heatId of Object.keys(state.heat)) expect(await same(`/heat/${heatId}/thumbnail`)).toBeGreaterThan(50);
    expect(await same(`/files/${photoId}`)).toBeGreaterThan(100);
    const version = state.station.search?.version;
    if (version !== undefined) await same(`/search/tiles/poa/13/6833/3352.png?v=${version}`);
  });

  test("is verified at both, can be taken away there with all its files, and stays where it was recorded", async () => {
    const verified = await Promise.all([here.verify(id), there.verify(copy)]);
    for (const { checked } of verified) expect(checked.filter(({ ok }) => !ok)).toEqual([]);
    expect(verified[1]?.checked.length).toBeGreaterThan(3);

    const [first, second] = stations;
    expect(await first?.request({ kind: "archive.remove", missionId: id })).toMatchObject({
      fault: { code: "not-possible" },
    });
    expect(await second?.request({ kind: "archive.remove", missionId: copy })).toEqual({ ok: true });
    expect(existsSync(join(thereFolder, "archive", copy))).toBe(false);
    expect((await there.list()).some((one) => one.id === copy)).toBe(false);
    expect((await here.list()).some((one) => one.id === id)).toBe(true);
  });
});

/** Without the name under which each station keeps it. */
const shown = (state: StateSnapshot | undefined) => ({ ...state, station: { ...state?.station, replay: undefined } });
