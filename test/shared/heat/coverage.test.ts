import { describe, expect, test } from "vitest";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";
import { mahalanobisSquared } from "../../../shared/heat/covariance.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { linghu } from "../../support/poses.ts";
import { drawPassErrors, Random, seePerson } from "../../support/simulated-pass.ts";

const person = linghu;
const FRAME_MS = 400;

/** One vehicle's straight flight past the person, looking at the place where it expects somebody. */
const flyPast = (tracker: HeatTracker, random: Random, vehicleId: string, startMs: number, frames: number) => {
  const errors = drawPassErrors(random);
  const heightM = random.uniform(60, 100);
  const offCentreM = random.uniform(-15, 15);
  const yawRad = random.uniform(0, 2 * Math.PI);
  const rangeM = heightM / Math.tan(random.uniform(0.6, 1.4));
  const groundMps = 6;
  for (let frame = 0; frame < frames; frame++) {
    const aheadM = (frame - frames / 2) * groundMps * (FRAME_MS / 1000);
    const from = offsetLatLon(
      person,
      aheadM - rangeM * Math.cos(yawRad) + offCentreM * Math.sin(yawRad),
      -rangeM * Math.sin(yawRad) - offCentreM * Math.cos(yawRad),
    );
    const pitchRad = -Math.atan2(heightM, Math.max(rangeM, 1));
    const seen = seePerson(random, errors, person, { from, heightM, yawRad, pitchRad }, groundMps);
    const nowMs = startMs + frame * FRAME_MS;
    tracker.observe({ vehicleId, nowMs, utcMs: nowMs, widthPx: 640, sightings: seen ? [seen] : [] });
  }
};

const holdsTruth = ({ location }: HeatSource): boolean => {
  if (!location.located) return false;
  const { northM, eastM } = northEastM(location.position, person);
  return mahalanobisSquared(northM, eastM, location.covariance) <= 5.991;
};

const scenarios: readonly (readonly [string, number, (tracker: HeatTracker, random: Random) => void])[] = [
  ["one frame", 1, (tracker, random) => flyPast(tracker, random, "1", 0, 1)],
  ["a pass of 12 frames", 3, (tracker, random) => flyPast(tracker, random, "1", 0, 12)],
  [
    "passes of two drones",
    3,
    (tracker, random) => {
      flyPast(tracker, random, "1", 0, 12);
      flyPast(tracker, random, "2", 3000, 12);
    },
  ],
  [
    "passes of three drones, one of which comes back",
    3,
    (tracker, random) => {
      flyPast(tracker, random, "1", 0, 10);
      flyPast(tracker, random, "2", 3000, 10);
      flyPast(tracker, random, "3", 9000, 10);
      flyPast(tracker, random, "1", 90_000, 10);
    },
  ],
];

describe("over 400 simulated searches the truth lies inside the 95 % ellipse 90 to 99 % of the time", () => {
  test.each(scenarios)("after %s", (_name, confirmHits, fly) => {
    let held = 0;
    let sources = 0;
    let duplicates = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const tracker = new HeatTracker({ confirmHits });
      fly(tracker, new Random(seed * 7919));
      const [first, ...others] = [...tracker.sources.values()].sort((a, b) => b.sightings - a.sightings);
      if (!first) continue;
      sources++;
      duplicates += others.length;
      if (holdsTruth(first)) held++;
    }

    expect(sources).toBeGreaterThan(380);
    expect(held / sources).toBeGreaterThan(0.9);
    expect(held / sources).toBeLessThan(0.99);
    expect(duplicates / sources).toBeLessThan(0.03);
  });
});
