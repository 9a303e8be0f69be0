import { describe, expect, it } from "vitest";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import type { Job } from "../../../../shared/protocols/job.ts";
import { missionClearJob } from "../../../../shared/protocols/mission/mission-clear-job.ts";
import { missionDownloadJob } from "../../../../shared/protocols/mission/mission-download-job.ts";
import type { MissionItem, MissionType } from "../../../../shared/protocols/mission/mission-item.ts";
import { missionUploadJob } from "../../../../shared/protocols/mission/mission-upload-job.ts";
import { compareReadBack, type OnBoard } from "../../../../shared/protocols/mission/read-back.ts";
import { buildItem, buildMission } from "../../../support/build-mission.ts";
import { JobRun } from "../../../support/job-run.ts";
import type { LossyWay } from "../../../support/lossy-link.ts";
import { VirtualRadio, type VirtualVehicleOptions } from "../../../support/virtual-vehicle.ts";
import { own } from "./scripted-vehicle.ts";

const target = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;
const minutes = 60_000;

const air = (way: LossyWay = {}, seed = 1, kind: VirtualVehicleOptions["kind"] = "copter") =>
  new VirtualRadio({ kind, seed, up: way, down: way });

const upload = (
  items: readonly MissionItem[],
  more: { previous?: readonly MissionItem[]; onBoard?: (what: OnBoard) => void } = {},
) => missionUploadJob({ target, own, type: "mission", items, ...more });

/** What is on board in truth: places and heights. */
const aboard = (radio: VirtualRadio) =>
  radio.vehicle.vehicle.autopilot.runner.items.slice(1).map(({ command, x, y, z }) => ({ command, x, y, z }));
const wanted = (items: readonly MissionItem[]) => items.slice(1).map(({ command, x, y, z }) => ({ command, x, y, z }));

const download = (radio: VirtualRadio, type: MissionType = "mission") => {
  let items: readonly MissionItem[] | undefined;
  const job: Job = missionDownloadJob({ target, own, type, onItems: (all) => (items = all) });
  const run = new JobRun(radio, job).run(5 * minutes);
  return { run, items };
};

