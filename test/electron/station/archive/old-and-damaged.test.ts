import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MissionSummary } from "../../../../shared/wire/archive.ts";
import { ArchiveClient } from "../../../support/archive-client.ts";
import { flownFrames, flownTlog } from "../../../support/flown-tlog.ts";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../../support/live-station.ts";

/** A session of a station that heard a vehicle for a moment. */
const recordOne = async (recordFolder: string): Promise<string> => {
  const live = await liveStation({ recordFolder, links: ["udpin:127.0.0.1:0"], journal: { everyMs: 0, chunkMs: 300 } });
  await eventually(() => Number.isFinite(live.linkPort()));
  const vehicle = new UdpVehicle(1, live.linkPort());
  const stop = vehicle.fly();
  await eventually(() => live.station.snapshot().vehicles["1"]?.position);
  const id = (await new ArchiveClient(live).list()).find((one) => one.live)?.id ?? "";
  const journal = join(recordFolder, "journal", id);
  await eventually(
    () => existsSync(journal) && readdirSync(journal).filter((name) => name.endsWith(".zst")).length > 3,
  );
  stop();
  vehicle.close();
  await live.station.close();
  return id;
};

/** One bit of one piece of a session's journal. */
const damage = (journal: string): void => {
  const chunk = join(journal, readdirSync(journal).filter((name) => name.endsWith(".zst"))[1] ?? "");
  const bytes = readFileSync(chunk);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(chunk, bytes);
};

