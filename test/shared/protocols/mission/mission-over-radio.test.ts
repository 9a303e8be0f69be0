import { describe, expect, it } from "vitest";
import type { Job } from "../../../../shared/protocols/job.ts";
import { missionClearJob } from "../../../../shared/protocols/mission/mission-clear-job.ts";
import { missionDownloadJob } from "../../../../shared/protocols/mission/mission-download-job.ts";
import type { MissionItem, MissionType } from "../../../../shared/protocols/mission/mission-item.ts";
import { missionUploadJob } from "../../../../shared/protocols/mission/mission-upload-job.ts";
import type { OnBoard } from "../../../../shared/protocols/mission/read-back.ts";
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
    "of 500 items arrive whole over a link that loses 30 %%, doubles, delays and reorders, seed %i",
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
    expect(run.fault?.params.item).toBe(7);
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
