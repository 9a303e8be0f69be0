import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { degToRad, radToDeg, wrapPi, wrapTurn } from "../../../shared/units/angle.ts";

const anyAngle = fc.double({ min: -1000, max: 1000, noNaN: true });

describe("angles", () => {
  test("degrees and radians are each other's inverse", () => {
    expect(degToRad(180)).toBeCloseTo(Math.PI, 15);
    fc.assert(
      fc.property(anyAngle, (deg) => {
        expect(radToDeg(degToRad(deg))).toBeCloseTo(deg, 9);
      }),
    );
  });

  test("wrapping keeps the direction and the range", () => {
    fc.assert(
      fc.property(anyAngle, (rad) => {
        const [half, turn] = [wrapPi(rad), wrapTurn(rad)];

        expect(half).toBeGreaterThan(-Math.PI);
        expect(half).toBeLessThanOrEqual(Math.PI);
        expect(turn).toBeGreaterThanOrEqual(0);
        expect(turn).toBeLessThan(2 * Math.PI);
        for (const wrapped of [half, turn]) expect(Math.cos(wrapped - rad)).toBeCloseTo(1, 9);
      }),
    );
  });

  test("the ends of the ranges fall where they belong", () => {
    expect(wrapPi(Math.PI)).toBe(Math.PI);
    expect(wrapPi(-Math.PI)).toBeCloseTo(Math.PI, 12);
    expect(wrapTurn(2 * Math.PI)).toBe(0);
    expect(wrapTurn(-1e-17)).toBe(0);
  });
});
