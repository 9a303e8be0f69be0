import { describe, expect, test } from "vitest";
import { northEastM } from "../../../shared/geo/local-frame.ts";
import { footprint } from "../../../shared/heat/footprint.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import { lepton, linghu, m3t, poseOf, terrainOf } from "../../support/poses.ts";

const corners = (heightM: number, depressionDeg: number) => {
  const outline = footprint({
    pose: poseOf(depressionDeg, { altMslM: 3 + heightM, altHomeM: heightM }),
    camera: m3t,
    maxRangeM: 1000,
  });
  const points = (outline ?? []).map((point) => northEastM(linghu, point));
  const [topLeft, topRight, bottomRight, bottomLeft] = [points[0], points[4], points[8], points[12]];
  if (!topLeft || !topRight || !bottomRight || !bottomLeft) throw new Error(`${points.length} points.`);
  return { topLeft, topRight, bottomRight, bottomLeft };
};

describe("the camera's footprint", () => {
  test("straight down from 100 m is 84.4 by 67.5 m", () => {
    const { topLeft, bottomRight } = corners(100, 90);

    expect(bottomRight.eastM - topLeft.eastM).toBeCloseTo(84.4, 0);
    expect(topLeft.northM - bottomRight.northM).toBeCloseTo(67.5, 0);
  });

  test.each([
    [100, 60, 20.1, 113.6, 81.6, 121.0],
    [100, 45, 49.5, 201.9, 89.2, 180.2],
    [60, 30, 52.8, 299.0, 63.9, 243.9],
  ])("from %i m looking %i degrees down", (heightM, depressionDeg, nearM, farM, nearWidthM, farWidthM) => {
    const { topLeft, topRight, bottomLeft, bottomRight } = corners(heightM, depressionDeg);

    expect(Math.abs(bottomLeft.northM - nearM)).toBeLessThan(0.1);
    expect(Math.abs(topLeft.northM - farM)).toBeLessThan(0.7);
    expect(Math.abs(bottomRight.eastM - bottomLeft.eastM - nearWidthM)).toBeLessThan(0.2);
    expect(Math.abs(topRight.eastM - topLeft.eastM - farWidthM)).toBeLessThan(0.7);
  });

  test("open to the horizon it is cut at the range", () => {
    const outline = footprint({ pose: poseOf(10), camera: m3t, maxRangeM: 700 });

    const ranges = (outline ?? []).map((point) => {
      const { northM, eastM } = northEastM(linghu, point);
      return Math.hypot(northM, eastM);
    });
    expect(ranges[0]).toBeCloseTo(700, 3);
    expect(ranges[4]).toBeCloseTo(700, 3);
    expect(Math.max(...ranges)).toBeLessThan(700.001);
    expect(ranges[10]).toBeLessThan(300);
  });

  test("a robot dog's is cut at 40 m", () => {
    const outline = footprint({
      pose: poseOf(0, { altMslM: 0, altHomeM: 0 }),
      camera: lepton,
      terrain: terrainOf(() => 3),
      cameraAboveGroundM: 0.5,
    });

    const farthestM = Math.max(...(outline ?? []).map((point) => northEastM(linghu, point).northM));
    expect(farthestM).toBeCloseTo(40, 3);
  });

  test("follows the terrain", () => {
    const flat = footprint({ pose: poseOf(60), camera: m3t, terrain: terrainOf(() => 3) });
    const rising = footprint({ pose: poseOf(60), camera: m3t, terrain: terrainOf((n) => 3 + n / 4) });

    const far = (outline: typeof flat) => northEastM(linghu, outline?.[0] ?? linghu).northM;
    expect(far(rising)).toBeLessThan(far(flat) - 5);
  });

  test("there is none where the camera looks at the sky, stands on the ground or knows no ground", () => {
    const { altHomeM: _unknown, ...noHome } = poseOf(45);

    expect(footprint({ pose: poseOf(-60), camera: m3t })).toBeUndefined();
    expect(footprint({ pose: poseOf(45, { altHomeM: 0 }), camera: m3t })).toBeUndefined();
    expect(footprint({ pose: noHome, camera: m3t })).toBeUndefined();
    expect(footprint({ pose: poseOf(90, { rollRad: degToRad(0) }), camera: m3t })).toHaveLength(16);
  });
});
