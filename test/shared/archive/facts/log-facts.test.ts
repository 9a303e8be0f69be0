import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeptList } from "../../../../shared/archive/facts/kept-list.ts";
import { LogFactBook } from "../../../../shared/archive/facts/log-facts.ts";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import type { MessageFields, MessageName } from "../../../../shared/mavlink/messages.ts";
import { scanOne } from "../../../support/build-message.ts";

const second = 1e6;

/** Hears messages as a log has them. */
class Log {
  readonly book = new LogFactBook();

  hear<Name extends MessageName>(
    s: number,
    name: Name,
    fields: Partial<MessageFields[Name]>,
    { systemId = 1, componentId = 1 } = {},
  ): this {
    scanOne(new FrameWriter({ systemId, componentId }).write(name, fields), (frame, message) => {
      if (message !== undefined && this.book.wants(frame.messageId))
        this.book.add(message, { utcUs: s * second, systemId, componentId });
    });
    return this;
  }

  get vehicle() {
    const [vehicle] = this.book.facts.vehicles;
    if (vehicle === undefined) throw new Error("No vehicle was heard.");
    return vehicle;
  }
}

const gcs = { systemId: 255, componentId: 190 };
/** Base modes: armed and disarmed. */
const baseModes: Readonly<Record<"flying" | "resting", number>> = { flying: 209, resting: 81 };
const copter = { type: 2, autopilot: 3 } as const;

