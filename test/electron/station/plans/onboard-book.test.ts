import { beforeEach, describe, expect, it } from "vitest";
import { AlertBook } from "../../../../electron/station/alert-book.ts";
import type { FrameArrival } from "../../../../electron/station/channel-intake.ts";
import { OnboardBook } from "../../../../electron/station/plans/onboard-book.ts";
import type { MavlinkMessage } from "../../../../shared/mavlink/messages.ts";
import type { MissionItem, MissionType } from "../../../../shared/protocols/mission/mission-item.ts";
import type { OnBoard } from "../../../../shared/protocols/mission/mission-upload-job.ts";
import type { OnboardMission, OperationView } from "../../../../shared/wire/operations.ts";
import { placeAt } from "../../../support/build-views.ts";
import { handClock, vehicleView } from "../../../support/station-server.ts";

const item: MissionItem = { frame: 3, command: 16, autocontinue: 1, params: [0, 0, 0, 0], x: 1, y: 2, z: 3 };
const items = (count: number) => Array.from({ length: count }, () => item);
const writer = { operationId: "op-1", vehicleId: "1" };
const mark = { planId: "plan", planRevision: 3 };

let shown: OnboardMission | undefined;
let alerts: AlertBook;
let book: OnboardBook;
const vehicles = new Map([["1", vehicleView("1")]]);

beforeEach(() => {
  const clock = handClock();
  shown = undefined;
  vehicles.set("1", vehicleView("1"));
  alerts = new AlertBook({ clock, onRaised: () => {} });
  book = new OnboardBook({
    clock,
    alerts,
    ownSystemId: 255,
    vehicles: () => vehicles,
    show: (_id, onboard) => {
      shown = onboard;
    },
  });
});

const ended = (state: "done" | "failed", id = "op-1"): OperationView => ({
  id,
  vehicleId: "1",
  kind: "plan-upload",
  by: { id: "w", name: "Wang" },
  state,
  startedMs: 0,
});

const say = (type: MissionType, what: OnBoard, count = 5, opaqueId = 0) =>
  book.say(writer, type, { what, items: items(count), opaqueId });

const upload = (opaqueId = 0) => {
  book.begin(writer, mark);
  say("mission", "mixed");
  say("mission", "unknown");
  say("mission", "uploaded", 5, opaqueId);
  say("fence", "cleared");
  say("rally", "cleared");
  book.onEnded(ended("done"));
};

const mixedAlerts = () => [...alerts.alerts.values()].filter(({ code, active }) => code === "mission-mixed" && active);

const arrival = (message: Partial<MavlinkMessage>) =>
  ({ frame: { systemId: 1, componentId: 1 }, message }) as unknown as FrameArrival;

