import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFields } from "../../../../renderer/panels/plots/find-fields.ts";
import { fieldText, messageLine } from "../../../../renderer/panels/plots/message-text.ts";
import { PlotHands } from "../../../../renderer/panels/plots/plot-hands.ts";
import { indexAt, scaleOf, valueText, valueTicks, yOf } from "../../../../renderer/panels/plots/plot-scale.ts";
import { createPlotStore, mostFields } from "../../../../renderer/stores/plots/plot-store.ts";
import type { MissionLog } from "../../../../shared/wire/archive.ts";

const log = (n: number, ...keys: readonly string[]): MissionLog => ({
  n,
  name: `${n}.tlog`,
  format: "tlog",
  bytes: 1,
  durationMs: 1,
  offsetMs: 0,
  offsetFrom: "clock",
  readFraction: 1,
  streams: keys.map((key) => ({
    key,
    systemId: 1,
    componentId: 1,
    message: key.split("/").at(-1) ?? key,
    count: 10,
    fields: [
      { name: "roll", unit: "rad" },
      { name: "time_boot_ms", unit: "ms" },
    ],
  })),
});

describe("the scale of a plot", () => {
  it("holds every value, with some room, and a value that never changed in its middle", () => {
    expect(scaleOf([2, Number.NaN, -1], [4, 5, 3])).toEqual({ least: -1.48, greatest: 5.48 });
    const still = scaleOf([7, 7], [7, 7]);
    expect(still && yOf(still, 100, 7)).toBeCloseTo(50);
    expect(scaleOf([], [])).toBeUndefined();
    expect(scaleOf([Number.NaN], [Number.NaN])).toBeUndefined();
  });

  it("has round ticks inside of it, whatever the values are", () => {
    expect(valueTicks({ least: -1.48, greatest: 5.48 }, 4)).toEqual([0, 2, 4]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (least, span) => {
          const ticks = valueTicks({ least, greatest: least + span }, 5);
          expect(ticks.length).toBeLessThanOrEqual(7);
          for (const tick of ticks) expect(tick >= least - 1e-6 && tick <= least + span + 1e-6).toBe(true);
        },
      ),
    );
  });

  it("writes as many digits as tell values apart", () => {
    expect(valueText(0.25, 0.05)).toBe("0.25");
    expect(valueText(12, 5)).toBe("12");
    expect(valueText(123_456_789, 1)).toBe("1.235e+8");
    expect(valueText(Number.NaN, 1)).toBe("NaN");
  });

  it("finds the step that holds an instant", () => {
    expect([-5, 0, 5, 10, 99].map((atMs) => indexAt([0, 10, 20], atMs))).toEqual([-1, 0, 0, 1, 2]);
    expect(indexAt([], 5)).toBe(-1);
  });
});

describe("fields to plot", () => {
  it("are found by words in any order and case, over all logs", () => {
    const logs = [log(0, "1/1/ATTITUDE", "1/1/GPS_RAW_INT"), log(1, "2/1/ATTITUDE")];

    expect(findFields(logs, "roll att").map(({ log: n, field }) => `${n} ${field}`)).toEqual([
      "0 1/1/ATTITUDE.roll",
      "1 2/1/ATTITUDE.roll",
    ]);
    expect(findFields(logs, "1/1 gps")).toHaveLength(2);
    expect(findFields(logs, "nothing")).toEqual([]);
  });

  it("are at most so many, each once", () => {
    const store = createPlotStore();
    for (let i = 0; i < 20; i += 1) store.getState().add({ log: 0, field: `a.${i % 12}` });

    expect(store.getState().fields).toHaveLength(mostFields);
    store.getState().remove({ log: 0, field: "a.3" });
    expect(store.getState().fields.map(({ field }) => field)).not.toContain("a.3");
  });
});

describe("hands on a plot", () => {
  const begin = () => {
    const world = { window: { fromMs: 0, toMs: 100_000 }, seeks: [] as number[] };
    const hands = new PlotHands({
      window: () => world.window,
      durationMs: () => 100_000,
      widthPx: () => 1_000,
      onWindow: (window) => {
        world.window = window;
      },
      onSeek: (positionMs) => world.seeks.push(positionMs),
    });
    return { world, hands };
  };

  it("move the mission's clock by a press and a drag, and never out of the mission", () => {
    const { world, hands } = begin();
    hands.down(1, 500, { pan: false });
    hands.move(1, 600);
    hands.move(1, 4_000);
    hands.up(1);
    hands.move(1, 200);

    expect(world.seeks).toEqual([50_000, 60_000, 100_000]);
    expect(world.window).toEqual({ fromMs: 0, toMs: 100_000 });
  });

  it("zoom by a wheel about the pointer, and move along by a drag with Shift", () => {
    const { world, hands } = begin();
    hands.wheel(500, -462);
    expect(world.window.fromMs).toBeCloseTo(25_000, -3);
    expect(world.window.toMs).toBeCloseTo(75_000, -3);

    const before = world.window;
    hands.down(1, 500, { pan: true });
    hands.move(1, 400);

    expect(world.window.fromMs - before.fromMs).toBeCloseTo(5_000, -3);
    expect(world.seeks).toEqual([]);
  });

  it("zoom by two fingers, which leave the clock alone", () => {
    const { world, hands } = begin();
    hands.down(1, 400, { pan: false });
    const seeks = world.seeks.length;
    hands.down(2, 600, { pan: false });
    hands.move(1, 300);
    hands.move(2, 700);

    expect(world.window.toMs - world.window.fromMs).toBeCloseTo(50_000, -3);
    expect(world.window.fromMs).toBeCloseTo(25_000, -3);
    hands.up(2);
    hands.move(1, 350);
    expect(world.seeks).toHaveLength(seeks);
  });
});

describe("a message in the list", () => {
  it("is one line of its fields, floats as precise as they were sent", () => {
    const message = {
      ...{ positionMs: 0, offset: 0, stream: "1/1/X", systemId: 1, componentId: 1, message: "X" },
      fields: { roll: Math.fround(0.1), text: "Arm", cells: [4_100, 65_535] },
    };

    expect(messageLine(message)).toBe("roll 0.1 · text “Arm” · cells [4100 65535]");
    expect(fieldText(Number.NaN)).toBe("NaN");
  });
});