describe("missions over a radio", () => {
  it("are uploaded, read back and on board", () => {
    const radio = air({ delayMs: 30 });
    const items = buildMission(60);

    const run = new JobRun(radio, upload(items)).run(minutes);

    expect(run.status).toEqual({ state: "done" });
    expect(aboard(radio)).toEqual(wanted(items));
    expect(run.progress).toEqual([...run.progress].sort((a, b) => a - b));
    expect(run.progress.at(-1)).toBeGreaterThan(0.95);
  });

  it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    "of 500 items arrive whole over a link that loses 30 percent, doubles, delays and reorders, seed %i",
    (seed) => {
      const radio = air({ baud: 57_600, delayMs: 30, loss: 0.3, duplicate: 0.1, reorder: 0.2, reorderMs: 2_000 }, seed);
      const items = buildMission(500);

      const run = new JobRun(radio, upload(items)).run(60 * minutes);

      // It may fail, and must say so; "done" means that it is there.
      expect(run.status.state).not.toBe("running");
      if (run.status.state === "done") expect(aboard(radio)).toEqual(wanted(items));
      expect(run.status.state).toBe("done");
    },
  );

  it.each([1, 2, 3, 4])("arrive whole where every packet is late by two seconds or more, seed %i", (seed) => {
    const radio = air(
      { baud: 57_600, delayMs: 2_000, loss: 0.3, duplicate: 0.2, reorder: 0.3, reorderMs: 2_000 },
      seed,
    );
    const items = buildMission(120);

    const run = new JobRun(radio, upload(items)).run(90 * minutes);

    expect(run.status.state).not.toBe("running");
    if (run.status.state === "done") expect(aboard(radio)).toEqual(wanted(items));
  });

  it("are never called done over a link that hardly works", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const radio = air({ delayMs: 50, loss: 0.75 }, seed);
      const items = buildMission(30);

      const run = new JobRun(radio, upload(items)).run(60 * minutes);

      expect(run.status.state).not.toBe("running");
      if (run.status.state === "done") expect(aboard(radio)).toEqual(wanted(items));
    }
  });

  it("are put back where an item is refused", () => {
    const radio = air({ delayMs: 30 });
    const previous = buildMission(12, 900);
    new JobRun(radio, upload(previous)).run(minutes);
    const onBoard: OnBoard[] = [];
    const bad = buildMission(20).map((item, seq) => (seq === 7 ? buildItem({ command: 31_000 }) : item));

    const run = new JobRun(radio, upload(bad, { previous, onBoard: (what) => onBoard.push(what) })).run(minutes);

    expect(run.fault).toMatchObject({
      code: "mission-refused",
      params: { item: 7, reason: "command", onBoard: "restored" },
    });
    expect(aboard(radio)).toEqual(wanted(previous));
    expect(onBoard.at(-1)).toBe("restored");
  });

  it.each([1, 2, 3, 4, 5, 6])("are put back or cleared over a bad link too, and it is said which, seed %i", (seed) => {
    const radio = air({ delayMs: 30, loss: 0.2, duplicate: 0.2, reorder: 0.2, reorderMs: 1_500 }, seed);
    const previous = buildMission(12, 900);
    new JobRun(radio, upload(previous)).run(5 * minutes);
    const bad = buildMission(20).map((item, seq) => (seq === 7 ? buildItem({ command: 31_000 }) : item));

    const run = new JobRun(radio, upload(bad, { previous })).run(10 * minutes);

    expect(run.fault).toMatchObject({ code: "mission-refused", params: { reason: "command" } });
    if (run.fault?.params.onBoard === "restored") expect(aboard(radio)).toEqual(wanted(previous));
    if (run.fault?.params.onBoard === "cleared") expect(aboard(radio)).toEqual([]);
    const { item, orItem = item } = run.fault?.params ?? {};
    expect([item, orItem]).toContain(7);
  });

  it.each(
    [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) => [
      [seed, { delayMs: 1_000, duplicate: 0.4, loss: 0.1 }] as const,
      [seed, { delayMs: 300, duplicate: 0.3, reorder: 0.3, reorderMs: 900, loss: 0.2 }] as const,
    ]),
  )("never name a wrong item as the refused one, seed %i, over %o", (seed, way) => {
    const radio = air(way, seed);
    const bad = buildMission(20).map((item, seq) => (seq === 7 ? buildItem({ command: 31_000 }) : item));

    const { fault } = new JobRun(radio, upload(bad, { previous: [] })).run(20 * minutes);

    if (fault?.code !== "mission-refused") return;
    const { item, orItem = item } = fault.params;
    expect(Number(item)).toBeLessThanOrEqual(7);
    expect(Number(orItem)).toBeGreaterThanOrEqual(7);
    expect(Number(orItem) - Number(item)).toBeLessThanOrEqual(2);
  });

  it("that are too long leave what was there", () => {
    const radio = air({ delayMs: 30 });
    const previous = buildMission(5, 900);
    new JobRun(radio, upload(previous)).run(minutes);

    const run = new JobRun(radio, upload(buildMission(700))).run(minutes);

    expect(run.fault).toMatchObject({
      code: "mission-no-space",
      params: { count: 700, onBoard: "unchanged" },
      vehicleText: "Only 650 items are supported",
    });
    expect(aboard(radio)).toEqual(wanted(previous));
  });

  it("wait until another ground station's upload is over", () => {
    const radio = air({ delayMs: 30 });
    const stranger = new FrameWriter({ systemId: 254, componentId: 190 });
    radio.send(stranger.write("MISSION_COUNT", { targetSystem: 1, targetComponent: 1, count: 9 }));
    radio.stepTo(500);
    const items = buildMission(10);

    // ArduPilot denies a second upload until the first has gone silent for eight seconds.
    const run = new JobRun(radio, upload(items)).run(minutes);

    expect(run.status).toEqual({ state: "done" });
    expect(run.tookMs).toBeGreaterThan(6_000);
    expect(aboard(radio)).toEqual(wanted(items));
  });

  it("fail as such where the vehicle starts anew in the middle", () => {
    const radio = air({ delayMs: 30 });
    const asked = { targetSystem: 1, targetComponent: 1, reqStreamId: 0, reqMessageRate: 4, startStop: 1 };
    radio.say({ name: "REQUEST_DATA_STREAM", fields: asked });
    radio.stepTo(3_000);
    const run = new JobRun(radio, upload(buildMission(300)));
    run.run(5_000);

    radio.say({ name: "COMMAND_LONG", fields: { targetSystem: 1, targetComponent: 1, command: 246, _param1: 1 } });
    radio.stepTo(radio.nowMs + 3_000);
    radio.say({ name: "REQUEST_DATA_STREAM", fields: asked });
    run.run(minutes);

    expect(run.fault).toMatchObject({ code: "rebooted", params: { onBoard: "mixed" } });
  });

  it("may be called off in the middle, and sent again at once", () => {
    const radio = air({ delayMs: 30 });
    const first = new JobRun(radio, upload(buildMission(80, 900)));
    first.run(2_000);
    first.cancel();
    const items = buildMission(40);

    const second = new JobRun(radio, upload(items)).run(minutes);

    expect(first.status.state).toBe("running");
    expect(second.status.state).toBe("done");
    expect(aboard(radio)).toEqual(wanted(items));
  });

  it.each([1, 2, 3])("are read from the vehicle over a bad link, seed %i", (seed) => {
    const radio = air({}, seed);
    const items = buildMission(200);
    new JobRun(radio, upload(items)).run(minutes);
    radio.link.up.way = { delayMs: 30, loss: 0.3, duplicate: 0.1, reorder: 0.2, reorderMs: 2_000 };
    radio.link.down.way = radio.link.up.way;

    const read = download(radio);

    expect(read.run.status).toEqual({ state: "done" });
    expect(wanted(read.items ?? [])).toEqual(wanted(items));
  });

  it("are read side by side: far faster than one round trip each", () => {
    const radio = air();
    new JobRun(radio, upload(buildMission(200))).run(minutes);
    radio.link.up.way = { delayMs: 100 };
    radio.link.down.way = { delayMs: 100 };

    const { run } = download(radio);

    expect(run.tookMs).toBeLessThan((200 * 200) / 3);
  });

  it("are cleared, and known to be", () => {
    const radio = air({ delayMs: 30, loss: 0.2 });
    new JobRun(radio, upload(buildMission(12))).run(5 * minutes);
    const cleared: MissionType[] = [];
    const job = missionClearJob({
      target,
      own,
      types: ["mission", "fence", "rally"],
      onCleared: (type) => cleared.push(type),
    });

    const run = new JobRun(radio, job).run(5 * minutes);

    expect(run.status).toEqual({ state: "done" });
    expect(cleared).toEqual(["mission", "fence", "rally"]);
    expect(aboard(radio)).toEqual([]);
  });
});

