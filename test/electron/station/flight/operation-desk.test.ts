import { describe, expect, it } from "vitest";
import type { OperationKind, Operator } from "../../../../shared/wire/operations.ts";
import { FakeFarEnd } from "../../../support/fake-far-end.ts";
import { FlightRig } from "../../../support/flight-rig.ts";
import { ScriptedJob } from "../../../support/scripted-job.ts";

const ten: number = 10;
const ninety: number = 90;
const ann: Operator = { id: "ann", name: "Ann" };

const flying = (options: ConstructorParameters<typeof FakeFarEnd>[0] = {}) => {
  const rig = new FlightRig();
  const end = new FakeFarEnd(options);
  rig.connect("a", end);
  rig.pass(6_000);
  const order = (kind: OperationKind, job: ScriptedJob, change: { vehicleId?: string; uid?: string } = {}) => {
    const taken = rig.flight.operations.order({ vehicleId: "1", ...change, kind, by: ann, job: () => job });
    if (taken === undefined) throw new Error("It was not taken.");
    return { id: taken.view.id, ended: taken.ended, view: () => rig.view(taken.view.id) };
  };
  return { rig, end, order };
};

const uidOf = (rig: FlightRig): string => rig.vehicle().uid ?? "";

describe("one queue for each vehicle", () => {
  it("does one thing after the other, and says what becomes of each", async () => {
    const { rig, end, order } = flying();
    const [arm, later] = [new ScriptedJob(1000), new ScriptedJob(2000)];

    const first = order("arm", arm);
    const second = order("arm", later);
    rig.pass(200);
    const whileFirst = { started: later.started, view: second.view().state };
    arm.done();
    rig.pass(200);
    later.done();
    rig.pass(200);

    expect(whileFirst).toEqual({ started: false, view: "waiting" });
    expect(end.commands).toEqual([1000, 2000]);
    expect(first.view()).toMatchObject({ state: "done", by: ann });
    expect(await second.ended).toMatchObject({ state: "done" });
    const told = rig.events.filter(({ kind }) => kind.startsWith("operation-")).map(({ kind }) => kind);
    expect(told).toEqual(["operation-begun", "operation-begun", "operation-ended", "operation-ended"]);
  });

  it("runs side by side what doesn't need the same: a camera, a speed, an upload, a flight", () => {
    const { rig, end, order } = flying();

    order("plan-upload", new ScriptedJob(1));
    order("go-to", new ScriptedJob(3));
    order("camera-angles", new ScriptedJob(5));
    order("set-speed", new ScriptedJob(7));
    order("parameters-fetch", new ScriptedJob(9));
    rig.pass(100);

    expect(end.commands).toEqual([1, 3, 5, 7, 9]);
  });

  it("lets a mission start only after its upload", () => {
    const { rig, order } = flying();
    const [upload, start] = [new ScriptedJob(1), new ScriptedJob(3)];

    order("plan-upload", upload);
    order("mission-start", start);
    rig.pass(500);
    const before = start.started;
    upload.done();
    rig.pass(100);

    expect(before).toBe(false);
    expect(start.started).toBe(true);
  });

  it.each(["hold", "return", "land", "disarm", "set-mode", "mission-pause"] as const)(
    "lets %s take the place of what flies, running or waiting, but not of an upload",
    (urgent) => {
      const { rig, end, order } = flying();
      const jobs = { upload: new ScriptedJob(10), go: new ScriptedJob(20), arm: new ScriptedJob(30) };
      const upload = order("plan-upload", jobs.upload);
      const go = order("go-to", jobs.go);
      const arm = order("arm", jobs.arm);

      order(urgent, new ScriptedJob(40));
      rig.pass(100);

      expect(go.view().fault?.code).toBe("superseded");
      expect(arm.view().fault?.code).toBe("superseded");
      expect(upload.view().state).toBe("running");
      // What the cancelled one still had to say comes before.
      expect(end.commands).toEqual([10, 20, 21, 40]);
    },
  );

  it("sends an emergency stop before it tidies up anything, an upload too", () => {
    const { rig, end, order } = flying();
    const upload = order("plan-upload", new ScriptedJob(10));
    const go = order("go-to", new ScriptedJob(20));

    order("emergency-stop", new ScriptedJob(90));
    rig.pass(100);

    expect(end.commands).toEqual([10, 20, 90, 11, 21]);
    expect([upload.view().fault?.code, go.view().fault?.code]).toEqual(["superseded", "superseded"]);
  });

  it("lets nothing take the place of a stop that isn't confirmed yet", () => {
    const { rig, order } = flying();
    const stop = order("emergency-stop", new ScriptedJob(90));
    const hold = new ScriptedJob(40);

    order("hold", hold);
    rig.pass(500);

    expect(stop.view().state).toBe("running");
    expect(hold.started).toBe(false);
  });

  it("takes the newest movement for the one that is meant", () => {
    const { rig, order } = flying();
    const first = order("go-to", new ScriptedJob(10));
    const second = order("go-to", new ScriptedJob(20));
    rig.pass(100);

    expect(first.view().fault?.code).toBe("superseded");
    expect(second.view().state).toBe("running");
  });

  it("doesn't send what waited for over ten seconds", () => {
    const { rig, order } = flying();
    order("arm", new ScriptedJob(10));
    const late = new ScriptedJob(20);
    const waiting = order("arm", late);

    rig.pass(11_000);

    expect(waiting.view().fault?.code).toBe("expired");
    expect(late.started).toBe(false);
  });

  it("takes no more than twenty for one vehicle, but always a stop", () => {
    const { rig, order } = flying();
    for (let i = 0; i < 20; i++) order("arm", new ScriptedJob(10));

    expect(() => order("arm", new ScriptedJob(10))).toThrow("not taken");
    expect(order("emergency-stop", new ScriptedJob(90)).view().state).toBe("running");
    rig.pass(100);
  });

  it("takes a hold however much else waits", () => {
    const { rig, order } = flying();
    for (let i = 0; i < 20; i++) order("camera-photo", new ScriptedJob(10));

    expect(() => order("camera-photo", new ScriptedJob(10))).toThrow("not taken");
    expect(order("hold", new ScriptedJob(30)).view().state).toBe("running");
    rig.pass(100);
  });

  it("cancels by its number, with what must still be said", () => {
    const { rig, end, order } = flying();
    const upload = order("plan-upload", new ScriptedJob(10));

    const cancelled = rig.flight.operations.cancel(upload.id);
    const again = rig.flight.operations.cancel(upload.id);
    rig.pass(100);

    expect([cancelled, again]).toEqual([true, false]);
    expect(upload.view().fault?.code).toBe("cancelled");
    expect(end.commands).toEqual([10, 11]);
  });

  it("keeps what ended for a minute, and never changes a map that it gave out", () => {
    const { rig, order } = flying();
    const job = new ScriptedJob(10);
    const { id } = order("arm", job);
    rig.pass(100);
    const before = rig.flight.operations.views;
    const stateBefore = before.get(id)?.state;
    job.done();
    rig.pass(59_000);
    const kept = rig.flight.operations.views.has(id);
    rig.pass(2_000);

    expect(kept).toBe(true);
    expect(rig.flight.operations.views.has(id)).toBe(false);
    expect([before.get(id)?.state, stateBefore]).toEqual(["running", "running"]);
  });

  it("keeps no more than five hundred that ended, the newest, however many are asked for", () => {
    const { rig, order } = flying();
    const [first, ...more] = Array.from({ length: 700 }, () => order("go-to", new ScriptedJob(10)).id);
    const { views } = rig.flight.operations;
    const newest = more.at(-1) ?? "";

    expect(views.size).toBe(501);
    expect(views.has(first ?? "")).toBe(false);
    expect(views.get(newest)?.state).toBe("running");
    rig.pass(61_000);
    expect([...rig.flight.operations.views.keys()]).toEqual([newest]);
  });

  it("shows progress ten times a second at most, and the last of it", () => {
    const { rig, order } = flying();
    const job = new ScriptedJob(10);
    const { id } = order("plan-upload", job);
    const maps = new Set<unknown>();
    for (let i = 0; i < 100; i++) {
      job.status = { state: "running", progress: i / 100 };
      rig.pass(20);
      maps.add(rig.flight.operations.views.get(id));
    }
    rig.pass(200);

    expect(maps.size).toBeLessThanOrEqual(22);
    expect(rig.view(id).progress).toBe(0.99);
  });
});

