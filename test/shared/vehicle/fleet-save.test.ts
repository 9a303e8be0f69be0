import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { decodeMessage } from "../../../shared/mavlink/codec.ts";
import type { Frame } from "../../../shared/mavlink/frame.ts";
import { TlogReader } from "../../../shared/mavlink/tlog.ts";
import { Fleet } from "../../../shared/vehicle/fleet.ts";
import type { FleetEvent } from "../../../shared/vehicle/fleet-event.ts";
import type { FleetInput } from "../../../shared/vehicle/fleet-input.ts";
import { FakeDrone, FleetRig } from "../../support/fleet-rig.ts";
import { telemetryFixture } from "../../support/mavlink-bytes.ts";
import { noSharedData, sharedData } from "../../support/shared-data.ts";

type Input = FleetInput | { readonly tickMs: number };

const options = { ownSystemId: 255, replay: true };

const feed = (fleet: Fleet, inputs: readonly Input[]): FleetEvent[] => {
  const events: FleetEvent[] = [];
  const off = fleet.on((event) => events.push(event));
  for (const input of inputs) {
    if ("tickMs" in input) fleet.tick(input.tickMs);
    else fleet.receive(input);
  }
  off();
  return events;
};

/** Everything from `from` on, in a fleet that was never interrupted and in one that was saved, carried over and restored at `at`. */
const bothWays = (inputs: readonly Input[], at: number) => {
  const whole = new Fleet(options);
  feed(whole, inputs.slice(0, at));
  const restored = Fleet.restore(structuredClone(whole.save()), options);
  const same = { vehicles: new Map(whole.vehicles), restored: new Map(restored.vehicles) };
  const rest = inputs.slice(at);
  const events = { whole: feed(whole, rest), restored: feed(restored, rest) };
  return { same, events, whole, restored };
};

const expectAlike = (inputs: readonly Input[], at: number): void => {
  const { same, events, whole, restored } = bothWays(inputs, at);
  expect([...same.restored]).toEqual([...same.vehicles]);
  expect(events.restored).toEqual(events.whole);
  expect([...restored.vehicles]).toEqual([...whole.vehicles]);
  expect(restored.save()).toEqual(whole.save());
};

const inputsOfLog = (bytes: Uint8Array): Input[] => {
  const inputs: Input[] = [];
  let tickMs: number | undefined;
  const onRecord = (utcUs: number | undefined, frame: Frame) => {
    if (utcUs === undefined) return;
    const nowMs = utcUs / 1000;
    // A damaged stamp may lie years ahead.
    if (tickMs === undefined || nowMs - tickMs > 60_000) tickMs = nowMs;
    for (; tickMs <= nowMs; tickMs += 100) inputs.push({ tickMs });
    const message = decodeMessage(frame);
    inputs.push({ channelId: "log", frame: { ...frame, bytes: new Uint8Array() }, message, nowMs, utcMs: nowMs });
  };
  const reader = new TlogReader();
  reader.push(bytes, onRecord);
  reader.flush(onRecord);
  return inputs;
};

/** What a rig's fleet got. */
const inputsOfRig = (rig: FleetRig): Input[] => {
  const inputs: Input[] = [];
  const receive = rig.fleet.receive.bind(rig.fleet);
  vi.spyOn(rig.fleet, "receive").mockImplementation((input) => {
    inputs.push({ ...input, frame: { ...input.frame, bytes: new Uint8Array() } });
    receive(input);
  });
  const tick = rig.fleet.tick.bind(rig.fleet);
  vi.spyOn(rig.fleet, "tick").mockImplementation((nowMs, utcMs) => {
    inputs.push({ tickMs: nowMs });
    tick(nowMs, utcMs);
  });
  return inputs;
};

describe("a fleet that was saved and restored", () => {
  test.each(["copter.tlog", "two-vehicles.tlog", "noisy.tlog"])("goes on as before at every message of %s", (name) => {
    const inputs = inputsOfLog(telemetryFixture(name)).slice(0, 1_500);

    for (let at = 0; at < inputs.length; at += 17) expectAlike(inputs, at);
  });

  test("goes on as before while two drones claim one id, on one channel and on two, and one of them starts anew", () => {
    const rig = new FleetRig(options);
    const inputs = inputsOfRig(rig);
    const one = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const two = new FakeDrone(rig, { systemId: 7, bootedMs: 400_000, latDeg: 30.9 });
    one.radio("a");
    one.radio("b", 300);
    two.radio("b");
    const step = (nowMs: number) => {
      for (const drone of [one, two]) drone.step(nowMs);
    };
    rig.pass(15_000, step);
    one.bootedMs = rig.nowMs;
    rig.pass(12_000, step);
    two.frozenAtMs = 650_000;
    rig.pass(8_000, step);
    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(rig.kinds()).toEqual(expect.arrayContaining(["system-id-conflict", "reboot", "frozen-clock"]));

    fc.assert(
      fc.property(fc.integer({ min: 0, max: inputs.length }), (at) => expectAlike(inputs, at)),
      { numRuns: 40 },
    );
  });

  test("is not touched by what its original hears afterwards", () => {
    const inputs = inputsOfLog(telemetryFixture("copter.tlog"));
    const fleet = new Fleet(options);
    feed(fleet, inputs.slice(0, inputs.length / 2));
    const saved = fleet.save();
    const copy = structuredClone(saved);

    feed(fleet, inputs.slice(inputs.length / 2));

    expect(saved).toEqual(copy);
  });

  const path = sharedData("telemetry/copter_search.tlog");
  test.skipIf(path === undefined)(
    `goes on as before at some places of a whole flight${path === undefined ? `: ${noSharedData}` : ""}`,
    () => {
      const inputs = inputsOfLog(readFileSync(path ?? ""));

      for (const share of [0.02, 0.1, 0.35, 0.6, 0.97]) expectAlike(inputs, Math.floor(inputs.length * share));
    },
  );
});
