import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { directGeodesic, distanceM, inverseGeodesic, wrapLonDeg } from "../../../shared/geo/geodesic.ts";
import { LocalFrame, northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";

const place = fc.record({
  latDeg: fc.double({ min: -70, max: 70, noNaN: true }),
  lonDeg: fc.double({ min: -180, max: 179.999, noNaN: true }),
});
const azimuth = fc.double({ min: 0, max: 2 * Math.PI, maxExcluded: true, noNaN: true });

describe("geodesics", () => {
  test("agree with the published line from Wellington to Salamanca", () => {
    // The example of GeographicLib's own documentation: 19959.679 km, azimuth 161.068 degrees.
    const { distanceM: lengthM, azimuthRad } = inverseGeodesic(
      { latDeg: -41.32, lonDeg: 174.81 },
      { latDeg: 40.96, lonDeg: -5.5 },
    );

    expect(lengthM).toBeCloseTo(19959679.267, 2);
    expect((azimuthRad * 180) / Math.PI).toBeCloseTo(161.06766998616, 8);
  });

  test("going there and measuring back is the same line", () => {
    fc.assert(
      fc.property(place, azimuth, fc.double({ min: 1, max: 1e6, noNaN: true }), (from, azimuthRad, lengthM) => {
        const there = inverseGeodesic(from, directGeodesic(from, azimuthRad, lengthM));

        expect(there.distanceM).toBeCloseTo(lengthM, 4);
        expect(Math.cos(there.azimuthRad - azimuthRad)).toBeCloseTo(1, 8);
      }),
    );
  });

  test("longitudes wrap to [-180, 180)", () => {
    expect([180, -180, 181, 540, -181, 0].map(wrapLonDeg)).toEqual([-180, -180, -179, -180, 179, 0]);
    expect(wrapLonDeg(179.99999999999997)).toBe(-180);
  });
});

describe("the local frame", () => {
  test("stays within 5 cm of the geodesic 5 km away", () => {
    fc.assert(
      fc.property(place, azimuth, fc.double({ min: 0, max: 5000, noNaN: true }), (from, azimuthRad, lengthM) => {
        const to = directGeodesic(from, azimuthRad, lengthM);

        const { northM, eastM } = northEastM(from, to);

        expect(
          Math.hypot(northM - lengthM * Math.cos(azimuthRad), eastM - lengthM * Math.sin(azimuthRad)),
        ).toBeLessThan(0.05);
      }),
      { numRuns: 500 },
    );
  });

  test("is its own inverse, across the date line too", () => {
    const metres = fc.double({ min: -5000, max: 5000, noNaN: true });
    fc.assert(
      fc.property(place, metres, metres, (from, northM, eastM) => {
        const back = northEastM(from, offsetLatLon(from, northM, eastM));

        expect(back.northM).toBeCloseTo(northM, 5);
        expect(back.eastM).toBeCloseTo(eastM, 5);
      }),
    );
  });

  test("at a pole everything stays finite", () => {
    const frame = new LocalFrame({ latDeg: 90, lonDeg: 0 });

    const there = frame.toLatLon(500, 500);

    expect(Number.isFinite(there.latDeg) && Number.isFinite(there.lonDeg)).toBe(true);
    expect(there.latDeg).toBeLessThanOrEqual(90);
  });

  test("a kilometre is a kilometre", () => {
    const from = { latDeg: 30.87, lonDeg: 120.433 };

    expect(distanceM(from, offsetLatLon(from, 600, 800))).toBeCloseTo(1000, 3);
  });
});
