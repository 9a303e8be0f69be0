import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  coordinateFormats,
  formatCoordinate,
  formatDecimal,
  formatDms,
  formatMgrs,
  formatUtm,
} from "../../../shared/geo/coordinate-format.ts";

describe("coordinates as people read them", () => {
  test("the start of the search near Linghu in all four", () => {
    const linghu = { latDeg: 30.87, lonDeg: 120.433 };

    expect(formatDecimal(linghu)).toBe("30.87000, 120.43300");
    expect(formatDms(linghu)).toBe("30°52′12.0″N 120°25′58.8″E");
    expect(formatUtm(linghu)).toBe("51R 254568 3418017");
    expect(formatMgrs(linghu)).toBe("51R TQ 54567 18016");
  });

  test("the Eiffel tower as geodesy's own documentation has it", () => {
    expect(formatUtm({ latDeg: 48.8582, lonDeg: 2.2945 })).toBe("31U 448252 5411933");
    expect(formatMgrs({ latDeg: 48.8582, lonDeg: 2.2945 })).toBe("31U DQ 48251 11932");
  });

  test("southern and western halves", () => {
    expect(formatDms({ latDeg: -33.5, lonDeg: -70.25 })).toBe("33°30′00.0″S 070°15′00.0″W");
    expect(formatUtm({ latDeg: -33.5, lonDeg: -70.25 })).toMatch(/^19H /);
  });

  test("Norway and Svalbard have their own zones", () => {
    expect(formatUtm({ latDeg: 60.39, lonDeg: 5.32 })).toMatch(/^32V /);
    expect(formatUtm({ latDeg: 78.22, lonDeg: 15.65 })).toMatch(/^33X /);
  });

  test("60 seconds carry into the minute", () => {
    expect(formatDms({ latDeg: 29.9999999, lonDeg: 119.9999999 })).toBe("30°00′00.0″N 120°00′00.0″E");
  });

  test("poles have no UTM or MGRS, but latitude and longitude", () => {
    for (const latDeg of [90, 84, -80, -90]) {
      const pole = { latDeg, lonDeg: 10 };

      expect(formatUtm(pole)).toBeUndefined();
      expect(formatMgrs(pole)).toBeUndefined();
      expect(formatDms(pole)).toBeDefined();
    }
  });

  test("no minus zero", () => {
    expect(formatDecimal({ latDeg: -1e-9, lonDeg: -1e-9 })).toBe("0.00000, 0.00000");
  });

  test("nothing throws and every place within UTM's latitudes has a name, the date line included", () => {
    const anyLatDeg = fc.oneof(
      fc.double({ min: -95, max: 95 }),
      fc.constantFrom(-80, 84, 72, 56, 64, 0, -1e-13, -2e-10, -79.949999, 83.949999),
    );
    const anyLonDeg = fc.oneof(fc.double({ min: -200, max: 200 }), fc.constantFrom(-180, 180, 3, 9, 21, 33, 42, 1e300));
    fc.assert(
      fc.property(anyLatDeg, anyLonDeg, (latDeg, lonDeg) => {
        const texts = coordinateFormats.map((format) => formatCoordinate({ latDeg, lonDeg }, format));

        const named = latDeg > -79.95 && latDeg < 83.95 && Number.isFinite(lonDeg);
        expect(texts[2] !== undefined).toBe(named);
        expect(texts[3] !== undefined).toBe(named);
        for (const text of texts) expect(text ?? "").not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 2000 },
    );
  });
});
