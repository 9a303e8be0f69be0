import { describe, expect, it } from "vitest";
import type { MissionItem } from "../../../../shared/protocols/mission/mission-item.ts";
import { missionUploadJob } from "../../../../shared/protocols/mission/mission-upload-job.ts";
import type { OnBoard } from "../../../../shared/protocols/mission/read-back.ts";
import { buildItem, buildMission } from "../../../support/build-mission.ts";
import { buildVehicle } from "../../../support/build-views.ts";
import { brief, own, Scripted } from "./scripted-vehicle.ts";

const ardupilot = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;
const px4 = { ...ardupilot, autopilot: "px4" } as const;
const other = { ...ardupilot, autopilot: "other" } as const;

const upload = (
  items: readonly MissionItem[],
  {
    target = ardupilot,
    previous,
  }: { target?: typeof ardupilot | typeof px4 | typeof other; previous?: readonly MissionItem[] } = {},
) => {
  const onBoard: OnBoard[] = [];
  const job = missionUploadJob({
    ...{ target, own, type: "mission", items, onBoard: (what) => onBoard.push(what) },
    ...(previous === undefined ? {} : { previous }),
  });
  return { talk: new Scripted(job), onBoard };
};

const ask = (talk: Scripted, seq: number) => brief(talk.hear("MISSION_REQUEST", { seq }));
const ack = (talk: Scripted, type: number) => brief(talk.hear("MISSION_ACK", { type }));

/** The vehicle gives back what it is asked for. */
const giveBack = (talk: Scripted, items: readonly MissionItem[]) => {
  const asked = (messages: readonly string[]) =>
    messages.filter((text) => text.startsWith("MISSION_REQUEST_INT")).map((text) => Number(text.split(" ")[1]));
  const open = asked(brief(talk.hear("MISSION_COUNT", { count: items.length })));
  for (let seq = open.shift(); seq !== undefined; seq = open.shift()) {
    const item = items[seq];
    if (item === undefined) throw new Error(`No item ${seq}.`);
    const [param1, param2, param3, param4] = item.params;
    const { frame, command, autocontinue, x, y, z } = item;
    const fields = { seq, frame, command, autocontinue, param1, param2, param3, param4, x, y, z };
    open.push(...asked(brief(talk.hear("MISSION_ITEM_INT", fields))));
  }
};