describe("lists of every kind, for every firmware", () => {
  const vehicles = [
    ["copter", target],
    ["rover", target],
    ["px4-copter", { ...target, autopilot: "px4" }],
  ] as const;
  const corner = (north: number, east: number) =>
    buildItem({
      ...{ command: 5001, frame: 0, z: 0, params: [4, 0, 0, 0] as const },
      ...{ x: 308_700_000 + north, y: 1_204_330_000 + east },
    });
  const lists: Readonly<Record<MissionType, readonly MissionItem[]>> = {
    mission: buildMission(30),
    fence: [corner(-9_000, -9_000), corner(-9_000, 9_000), corner(9_000, 9_000), corner(9_000, -9_000)],
    rally: [buildItem({ command: 5100, frame: 3, z: 30 })],
  };

  for (const [kind, to] of vehicles) {
    it.each(["mission", "fence", "rally"] as const)(`are uploaded, read and cleared: ${kind}, %s`, (type) => {
      for (let seed = 1; seed <= 5; seed++) {
        const radio = air({ delayMs: 30, loss: 0.15, duplicate: 0.1, reorder: 0.1, reorderMs: 800 }, seed, kind);
        const items = to.autopilot === "px4" && type === "mission" ? lists.mission.slice(1) : lists[type];

        const up = new JobRun(radio, missionUploadJob({ target: to, own, type, items })).run(10 * minutes);
        let read: readonly MissionItem[] = [];
        const down = missionDownloadJob({ target: to, own, type, onItems: (all) => (read = all) });
        const got = new JobRun(radio, down).run(10 * minutes);
        const gone = new JobRun(radio, missionClearJob({ target: to, own, types: [type] })).run(10 * minutes);
        let left: readonly MissionItem[] | undefined;
        const after = missionDownloadJob({ target: to, own, type, onItems: (all) => (left = all) });
        new JobRun(radio, after).run(10 * minutes);

        expect([up.status, got.status, gone.status]).toEqual([{ state: "done" }, { state: "done" }, { state: "done" }]);
        const back = read.map((item) => ({ item, form: "int" as const }));
        expect(compareReadBack(items, back, { autopilot: to.autopilot, type })).toBeUndefined();
        expect(left?.length).toBeLessThanOrEqual(1);
      }
    });
  }

  it("that PX4 refuses leave its mission as it was", () => {
    const radio = air({ delayMs: 30 }, 1, "px4-copter");
    const to = { ...target, autopilot: "px4" } as const;
    const before = buildMission(6).slice(1);
    new JobRun(radio, missionUploadJob({ target: to, own, type: "mission", items: before })).run(minutes);
    const bad = buildMission(20).map((item, seq) => (seq === 7 ? buildItem({ command: 31_000 }) : item));

    const run = new JobRun(radio, missionUploadJob({ target: to, own, type: "mission", items: bad })).run(minutes);

    expect(run.fault).toMatchObject({ code: "mission-refused", params: { item: 7, onBoard: "unchanged" } });
    expect(radio.vehicle.vehicle.autopilot.runner.items.map(({ x }) => x)).toEqual(before.map(({ x }) => x));
  });
});