describe("what is on board", () => {
  it("is the plan once all three lists are there, and not before", () => {
    book.begin(writer, mark);
    say("mission", "mixed");
    expect(shown).toBeUndefined();
    say("mission", "uploaded");
    say("fence", "uploaded", 3);
    expect(shown).toBeUndefined();
    say("rally", "cleared");
    book.onEnded(ended("done"));

    expect(shown).toMatchObject({ count: 5, ...mark });
    expect(shown).not.toHaveProperty("mixed");
    expect(mixedAlerts()).toEqual([]);
  });

  it("is a mix after a refused upload, with an alert, until something whole is there", () => {
    upload();
    book.begin(writer, mark);
    say("mission", "mixed");
    book.onEnded(ended("failed"));

    expect(shown).toMatchObject({ mixed: true });
    expect(shown).not.toHaveProperty("planId");
    expect(book.isMixed("1")).toBe(true);
    expect(mixedAlerts()).toHaveLength(1);

    upload();
    expect(shown).toMatchObject(mark);
    expect(book.isMixed("1")).toBe(false);
    expect(mixedAlerts()).toEqual([]);
  });

  it.each(["restored", "cleared"] as const)("is no mix where the vehicle was put in order again: %s", (what) => {
    book.begin(writer, mark);
    say("mission", "mixed");
    say("mission", what, 2);
    book.onEnded(ended("failed"));

    expect(shown).toMatchObject({ count: what === "cleared" ? 0 : 2 });
    expect(shown).not.toHaveProperty("planId");
    expect(mixedAlerts()).toEqual([]);
  });

  it("is the plan from before again, where that was put back", () => {
    upload();
    book.begin(writer, { planId: "other", planRevision: 1 });
    say("mission", "mixed");
    say("mission", "restored");
    book.onEnded(ended("failed"));

    expect(shown).toMatchObject({ count: 5, ...mark });
  });

  it("stays a mix through a reboot: it is kept on board", () => {
    book.begin(writer, mark);
    say("mission", "mixed");
    book.onEnded(ended("failed"));

    book.onFleetEvent({ kind: "reboot", vehicleId: "1", atMs: 0, utcMs: 0 });

    expect(shown).toMatchObject({ mixed: true });
    expect(book.isMixed("1")).toBe(true);
  });

  it("is as before where the upload didn't begin to write", () => {
    upload();
    book.begin(writer, { planId: "other", planRevision: 1 });
    book.onEnded(ended("failed"));

    expect(shown).toMatchObject({ count: 5, ...mark });
  });

  it("is no whole plan where only its mission arrived", () => {
    book.begin(writer, mark);
    say("mission", "uploaded");
    say("fence", "unknown");
    book.onEnded(ended("failed"));

    expect(shown).toMatchObject({ count: 5 });
    expect(shown).not.toHaveProperty("planId");
  });

  it("doesn't mind that other operations end meanwhile", () => {
    book.begin(writer, mark);
    say("mission", "mixed");
    book.onEnded(ended("failed", "op-2"));

    expect(mixedAlerts()).toEqual([]);
  });

  it("is what another operation wrote, without a plan's name", () => {
    upload();
    book.say({ operationId: "patrol", vehicleId: "1" }, "mission", { what: "uploaded", items: items(9), opaqueId: 0 });
    book.onEnded({ ...ended("done", "patrol"), kind: "patrol" });

    expect(shown).toMatchObject({ count: 9 });
    expect(shown).not.toHaveProperty("planId");
  });

  it("gives the list that was there, to be put back", () => {
    expect(book.items("1", "mission")).toBeUndefined();
    upload();
    expect(book.items("1", "mission")).toHaveLength(5);
  });
});

describe("what is on board is forgotten", () => {
  it("when the vehicle starts anew, or is heard for the first time", () => {
    for (const kind of ["reboot", "vehicle-heard"] as const) {
      upload();
      book.onFleetEvent({ kind, vehicleId: "1", atMs: 0, utcMs: 0 });
      expect(shown).toBeUndefined();
      expect(book.items("1", "mission")).toBeUndefined();
    }
  });

  it("when it accepts another station's list", () => {
    upload();
    book.receive(
      arrival({
        name: "MISSION_ACK",
        fields: { type: 0, targetSystem: 254, targetComponent: 1, missionType: 0 },
      } as MavlinkMessage),
    );

    expect(shown).toBeUndefined();
  });

  it("when its own number for the list is another one now", () => {
    upload(77);
    const current = (missionId: number) =>
      book.receive(arrival({ name: "MISSION_CURRENT", fields: { seq: 0, total: 4, missionId } } as MavlinkMessage));

    current(77);
    current(0);
    expect(shown).toMatchObject(mark);
    current(78);
    expect(shown).toBeUndefined();
  });

  it("when it says that it has another number of items; home may count or not", () => {
    const total = (count: number) => {
      vehicles.set("1", vehicleView("1", { mission: { atMs: 0, currentSeq: 0, total: count } }));
      book.look();
      return shown;
    };
    upload();

    expect(total(5)).toMatchObject(mark);
    expect(total(4)).toMatchObject(mark);
    expect(total(6)).toBeUndefined();
  });

  it("when the vehicle starts from elsewhere, where the plan's heights were reckoned from home", () => {
    const homeAt = (northM: number) => {
      vehicles.set("1", vehicleView("1", { home: { atMs: 0, ...placeAt(northM, 0), altMslM: 5 } }));
      book.look();
      return shown;
    };
    const written = (home: object) => {
      book.begin(writer, { ...mark, ...home });
      for (const type of ["mission", "fence", "rally"] as const) say(type, "uploaded");
      book.onEnded(ended("done"));
    };
    written({});
    expect(homeAt(500)).toMatchObject(mark);
    written({ home: placeAt(0, 0) });
    expect(shown).not.toHaveProperty("home");
    expect(homeAt(12)).toMatchObject(mark);
    expect(homeAt(50)).toBeUndefined();
  });

  it("but not while we write to it ourselves", () => {
    upload();
    book.begin(writer, mark);
    book.receive(
      arrival({ name: "MISSION_ACK", fields: { type: 0, targetSystem: 254, missionType: 0 } } as MavlinkMessage),
    );
    book.onEnded(ended("failed"));

    expect(shown).toMatchObject(mark);
  });
});
