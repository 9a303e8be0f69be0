import { describe, expect, it } from "vitest";
import { missionClearJob } from "../../../../shared/protocols/mission/mission-clear-job.ts";
import { missionDownloadJob } from "../../../../shared/protocols/mission/mission-download-job.ts";
import type { MissionItem, MissionType } from "../../../../shared/protocols/mission/mission-item.ts";
import { freshRoundTrip, measured, timedOut, waitMs } from "../../../../shared/protocols/mission/round-trip.ts";
import { brief, own, Scripted } from "./scripted-vehicle.ts";

const ardupilot = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;
const other = { ...ardupilot, autopilot: "other" } as const;

const download = (target: typeof ardupilot | typeof other = ardupilot, type: MissionType = "mission") => {
  const got: { items?: readonly MissionItem[]; opaqueId?: number } = {};
  const job = missionDownloadJob({
    ...{ target, own, type },
    onItems: (items, opaqueId) => Object.assign(got, { items, opaqueId }),
  });
  return { talk: new Scripted(job), got };
};

const item = (talk: Scripted, seq: number, x = seq) => brief(talk.hear("MISSION_ITEM_INT", { seq, command: 16, x }));

describe("mission-download-job", () => {
  it("keeps five requests on their way and takes answers in any order", () => {
    const { talk, got } = download();
    const first = brief(talk.hear("MISSION_COUNT", { count: 7, opaqueId: 9 }));

    const next = [item(talk, 3), item(talk, 0)];
    for (const seq of [6, 5, 1, 2, 4, 4]) item(talk, seq);

    expect(first).toEqual([0, 1, 2, 3, 4].map((seq) => `MISSION_REQUEST_INT ${seq}`));
    expect(next).toEqual([["MISSION_REQUEST_INT 5"], ["MISSION_REQUEST_INT 6"]]);
    expect(talk.status).toEqual({ state: "done" });
    expect(got.items?.map(({ x }) => x)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(got.opaqueId).toBe(9);
    expect(brief(talk.sent).filter((text) => text === "MISSION_ACK 0")).toHaveLength(1);
  });

  it("asks again for what is missing, and only for that", () => {
    const { talk } = download();
    talk.hear("MISSION_COUNT", { count: 5 });
    for (const seq of [0, 1, 3, 4]) item(talk, seq);

    const again = new Set(brief(talk.wait(2_000)));

    expect(again).toEqual(new Set(["MISSION_REQUEST_INT 2"]));
  });

  it("begins anew where the list changes under it", () => {
    const { talk, got } = download();
    talk.hear("MISSION_COUNT", { count: 5 });
    item(talk, 0, 77);

    const listed = brief(talk.hear("MISSION_COUNT", { count: 2 }));
    const asked = brief(talk.hear("MISSION_COUNT", { count: 2 }));
    item(talk, 0);
    item(talk, 1);

    expect(listed).toEqual(["MISSION_REQUEST_LIST"]);
    expect(asked).toEqual(["MISSION_REQUEST_INT 0", "MISSION_REQUEST_INT 1"]);
    expect(got.items?.map(({ x }) => x)).toEqual([0, 1]);
  });

  it("is done at once with an empty list", () => {
    const { talk, got } = download();

    talk.hear("MISSION_COUNT", { count: 0 });

    expect([talk.status, got.items]).toEqual([{ state: "done" }, []]);
  });

  it("falls back to MISSION_REQUEST with one that gives nothing else, and takes its MISSION_ITEM", () => {
    const { talk, got } = download(other);
    talk.hear("MISSION_COUNT", { count: 1 });

    const asked = new Set(brief(talk.wait(6_000)));
    talk.hear("MISSION_ITEM", { seq: 0, command: 16, x: 30.5, y: 120.25 });

    expect(asked).toEqual(new Set(["MISSION_REQUEST_INT 0", "MISSION_REQUEST 0"]));
    expect(got.items).toMatchObject([{ x: 305_000_000, y: 1_202_500_000 }]);
  });

  it("takes a vehicle without fences for one that has none, but not one without missions", () => {
    const fence = download(ardupilot, "fence");
    fence.talk.hear("MISSION_ACK", { type: 3, missionType: 1 });
    const mission = download();
    mission.talk.hear("MISSION_ACK", { type: 3 });

    expect([fence.talk.status, fence.got.items]).toEqual([{ state: "done" }, []]);
    expect(mission.talk.fault?.code).toBe("unsupported");
  });

  it("waits for a vehicle that is being given a list, and says so in the end", () => {
    const { talk } = download();
    for (let i = 0; i < 30 && talk.status.state === "running"; i++) {
      talk.hear("MISSION_ACK", { type: 14 });
      talk.wait(1_000);
    }

    expect(talk.fault?.code).toBe("temporarily-rejected");
  });

  it("gives up on silence, and on a vehicle that starts anew", () => {
    const silent = download();
    silent.talk.wait(40_000);
    const rebooted = download();
    rebooted.talk.hear("SYSTEM_TIME", { timeBootMs: 90_000 });
    rebooted.talk.hear("SYSTEM_TIME", { timeBootMs: 500 });
    rebooted.talk.wait(1_000);
    rebooted.talk.hear("SYSTEM_TIME", { timeBootMs: 1_500 });

    expect(silent.talk.fault?.code).toBe("no-answer");
    expect(rebooted.talk.fault?.code).toBe("rebooted");
  });

  it("is not disturbed by another ground station's download", () => {
    const { talk } = download();
    talk.hear("MISSION_COUNT", { count: 9, targetSystem: 254 });
    talk.hear("MISSION_COUNT", { count: 1 });
    talk.hear("MISSION_ITEM_INT", { seq: 0, command: 16, x: 5, targetSystem: 254 });

    expect(talk.status.state).toBe("running");
  });

  it("says that it is cancelled", () => {
    const { talk } = download();

    expect(brief(talk.cancel())).toEqual(["MISSION_ACK 15"]);
  });
});

describe("mission-clear-job", () => {
  const clear = (types: readonly MissionType[]) => {
    const cleared: MissionType[] = [];
    const job = missionClearJob({ target: ardupilot, own, types, onCleared: (type) => cleared.push(type) });
    return { talk: new Scripted(job), cleared };
  };

  it("believes the count, not the ack", () => {
    const { talk, cleared } = clear(["mission"]);
    for (let i = 0; i < 3; i++) {
      talk.hear("MISSION_ACK", { type: 0 });
      for (let j = 0; j < 3; j++) talk.hear("MISSION_COUNT", { count: 8 });
    }

    expect(talk.fault?.code).toBe("not-confirmed");
    expect(cleared).toEqual([]);
    expect(brief(talk.sent).filter((text) => text === "MISSION_CLEAR_ALL")).toHaveLength(3);
  });

  it("takes a home that is left for empty, in a mission alone", () => {
    const mission = clear(["mission"]);
    mission.talk.hear("MISSION_ACK", { type: 0 });
    for (let j = 0; j < 3; j++) mission.talk.hear("MISSION_COUNT", { count: 1 });
    const rally = clear(["rally"]);
    rally.talk.hear("MISSION_ACK", { type: 0, missionType: 2 });
    for (let j = 0; j < 3; j++) rally.talk.hear("MISSION_COUNT", { count: 1, missionType: 2 });

    expect(mission.talk.status.state).toBe("done");
    expect(rally.talk.status.state).toBe("running");
  });

  it("goes from list to list, and past those that the vehicle doesn't have", () => {
    const { talk, cleared } = clear(["mission", "fence"]);
    talk.hear("MISSION_ACK", { type: 0 });
    talk.hear("MISSION_COUNT", { count: 0 });
    talk.hear("MISSION_ACK", { type: 3, missionType: 1 });
    talk.hear("MISSION_ACK", { type: 3, missionType: 1 });

    expect(talk.status.state).toBe("done");
    expect(cleared).toEqual(["mission", "fence"]);
  });

  it("asks again while the vehicle is busy, and gives up on silence", () => {
    const { talk } = clear(["mission"]);
    talk.hear("MISSION_ACK", { type: 1 });
    const again = brief(talk.wait(3_000));
    talk.wait(40_000);

    expect(again).toContain("MISSION_CLEAR_ALL");
    expect(talk.fault?.code).toBe("no-answer");
  });
});

describe("round-trip", () => {
  it("waits a second at first, then by what was measured, and longer after each time-out", () => {
    let trip = freshRoundTrip;
    const atFirst = waitMs(trip);
    for (let i = 0; i < 30; i++) trip = measured(trip, 100 + (i % 3) * 10);

    const settled = waitMs(trip);
    const late = waitMs(timedOut(trip));
    const later = waitMs(timedOut(timedOut(timedOut(timedOut(timedOut(timedOut(trip)))))));

    expect(atFirst).toBe(1_000);
    expect(settled).toBeGreaterThan(120);
    expect(settled).toBeLessThan(250);
    expect(late).toBeGreaterThan(settled);
    expect(later).toBe(1_000);
  });

  it("goes by the quick answers of a link on which some are late by seconds", () => {
    let trip = freshRoundTrip;
    for (let i = 0; i < 100; i++) trip = measured(trip, i % 4 === 0 ? 2_000 : 100);

    expect(waitMs(trip)).toBeLessThan(400);
  });

  it("waits as long as a slow link takes", () => {
    let trip = freshRoundTrip;
    for (let i = 0; i < 100; i++) trip = measured(trip, 4_000);

    expect(waitMs(trip)).toBeGreaterThan(4_000);
  });
});