describe("the facts of a log", () => {
  test("tell modes and arming of the autopilot, not of its camera or of the ground station", () => {
    const log = new Log()
      .hear(0, "HEARTBEAT", { ...copter, customMode: 0, baseMode: baseModes.resting })
      .hear(
        1,
        "HEARTBEAT",
        { type: 30, autopilot: 8, customMode: 77, baseMode: 128 },
        { systemId: 1, componentId: 100 },
      )
      .hear(1, "HEARTBEAT", { type: 6, autopilot: 8 }, gcs)
      .hear(2, "HEARTBEAT", { ...copter, customMode: 4, baseMode: baseModes.flying })
      .hear(5, "HEARTBEAT", { ...copter, customMode: 4, baseMode: baseModes.resting });

    const { flight } = log.vehicle;

    expect(log.book.facts.vehicles).toHaveLength(1);
    expect(flight.modes.map(({ mode }) => mode)).toEqual(["STABILIZE", "GUIDED"]);
    expect(flight.armed).toEqual([
      { timeUs: 0, armed: false },
      { timeUs: 2 * second, armed: true },
      { timeUs: 5 * second, armed: false },
    ]);
    expect(flight).toMatchObject({ kind: "multirotor", autopilot: "ardupilot", armedS: 3 });
  });

  test("put a text together that came in chunks, and show where a chunk is missing", () => {
    const chunk = "x".repeat(50);
    const log = new Log()
      .hear(0, "STATUSTEXT", { severity: 4, text: chunk, id: 9, chunkSeq: 0 })
      .hear(0, "STATUSTEXT", { severity: 4, text: "end", id: 9, chunkSeq: 1 })
      .hear(1, "STATUSTEXT", { severity: 4, text: chunk, id: 10, chunkSeq: 0 })
      .hear(1, "STATUSTEXT", { severity: 4, text: "end", id: 10, chunkSeq: 2 })
      .hear(2, "STATUSTEXT", { severity: 6, text: "short" });

    expect(log.vehicle.texts.statusTexts.map(({ text }) => text)).toEqual([`${chunk}end`, `${chunk}…end`, "short"]);
  });

  test("keep the mission that is on board: a count that was refused changes nothing", () => {
    const item = (seq: number, command: number) => ({ targetSystem: 1, seq, command, frame: 6, x: 10, y: 20, z: 30 });
    const log = new Log()
      .hear(0, "HEARTBEAT", copter)
      .hear(0, "HEARTBEAT", { type: 6, autopilot: 8 }, gcs)
      .hear(1, "MISSION_COUNT", { targetSystem: 1, count: 2 }, gcs)
      .hear(1, "MISSION_ITEM_INT", item(0, 16), gcs)
      .hear(1, "MISSION_ITEM_INT", item(1, 22), gcs)
      .hear(1, "MISSION_ACK", { targetSystem: 255, type: 0 })
      .hear(2, "MISSION_COUNT", { targetSystem: 1, count: 5000 }, gcs)
      .hear(2, "MISSION_ACK", { targetSystem: 255, type: 4 });

    const { uploaded, uploads } = log.vehicle.mission;

    expect(uploads).toBe(2);
    expect(uploaded).toMatchObject([{ missionType: 0, announced: 2, result: 0, timeUs: second }]);
    expect(uploaded[0]?.items.map(({ command }) => command)).toEqual([16, 22]);
  });

  test("count a battery that doesn't know its voltage, and not as one of 65 V", () => {
    const unknown = Array.from({ length: 10 }, () => 65535);
    const log = new Log()
      .hear(0, "BATTERY_STATUS", { voltages: unknown, batteryRemaining: -1, currentBattery: -1 })
      .hear(1, "BATTERY_STATUS", {
        voltages: [12_600, ...unknown.slice(1)],
        batteryRemaining: 90,
        currentBattery: 500,
      });

    expect(log.vehicle.batteries).toEqual([
      expect.objectContaining({
        voltageV: { least: 12.6, greatest: 12.6 },
        voltageUnknown: 1,
        remaining: { least: 0.9, greatest: 0.9 },
        currentA: { least: 5, greatest: 5 },
      }),
    ]);
  });

  test("tell where the fence was left, once for each time", () => {
    const breach = { breachStatus: 1, breachType: 3 } as const;
    const log = new Log()
      .hear(0, "FENCE_STATUS", { breachStatus: 0 })
      .hear(1, "FENCE_STATUS", { ...breach, breachCount: 1 })
      .hear(2, "FENCE_STATUS", { ...breach, breachCount: 1 })
      .hear(3, "FENCE_STATUS", { breachStatus: 0, breachCount: 1 })
      .hear(4, "FENCE_STATUS", { ...breach, breachCount: 2 });

    expect(log.vehicle.safety.fenceBreaches.map(({ timeUs }) => timeUs)).toEqual([second, 4 * second]);
  });

  test("stay small whatever a log holds: a hundred thousand texts, parameters, modes and vehicles", () => {
    const { book } = new Log();
    const heard = (i: number) => ({ utcUs: i, systemId: 1 + (i % 250), componentId: 1 });
    for (let i = 0; i < 100_000; i++) {
      const text = { severity: 6, text: `${i}`.padEnd(50, "x"), id: 1 + (i % 3), chunkSeq: 0 } as const;
      book.add({ name: "STATUSTEXT", id: 253, fields: text }, heard(i));
      book.add({ name: "STATUSTEXT", id: 253, fields: { ...text, id: 0 } }, { ...heard(i), systemId: 1 });
      book.add(
        {
          name: "PARAM_VALUE",
          id: 22,
          fields: { paramId: `P${i}`, paramValue: i, paramType: 9, paramCount: 1, paramIndex: 0 },
        },
        { ...heard(i), systemId: 1 },
      );
      book.add(
        {
          name: "HEARTBEAT",
          id: 0,
          fields: {
            ...copter,
            customMode: i,
            baseMode: i % 2 === 0 ? baseModes.flying : baseModes.resting,
            systemStatus: 0,
            mavlinkVersion: 3,
          },
        },
        { ...heard(i), systemId: 2 },
      );
    }

    const { vehicles } = book.facts;
    const [first, second] = vehicles;

    expect(vehicles).toHaveLength(250);
    expect(first?.texts.statusTexts).toHaveLength(2_500);
    expect(first?.texts.omittedTexts).toBeGreaterThan(97_000);
    expect(first?.texts.statusTexts.at(-1)?.text).toMatch(/^99999x/);
    expect(Object.keys(first?.parameters.parameters ?? {})).toHaveLength(10_000);
    expect(first?.parameters.omittedParameters).toBe(90_000);
    expect(second?.flight).toMatchObject({ omittedModes: 97_500, omittedArmed: 97_500 });
    for (const { texts } of vehicles.slice(20)) expect(texts.statusTexts.length).toBeLessThanOrEqual(100);
  });
});

describe("KeptList", () => {
  test("keeps first and last and counts what is between", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(10), fc.nat(10), (count, first, last) => {
        const list = new KeptList<number>({ first, last });
        const all = Array.from({ length: count }, (_, i) => i);
        for (const i of all) list.add(i);

        const kept = count <= first + last ? all : [...all.slice(0, first), ...(last === 0 ? [] : all.slice(-last))];
        expect(list.entries).toEqual(kept);
        expect(list.omitted).toBe(count - kept.length);
      }),
    );
  });
});
