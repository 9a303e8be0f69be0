import { describe, expect, test } from "vitest";
import { FlatTerrain } from "../../../shared/geo/flat-terrain.ts";
import { fitsSize } from "../../../shared/heat/detector-options.ts";
import { georeference } from "../../../shared/heat/georeference.ts";
import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import { type HeatSighting, HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { m3t, poseOf } from "../../support/poses.ts";
import { spotAt } from "../../support/simulated-pass.ts";

/** Level ground, 100 m below the camera. */
const terrain = new FlatTerrain(3);

const see = (spot: Partial<HotSpot>, depressionDeg = 70): HeatSighting => {
  const full = spotAt(300, 200, spot);
  const pose = poseOf(depressionDeg);
  return { spot: full, georeference: georeference({ spot: full, pose, camera: m3t, captureSigmaMs: 10, terrain }) };
};

const roof: HeatSighting = {
  spot: spotAt(300, 20, { aboveSceneK: 0.5 }),
  georeference: { located: false, reason: "no-ground" },
};

/** How many sources come of 60 such frames, of which the first few are others. */
const sourcesOf = (sighting: HeatSighting, before: readonly HeatSighting[] = []): number => {
  const tracker = new HeatTracker();
  for (let i = 0; i < 60; i++) {
    const nowMs = 1000 + i * 111;
    const sightings = [before[i] ?? sighting];
    tracker.observe({ vehicleId: "1", nowMs, utcMs: nowMs, widthPx: 640, sightings });
  }
  return tracker.sources.size;
};

describe("what makes a heat source", () => {
  test("is a spot that is whole and seen from above, however faint", () => {
    expect(sourcesOf(see({ aboveSceneK: -1 }))).toBe(1);
  });

  test("is not what the picture's border cuts, unless it is clearly warmer than the scene", () => {
    expect(sourcesOf(see({ cut: true, aboveSceneK: 0.5 }))).toBe(0);
    expect(sourcesOf(see({ cut: true, aboveSceneK: 3 }))).toBe(1);
    // A camera that isn't radiometric can't tell.
    expect(sourcesOf(see({ cut: true }))).toBe(1);
  });

  test("is not a sliver far away, unless it is clearly warmer than the scene", () => {
    expect(sourcesOf(see({ aboveSceneK: 0.5 }, 20))).toBe(0);
    expect(sourcesOf(see({ aboveSceneK: 3 }, 20))).toBe(1);
  });

  test("is something at the border once it was seen whole often enough", () => {
    const whole = see({ aboveSceneK: 0.5 });

    expect(sourcesOf(see({ cut: true, aboveSceneK: 0.5 }), [whole, whole])).toBe(0);
    expect(sourcesOf(see({ cut: true, aboveSceneK: 0.5 }), [whole, whole, whole])).toBe(1);
  });

  test("is not what is larger on the ground than people are", () => {
    expect(fitsSize(1.9)).toBe(true);
    expect(fitsSize(3)).toBe(true);
    expect(fitsSize(8)).toBe(false);
  });
});

describe("what has no place on the ground", () => {
  test("is no roof against the sky, but may be somebody who stands before it", () => {
    expect(sourcesOf(roof)).toBe(0);
    expect(sourcesOf({ ...roof, spot: { ...roof.spot, aboveSceneK: 6 } })).toBe(1);
  });

  test("is told all the same where only the pose is missing", () => {
    expect(sourcesOf({ ...roof, georeference: { located: false, reason: "no-pose" } })).toBe(1);
  });
});
