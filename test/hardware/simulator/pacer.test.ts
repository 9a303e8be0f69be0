import { describe, expect, it } from "vitest";
import { Pacer } from "../../../hardware/simulator/pacer.ts";

describe("pacer", () => {
  it("gives as many steps as real time times speed asks for, whatever the rounds", () => {
    const pacer = new Pacer({ speed: 10, stepMs: 20, nowMs: 1000 });
    let steps = 0;

    for (let nowMs = 1000; nowMs <= 3000; nowMs += 13) steps += pacer.take(nowMs);

    expect(steps).toBeGreaterThanOrEqual(990);
    expect(steps).toBeLessThanOrEqual(1000);
  });

  it("catches up after a short stall in bounded bursts", () => {
    const pacer = new Pacer({ speed: 1, stepMs: 20, nowMs: 0 });

    const bursts = [600, 601, 602, 603, 604].map((nowMs) => pacer.take(nowMs));

    expect(Math.max(...bursts)).toBeLessThanOrEqual(10);
    expect(bursts.reduce((a, b) => a + b)).toBe(30);
  });

  it("does not replay what a long sleep missed", () => {
    const pacer = new Pacer({ speed: 1, stepMs: 20, nowMs: 0 });
    let steps = 0;

    for (let nowMs = 3_600_000; nowMs < 3_600_100; nowMs += 10) steps += pacer.take(nowMs);

    expect(steps).toBeLessThan(20);
  });
});
