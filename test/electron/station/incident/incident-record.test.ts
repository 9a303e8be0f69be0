import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { noIncident } from "../../../../electron/station/record/incident-record.ts";
import { openRecord } from "../../../../electron/station/record/open-record.ts";
import { answerRequest, type RequestHandlers } from "../../../../electron/station/request-desk.ts";
import type { Principal } from "../../../../shared/incident/roles.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
import type { StateSnapshot } from "../../../../shared/wire/state.ts";
import { incidentRig, openIncident, seenLast, well } from "../../../support/incident-rig.ts";
import { liveStation } from "../../../support/live-station.ts";
import { type RunningStation, runStation } from "../../../support/running-station.ts";
import { noSharedData, sharedData } from "../../../support/shared-data.ts";

const running: RunningStation[] = [];
const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-incident-"));
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  for (const station of running.splice(0)) await station.stop("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const start = async (recordFolder: string) => {
  const station = await runStation({ recordFolder, args: ["--link", "udpin:127.0.0.1:0"] });
  running.push(station);
  const ask = async (body: object) => well((await (await station.post(body)).json()) as RequestResult);
  const state = async () => (await (await station.get("/api/state")).json()) as StateSnapshot;
  return { station, ask, state };
};

const open = {
  kind: "incident.open",
  incident: { name: "Linghu" },
  subject: { name: "Wang", lastSeen: { place: seenLast, utcMs: 1, kind: "PLS" } },
  operator: { id: "o", name: "Chen" },
};

describe("a station that is killed while an incident is led", () => {
  test("shows it again with all that was answered, and goes on where it was", { timeout: 120_000 }, async () => {
    const folder = newFolder();
    const first = await start(folder);
    const { incidentId = "" } = await first.ask(open);
    await first.ask({ kind: "incident.put", thing: "team", thingId: "t1", fields: { name: "Team 1" } });
    const segments = Array.from({ length: 1_065 }, () => ({ thing: "segment", fields: { cover: "wood" } }));
    await first.ask({ kind: "incident.put-many", things: segments });
    await first.ask({ kind: "incident.place", who: "team/t1", place: seenLast });
    const { thingId: jobId } = await first.ask({
      kind: "incident.send",
      assignment: { to: { kind: "team", id: "t1" }, task: "go-to", place: seenLast },
    });
    const before = await first.state();
    await first.station.stop("SIGKILL");

    const second = await start(folder);
    const after = await second.state();

    expect(after.things).toEqual(before.things);
    expect(Object.values(after.things)).toHaveLength(2 + 1 + 1_065 + 2);
    expect(after.things[`assignment/${jobId}`]).toMatchObject({ fields: { number: 101 }, steps: [{ step: "sent" }] });

    await second.ask({ kind: "incident.step", thing: "assignment", thingId: jobId, step: "accepted" });
    await second.ask({ kind: "incident.put", thing: "team", thingId: "t1", fields: { name: "Team One" } });
    const now = await second.state();
    expect(now.things["team/t1"]).toMatchObject({ fields: { name: "Team One" } });
    expect(now.things["team/t1"]?.conflicts).toBeUndefined();
    expect(now.things[`incident/${incidentId}`]?.createdBy.name).toBe("Chen");
  });
});

const mountPoint = mkdtempSync(join(tmpdir(), "lantern-small-disk-"));
const mounted =
  process.platform === "linux" &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", mountPoint]).status === 0;
afterAll(() => {
  if (mounted) spawnSync("umount", [mountPoint]);
  rmSync(mountPoint, { recursive: true, force: true });
});

describe.skipIf(!mounted)("a full disk", () => {
  test("is said at each change, and nothing is half done", async () => {
    const rig = incidentRig(join(mountPoint, "record"));
    openIncident(rig);
    const before = rig.desk.things;
    const ballast = join(mountPoint, "ballast");
    for (let megabytes = 1; megabytes > 0; megabytes /= 2)
      try {
        writeFileSync(ballast, new Uint8Array(megabytes * (1 << 20)), { flag: "a" });
      } catch {
        // It takes what fits.
      }
    const many = Array.from(
      { length: 200 },
      () => ({ thing: "message", fields: { text: "x".repeat(2_000) } }) as const,
    );

    const results = [rig.desk.putMany(many), rig.desk.open({ name: "Other" }, { health: "x".repeat(4_000) })];

    for (const result of results)
      expect(result).toMatchObject({
        ok: false,
        fault: { code: "recording-failed", detail: expect.stringMatching(/full/) },
      });
    expect(rig.desk.things).toBe(before);
    expect(rig.incidents.list()).toHaveLength(1);

    rmSync(ballast);
    await expect.poll(() => rig.record.state.state, { timeout: 20_000 }).toBe("recording");
    well(rig.desk.put({ thing: "team", thingId: "t1", fields: { name: "Team 1" } }));
    const { things } = rig.desk;
    await rig.close();
    const again = incidentRig(join(mountPoint, "record"));
    expect(again.desk.things).toEqual(things);
    await again.close();
  });
});

