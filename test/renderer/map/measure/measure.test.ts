import { describe, expect, it } from "vitest";
import { areaText, lengthText } from "../../../../renderer/map/measure/measure-text.ts";
import { timesBetween } from "../../../../renderer/map/measure/time-between.ts";
import { measurePath } from "../../../../shared/geo/measure-path.ts";
import { placeAt } from "../../../support/build-views.ts";

describe("a measured path", () => {
  it("has the length of its legs, and as a ring its area", () => {
    const { legsM, lengthM, ring } = measurePath([placeAt(0, 0), placeAt(0, 300), placeAt(400, 300)]);

    expect(legsM[0]).toBeCloseTo(300, -1);
    expect(legsM[1]).toBeCloseTo(400, -1);
    expect(lengthM).toBeCloseTo((legsM[0] ?? 0) + (legsM[1] ?? 0), 6);
    expect((ring?.areaM2 ?? 0) / 60_000).toBeCloseTo(1, 1);
    expect((ring?.perimeterM ?? 0) - lengthM).toBeCloseTo(500, -1);
  });

  it("encloses nothing with two points, and no less across the date line", () => {
    expect(measurePath([placeAt(0, 0), placeAt(0, 10)]).ring).toBeUndefined();
    expect(measurePath([]).lengthM).toBe(0);
    const across = [
      { latDeg: 0, lonDeg: 179.999 },
      { latDeg: 0, lonDeg: -179.999 },
      { latDeg: 0.002, lonDeg: -179.999 },
    ];
    const here = across.map(({ latDeg, lonDeg }) => ({ latDeg, lonDeg: lonDeg > 0 ? 0 : 0.002 }));
    expect(measurePath(across).ring?.areaM2).toBeCloseTo(measurePath(here).ring?.areaM2 ?? 0, -1);
  });

  it("is written in the units that were chosen", () => {
    expect([340.4, 1_240, 12_400].map((m) => lengthText(m, "metric"))).toEqual(["340 m", "1.24 km", "12.4 km"]);
    expect([100, 3_000].map((m) => lengthText(m, "imperial"))).toEqual(["328 ft", "1.86 mi"]);
    expect([620, 42_500, 1.1e6].map((m2) => areaText(m2, "metric"))).toEqual(["620 m²", "4.25 ha", "1.10 km²"]);
    expect([600, 3e6].map((m2) => areaText(m2, "imperial"))).toEqual(["0.15 ac", "1.16 mi²"]);
  });
});

describe("the time between two places", () => {
  const trail = Array.from({ length: 101 }, (_, s) => {
    const { latDeg, lonDeg } = placeAt(0, 5 * s);
    return [latDeg, lonDeg, 1_000 * s];
  }).flat();

  it("is that of whoever went from the one to the other, along their way", () => {
    const [one, ...others] = timesBetween({ "1": trail }, placeAt(3, 50), placeAt(-3, 400));

    expect(others).toEqual([]);
    expect(one).toMatchObject({ vehicleId: "1", ms: 70_000 });
    expect((one?.wayM ?? 0) / 350).toBeCloseTo(1, 2);
  });

  it("is nobody's where nobody passed both", () => {
    expect(timesBetween({ "1": trail }, placeAt(0, 50), placeAt(100, 400))).toEqual([]);
    expect(timesBetween({ "1": [] }, placeAt(0, 50), placeAt(0, 60))).toEqual([]);
  });
});
