import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { phoneMap } from "../../../../electron/station/field/phone-map.ts";
import type { BaseMap } from "../../../../shared/geo/base-map.ts";
import type { FieldMap } from "../../../../shared/wire/field.ts";

const terrain = { southDeg: 30, westDeg: 120, stepLatDeg: 1, stepLonDeg: 1, rows: 2, columns: 2 };
/** A road of a point each 10 cm, that bends by 30 m in its middle. */
const road = Array.from({ length: 4_001 }, (_, i) => {
  const northDeg = i <= 2_000 ? 0 : ((i - 2_000) / 2_000) * 0.00027;
  return [120.433 + i * 1.04e-6, 30.87 + northDeg] as const;
});
const baseMap: BaseMap = {
  ...{ id: "t", attribution: "synthetic", synthetic: true, terrain },
  features: [{ kind: "road", name: "Main road", geometry: { type: "LineString", coordinates: road } }],
};

describe("the base map on a phone", () => {
  it("keeps a line's ends and bends to a metre, and leaves out the rest", () => {
    const bytes = phoneMap(baseMap);
    const { features } = JSON.parse(String(gunzipSync(bytes))) as FieldMap;
    const [feature] = features;
    const line = feature?.geometry.type === "LineString" ? feature.geometry.coordinates : [];

    expect(line.length).toBeLessThan(6);
    expect(line[0]).toEqual([120.433, 30.87]);
    expect(line.at(-1)?.[0]).toBeCloseTo(120.43716, 5);
    expect(line.some(([lon]) => Math.abs(lon - 120.43508) < 2e-5)).toBe(true);
    expect(bytes.length).toBeLessThan(500);
  });

  it("is made once", () => {
    expect(phoneMap(baseMap)).toBe(phoneMap(baseMap));
  });
});
