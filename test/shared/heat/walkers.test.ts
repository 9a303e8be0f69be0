import { describe, expect, test } from "vitest";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";
import { mahalanobisSquared } from "../../../shared/heat/covariance.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { linghu } from "../../support/poses.ts";
import { drawPassErrors, Random, seePerson } from "../../support/simulated-pass.ts";

const FRAME_MS = 200;

interface Walk {
  readonly speedMps: number;
  readonly courseRad: number;
}

/** Where somebody is who was at linghu at time 0. */
const placeOf = ({ speedMps, courseRad }: Walk, nowMs: number): LatLon => {
  const wayM = (speedMps * nowMs) / 1000;
  return offsetLatLon(linghu, wayM * Math.cos(courseRad), wayM * Math.sin(courseRad));
};

/** A drone that flies past somebody, slowly, or hovers, looking at where it expects them. */
const watch = (
  tracker: HeatTracker,
  random: Random,
  walk: Walk,
  look: { readonly vehicleId: string; readonly startMs: number; readonly frames: number; readonly groundMps: number },
): void => {
  const { vehicleId, startMs, frames, groundMps } = look;
  const errors = drawPassErrors(random);
  const heightM = random.uniform(60, 100);
  const yawRad = random.uniform(0, 2 * Math.PI);
  const rangeM = heightM / Math.tan(random.uniform(0.7, 1.3));
  const middle = placeOf(walk, startMs + (frames * FRAME_MS) / 2);
  for (let frame = 0; frame < frames; frame++) {
    const nowMs = startMs + frame * FRAME_MS;
    const aheadM = (frame - frames / 2) * groundMps * (FRAME_MS / 1000);
    const from = offsetLatLon(middle, aheadM - rangeM * Math.cos(yawRad), -rangeM * Math.sin(yawRad));
    const camera = { from, heightM, yawRad, pitchRad: -Math.atan2(heightM, rangeM) };
    const seen = seePerson(random, errors, placeOf(walk, nowMs), camera, groundMps);
    tracker.observe({ vehicleId, nowMs, utcMs: nowMs, widthPx: 640, sightings: seen ? [seen] : [] });
  }
};

const newest = (tracker: HeatTracker): HeatSource | undefined =>
  [...tracker.sources.values()].sort((a, b) => b.lastSeenMs - a.lastSeenMs)[0];

const holds = ({ location }: HeatSource, truth: LatLon): boolean => {
  if (!location.located) return false;
  const { northM, eastM } = northEastM(location.position, truth);
  return mahalanobisSquared(northM, eastM, location.covariance) <= 5.991;
};

const seeds = Array.from({ length: 200 }, (_, i) => (i + 1) * 7919);

/** One drone's look at each of 200 walkers. */
const looks = (speedMps: number, groundMps: number, seconds: number): readonly (HeatSource & { walk: Walk })[] =>
  seeds.flatMap((seed) => {
    const random = new Random(seed);
    const walk = { speedMps, courseRad: random.uniform(0, 2 * Math.PI) };
    const tracker = new HeatTracker();
    const frames = Math.round((seconds * 1000) / FRAME_MS);
    watch(tracker, random, walk, { vehicleId: "1", startMs: 0, frames, groundMps });
    const source = newest(tracker);
    return source ? [{ ...source, walk }] : [];
  });

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

describe("the velocity of a source", () => {
  test.each([
    ["a drone that hovers", 0, 20],
    ["a drone that flies past", 5, 8],
  ])("is never made of the errors of %s", (_how, groundMps, seconds) => {
    const sources = looks(0, groundMps, seconds);

    expect(sources.length).toBeGreaterThan(190);
    expect(sources.filter(({ velocity }) => velocity !== undefined).length).toBeLessThan(4);
  });

  test.each([
    ["hovers", 0, 0.9],
    ["flies past", 4, 0.7],
  ])(
    "of a walker, seen for 8 s by a drone that %s, is right within 15 percent and 20 degrees in most, and within its own sigma",
    (_how, groundMps, most) => {
      const sources = looks(1.4, groundMps, 8);
      const known = sources.flatMap(({ velocity, walk }) => (velocity ? [{ velocity, walk }] : []));
      const errors = known.map(({ velocity: { northMps, eastMps, sigmaMps }, walk: { speedMps, courseRad } }) => {
        const [north, east] = [speedMps * Math.cos(courseRad), speedMps * Math.sin(courseRad)];
        const turn = Math.atan2(eastMps, northMps) - courseRad;
        return {
          speed: Math.abs(Math.hypot(northMps, eastMps) - speedMps) / speedMps,
          courseDeg: Math.abs((Math.atan2(Math.sin(turn), Math.cos(turn)) * 180) / Math.PI),
          sigmas: Math.hypot(northMps - north, eastMps - east) / sigmaMps,
        };
      });
      const share = (is: (error: (typeof errors)[number]) => boolean) => errors.filter(is).length / errors.length;

      expect(known.length / sources.length).toBeGreaterThan(0.95);
      expect(median(errors.map(({ speed }) => speed))).toBeLessThan(0.15);
      expect(median(errors.map(({ courseDeg }) => courseDeg))).toBeLessThan(20);
      expect(share(({ speed, courseDeg }) => speed < 0.15 && courseDeg < 20)).toBeGreaterThan(most);
      expect(share(({ sigmas }) => sigmas ** 2 <= 5.991)).toBeGreaterThan(0.9);
    },
  );
});

describe("the ellipse of somebody who walks holds where they were seen last, 90 to 99 % of the time", () => {
  test.each([0.4, 0.9, 1.4, 2])("at %d m/s, seen by one drone, then by another a minute later", (speedMps) => {
    const tally = { first: 0, second: 0, all: 0 };
    for (const seed of seeds) {
      const random = new Random(seed);
      const walk = { speedMps, courseRad: random.uniform(0, 2 * Math.PI) };
      const tracker = new HeatTracker();
      for (const [vehicleId, startMs] of [
        ["1", 0],
        ["2", 60_000],
      ] as const) {
        watch(tracker, random, walk, { vehicleId, startMs, frames: 50, groundMps: 3 });
        const source = newest(tracker);
        if (!source) continue;
        if (vehicleId === "1") tally.all++;
        if (holds(source, placeOf(walk, source.lastSeenMs))) tally[vehicleId === "1" ? "first" : "second"]++;
      }
    }
    for (const held of [tally.first, tally.second]) {
      expect(held / tally.all).toBeGreaterThanOrEqual(0.9);
      expect(held / tally.all).toBeLessThanOrEqual(0.99);
    }
  });
});
