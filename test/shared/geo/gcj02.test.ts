import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bd09ToGcj02, gcj02ToBd09 } from "../../../shared/geo/bd09.ts";
import { isShifted } from "../../../shared/geo/china-outline.ts";
import { gcj02ToWgs84, wgs84ToGcj02 } from "../../../shared/geo/gcj02.ts";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";

const at = (latDeg: number, lonDeg: number): LatLon => ({ latDeg, lonDeg });

describe("GCJ-02", () => {
  it.each([
    [at(31.1774276, 121.5272106), at(31.1753039836, 121.5315418592)],
    [at(22.543847, 113.912316), at(22.5407961317, 113.9171764808)],
    [at(39.911954, 116.377817), at(39.9133454554, 116.3840472246)],
    [at(39.915, 116.404), at(39.9164042815, 116.41024449917)],
    [at(43.8256, 87.6168), at(43.8268053931, 87.6196499495)],
  ])("draws %o where others draw it", (wgs84, gcj02) => {
    expect(wgs84ToGcj02(wgs84).latDeg).toBeCloseTo(gcj02.latDeg, 9);
    expect(wgs84ToGcj02(wgs84).lonDeg).toBeCloseTo(gcj02.lonDeg, 9);
    expect(gcj02ToWgs84(gcj02).latDeg).toBeCloseTo(wgs84.latDeg, 9);
    expect(gcj02ToWgs84(gcj02).lonDeg).toBeCloseTo(wgs84.lonDeg, 9);
  });

  it("leaves Paris where it is", () => {
    expect(wgs84ToGcj02(at(48.8584, 2.2945))).toEqual(at(48.8584, 2.2945));
    expect(gcj02ToWgs84(at(48.8584, 2.2945))).toEqual(at(48.8584, 2.2945));
  });

  it("is undone to 1e-9 degrees all over the inland", () => {
    const inland = fc.record({
      latDeg: fc.double({ min: 24, max: 38, noNaN: true }),
      lonDeg: fc.double({ min: 101, max: 115, noNaN: true }),
    });
    fc.assert(
      fc.property(inland, (place) => {
        const back = gcj02ToWgs84(wgs84ToGcj02(place));

        expect(Math.abs(back.latDeg - place.latDeg)).toBeLessThan(1e-9);
        expect(Math.abs(back.lonDeg - place.lonDeg)).toBeLessThan(1e-9);
        expect(distanceM(place, wgs84ToGcj02(place))).toBeLessThan(800);
      }),
    );
  });
});

describe("BD-09", () => {
  it("is what others make of GCJ-02, and back", () => {
    const gcj02 = bd09ToGcj02(at(39.915, 116.404));
    const bd09 = gcj02ToBd09(at(39.915, 116.404));

    expect([gcj02.lonDeg, gcj02.latDeg]).toEqual([
      expect.closeTo(116.39762729119315, 12),
      expect.closeTo(39.90865673957631, 12),
    ]);
    expect([bd09.lonDeg, bd09.latDeg]).toEqual([
      expect.closeTo(116.41036949371029, 12),
      expect.closeTo(39.92133699351021, 12),
    ]);
  });

  it("comes back within a metre", () => {
    for (const place of [at(39.9, 116.4), at(22.5, 113.9), at(43.8, 87.6), at(30.87, 120.43)]) {
      expect(distanceM(bd09ToGcj02(gcj02ToBd09(place)), place)).toBeLessThan(1);
    }
  });
});

describe("where GCJ-02 applies", () => {
  it.each([
    ["Beijing", 39.9, 116.4],
    ["Huzhou", 30.87, 120.43],
    ["Ürümqi", 43.8256, 87.6168],
    ["Lhasa", 29.65, 91.12],
    ["Kashgar", 39.47, 75.99],
    ["Mohe", 52.97, 122.54],
    ["Fuyuan in the far north-east", 48.36, 134.3],
    ["Haikou", 20.03, 110.33],
    ["Sanya", 18.25, 109.51],
    ["Shenzhen, Futian", 22.54, 114.06],
    ["Shenzhen, Luohu station", 22.533, 114.118],
    ["Zhuhai", 22.27, 113.575],
    ["Heihe", 50.245, 127.49],
    ["Dandong", 40.135, 124.385],
    ["Dongxing", 21.555, 107.96],
    ["Manzhouli", 49.59, 117.45],
    ["Erenhot", 43.65, 111.98],
    ["Hunchun", 42.87, 130.36],
    ["Xiamen", 24.48, 118.09],
    ["Pingtan", 25.5, 119.78],
    ["10 km off Zhoushan", 29.9, 122.5],
    ["the bay off Qingdao", 36.0, 120.35],
  ])("%s is shifted", (_, latDeg, lonDeg) => {
    expect(isShifted(at(latDeg, lonDeg))).toBe(true);
  });

  it.each([
    ["Hong Kong, Central", 22.28, 114.16],
    ["Hong Kong, Sheung Shui", 22.501, 114.127],
    ["Hong Kong, Yuen Long", 22.445, 114.03],
    ["Hong Kong airport", 22.31, 113.915],
    ["Victoria Harbour", 22.29, 114.17],
    ["Macao", 22.19, 113.545],
    ["Macao, Coloane", 22.125, 113.565],
    ["Taipei", 25.04, 121.56],
    ["Kinmen", 24.44, 118.33],
    ["Matsu", 26.16, 119.95],
    ["Penghu", 23.57, 119.6],
    ["Blagoveshchensk", 50.28, 127.54],
    ["Sinuiju", 40.09, 124.41],
    ["the south of Mong Cai", 21.505, 107.94],
    ["Ulaanbaatar", 47.92, 106.92],
    ["Hanoi", 21.03, 105.85],
    ["Vladivostok", 43.12, 131.89],
    ["Seoul", 37.57, 126.98],
    ["Almaty", 43.24, 76.9],
    ["Kathmandu", 27.71, 85.32],
    ["Myitkyina", 25.38, 97.4],
    ["Khabarovsk", 48.48, 135.08],
    ["Naha", 26.21, 127.68],
    ["the open East China Sea", 29, 125],
    ["the southern hemisphere", -30, 120],
  ])("%s is not", (_, latDeg, lonDeg) => {
    expect(isShifted(at(latDeg, lonDeg))).toBe(false);
    expect(wgs84ToGcj02(at(latDeg, lonDeg))).toEqual(at(latDeg, lonDeg));
  });

  it("has no holes or stripes: a walk along a parallel crosses the border where it is and nowhere else", () => {
    const changes: number[] = [];
    for (let lonDeg = 70; lonDeg < 140; lonDeg += 0.01) {
      if (isShifted(at(33.5, lonDeg)) !== isShifted(at(33.5, lonDeg + 0.01))) changes.push(Math.round(lonDeg));
    }

    // From Ladakh to the Yellow Sea off Yancheng.
    expect(changes).toEqual([79, 121]);
  });
});
