import { describe, expect, test } from "vitest";
import { northEastM } from "../../../../shared/geo/local-frame.ts";
import type { BiasEstimate } from "../../../../shared/heat/bias/camera-bias.ts";
import { lastingSigma } from "../../../../shared/heat/bias/estimate-bias.ts";
import {
  correctedCapture,
  leastSigmas,
  manualSigmaRad,
  type PoseCorrection,
  poseCorrection,
  withCorrection,
} from "../../../../shared/heat/bias/pose-correction.ts";
import { sigmasM } from "../../../../shared/heat/covariance.ts";
import { droneSigmas, type GeoreferenceOptions, georeference } from "../../../../shared/heat/georeference.ts";
import { degToRad } from "../../../../shared/units/angle.ts";
import { linghu, m3t, poseOf, terrainOf } from "../../../support/poses.ts";

const terrain = terrainOf(() => 3);
const priorHeadingRad = lastingSigma(droneSigmas.headingRad);

const located = (options: Partial<GeoreferenceOptions>) => {
  const spot = { xPx: 320, yPx: 256, widthPx: 4, heightPx: 6 };
  const placed = georeference({ spot, pose: poseOf(45), camera: m3t, captureSigmaMs: 40, terrain, ...options });
  if (!placed.located) throw new Error(`Not located: ${placed.reason}.`);
  return placed;
};

const estimateOf = (headingDeg: number, sigmaDeg: number): BiasEstimate => ({
  headingRad: { value: degToRad(headingDeg), sigma: degToRad(sigmaDeg) },
  pitchRad: { value: degToRad(1), sigma: degToRad(0.5) },
  timeMs: { value: 30, sigma: 20 },
  covariance: [],
  sightings: 3,
  leftOut: 0,
});

describe("a correction", () => {
  test("turns where a place is taken to be, about the camera", () => {
    const turned = located({ correction: { headingRad: degToRad(10), pitchRad: 0, timeMs: 0, sigmas: {} } });

    const { northM, eastM } = northEastM(linghu, turned.position);
    expect(northM).toBeCloseTo(100 * Math.cos(degToRad(10)), 1);
    expect(eastM).toBeCloseTo(100 * Math.sin(degToRad(10)), 1);
  });

  test("by pitch takes it nearer or further", () => {
    const lower = located({ correction: { headingRad: 0, pitchRad: degToRad(-5), timeMs: 0, sigmas: {} } });

    expect(northEastM(linghu, lower.position).northM).toBeCloseTo(100 / Math.tan(degToRad(50)), 1);
  });

  test("of nothing with nothing measured leaves every figure as it was", () => {
    const nothing: PoseCorrection = { headingRad: 0, pitchRad: 0, timeMs: 0, sigmas: {} };

    expect(located({ correction: nothing })).toEqual(located({}));
    expect(located({ correction: undefined })).toEqual(located({}));
    const pose = poseOf(45);
    expect(withCorrection(pose, undefined)).toBe(pose);
  });

  test("makes the ellipse smaller by what was measured, and no other error", () => {
    const correction = poseCorrection({ manualHeadingRad: 0, estimate: estimateOf(0, 0.6), priorHeadingRad });
    const before = located({});
    const after = located({ correction });

    expect(sigmasM(after.covariance).majorM).toBeLessThan(sigmasM(before.covariance).majorM);
    expect(after.systematic.length).toBe(before.systematic.length);
    const column = (spot: typeof before, i: number) =>
      Math.hypot(spot.systematic[2 * i] ?? 0, spot.systematic[2 * i + 1] ?? 0);
    expect(column(after, 2) / column(before, 2)).toBeCloseTo(0.6 / (2 * Math.sqrt(0.8)), 1);
    // Cross and roll.
    expect(column(after, 4)).toBeCloseTo(column(before, 4), 1);
  });

  test("leaves what is new in each frame", () => {
    const correction = poseCorrection({ manualHeadingRad: 0, estimate: estimateOf(0, 0.6), priorHeadingRad });

    expect(located({ correction }).random.ee).toBeCloseTo(located({}).random.ee, 0);
  });
});