describe("a station that only shows a log", () => {
  const log = sharedData("telemetry/copter_search.tlog");

  test.skipIf(log === undefined)(
    `leads no incident, and says so${log === undefined ? ` (${noSharedData})` : ""}`,
    async () => {
      const live = await liveStation({ replay: { files: [log ?? ""], speed: 1 } });
      try {
        const requests = [
          { kind: "incident.open", incident: {}, subject: {} },
          { kind: "incident.put", thing: "team", fields: {} },
          { kind: "incident.step", thing: "team", thingId: "t", step: "note" },
          { kind: "incident.send", assignment: { to: { kind: "team", id: "t" } } },
          { kind: "incident.show", incidentId: "x" },
          { kind: "incident.place", who: "team/t", place: seenLast },
        ] as const;
        for (const request of requests)
          expect(await live.request(request)).toMatchObject({
            ok: false,
            fault: { code: "not-possible", detail: expect.stringMatching(/keeps no record/) },
          });
        expect(live.station.snapshot().things).toEqual({});
      } finally {
        await live.close();
      }
    },
  );
});

describe("files and looks of an incident", () => {
  test("are in the record as they were kept", async () => {
    const folder = newFolder();
    const opened = openRecord({ folder });
    if (!opened.ok) throw new Error(opened.fault.detail);
    const { incidents } = opened.record;
    const photo = { id: "f1", incidentId: "i", name: "shoe.jpg", type: "image/jpeg", bytes: new Uint8Array([1, 2, 3]) };

    expect(incidents.keepFile(photo)).toEqual({ ok: true });
    expect(
      incidents.appendLooks("i", [
        { utcMs: 1, data: new Uint8Array([9]) },
        { utcMs: 2, data: new Uint8Array(0) },
      ]),
    ).toEqual({ ok: true });
    await opened.record.close();

    const again = openRecord({ folder });
    if (!again.ok) throw new Error(again.fault.detail);
    expect(again.record.incidents.file("f1")).toEqual(photo);
    expect(again.record.incidents.file("f2")).toBeUndefined();
    expect(again.record.incidents.looks("i")).toEqual([
      { utcMs: 1, data: new Uint8Array([9]) },
      { utcMs: 2, data: new Uint8Array(0) },
    ]);
    expect(again.record.incidents.looks("other")).toEqual([]);
    await again.record.close();
  });

  test("belong to the incident whose report they came with, and no other's are taken", async () => {
    const opened = openRecord({ folder: newFolder() });
    if (!opened.ok) throw new Error(opened.fault.detail);
    const { incidents } = opened.record;
    const photo = { name: "face.jpg", type: "image/jpeg", bytes: new Uint8Array([1, 2, 3]) };
    incidents.keepFile({ ...photo, id: "new", incidentId: noIncident });
    incidents.keepFile({ ...photo, id: "old", incidentId: "other" });

    expect(incidents.adoptFiles("i", ["new", "old", "absent"])).toEqual({ ok: true });

    expect(incidents.file("new")?.incidentId).toBe("i");
    expect(incidents.file("old")?.incidentId).toBe("other");
    await opened.record.close();
  });
});

describe("a request that comes in as somebody", () => {
  const asked: string[] = [];
  const handlers = new Proxy({} as RequestHandlers, {
    get: (_target, kind) => () => {
      asked.push(String(kind));
      return { ok: true };
    },
  });
  const ask = (principal: Principal | undefined) =>
    answerRequest(handlers, { kind: "link.remove", linkId: "l" }, { principal, things: new Map() });

  test("whose role may not ask it doesn't come to what would do it", async () => {
    const searcher = await ask({ role: "searcher", personId: "p" });

    expect(searcher).toMatchObject({ ok: false, fault: { code: "not-allowed" } });
    expect(asked).toEqual([]);
    expect(await ask({ role: "pilot" })).toEqual({ ok: true });
    expect(await ask(undefined)).toEqual({ ok: true });
    expect(asked).toEqual(["link.remove", "link.remove"]);
  });
});
