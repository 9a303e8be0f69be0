import { describe, expect, test } from "vitest";
import { offsetLatLon } from "../../../../shared/geo/local-frame.ts";
import { fieldOfViewDoubt } from "../../../../shared/heat/bias/field-of-view-check.ts";
import type { ReferenceSighting } from "../../../../shared/heat/bias/reference-sighting.ts";
import { degToRad, radToDeg } from "../../../../shared/units/angle.ts";
import { drawFaults, noBias, referenceSeen, viewOf } from "../../../support/biased-camera.ts";
import { linghu, m3t } from "../../../support/poses.ts";
import { Random } from "../../../support/simulated-pass.ts";

/** Known places all over the picture, with the errors of a real flight and a compass that is off. */
const allOver = (count: number, spreadM = 30): ReferenceSighting[] => {
  const random = new Random(11);
  return Array.from({ length: count }, (_, i) => {
    const view = viewOf(linghu, { heightM: 80, depressionRad: 1.2, yawRad: i });
    const place = offsetLatLon(linghu, random.uniform(-spreadM, spreadM), random.uniform(-spreadM, spreadM));
    const bias = { ...noBias, headingRad: degToRad(4) };
    return referenceSeen({ view, place, bias, faults: drawFaults(random), random, utcMs: i * 60_000 });
  }).flatMap((seen) => seen ?? []);
};

const saying = (hfovDeg: number, sightings: readonly ReferenceSighting[]) =>
  sightings.map((sighting) => ({ ...sighting, camera: { ...sighting.camera, hfovRad: degToRad(hfovDeg) } }));

describe("the field of view that is said", () => {
  test("isn't doubted where it is right", () => {
    expect(fieldOfViewDoubt(allOver(20))).toBeUndefined();
  });

  test("is doubted where the camera sees half as wide, and what fits is told", () => {
    const doubt = fieldOfViewDoubt(saying(91.6, allOver(20)));

    expect(radToDeg(doubt?.hfovRad ?? 0)).toBeCloseTo(radToDeg(m3t.hfovRad), -1);
    expect(doubt?.scale).toBeGreaterThan(2);
  });

  test("is doubted where the camera sees twice as wide", () => {
    expect(fieldOfViewDoubt(saying(22, allOver(20)))?.scale).toBeLessThan(0.6);
  });

  test("isn't doubted by a few pictures, or by pictures in the middle alone", () => {
    expect(fieldOfViewDoubt(saying(91.6, allOver(20).slice(0, 5)))).toBeUndefined();
    expect(fieldOfViewDoubt(saying(91.6, allOver(20, 1)))).toBeUndefined();
    expect(fieldOfViewDoubt([])).toBeUndefined();
  });

  test("is doubted though one place was mistaken for another", () => {
    const [first, ...others] = saying(91.6, allOver(20));
    if (first === undefined) throw new Error("Nothing was seen.");
    const mistaken = { ...first, place: { ...offsetLatLon(first.place, 60, -40), altMslM: 0 } };

    expect(fieldOfViewDoubt([mistaken, ...others])?.scale).toBeGreaterThan(1.8);
  });
});
