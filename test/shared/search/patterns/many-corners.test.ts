import { describe, expect, it } from "vitest";
import type { PlanePoint } from "../../../../shared/geo/polygon.ts";
import { makePattern } from "../../../../shared/search/patterns/make-pattern.ts";
import type { Area, PatternShape } from "../../../../shared/search/patterns/pattern.ts";
import { areaOf, mountains } from "../../../support/areas.ts";
import { ownTime } from "../../../support/own-time.ts";

const corners = 5000;

/** Narrow teeth on a back. */
const comb = (widthM: number, heightM: number): PlanePoint[] => {
  const teeth = Math.floor(corners / 4);
  const toothM = widthM / teeth;
  const ring = Array.from({ length: teeth }, (_, i): PlanePoint[] => [
    { northM: 20, eastM: i * toothM },
    { northM: heightM, eastM: i * toothM },
    { northM: heightM, eastM: (i + 0.5) * toothM },
    { northM: 20, eastM: (i + 0.5) * toothM },
  ]).flat();
  return [...ring.slice(0, corners - 2), { northM: 0, eastM: widthM }, { northM: 0, eastM: 0 }];
};

const spiral = (): PlanePoint[] => {
  const side = (wideM: number) =>
    Array.from({ length: corners / 2 }, (_, i) => {
      const rad = (i / (corners / 2)) * 60;
      const radiusM = 50 + wideM + rad * 15;
      return { northM: radiusM * Math.cos(rad), eastM: radiusM * Math.sin(rad) };
    });
  return [...side(0), ...side(40).reverse()];
};

const shapes = (area: Area): readonly PatternShape[] => [
  { kind: "parallel", area, spacingM: 30 },
  { kind: "creeping", area, spacingM: 30, advanceHeadingRad: 0.3 },
  { kind: "contour", area, spacingM: 30 },
  { kind: "perimeter", area, insetM: 5, laps: 3, spacingM: 5 },
];

describe("an area of 5,000 corners", () => {
  it.each([
    ["a comb", comb(2000, 1500)],
    ["a spiral", spiral()],
  ] as const)(
    "that is %s is laid or refused before anybody waits, by every pattern",
    (_, ring) => {
      const height = { aglM: 50, followTerrain: true, maxClimb: 0.3 };

      for (const shape of shapes(areaOf([ring]))) {
        const tookMs = ownTime();
        const result = makePattern(shape, height, { terrain: mountains(1) });

        const faults = ["too-many-points", "no-area"];
        expect(result.ok || faults.includes(result.fault.code), shape.kind).toBe(true);
        // A second or so on a machine that does nothing else; it was 40 s for the comb once.
        expect(tookMs(), shape.kind).toBeLessThan(8_000);
      }
    },
    60_000,
  );
});
