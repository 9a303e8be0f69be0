import { describe, expect, it } from "vitest";
import { SeededRandom, WanderingError } from "../../../hardware/simulator/seeded-random.ts";

describe("seeded-random", () => {
  it("repeats for the same seed and purpose and differs for others", () => {
    const draw = (seed: number, purpose: string) => {
      const random = new SeededRandom(seed, purpose);
      return Array.from({ length: 20 }, () => random.next());
    };

    expect(draw(1, "wind")).toEqual(draw(1, "wind"));
    expect(draw(1, "wind")).not.toEqual(draw(2, "wind"));
    expect(draw(1, "wind")).not.toEqual(draw(1, "gps"));
  });

  it("draws normal numbers", () => {
    const random = new SeededRandom(3);
    const numbers = Array.from({ length: 50_000 }, () => random.gaussian());
    const mean = numbers.reduce((a, b) => a + b) / numbers.length;
    const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length;

    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  it("wanders with the standard deviation asked for, smoothly", () => {
    const error = new WanderingError(new SeededRandom(5), { sigma: 1.5, tauS: 10 });
    let [squares, largestStep, last] = [0, 0, error.value];
    const steps = 400_000;

    for (let i = 0; i < steps; i++) {
      error.step(0.02);
      squares += error.value ** 2;
      largestStep = Math.max(largestStep, Math.abs(error.value - last));
      last = error.value;
    }

    expect(Math.sqrt(squares / steps)).toBeGreaterThan(1.35);
    expect(Math.sqrt(squares / steps)).toBeLessThan(1.65);
    expect(largestStep).toBeLessThan(0.06);
  });
});
