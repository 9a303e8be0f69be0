import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FlownStation, flownStation, metresBetween } from "../../../support/flown-station.ts";

const offset = (place: { latDeg: number; lonDeg: number }, northM: number, eastM: number) => ({
  latDeg: place.latDeg + northM / 110_850,
  lonDeg: place.lonDeg + eastM / 95_580,
});

describe("walking a robot dog by requests", () => {
  let station: FlownStation;
  let home: { latDeg: number; lonDeg: number };

  beforeAll(async () => {
    station = await flownStation({ speed: 6 });
    const { latDeg, lonDeg } = await station.truth("dog");
    home = { latDeg, lonDeg };
  });

  afterAll(() => station.close());

  it("neither takes off nor lands", async () => {
    for (const action of [{ kind: "take-off", heightM: 10 }, { kind: "land" }] as const) {
      const result = await station.do("dog", action);

      expect(result.ok).toBe(false);
      expect(result.operations?.[0]?.fault?.code).toBe("not-possible");
    }
    expect((await station.truth("dog")).armed).toBe(false);
  });

  it("goes to a point, at the speed it is told, arming by itself", async () => {
    const there = offset(home, 10, 6);

    // So far at first that it is still on its way whenever somebody looks.
    const away = await station.do("dog", { kind: "go-to", position: offset(home, 70, 40) });
    const fast = await station.do("dog", { kind: "set-speed", speedMps: 1.8 });
    await station.until("dog", ({ groundMps }) => groundMps > 1.5);
    const result = await station.do("dog", { kind: "go-to", position: there });

    expect([away.ok, fast.ok, result.ok]).toEqual([true, true, true]);
    await station.until("dog", (truth) => metresBetween(truth, there) < 2);
  });

  it("turns on the spot", async () => {
    const result = await station.do("dog", { kind: "set-heading", headingRad: 4 });

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    expect(Math.abs(Math.sin(((await station.truth("dog")).headingRad - 4) / 2))).toBeLessThan(0.2);
  });

  it("follows a drawn path, as a mission on board, to its end", async () => {
    const path = [offset(home, 14, 2), offset(home, 14, 14), offset(home, 4, 14)];

    const result = await station.do("dog", { kind: "follow-path", path, speedMps: 1.5 });

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    expect((await station.truth("dog")).missionItems.length).toBeGreaterThanOrEqual(4);
    for (const point of path) await station.passes("dog", point, 1.8);
  });

  it("patrols a loop so many times and then stays", async () => {
    const path = [offset(home, 4, 4), offset(home, 10, 4), offset(home, 10, 10)];
    await station.do("dog", { kind: "hold" });

    const result = await station.do("dog", { kind: "patrol", path, loops: 2, speedMps: 1.8 });
    let rounds = 0;
    for (const point of [...path, ...path]) {
      await station.passes("dog", point, 1.8);
      rounds++;
    }
    const stopped = await station.until("dog", ({ groundMps }) => groundMps < 0.1);

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    expect(rounds).toBe(6);
    expect(metresBetween(stopped, home)).toBeLessThan(20);
  });

  it("patrols until it is held", async () => {
    const path = [offset(home, 4, 4), offset(home, 8, 4)];

    const result = await station.do("dog", { kind: "patrol", path });
    for (const point of [...path, ...path, ...path]) await station.passes("dog", point, 1.8);
    const held = await station.do("dog", { kind: "hold" });

    expect([result.ok, held.ok]).toEqual([true, true]);
    const still = await station.until("dog", ({ groundMps }) => groundMps < 0.1);
    expect(still.mode).not.toBe("AUTO");
  });

  it("stops at once in an emergency", async () => {
    await station.do("dog", { kind: "go-to", position: offset(home, 60, 0) });
    await station.until("dog", ({ groundMps }) => groundMps > 0.6);

    const result = await station.do("dog", { kind: "emergency-stop" });

    expect(result.ok).toBe(true);
    await station.until("dog", ({ groundMps, armed }) => groundMps < 0.1 && !armed);
  });

  it("goes home", async () => {
    await station.do("dog", { kind: "arm" });

    const result = await station.do("dog", { kind: "return" });

    expect(result.ok).toBe(true);
    expect((await station.truth("dog")).mode).toBe("RTL");
  });
});