describe("what an archive says of missions that are old, damaged or not all there", () => {
  let live: LiveStation;
  let archive: ArchiveClient;
  const ids = { whole: "", late: "", old: "", damaged: "", silent: "", unreadable: "", newer: "", noDatabase: "" };

  beforeAll(async () => {
    const begun = await liveStation();
    const { recordFolder } = begun;
    await begun.station.close();
    const telemetry = () => readdirSync(join(recordFolder, "telemetry"));
    ids.whole = await recordOne(recordFolder);
    ids.late = await recordOne(recordFolder);
    ids.old = await recordOne(recordFolder);
    // As recorded before there were journals.
    rmSync(join(recordFolder, "journal", ids.old), { recursive: true });
    ids.damaged = await recordOne(recordFolder);
    damage(join(recordFolder, "journal", ids.damaged));
    const before = telemetry();
    ids.silent = await recordOne(recordFolder);
    for (const file of telemetry()) if (!before.includes(file)) rmSync(join(recordFolder, "telemetry", file));
    live = await liveStation({ recordFolder });
    archive = new ArchiveClient(live);
    const log = flownTlog(flownFrames({ seconds: 12 }), Date.UTC(2026, 10, 20));
    for (const kind of ["unreadable", "newer"] as const) ids[kind] = await archive.taken(`${kind}.tlog`, log);
    ids.noDatabase = await archive.taken("a.lantern", await archive.bytes(`/${ids.whole}/export/lantern`));
    writeFileSync(join(recordFolder, "archive", ids.noDatabase, "lantern.db"), Buffer.alloc(8_192, "no database"));
    writeFileSync(join(recordFolder, "archive", ids.unreadable, "mission.json"), "{ nothing");
    writeFileSync(join(recordFolder, "archive", ids.newer, "mission.json"), JSON.stringify({ format: 9 }));
  }, 60_000);
  afterAll(async () => {
    await live?.station.close();
    rmSync(live.recordFolder, { recursive: true, force: true });
  });

  const listed = async (id: string, isSo: (one: MissionSummary) => boolean): Promise<MissionSummary> => {
    for (;;) {
      const found = (await archive.list()).find((one) => one.id === id);
      if (found !== undefined && isSo(found)) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const hasProblems = ({ problems }: MissionSummary) => problems.length > 0;

  it("lists all of them", async () => {
    const known = (await archive.list()).map(({ id }) => id);

    for (const id of Object.values(ids)) expect(known).toContain(id);
  });

  it("opens what was recorded before there were journals by its telemetry", async () => {
    const { summary, logs } = await archive.read(ids.old);
    const player = archive.player(ids.old);
    const { vehicles } = await player.seek(summary.durationMs);
    player.socket.close();

    expect(logs.length).toBe(1);
    expect(vehicles["1"]?.position).toBeDefined();
    expect((await listed(ids.old, (one) => one.vehicles.length > 0)).problems).toEqual([]);
    expect(await archive.verify(ids.old)).toMatchObject({ ok: true });
  });

  it("says which part of a journal is damaged before anybody gets there, and shows the rest", async () => {
    const { problems } = await listed(ids.damaged, hasProblems);
    const { summary } = await archive.details(ids.damaged);
    // It is looked for anew whenever one is opened.
    const missing = async () => {
      const { timeline } = await archive.details(ids.damaged);
      return timeline.lanes.flatMap(({ spans }) => spans).some(({ kind }) => kind === "missing");
    };
    await expect.poll(missing).toBe(true);
    const player = archive.player(ids.damaged);
    const { vehicles } = await player.seek(summary.durationMs);
    player.socket.close();

    expect(problems.map(({ code }) => code)).toContain("damaged");
    expect(vehicles["1"]).toBeDefined();
    expect(await archive.verify(ids.damaged)).toMatchObject({ ok: false });
    expect(await archive.verify(ids.whole)).toMatchObject({ ok: true });
  });

  it("shows a mission whose telemetry is gone by its journal, and says that it is", async () => {
    const { problems } = await listed(ids.silent, hasProblems);
    const { logs, summary } = await archive.details(ids.silent);
    const player = archive.player(ids.silent);
    const { vehicles } = await player.seek(summary.durationMs);
    player.socket.close();

    expect(problems).toEqual([{ code: "not-whole", detail: expect.stringContaining(".tlog") }]);
    expect(logs).toEqual([]);
    expect(vehicles["1"]).toBeDefined();
    expect(await archive.refusal(`/${ids.silent}/export/tlog`)).toMatchObject({ status: 409, code: "not-possible" });
    expect(await archive.refusal(`/${ids.silent}/plot?field=a&from=0&to=1`)).toMatchObject({ status: 404 });
    expect(await archive.verify(ids.silent)).toMatchObject({ ok: false });
    // Packed it holds what there is.
    const copy = await archive.taken("copy.lantern", await archive.bytes(`/${ids.silent}/export/lantern`));
    expect((await listed(copy, hasProblems)).problems).toEqual(problems);
    expect(await live.request({ kind: "archive.remove", missionId: copy })).toEqual({ ok: true });
  });

  it.each([
    { kind: "unreadable", words: "mission.json is no JSON" },
    { kind: "newer", words: "newer Lantern" },
    { kind: "noDatabase", words: "can't be read" },
  ] as const)("says why it can't open one that is $kind, wherever it is asked", async ({ kind, words }) => {
    const id = ids[kind];

    const { problems } = await listed(id, hasProblems);

    expect(problems).toEqual([{ code: "unreadable", detail: expect.stringContaining(words) }]);
    for (const path of ["", "/messages?at=0", "/export/tlog", "/export/lantern"])
      expect(await archive.refusal(`/${id}${path}`)).toMatchObject({
        status: 409,
        detail: expect.stringContaining(words),
      });
    expect(await archive.refusal(`/${id}/verify`, { method: "POST" })).toMatchObject({ status: 409 });
    const [code, reason] = await archive.player(id).closed;
    expect(code).toBe(1013);
    expect(reason).not.toBe("");
    expect(await archive.import("more.tlog", flownTlog(flownFrames({ seconds: 1 }), 1e12), { into: id })).toMatchObject(
      {
        ok: false,
      },
    );
  });

  it("takes into the list what is found out when one is opened", async () => {
    expect((await listed(ids.late, ({ vehicles }) => vehicles.length > 0)).problems).toEqual([]);
    damage(join(live.recordFolder, "journal", ids.late));

    await archive.details(ids.late);

    expect((await listed(ids.late, hasProblems)).problems[0]?.code).toBe("damaged");
  });

  it("opens the others all the same, and takes the broken ones away", async () => {
    expect((await archive.details(ids.whole)).summary.problems).toEqual([]);
    for (const id of [ids.unreadable, ids.newer, ids.noDatabase])
      expect(await live.request({ kind: "archive.remove", missionId: id })).toEqual({ ok: true });
    for (const id of [ids.whole, ids.old, ids.damaged, ids.silent])
      expect(await live.request({ kind: "archive.remove", missionId: id })).toMatchObject({
        fault: { code: "not-possible" },
      });

    expect((await archive.list()).filter(({ live: isLive }) => !isLive).length).toBe(5);
  });
});