describe("what a camera is corrected by", () => {
  test("is nothing without an estimate and a turn by hand", () => {
    expect(poseCorrection({ manualHeadingRad: 0, estimate: undefined, priorHeadingRad })).toBeUndefined();
  });

  test("by hand alone turns, and makes nothing surer", () => {
    const manual = poseCorrection({ manualHeadingRad: degToRad(5), estimate: undefined, priorHeadingRad });

    expect(manual).toMatchObject({ headingRad: degToRad(5), pitchRad: 0, timeMs: 0 });
    expect(manual?.sigmas.headingRad).toBeCloseTo(Math.hypot(priorHeadingRad, manualSigmaRad), 9);
    expect(manual?.sigmas).not.toHaveProperty("pitchRad");
  });

  test("is the turn by hand and the estimate together", () => {
    const both = poseCorrection({ manualHeadingRad: degToRad(-2), estimate: estimateOf(3, 0.8), priorHeadingRad });

    expect(both?.headingRad).toBeCloseTo(degToRad(1), 9);
    expect(both?.sigmas.headingRad).toBeCloseTo(Math.hypot(degToRad(0.8), manualSigmaRad), 9);
  });

  test("is never surer than a mount holds", () => {
    const sure = poseCorrection({ manualHeadingRad: 0, estimate: estimateOf(3, 0.001), priorHeadingRad });

    expect(sure?.sigmas.headingRad).toBe(leastSigmas.headingRad);
  });

  test("moves the capture time, and makes it as sure as was measured, never less sure", () => {
    const correction = poseCorrection({ manualHeadingRad: 0, estimate: estimateOf(0, 1), priorHeadingRad });

    expect(correctedCapture(1000, 40, undefined)).toEqual({ captureMs: 1000, captureSigmaMs: 40 });
    const { captureMs, captureSigmaMs } = correctedCapture(1000, 40, correction);
    expect(captureMs).toBe(1030);
    expect(captureSigmaMs).toBeCloseTo(Math.hypot(20, 40 * Math.sqrt(0.2)), 6);
    expect(correctedCapture(1000, 5, correction).captureSigmaMs).toBe(5);
  });
});

describe("without terrain", () => {
  test("level ground is assumed, said so, and the ellipse is wider, the more the further it is", () => {
    const known = located({ pose: poseOf(30) });
    const flat = located({ pose: poseOf(30), terrain: undefined });
    const below = located({ pose: poseOf(90), terrain: undefined });
    const knownBelow = located({ pose: poseOf(90) });

    expect(known.groundFrom).toBe("terrain");
    expect(flat.groundFrom).toBe("flat");
    expect(flat.position.latDeg).toBeCloseTo(known.position.latDeg, 6);
    // 10 % of 173 m, 5 m and 3 m together, by 1/tan 30.
    const heightM = Math.hypot(17.3, 5, 3) / Math.tan(degToRad(30));
    expect(Math.sqrt(flat.covariance.nn)).toBeGreaterThan(heightM);
    expect(sigmasM(below.covariance).majorM).toBeCloseTo(sigmasM(knownBelow.covariance).majorM, 1);
  });

  test("what walks is not much less sure of what is near", () => {
    const dog = { sigmas: { ...droneSigmas, heightM: 0.15 }, cameraAboveGroundM: 0.5 };
    const near = { pose: poseOf(15, { altMslM: 3.5, altHomeM: 0.5 }), ...dog };

    const [known, flat] = [located(near), located({ ...near, terrain: undefined })];

    expect(flat.groundFrom).toBe("flat");
    expect(sigmasM(flat.covariance).majorM).toBeLessThan(1.5 * sigmasM(known.covariance).majorM);
  });
});