describe("the link", () => {
  it("brings nothing that waited over a gap, and ends what ran honestly", () => {
    const { rig, end, order } = flying();
    const jobs = [new ScriptedJob(10), new ScriptedJob(20)] as const;
    const running = order("arm", jobs[0]);
    const waiting = order("arm", jobs[1]);
    rig.pass(200);

    rig.cut("a");
    rig.pass(5_000);
    rig.mend("a");
    rig.pass(5_000);

    expect(running.view().fault?.code).toBe("link-gap");
    expect(waiting.view().fault?.code).toBe("link-gap");
    expect(jobs[1].started).toBe(false);
    expect(end.commands).toEqual([10]);
  });

  it("doesn't begin anything while the vehicle is silent, but what is urgent", () => {
    const { rig, order } = flying();
    rig.cut("a");
    rig.pass(2_400);
    const [arm, hold] = [new ScriptedJob(10), new ScriptedJob(20)];

    order("arm", arm);
    rig.pass(200);
    const armStarted = arm.started;
    order("hold", hold);

    expect(rig.vehicle().presence.state).toBe("stale");
    expect([armStarted, hold.started]).toEqual([false, true]);
  });

  it("lets a transfer live through a short gap: the vehicle asks for what it misses", () => {
    const { rig, order } = flying();
    const upload = order("plan-upload", new ScriptedJob(10));
    rig.cut("a");
    rig.pass(5_000);
    rig.mend("a");
    rig.pass(2_000);

    expect(upload.view().state).toBe("running");
  });

  it("ends everything when the only channel closes", () => {
    const { rig, order } = flying();
    const upload = order("plan-upload", new ScriptedJob(10));

    rig.closeChannel("a");

    expect(upload.view().fault?.code).toBe("link-gap");
  });

  it("goes on saying an emergency stop while nothing is heard", () => {
    const { rig, order } = flying();
    rig.cut("a");
    rig.pass(6_000);
    const stop = order("emergency-stop", new ScriptedJob(90, { saysEachTick: true }));
    rig.pass(2_000);

    expect(rig.vehicle().presence.state).toBe("lost");
    expect(stop.view().state).toBe("running");
    expect(rig.commands().filter((command) => command === 90).length).toBeGreaterThan(20);
  });

  it("carries an emergency stop by every way on which the vehicle was heard", () => {
    const { rig, end, order } = flying();
    rig.connect("b", { receive: () => {}, onBytes: (listener) => end.onBytes(listener), stepTo: () => {} });
    rig.pass(8_000);

    order("emergency-stop", new ScriptedJob(90));
    rig.pass(20);

    expect([...rig.host.vehicles.keys()]).toEqual(["1"]);
    expect(rig.vehicle().links).toHaveLength(2);
    const by = rig.sent.flatMap(({ channelId, message }) =>
      message.name === "COMMAND_LONG" && message.fields.command === ninety ? [channelId] : [],
    );
    expect(by.sort()).toEqual(["a", "b"]);
  });

  it("goes on saying a stop to whoever listens when its only channel is gone", () => {
    const { rig, order } = flying();
    const elsewhere = new FakeFarEnd({ systemId: 2 });
    rig.connect("b", elsewhere);
    rig.pass(5_000);
    rig.closeChannel("a");

    const stop = order("emergency-stop", new ScriptedJob(90, { saysEachTick: true }));
    rig.pass(500);

    expect(stop.view().state).toBe("running");
    expect(elsewhere.commands.filter((command) => command === 90).length).toBeGreaterThan(5);
  });

  it("ends what runs and waits when the vehicle starts anew", () => {
    const { rig, end, order } = flying();
    const running = order("arm", new ScriptedJob(10));
    const waiting = order("arm", new ScriptedJob(20));
    end.bootedMs = rig.nowMs - 1_000_000;

    rig.pass(5_000);

    expect([running.view().fault?.code, waiting.view().fault?.code]).toEqual(["rebooted", "rebooted"]);
    expect(end.commands).toEqual([10]);
  });
});

