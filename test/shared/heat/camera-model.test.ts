import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pixelRay, projectToPixel } from "../../../shared/heat/camera-model.ts";
import { radToDeg } from "../../../shared/units/angle.ts";
import { m3t } from "../../support/poses.ts";

const level = { rollRad: 0, pitchRad: 0, yawRad: 0 };

describe("the camera model", () => {
  test("the M3T sees 37.3 degrees from top to bottom", () => {
    const [top, bottom] = [0, m3t.heightPx].map((yPx) => pixelRay(m3t, level, m3t.widthPx / 2, yPx));
    const angleRad = Math.atan2(bottom?.down ?? 0, bottom?.north ?? 0) - Math.atan2(top?.down ?? 0, top?.north ?? 0);

    expect(radToDeg(angleRad)).toBeCloseTo(37.3, 1);
  });

  test("looks along its axis in the middle, to the right at the right, down at the bottom", () => {
    expect(pixelRay(m3t, level, 320, 256)).toEqual({ north: 1, east: 0, down: 0 });
    expect(pixelRay(m3t, level, 640, 256).east).toBeGreaterThan(0);
    expect(pixelRay(m3t, level, 320, 512).down).toBeGreaterThan(0);
  });

  test("negative pitch looks down, yaw turns to the east, roll to the right lifts the left", () => {
    expect(pixelRay(m3t, { ...level, pitchRad: -Math.PI / 2 }, 320, 256).down).toBeCloseTo(1, 12);
    expect(pixelRay(m3t, { ...level, yawRad: Math.PI / 2 }, 320, 256).east).toBeCloseTo(1, 12);
    expect(pixelRay(m3t, { ...level, rollRad: 0.1 }, 640, 256).down).toBeGreaterThan(0);
  });

  test("a ray projected gives its pixel back, for every attitude", () => {
    const turn = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
    const attitude = fc.record({ rollRad: turn, pitchRad: turn, yawRad: turn });
    const pixel = fc.tuple(fc.double({ min: 0, max: 640, noNaN: true }), fc.double({ min: 0, max: 512, noNaN: true }));
    fc.assert(
      fc.property(attitude, pixel, (pose, [xPx, yPx]) => {
        const ray = pixelRay(m3t, pose, xPx, yPx);
        const back = projectToPixel(m3t, pose, ray);

        expect(Math.hypot(ray.north, ray.east, ray.down)).toBeCloseTo(1, 12);
        expect(back?.xPx).toBeCloseTo(xPx, 6);
        expect(back?.yPx).toBeCloseTo(yPx, 6);
      }),
    );
  });

  test("nothing behind it is in the picture", () => {
    expect(projectToPixel(m3t, level, { north: -1, east: 0, down: 0 })).toBeUndefined();
  });
});
