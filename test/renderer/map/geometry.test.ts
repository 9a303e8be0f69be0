import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ellipseOutline } from "../../../renderer/map/marks/ellipse-outline.ts";
import { scaleBar, scaleText } from "../../../renderer/map/scale-bar.ts";
import { northEastM } from "../../../shared/geo/local-frame.ts";
import { metresPerPx, worldLatDeg, worldLonDeg, worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import { asRad } from "../../../shared/units/angle.ts";

describe("the Mercator square", () => {
  it("puts the zero point in its middle and holds the poles at its edges", () => {
    expect(worldX(0)).toBe(0.5);
    expect(worldY(0)).toBeCloseTo(0.5, 12);
    expect(worldY(90)).toBeCloseTo(0, 9);
    expect(worldY(-90)).toBeCloseTo(1, 9);
  });

  it("comes back to the same place", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -85, max: 85, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (lat, lon) => {
          expect(worldLatDeg(worldY(lat))).toBeCloseTo(lat, 9);
          expect(worldLonDeg(worldX(lon))).toBeCloseTo(lon, 9);
        },
      ),
    );
  });

  it("knows that a pixel at zoom 0 spans 156 km on the equator and half of that at 60 degrees", () => {
    expect(metresPerPx(0, 0)).toBeCloseTo(156_543, 0);
    expect(metresPerPx(60, 0)).toBeCloseTo(78_271.5, 0);
  });
});

describe("an ellipse's outline", () => {
  const centre = { latDeg: 30.87, lonDeg: 120.433 };

  it("starts on the major axis, in the direction of its azimuth, to true scale", () => {
    const ring = ellipseOutline(centre, { semiMajorM: 40, semiMinorM: 10, azimuthRad: asRad(Math.PI / 2) });

    const first = northEastM(centre, ring[0] ?? centre);
    const quarter = northEastM(centre, ring[12] ?? centre);

    expect(first.eastM).toBeCloseTo(40, 3);
    expect(first.northM).toBeCloseTo(0, 3);
    expect(Math.abs(quarter.northM)).toBeCloseTo(10, 3);
    expect(quarter.eastM).toBeCloseTo(0, 3);
  });

  it("has every corner on the ellipse, whatever its axes and azimuth", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: -4, max: 4, noNaN: true }),
        (semiMajorM, flattening, azimuth) => {
          const semiMinorM = semiMajorM * flattening;
          for (const corner of ellipseOutline(centre, { semiMajorM, semiMinorM, azimuthRad: asRad(azimuth) })) {
            const { northM, eastM } = northEastM(centre, corner);
            const along = northM * Math.cos(azimuth) + eastM * Math.sin(azimuth);
            const across = eastM * Math.cos(azimuth) - northM * Math.sin(azimuth);
            expect((along / semiMajorM) ** 2 + (across / semiMinorM) ** 2).toBeCloseTo(1, 5);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("the scale bar", () => {
  it("takes the longest round length that fits", () => {
    expect(scaleBar(1, 130, "metric")).toEqual({ length: 100, unit: "m", widthPx: 100 });
    expect(scaleBar(4, 130, "metric")).toEqual({ length: 500, unit: "m", widthPx: 125 });
    expect(scaleBar(20, 130, "metric")).toMatchObject({ length: 2, unit: "km", widthPx: 100 });
  });

  it("goes from feet to miles where a half mile fits", () => {
    expect(scaleBar(1, 130, "imperial")).toMatchObject({ length: 200, unit: "ft" });
    expect(scaleBar(10, 130, "imperial")).toMatchObject({ length: 0.5, unit: "mi" });
  });

  it("is never longer than its room and never shorter than two fifths of it", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 100_000, noNaN: true }), (metresPerPixel) => {
        const { widthPx } = scaleBar(metresPerPixel, 130, "metric");
        expect(widthPx).toBeLessThanOrEqual(130.001);
        expect(widthPx).toBeGreaterThanOrEqual(130 * 0.399);
      }),
    );
  });

  it("draws nothing for a map without a size", () => {
    expect(scaleBar(0, 130, "metric").widthPx).toBe(0);
    expect(scaleBar(Number.NaN, 130, "metric").widthPx).toBe(0);
  });

  it("writes no stray digits", () => {
    expect(scaleText(0.2 + 0.1, "mi")).toBe("0.3 mi");
    expect(scaleText(500, "m")).toBe("500 m");
  });
});