describe("which vehicle", () => {
  it("never tells another one that answers on its id now", () => {
    const { rig, end, order } = flying();
    const job = new ScriptedJob(10, { saysEachTick: true });
    const running = order("camera-follow-heat", job, { uid: uidOf(rig) });
    rig.pass(200);
    const saidBefore = end.commands.length;

    end.uid = 0xabcn;
    rig.pass(3_000);
    const saidAtSwap = end.commands.length;
    rig.pass(3_000);

    expect(running.view().state).toBe("failed");
    expect(["vehicle-changed", "link-gap"]).toContain(running.view().fault?.code);
    expect(saidBefore).toBeGreaterThan(2);
    expect(end.commands.length).toBe(saidAtSwap);
  });

  it.each([
    ["with a much older clock", 0n, -9_000_000],
    ["that says who it is", 55n, -400_000],
  ])("tells nothing more to another %s where the first never said who it is", (_what, uid, bootedMs) => {
    const { rig, end, order } = flying({ uid: 0n });
    const job = new ScriptedJob(10, { saysEachTick: true });
    const running = order("camera-follow-heat", job);
    rig.pass(500);
    end.stepTo = () => {};
    const other = new FakeFarEnd({ uid, latDeg: 30.99 });
    other.bootedMs = bootedMs;
    rig.connect("a", other);

    rig.pass(2_000);
    const saidAtSwap = other.commands.length;
    rig.pass(5_000);

    expect(running.view().fault?.code).toBe("vehicle-changed");
    expect(other.commands.length).toBe(saidAtSwap);
  });

  it("doesn't mix up two vehicles with one system id on two links", () => {
    const { rig, end, order } = flying();
    const other = new FakeFarEnd({ uid: 99n, latDeg: 30.9 });
    other.bootedMs = -500_000;
    rig.connect("b", other);
    rig.pass(10_000);
    const job = new ScriptedJob(10);
    order("arm", job, { vehicleId: "1" });
    rig.pass(100);
    job.heard.length = 0;

    other.say("COMMAND_ACK", { command: ten, result: 0 });
    const heardFromOther = job.heard.filter((event) => event.kind === "message").length;
    end.say("COMMAND_ACK", { command: ten, result: 0 });
    const heardFromIt = job.heard.filter((event) => event.kind === "message").length;

    expect([...rig.host.vehicles.keys()]).toEqual(["1", "1~2"]);
    expect(end.commands).toEqual([10]);
    expect(other.commands).toEqual([]);
    expect([heardFromOther, heardFromIt]).toEqual([0, 1]);
  });
});
