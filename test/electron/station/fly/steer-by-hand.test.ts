import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VehicleTruth } from "../../../../hardware/simulator/vehicle-truth.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
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

  /** As a screen does it, some 20 times a second, until what the hands wanted is so. @returns the last answer */
  const holdStick = async (
    kind: Flown,
    hands: Partial<Record<keyof typeof neutral, number>>,
    isEnough: (answer: RequestResult) => boolean,
  ): Promise<RequestResult> => {
    for (;;) {
      const answer = await steer(kind, hands);
      if (isEnough(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const holdUntil = async (
    kind: Flown,
    hands: Partial<Record<keyof typeof neutral, number>>,
    isSo: (truth: VehicleTruth) => boolean,
  ): Promise<void> => {
    let isOver = false;
    const held = holdStick(kind, hands, () => isOver);
    await station.until(kind, isSo).finally(() => {
      isOver = true;
    });
    await held;
  };

  it.each([
    ["copter", "LOITER"],
    ["px4", "Position"],
  ] as const)("flies the %s ahead in %s, and it stands when the hands let go", async (kind, mode) => {
    await station.do(kind, { kind: "take-off", heightM: 15 });
    await station.until(kind, ({ altHomeM }) => altHomeM > 13);
    await station.do(kind, { kind: "set-mode", mode });

    await holdUntil(kind, { forward: 0.8 }, ({ groundMps }) => groundMps > 2);
    const still = await station.until(kind, ({ groundMps }) => groundMps < 0.5);
    await holdUntil(kind, { up: 0.7 }, ({ altHomeM }) => altHomeM > still.altHomeM + 1.5);

    expect(still.altHomeM).toBeCloseTo(15, -0.8);
  });

  it("drives the dog ahead and turning in MANUAL", async () => {
    await station.do("dog", { kind: "set-mode", mode: "MANUAL" });
    await station.do("dog", { kind: "arm" });
    const before = await station.truth("dog");

    await holdUntil(
      "dog",
      { forward: 1, turn: 0.5 },
      ({ groundMps, headingRad }) => groundMps > 0.6 && Math.sin(headingRad - before.headingRad) > 0.3,
    );
    await station.until("dog", ({ groundMps }) => groundMps < 0.1);
  });

  it("is taken out of the hands by a flight command, until they let go", async () => {
    let [back, refused]: RequestResult[] = [];
    // Where the machine stands still for a third of a second just then, the hands have let go: once more.
    for (let tries = 0; tries < 5 && refused?.ok !== false; tries++) {
      let isBack = false;
      const held = holdStick("copter", { forward: 0.5 }, ({ ok }) => !ok || isBack);
      await station.until("copter", ({ groundMps }) => groundMps > 1);
      back = await station.do("copter", { kind: "return" }).finally(() => {
        isBack = true;
      });
      refused = await held;
    }
    // A third of a second without a word of the hands is letting go.
    await new Promise((resolve) => setTimeout(resolve, 400));
    const taken = await steer("copter", { forward: 0 });

    expect(back).toMatchObject({ ok: true });
    expect(refused).toMatchObject({ ok: false, fault: { code: "not-possible" } });
    expect(taken).toMatchObject({ ok: true });
    expect((await station.truth("copter")).mode).toBe("RTL");
  });
});
