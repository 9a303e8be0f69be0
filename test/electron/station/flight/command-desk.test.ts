import { describe, expect, it } from "vitest";
import { FakeFarEnd } from "../../../support/fake-far-end.ts";
import { FlightRig } from "../../../support/flight-rig.ts";

const flying = (options: ConstructorParameters<typeof FakeFarEnd>[0] = {}) => {
  const rig = new FlightRig();
  const end = new FakeFarEnd(options);
  rig.connect("a", end);
  rig.pass(6_000);
  return { rig, end };
};

describe("the way to a vehicle", () => {
  it("is closed for one that was never heard", async () => {
    const { rig } = flying();

    expect(await rig.do({ kind: "hold" }, { vehicleId: "9" })).toMatchObject({ fault: { code: "unknown-vehicle" } });
  });

  it("is closed for another than the one that is meant, before anybody gets hold of it", async () => {
    const { rig, end } = flying();

    const result = await rig.do({ kind: "hold" }, { uid: "00000000000000ff" });
    rig.pass(200);

    expect(result).toMatchObject({ ok: false, fault: { code: "wrong-vehicle" } });
    expect(rig.flight.custody.view("1")).toBeUndefined();
    expect(end.commands).toEqual([]);
  });

  it("is closed for what was asked over ten seconds ago, or by a clock of before a restart", async () => {
    const { rig } = flying();
    const order = (issuedAtMs: number) =>
      rig.flight.commands.order({
        vehicleId: "1",
        issuedAtMs,
        kind: "hold",
        job: (context) => rig.flight.actionJob(context, { kind: "hold" }),
      });

    expect(await order(rig.nowMs - 10_500)).toMatchObject({ fault: { code: "too-late" } });
    expect(await order(rig.nowMs + 60_000)).toMatchObject({ fault: { code: "too-late" } });
    expect(await order(rig.nowMs - 500)).toMatchObject({ ok: true });
  });

  it("is closed while it is lost, but for an emergency stop", async () => {
    const { rig } = flying();
    rig.cut("a");
    rig.pass(6_000);

    const hold = await rig.do({ kind: "hold" });
    const stop = await rig.do({ kind: "emergency-stop" });
    rig.pass(2_000);

    expect(hold).toMatchObject({ fault: { code: "vehicle-lost" } });
    expect(stop.ok).toBe(true);
    expect(rig.commands().filter((command) => command === 400).length).toBeGreaterThan(4);
  });

  it("is closed where two vehicles would hear it, and says so in the view", async () => {
    const { rig, end } = flying();
    const other = new FakeFarEnd({ uid: 99n, latDeg: 30.9, mavType: 10 });
    other.bootedMs = -900_000;
    // Both on one radio.
    rig.connect("a", {
      receive: (bytes) => {
        end.receive(bytes);
        other.receive(bytes);
      },
      onBytes: (listener) => other.onBytes(listener),
      stepTo: (ms) => {
        end.stepTo(ms);
        other.stepTo(ms);
      },
    });
    rig.pass(20_000);
    rig.flight.flightWatch.look();

    const results = await Promise.all([rig.do({ kind: "hold" }), rig.do({ kind: "emergency-stop" })]);
    rig.pass(200);

    expect([...rig.host.vehicles.keys()].length).toBe(2);
    expect(results.map((result) => (result.ok ? "ok" : result.fault.code))).toEqual(["id-conflict", "id-conflict"]);
    expect(rig.board.extras("1").idConflict).toBe(true);
    expect([...end.commands, ...other.commands]).toEqual([]);
  });

  it("answers with the end where that is waited for, in words", async () => {
    const { rig, end } = flying();
    const promise = rig.flight.commands.order({
      vehicleId: "1",
      wait: true,
      kind: "set-speed",
      job: (context) => rig.flight.actionJob(context, { kind: "set-speed", speedMps: 4 }),
    });
    rig.pass(100);
    end.say("STATUSTEXT", { severity: 4, text: "Too fast for me" });
    end.say("COMMAND_ACK", { command: 178, result: 2, targetSystem: 255, targetComponent: 190 });
    rig.pass(3_000);

    const result = await promise;

    expect(result).toMatchObject({
      ok: false,
      fault: { code: "operation-failed", detail: expect.stringContaining("Too fast for me") },
      operations: [{ state: "failed", fault: { code: "denied", vehicleText: "Too fast for me" } }],
    });
  });

  it("answers of what goes on for ever once it goes on", async () => {
    const { rig, end } = flying();
    let answer: unknown;
    const wish = { kind: "orbit", centre: { latDeg: 30.8702, lonDeg: 120.433 }, radiusM: 20, clockwise: true } as const;
    const promise = rig.flight.commands.order({
      vehicleId: "1",
      wait: true,
      kind: "orbit",
      job: (context) => rig.flight.actionJob(context, wish),
    });
    void promise.then((result) => {
      answer = result;
    });
    rig.pass(2_000);
    await Promise.resolve();
    await promise;

    expect(answer).toMatchObject({ ok: true, operations: [{ kind: "orbit", state: "running", step: "following" }] });
    expect(end.heard.some(({ name }) => name === "SET_POSITION_TARGET_GLOBAL_INT")).toBe(true);
  });

  it("tells at once what failed at once", async () => {
    const { rig } = flying({ mavType: 10 });

    expect(await rig.do({ kind: "land" })).toMatchObject({
      ok: false,
      fault: { code: "operation-failed" },
      operations: [{ state: "failed", fault: { code: "not-possible" } }],
    });
  });

  it("records what was asked, by whom, before it is sent", async () => {
    const { rig } = flying();
    await rig.do({ kind: "set-speed", speedMps: 4 }, { operator: { id: "ann", name: "Ann" } });

    expect(rig.events.find(({ kind }) => kind === "operation-begun")).toMatchObject({
      operation: { kind: "set-speed", by: { id: "ann", name: "Ann" }, vehicleId: "1" },
      action: { kind: "set-speed", speedMps: 4 },
    });
  });
});