describe("mission-upload-job", () => {
  it("gives each item that is asked for, reads them back and only then is done", () => {
    const items = buildMission(3);
    const { talk, onBoard } = upload(items);

    expect(brief(talk.sent)).toEqual(["MISSION_COUNT 3"]);
    expect(ask(talk, 0)).toEqual(["MISSION_ITEM_INT 0"]);
    expect(ask(talk, 1)).toEqual(["MISSION_ITEM_INT 1"]);
    expect(brief(talk.hear("MISSION_REQUEST_INT", { seq: 2 }))).toEqual(["MISSION_ITEM_INT 2"]);
    expect(ack(talk, 0)).toEqual(["MISSION_REQUEST_LIST"]);
    expect(talk.status).toMatchObject({ state: "running", step: "reading-back" });
    giveBack(talk, items);

    expect(talk.status).toEqual({ state: "done" });
    expect(brief(talk.sent).at(-1)).toBe("MISSION_ACK 0");
    expect(onBoard).toEqual(["mixed", "unknown", "uploaded"]);
  });

  it("answers repeated requests and those out of order", () => {
    const { talk } = upload(buildMission(5));
    for (const seq of [0, 1, 2, 3]) ask(talk, seq);

    talk.wait(50);

    expect(ask(talk, 1)).toEqual(["MISSION_ITEM_INT 1"]);
    expect(ask(talk, 3)).toEqual(["MISSION_ITEM_INT 3"]);
    expect(ask(talk, 4)).toEqual(["MISSION_ITEM_INT 4"]);
    expect(ask(talk, 5)).toEqual([]);
  });

  it("goes along with a vehicle that begins anew because it heard the count twice", () => {
    const { talk } = upload(buildMission(9));
    for (const seq of [0, 1, 2, 3]) ask(talk, seq);

    const again = [0, 1, 2].map((seq) => ask(talk, seq));
    const resent = brief(talk.wait(3_000));

    expect(again).toEqual([["MISSION_ITEM_INT 0"], ["MISSION_ITEM_INT 1"], ["MISSION_ITEM_INT 2"]]);
    expect(new Set(resent)).toEqual(new Set(["MISSION_ITEM_INT 2"]));
  });

  it("sends an item again by the measured round trip, long before the vehicle asks again", () => {
    const { talk } = upload(buildMission(9));
    for (const seq of [0, 1, 2, 3]) {
      ask(talk, seq);
      talk.wait(50);
    }

    const copies = brief(talk.wait(500));

    expect(copies.length).toBeGreaterThanOrEqual(2);
    expect(new Set(copies)).toEqual(new Set(["MISSION_ITEM_INT 3"]));
  });

  it("takes ACK 13 after a second copy for what it says: it has that one already", () => {
    const { talk } = upload(buildMission(9));
    for (const seq of [0, 1, 2]) {
      ask(talk, seq);
      talk.wait(50);
    }
    talk.wait(250);

    expect(ack(talk, 13)).toEqual(["MISSION_ITEM_INT 3"]);
    expect(talk.status.state).toBe("running");
  });

  it("takes no ACK 13 for final, and makes nothing of one that it can't explain", () => {
    const { talk } = upload(buildMission(9));
    ask(talk, 0);

    expect([ack(talk, 13), ack(talk, 13), ack(talk, 13)]).toEqual([[], [], []]);
    expect(talk.status.state).toBe("running");
    expect(ask(talk, 1)).toEqual(["MISSION_ITEM_INT 1"]);
  });

  it("doesn't run ahead of the vehicle by ACK 13 alone", () => {
    const { talk } = upload(buildMission(50));
    ask(talk, 0);

    const sent = new Set<string>();
    for (let i = 0; i < 40; i++) {
      for (const text of [...brief(talk.wait(300)), ...ack(talk, 13)]) sent.add(text);
    }

    expect([...sent].filter((text) => !/ [0-2]$/.test(text))).toEqual([]);
  });

  it.each([
    ["says that it expects none", [1, 1]],
    ["says nothing more", []],
  ])("finds out whether all arrived where the last ack was lost and the vehicle %s", (_, acks) => {
    const items = buildMission(3);
    const { talk } = upload(items);
    for (const seq of [0, 1, 2]) ask(talk, seq);

    for (const type of acks) {
      talk.wait(300);
      ack(talk, type);
    }
    talk.wait(4_000);
    const sent = brief(talk.sent);
    giveBack(talk, items);

    expect(sent).toContain("MISSION_REQUEST_LIST");
    expect(sent.filter((text) => text.startsWith("MISSION_COUNT"))).toEqual(["MISSION_COUNT 3"]);
    expect(talk.status).toEqual({ state: "done" });
  });

  it("goes on where the vehicle, asked for its list, still waits for the last item", () => {
    const items = buildMission(3);
    const { talk } = upload(items);
    for (const seq of [0, 1, 2]) ask(talk, seq);
    talk.wait(4_000);

    const denied = brief(talk.sent).length;
    ack(talk, 14);
    const asked = brief(talk.wait(200));
    ask(talk, 2);
    ack(talk, 0);
    giveBack(talk, items);

    expect(brief(talk.sent)[denied - 1]).toBe("MISSION_REQUEST_LIST");
    expect(asked).toContain("MISSION_ITEM_INT 2");
    expect(talk.status).toEqual({ state: "done" });
    expect(brief(talk.sent).filter((text) => text.startsWith("MISSION_COUNT"))).toEqual(["MISSION_COUNT 3"]);
  });

  it("sends all again where the last ack was lost and it did not arrive", () => {
    const items = buildMission(3);
    const { talk } = upload(items);
    for (const seq of [0, 1, 2]) ask(talk, seq);
    talk.wait(1_000);
    ack(talk, 1);
    talk.wait(1_000);
    ack(talk, 1);

    for (let reading = 0; reading < 3; reading++) {
      giveBack(talk, buildMission(3, 1000));
      talk.wait(2_600);
    }

    expect(brief(talk.sent)).toContain("MISSION_ACK 15");
    expect(brief(talk.sent).filter((text) => text === "MISSION_COUNT 3").length).toBeGreaterThanOrEqual(2);
    expect(talk.status.state).toBe("running");
  });

  it("offers it again when the vehicle gave up waiting, a few times", () => {
    const { talk } = upload(buildMission(3));
    for (let offer = 0; offer < 4; offer++) {
      ask(talk, 0);
      talk.wait(8_000);
      expect(talk.status.state).toBe("running");
      ack(talk, 15);
    }
    talk.wait(500);

    expect(talk.fault).toMatchObject({ code: "mission-timeout", params: { onBoard: "mixed" } });
  });

  it("doesn't believe a late time-out of an older transfer while this one goes on", () => {
    const { talk } = upload(buildMission(3));
    ask(talk, 0);
    ask(talk, 1);

    ack(talk, 15);

    expect(ask(talk, 2)).toEqual(["MISSION_ITEM_INT 2"]);
    expect(brief(talk.sent).filter((text) => text.startsWith("MISSION_COUNT"))).toEqual(["MISSION_COUNT 3"]);
  });

  it("says how many were too many, in the vehicle's words too", () => {
    const { talk, onBoard } = upload(buildMission(700));
    ack(talk, 4);
    talk.hear("STATUSTEXT", { severity: 4, text: "Only 650 items are supported" });
    talk.wait(500);

    expect(talk.fault).toEqual({
      code: "mission-no-space",
      params: { count: 700, onBoard: "unchanged" },
      vehicleText: "Only 650 items are supported",
    });
    expect(onBoard).toEqual([]);
  });

  it("names a refused item and why, and puts the old mission back", () => {
    const [items, previous] = [buildMission(9), buildMission(4, 500)];
    const { talk, onBoard } = upload(items, { previous });
    for (let seq = 0; seq <= 7; seq++) ask(talk, seq);

    ack(talk, 3);
    talk.wait(2_600);
    for (let seq = 0; seq < 4; seq++) ask(talk, seq);
    ack(talk, 0);
    giveBack(talk, previous);

    expect(talk.fault).toEqual({
      code: "mission-refused",
      params: { item: 7, reason: "command", onBoard: "restored" },
    });
    expect(onBoard).toEqual(["mixed", "unknown", "restored"]);
  });

  it("empties the list where the old one isn't known", () => {
    const { talk, onBoard } = upload(buildMission(9));
    for (const seq of [0, 1, 2]) ask(talk, seq);

    ack(talk, 12);
    const undone = brief(talk.wait(2_600));
    ack(talk, 0);
    giveBack(talk, []);

    expect(undone).toContain("MISSION_COUNT 0");
    expect(talk.fault).toEqual({ code: "mission-refused", params: { item: 2, reason: "height", onBoard: "cleared" } });
    expect(onBoard.at(-1)).toBe("cleared");
  });

  it("owns up to a mix that it couldn't undo", () => {
    const { talk } = upload(buildMission(9));
    for (const seq of [0, 1, 2]) ask(talk, seq);

    ack(talk, 5);
    talk.wait(60_000);

    expect(talk.fault).toEqual({ code: "mission-refused", params: { item: 2, reason: "value", onBoard: "mixed" } });
  });

  it("leaves PX4's mission as it was, for PX4 changes over only when it has all", () => {
    const { talk, onBoard } = upload(buildMission(9), { target: px4 });
    for (const seq of [0, 1, 2]) ask(talk, seq);

    ack(talk, 2);
    talk.wait(500);

    expect(talk.fault).toMatchObject({
      code: "mission-refused",
      params: { item: 2, reason: "frame", onBoard: "unchanged" },
    });
    expect(onBoard).toEqual([]);
  });

  it("says which item differs when read back, after looking more than once", () => {
    const items = buildMission(4);
    const { talk, onBoard } = upload(items);
    for (const seq of [0, 1, 2, 3]) ask(talk, seq);
    ack(talk, 0);

    const stored = items.map((item, seq) => (seq === 2 ? { ...item, z: 400 } : item));
    for (let reading = 0; reading < 3; reading++) {
      giveBack(talk, stored);
      talk.wait(2_600);
    }

    expect(talk.fault).toMatchObject({ code: "readback-differs", params: { item: 2, field: "z" } });
    expect(onBoard.at(-1)).toBe("other");
  });

  it("doesn't take another ground station's transfer for its own", () => {
    const { talk } = upload(buildMission(3));

    const answers = [
      talk.hear("MISSION_REQUEST", { seq: 0, targetSystem: 254 }),
      talk.hear("MISSION_REQUEST", { seq: 0, targetComponent: 191 }),
      talk.hear("MISSION_REQUEST", { seq: 0 }, { system: 2 }),
      talk.hear("MISSION_REQUEST", { seq: 0 }, { component: 154 }),
      talk.hear("MISSION_REQUEST", { seq: 0, missionType: 1 }),
      talk.hear("MISSION_ACK", { type: 3, targetSystem: 254 }),
    ];

    expect(answers.flat()).toEqual([]);
    expect(talk.status.state).toBe("running");
    expect(ask(talk, 0)).toEqual(["MISSION_ITEM_INT 0"]);
  });

  it("waits for a vehicle that is busy with another's transfer, and says so in the end", () => {
    const { talk } = upload(buildMission(3));

    for (let i = 0; i < 60 && talk.status.state === "running"; i++) {
      ack(talk, 14);
      talk.wait(1_000);
    }

    expect(talk.fault).toMatchObject({ code: "temporarily-rejected", params: { onBoard: "unchanged" } });
    expect(talk.nowMs).toBeGreaterThan(15_000);
  });

  it("gives up on a vehicle that never answers", () => {
    const { talk } = upload(buildMission(3));
    talk.wait(40_000);

    expect(talk.fault).toMatchObject({ code: "no-answer", params: { onBoard: "unknown" } });
    // On a radio that loses a third each way, half of all tries come to nothing.
    expect(talk.fault?.params.tries).toBeGreaterThanOrEqual(10);
  });

  it("stops where the vehicle starts anew, by its clock", () => {
    const { talk } = upload(buildMission(9));
    talk.hear("ATTITUDE", { timeBootMs: 600_000 });
    ask(talk, 0);
    talk.hear("ATTITUDE", { timeBootMs: 598_000 });
    const before = talk.status.state;

    talk.hear("ATTITUDE", { timeBootMs: 1_200 });
    talk.wait(1_000);
    talk.hear("ATTITUDE", { timeBootMs: 2_200 });

    expect(before).toBe("running");
    expect(talk.fault).toEqual({ code: "rebooted", params: { onBoard: "mixed" } });
    expect(ask(talk, 1)).toEqual([]);
  });

  it("stops where the vehicle starts anew, by its model", () => {
    const { talk } = upload(buildMission(9));
    const vehicle = buildVehicle({ id: "1" });
    talk.event({ kind: "vehicle", vehicle: { ...vehicle, systemStatus: "standby" } });
    ask(talk, 0);

    talk.event({ kind: "vehicle", vehicle: { ...vehicle, systemStatus: "boot" } });

    expect(talk.fault?.code).toBe("rebooted");
  });

  it("says that it is cancelled", () => {
    const { talk } = upload(buildMission(9));
    ask(talk, 0);

    const [last] = talk.cancel();

    expect(last).toMatchObject({ name: "MISSION_ACK", fields: { type: 15, targetSystem: 1, missionType: 0 } });
    expect(talk.cancel()).toEqual([]);
  });

  it("owns up that the count alone may have cut the old list short", () => {
    const [copter, px] = [upload(buildMission(9)), upload(buildMission(9), { target: px4 })];

    copter.talk.cancel();
    px.talk.cancel();

    expect(copter.onBoard).toEqual(["unknown"]);
    expect(px.onBoard).toEqual([]);
  });

  it("never lets an item out that no message can carry", () => {
    const { talk } = upload([buildItem(), buildItem({ x: 5e9 })]);

    expect(talk.sent).toEqual([]);
    expect(talk.fault).toEqual({ code: "mission-refused", params: { item: 1, reason: "value", onBoard: "unchanged" } });
  });

  it("tries MISSION_ITEM with one that asks for the first item again and again, but not with ArduPilot", () => {
    const forms = (target: typeof ardupilot | typeof other) => {
      const { talk } = upload(buildMission(3), { target });
      for (let i = 0; i < 6; i++) {
        ask(talk, 0);
        talk.wait(1_000);
      }
      return new Set(brief(talk.sent).map((text) => text.split(" ")[0]));
    };

    expect(forms(other)).toEqual(new Set(["MISSION_COUNT", "MISSION_ITEM_INT", "MISSION_ITEM"]));
    expect(forms(ardupilot)).toEqual(new Set(["MISSION_COUNT", "MISSION_ITEM_INT"]));
  });

  it("reads back from PX4 one item at a time, for PX4 ends a transfer at a request out of turn", () => {
    const items = buildMission(9);
    const { talk } = upload(items, { target: px4 });
    for (let seq = 0; seq < 9; seq++) ask(talk, seq);
    ack(talk, 0);

    const asked = brief(talk.hear("MISSION_COUNT", { count: 9 }));

    expect(asked).toEqual(["MISSION_REQUEST_INT 0"]);
  });

  it("hands on the vehicle's own number for what it has", () => {
    const items = buildMission(1);
    const ids: number[] = [];
    const job = missionUploadJob({ target: px4, own, type: "mission", items, onBoard: (_, id) => ids.push(id) });
    const talk = new Scripted(job);
    ask(talk, 0);
    talk.hear("MISSION_ACK", { type: 0, opaqueId: 0xabcd });
    giveBack(talk, items);

    expect(ids).toEqual([0, 0xabcd]);
  });
});
