import { describe, expect, it } from "vitest";
import {
  type HoldEvent,
  type HoldState,
  holdFraction,
  holdStep,
  idleHold,
} from "../../../../renderer/panels/fly/hold-press.ts";

/** Plays events at their times. @returns the last state, and when it fired */
const play = (events: readonly (readonly [HoldEvent, number])[]) => {
  let state: HoldState = idleHold;
  const firedAtMs: number[] = [];
  for (const [event, nowMs] of events) {
    const next = holdStep(state, event, nowMs);
    state = next.state;
    if (next.fire) firedAtMs.push(nowMs);
  }
  return { state, firedAtMs };
};
const ticks = (fromMs: number, toMs: number, everyMs = 16) =>
  Array.from(
    { length: Math.floor((toMs - fromMs) / everyMs) },
    (_, i) => ["tick", fromMs + (i + 1) * everyMs] as const,
  );

describe("a press that must last", () => {
  it("fires once after a second, and not again while the finger stays", () => {
    const { firedAtMs, state } = play([["press", 0], ...ticks(0, 3_000)]);

    expect(firedAtMs).toHaveLength(1);
    expect(firedAtMs[0]).toBeGreaterThanOrEqual(1_000);
    expect(firedAtMs[0]).toBeLessThan(1_030);
    expect(state).toEqual({ state: "fired" });
  });

  it("does nothing when it is let go early, says so, and forgets it after a while", () => {
    const early = play([["press", 0], ...ticks(0, 950), ["release", 960]]);
    expect(early.firedAtMs).toEqual([]);
    expect(early.state.state).toBe("early");

    const later = play([["press", 0], ["release", 960], ...ticks(960, 4_000)]);
    expect(later).toEqual({ state: idleHold, firedAtMs: [] });
  });

  it("begins anew with every press: two short ones don't add up", () => {
    const { firedAtMs } = play([
      ["press", 0],
      ...ticks(0, 700),
      ["release", 700],
      ["press", 800],
      ...ticks(800, 1_500),
    ]);

    expect(firedAtMs).toEqual([]);
  });

  it("never makes a hold of a tap while the page stood still", () => {
    const { firedAtMs } = play([
      ["press", 0],
      ["tick", 16],
      ["tick", 5_000],
      ["release", 5_001],
      ...ticks(5_001, 9_000),
    ]);

    expect(firedAtMs).toEqual([]);
  });

  it("never fires by a clock that goes backwards", () => {
    const { firedAtMs, state } = play([
      ["press", 10_000],
      ["tick", 0],
      ["tick", -5_000],
    ]);

    expect(firedAtMs).toEqual([]);
    expect(holdFraction(state)).toBe(0);
  });

  it("ends without a word when its control is switched off", () => {
    expect(play([["press", 0], ...ticks(0, 800), ["cancel", 810], ...ticks(810, 3_000)])).toEqual({
      state: idleHold,
      firedAtMs: [],
    });
  });

  it("fills as it lasts", () => {
    const { state } = play([["press", 0], ...ticks(0, 500, 10)]);

    expect(holdFraction(state)).toBeCloseTo(0.5, 1);
  });
});