describe("an answer", () => {
  it.each([
    [1, "temporarily-rejected"],
    [2, "denied"],
    [3, "unsupported"],
    [4, "failed"],
    [6, "cancelled"],
  ])("of %i ends as %s", async (result, code) => {
    const { rig, end } = flying();
    const begun = await rig.do({ kind: "set-speed", speedMps: 4 });
    rig.pass(100);
    end.say("COMMAND_ACK", { command: 178, result, targetSystem: 255, targetComponent: 190 });
    rig.pass(3_000);

    expect(rig.view(begun.operations?.[0]?.id ?? "").fault?.code).toBe(code);
  });

  it("that is missing ends as no answer, after tries that count up", async () => {
    const { rig, end } = flying();
    const begun = await rig.do({ kind: "set-speed", speedMps: 4 });
    rig.pass(12_000);

    expect(rig.view(begun.operations?.[0]?.id ?? "").fault).toMatchObject({ code: "no-answer", params: { tries: 5 } });
    const confirmations = end.heard.flatMap(({ name, fields }) =>
      name === "COMMAND_LONG" && fields.command === 178 ? [fields.confirmation] : [],
    );
    expect(confirmations).toEqual([0, 1, 2, 3, 4]);
  });

  it("of yes is not enough where the vehicle's own state doesn't follow", async () => {
    const { rig, end } = flying();
    const begun = await rig.do({ kind: "return" });
    rig.pass(100);
    end.say("COMMAND_ACK", { command: 176, result: 0, targetSystem: 255, targetComponent: 190 });
    rig.pass(12_000);

    expect(rig.view(begun.operations?.[0]?.id ?? "").fault).toEqual({ code: "not-confirmed", params: { mode: "RTL" } });
  });

  it("of 'in progress' is no success", async () => {
    const { rig, end } = flying();
    const begun = await rig.do({ kind: "set-speed", speedMps: 4 });
    rig.pass(100);
    end.say("COMMAND_ACK", { command: 178, result: 5, progress: 40, targetSystem: 255, targetComponent: 190 });
    rig.pass(1_000);

    expect(rig.view(begun.operations?.[0]?.id ?? "")).toMatchObject({ state: "running", progress: 0.4 });
  });
});
