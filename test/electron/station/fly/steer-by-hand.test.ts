import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Flown, type FlownStation, flownStation } from "../../../support/flown-station.ts";

const neutral = { forward: 0, right: 0, up: 0, turn: 0 } as const;

describe("hands on the stick", () => {
  let station: FlownStation;

  beforeAll(async () => {
    station = await flownStation({ speed: 2 });
  });

  afterAll(() => station.close());

  const steer = (kind: Flown, hands: Partial<Record<keyof typeof neutral, number>>) =>
    station.ask({ kind: "vehicle.steer", vehicleId: station.id(kind), ...neutral, ...hands });

  /** As a screen does it, some 20 times a second. */
  const holdStick = async (kind: Flown, hands: Partial<Record<keyof typeof neutral, number>>, forMs: number) => {
    const endMs = performance.now() + forMs;
    while (performance.now() < endMs) {
      await steer(kind, hands);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };

  it.each([
    ["copter", "LOITER"],
    ["px4", "Position"],
  ] as const)("flies the %s ahead in %s, and it stands when the hands let go", async (kind, mode) => {
    await station.do(kind, { kind: "take-off", heightM: 15 });
    await station.until(kind, ({ altHomeM }) => altHomeM > 13);
    await station.do(kind, { kind: "set-mode", mode });

    await holdStick(kind, { forward: 0.8 }, 1500);
    const moving = await station.truth(kind);
    const still = await station.until(kind, ({ groundMps }) => groundMps < 0.5, 6000);
    await holdStick(kind, { up: 0.7 }, 1500);
    const higher = await station.truth(kind);

    expect(moving.groundMps).toBeGreaterThan(2);
    expect(still.altHomeM).toBeCloseTo(15, -0.8);
    expect(higher.altHomeM).toBeGreaterThan(still.altHomeM + 1.5);
  });

  it("drives the dog ahead and turning in MANUAL", async () => {
    await station.do("dog", { kind: "set-mode", mode: "MANUAL" });
    await station.do("dog", { kind: "arm" });
    const before = await station.truth("dog");

    await holdStick("dog", { forward: 1, turn: 0.5 }, 1500);
    const ahead = await station.truth("dog");
    await station.until("dog", ({ groundMps }) => groundMps < 0.1, 6000);

    expect(ahead.groundMps).toBeGreaterThan(0.6);
    expect(Math.sin(ahead.headingRad - before.headingRad)).toBeGreaterThan(0.3);
  });

  it("is taken out of the hands by a flight command, until they let go", async () => {
    const held = holdStick("copter", { forward: 0.5 }, 1200);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const back = await station.do("copter", { kind: "return" });
    await held;
    const refused = await steer("copter", { forward: 1 });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const taken = await steer("copter", { forward: 0 });

    expect(back.ok).toBe(true);
    expect(refused).toMatchObject({ ok: false, fault: { code: "not-possible" } });
    expect(taken).toMatchObject({ ok: true });
    expect((await station.truth("copter")).mode).toBe("RTL");
  });
});
