import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlatTerrain } from "../../../shared/geo/flat-terrain.ts";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";
import { focalPx, projectToPixel } from "../../../shared/heat/camera-model.ts";
import { ellipse95Of, sigmasM } from "../../../shared/heat/covariance.ts";
import {
  type GeoreferencedSpot,
  type GeoreferenceOptions,
  georeference,
  groundRobotSigmas,
} from "../../../shared/heat/georeference.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import { lepton, linghu, m3t, poseOf, terrainOf } from "../../support/poses.ts";

const middle = { xPx: 320, yPx: 256, widthPx: 4, heightPx: 6 };

/** Over level ground that is known; poses are over a home 3 m above the sea. */
const locate = (options: Partial<GeoreferenceOptions>) =>
  georeference({
    spot: middle,
    pose: poseOf(45),
    camera: m3t,
    captureSigmaMs: 0,
    terrain: new FlatTerrain(3),
    ...options,
  });

const located = (options: Partial<GeoreferenceOptions>): GeoreferencedSpot => {
  const result = locate(options);
  if (!result.located) throw new Error(`Not located: ${result.reason}.`);
  return result;
};

const rss = ({ covariance }: GeoreferencedSpot): number => Math.sqrt(covariance.nn + covariance.ee);

describe("georeferencing a spot", () => {
  test.each([
    [60, 90, 0, 2.1],
    [60, 60, 34.6, 3.2],
    [60, 45, 60, 4.7],
    [60, 30, 103.9, 8.0],
    [100, 30, 173.2, 11.3],
  ])("the error budget from %i m looking %i degrees down", (heightM, depressionDeg, rangeM, rssM) => {
    const spot = located({ pose: poseOf(depressionDeg, { altMslM: 3 + heightM, altHomeM: heightM }) });

    const { northM, eastM } = northEastM(linghu, spot.position);
    expect(northM).toBeCloseTo(rangeM, 0);
    expect(eastM).toBeCloseTo(0, 6);
    expect(spot.groundMslM).toBeCloseTo(3, 3);
    expect(Math.abs(rss(spot) - rssM)).toBeLessThan(0.06);
  });

  test("each error is as large as the formulas say", () => {
    const { systematic } = located({ pose: poseOf(30, { altMslM: 63, altHomeM: 60 }) });

    const lengthM = (i: number) => Math.hypot(systematic[2 * i] ?? 0, systematic[2 * i + 1] ?? 0);
    const attitude = Math.sqrt(0.8);
    expect(lengthM(0)).toBeCloseTo(1.5 / Math.SQRT2, 3);
    expect(lengthM(2)).toBeCloseTo(3.63 * attitude, 1);
    expect(lengthM(3)).toBeCloseTo(4.19 * attitude, 1);
    expect(lengthM(4)).toBeCloseTo(120 * degToRad(1) * attitude, 1);
    expect(lengthM(6)).toBeCloseTo(5.2, 1);
  });

  test("a point of the ground seen through the camera comes back to where it is, on any slope and attitude", () => {
    const rough = terrainOf((n, e) => 3 + 6 * Math.sin(n / 61) * Math.cos(e / 47) + e / 15);
    const angle = (limitDeg: number) => fc.double({ min: -limitDeg, max: limitDeg, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(angle(180), fc.double({ min: 35, max: 90, noNaN: true }), angle(10)),
        fc.tuple(fc.double({ min: 30, max: 610 }), fc.double({ min: 30, max: 480 })),
        ([yawDeg, depressionDeg, rollDeg], [xPx, yPx]) => {
          const pose = poseOf(depressionDeg, { yawRad: degToRad(yawDeg), rollRad: degToRad(rollDeg) });
          const seen = locate({ pose, terrain: rough, spot: { ...middle, xPx, yPx } });
          if (!seen.located) return;
          const { northM, eastM } = northEastM(pose, seen.position);
          const groundMslM = rough.heightMslM(seen.position.latDeg, seen.position.lonDeg) ?? 0;
          const bulgeM = (northM * northM + eastM * eastM) / (2 * 6.36e6);

          const down = pose.altMslM - groundMslM + bulgeM;
          const pixel = projectToPixel(m3t, pose, { north: northM, east: eastM, down });

          expect(Math.abs((pixel?.xPx ?? 0) - xPx)).toBeLessThan(0.01);
          expect(Math.abs((pixel?.yPx ?? 0) - yPx)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("the size of a spot is its pixels times the ground sampling distance", () => {
    // The M3T has 7.9 cm a pixel at 60 m.
    const spot = located({ pose: poseOf(90, { altMslM: 63, altHomeM: 60 }), spot: { ...middle, widthPx: 21 } });

    expect(spot.gsdM).toBeCloseTo(0.079, 3);
    expect(spot.sizeM).toBeCloseTo(1.66, 1);
  });

  test("the ellipse is long in the direction of sight", () => {
    const { azimuthRad, semiMajorM, semiMinorM } = ellipse95Of(
      located({ pose: poseOf(30, { yawRad: degToRad(70) }) }).covariance,
    );

    expect(azimuthRad).toBeCloseTo(degToRad(70), 1);
    expect(semiMajorM).toBeGreaterThan(1.2 * semiMinorM);
  });

  test("rising ground across the line of sight makes the height matter less", () => {
    const flat = located({ terrain: terrainOf(() => 3) });
    const rising = located({ terrain: terrainOf((n) => 3 + Math.max(0, n) / 2) });

    expect(rising.covariance.nn).toBeLessThan(flat.covariance.nn);
  });

  test("late pictures of a fast vehicle are less certain", () => {
    const still = located({ captureSigmaMs: 200 });
    const moving = located({ captureSigmaMs: 200, pose: poseOf(45, { groundMps: 10 }) });
    const turning = located({ captureSigmaMs: 200, pose: poseOf(45, { yawRateRadps: 0.5 }) });

    expect(moving.covariance.nn - still.covariance.nn).toBeCloseTo(4, 6);
    expect(moving.covariance.ee - still.covariance.ee).toBeCloseTo(4, 6);
    // 0.2 s at 0.5 rad/s, 100 m away, across.
    expect(turning.covariance.ee - still.covariance.ee).toBeCloseTo(100, -1);
    expect(turning.covariance.nn - still.covariance.nn).toBeCloseTo(0, 1);
  });

  test("without a pose near the capture time it is not located", () => {
    expect(locate({ pose: undefined })).toEqual({ located: false, reason: "no-pose" });
    expect(locate({ pose: poseOf(45, { gapMs: 1500 }) })).toEqual({ located: false, reason: "no-pose" });
  });

  test("without a camera model it is not located", () => {
    expect(locate({ camera: undefined })).toEqual({ located: false, reason: "no-camera-model" });
  });

  test("above the horizon, outside the terrain and over unknown ground it is not located", () => {
    const noGround = { located: false, reason: "no-ground" };
    const { altHomeM: _unknown, ...noHome } = poseOf(45);

    expect(locate({ pose: poseOf(-5) })).toEqual(noGround);
    expect(locate({ pose: poseOf(15), terrain: terrainOf(() => 3, { halfM: 200 }) })).toEqual(noGround);
    expect(locate({ pose: noHome, terrain: undefined })).toEqual(noGround);
    expect(locate({ pose: poseOf(45, { altMslM: 2 }), terrain: terrainOf(() => 3) })).toEqual(noGround);
  });

  test("a vehicle that has left the terrain is over level ground at home's height", () => {
    const away = offsetLatLon(linghu, 5000, 0);

    const spot = located({ pose: poseOf(45, away), terrain: terrainOf(() => 50) });

    expect(northEastM(away, spot.position).northM).toBeCloseTo(100, 1);
  });
});

describe("a robot dog's camera, half a metre up", () => {
  const dogSees = (depressionDeg: number) =>
    georeference({
      spot: { xPx: 80, yPx: 60, widthPx: 5, heightPx: 5 },
      // Its GPS says that it is 2 m under the ground.
      pose: poseOf(depressionDeg, { altMslM: 1, altHomeM: -2 }),
      camera: lepton,
      captureSigmaMs: 50,
      terrain: terrainOf(() => 3),
      cameraAboveGroundM: 0.5,
      sigmas: groundRobotSigmas,
    });

  test("places what is near by its foot and its own height above the ground, whatever its GPS says", () => {
    const near = dogSees(10);

    const footRad = degToRad(10) + Math.atan(2.5 / focalPx(lepton));
    expect(near.located && northEastM(linghu, near.position).northM).toBeCloseTo(0.5 / Math.tan(footRad), 2);
  });

  test("places somebody who stands higher than the camera, and says how unsure the foot is", () => {
    // 1.7 m tall and 8 m away: the middle is above the horizon.
    const [topPx, footPx] = [60 - (focalPx(lepton) * 1.2) / 8, 60 + (focalPx(lepton) * 0.5) / 8];
    const standing = georeference({
      spot: { xPx: 80, yPx: (topPx + footPx) / 2, widthPx: 8, heightPx: footPx - topPx },
      pose: poseOf(0),
      camera: lepton,
      captureSigmaMs: 50,
      terrain: terrainOf(() => 3),
      cameraAboveGroundM: 0.5,
      sigmas: { ...groundRobotSigmas, pitchRad: degToRad(0.5) },
    });

    // So near the horizon a foot that may hide in the grass can be anywhere.
    expect((topPx + footPx) / 2).toBeLessThan(60);
    expect(standing).toEqual({ located: false, reason: "no-ground" });
  });

  test("is less and less sure of the range, and then says so", () => {
    const [near, far] = [dogSees(20), dogSees(6)];
    if (!near.located || !far.located) throw new Error("Both should be located.");

    expect(sigmasM(far.covariance).majorM).toBeGreaterThan(1.2 * sigmasM(near.covariance).majorM);
    expect(far.covariance.nn).toBeGreaterThan(far.covariance.ee);
    for (const depressionDeg of [2, 1, 0.3, 0, -3]) {
      expect(dogSees(depressionDeg)).toEqual({ located: false, reason: "no-ground" });
    }
  });
});
