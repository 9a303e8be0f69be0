import { describe, expect, test } from "vitest";
import { offsetLatLon } from "../../../../shared/geo/local-frame.ts";
import type { CameraBias } from "../../../../shared/heat/bias/camera-bias.ts";
import { estimateBias, lastingSigma } from "../../../../shared/heat/bias/estimate-bias.ts";
import type { ReferenceSighting } from "../../../../shared/heat/bias/reference-sighting.ts";
import { droneSigmas } from "../../../../shared/heat/georeference.ts";
import { degToRad, radToDeg } from "../../../../shared/units/angle.ts";
import { captureSigmaMs, referenceSeen, seenFrom, viewOf } from "../../../support/biased-camera.ts";
import { linghu, m3t } from "../../../support/poses.ts";

const bias: CameraBias = { headingRad: degToRad(3), pitchRad: degToRad(-1.2), timeMs: 90 };
const minute = 60_000;
/** Of a stream whose latency nobody measured. */
const unsureMs = 300;
const unsure = (sightings: readonly ReferenceSighting[]) =>
  sightings.map((sighting) => ({ ...sighting, captureSigmaMs: unsureMs }));

interface Passes {
  readonly bias?: CameraBias;
  readonly mps?: number;
  readonly count?: number;
  /** Metres that the place is really away from where it is said to be. */
  readonly wrongM?: (pass: number) => number;
  /** All from one side. */
  readonly oneSide?: boolean;
  /** Always to the right of where it looks: late pictures then look just like a turned camera. */
  readonly oneWay?: boolean;
}

/** Looks at one mark from all sides, 45 degrees down, with nothing wrong but the bias. */
const passes = ({
  bias: wrong = bias,
  mps = 8,
  count = 6,
  wrongM = () => 0,
  oneSide = false,
  oneWay = false,
}: Passes = {}) =>
  Array.from({ length: count }, (_, pass): ReferenceSighting => {
    const yawRad = oneSide ? 0 : (pass * 2 * Math.PI) / count;
    const courseRad = yawRad + (oneWay || pass % 2 === 0 ? 1.3 : -1.3);
    const view = viewOf(linghu, { heightM: 80, depressionRad: 0.7, yawRad, mps, courseRad });
    const seen = referenceSeen({
      view,
      place: linghu,
      bias: wrong,
      said: offsetLatLon(linghu, wrongM(pass), 0),
      referenceId: `mark-${pass % 3}`,
      utcMs: pass * 3 * minute,
    });
    if (seen === undefined) throw new Error("The mark isn't in the picture.");
    return seen;
  });

const estimate = (sightings: readonly ReferenceSighting[], afterMs = 0) => {
  const last = sightings.at(-1)?.utcMs ?? 0;
  const estimated = estimateBias({ sightings, nowUtcMs: last + afterMs });
  if (estimated === undefined) throw new Error("Nothing was estimated.");
  return estimated;
};

const degrees = ({ value, sigma }: { readonly value: number; readonly sigma: number }) => ({
  value: radToDeg(value),
  sigma: radToDeg(sigma),
});

describe("how wrong a camera points", () => {
  test("comes out of pictures of a mark from all sides, within what is said of it", () => {
    const { headingRad, pitchRad, timeMs, sightings } = estimate(passes());

    expect(sightings).toBe(6);
    expect(Math.abs(headingRad.value - bias.headingRad)).toBeLessThan(1.5 * headingRad.sigma);
    expect(degrees(headingRad).sigma).toBeLessThan(1);
    expect(Math.abs(pitchRad.value - bias.pitchRad)).toBeLessThan(1.5 * pitchRad.sigma);
    expect(Math.abs(timeMs.value - bias.timeMs)).toBeLessThan(1.5 * timeMs.sigma);
  });

  test("is zero where nothing is wrong", () => {
    const { headingRad, pitchRad, timeMs } = estimate(passes({ bias: { headingRad: 0, pitchRad: 0, timeMs: 0 } }));

    expect(degrees(headingRad).value).toBeCloseTo(0, 2);
    expect(degrees(pitchRad).value).toBeCloseTo(0, 2);
    expect(timeMs.value).toBeCloseTo(0, 1);
  });

  test("has the same sign as what has to be added", () => {
    // The camera says north, but really looks 3 degrees to the east of it.
    const only = (wrong: Partial<CameraBias>) =>
      estimate(unsure(passes({ bias: { headingRad: 0, pitchRad: 0, timeMs: 0, ...wrong }, mps: 15 })));

    expect(degrees(only({ headingRad: degToRad(2) }).headingRad).value).toBeGreaterThan(1.2);
    expect(degrees(only({ pitchRad: degToRad(1) }).pitchRad).value).toBeGreaterThan(0.5);
    expect(only({ timeMs: 250 }).timeMs.value).toBeGreaterThan(150);
  });

  test("doesn't depend on the order in which the pictures come", () => {
    const sightings = passes();

    const forwards = estimateBias({ sightings, nowUtcMs: 20 * minute });
    const backwards = estimateBias({ sightings: [...sightings].reverse(), nowUtcMs: 20 * minute });

    expect(backwards).toEqual(forwards);
  });

  test("is undefined without pictures", () => {
    expect(estimateBias({ sightings: [], nowUtcMs: 0 })).toBeUndefined();
  });
});

describe("what can't be seen stays as unsure as before", () => {
  test("the time, of a vehicle that hovers", () => {
    const { timeMs, headingRad } = estimate(passes({ mps: 0 }));

    expect(timeMs.value).toBeCloseTo(0, 6);
    expect(timeMs.sigma).toBeCloseTo(captureSigmaMs, 0);
    expect(degrees(headingRad).sigma).toBeLessThan(1);
  });

  test("the time gets surer with speed", () => {
    const slow = estimate(unsure(passes({ mps: 3 })));
    const fast = estimate(unsure(passes({ mps: 15 })));

    expect(fast.timeMs.sigma).toBeLessThan(0.8 * slow.timeMs.sigma);
  });

  test("the time, of a vehicle that always flies to the same side of where it looks: it could be the heading as well", () => {
    const confused = estimate(unsure(passes({ oneWay: true, mps: 15 })));
    const clear = estimate(unsure(passes({ mps: 15 })));

    expect(clear.timeMs.sigma).toBeLessThan(0.5 * unsureMs);
    expect(confused.timeMs.sigma).toBeGreaterThan(1.5 * clear.timeMs.sigma);
    expect(confused.headingRad.sigma).toBeGreaterThan(1.2 * clear.headingRad.sigma);
  });

  test("the heading, straight below: the picture's middle doesn't turn", () => {
    const view = viewOf(linghu, { heightM: 80, depressionRad: Math.PI / 2, yawRad: 0.4 });
    const below = [0, 1, 2].flatMap((pass) => {
      const seen = referenceSeen({ view, place: linghu, utcMs: pass * 3 * minute });
      return seen === undefined ? [] : [seen];
    });

    const { headingRad, pitchRad } = estimate(below);

    expect(headingRad.sigma).toBeCloseTo(lastingSigma(droneSigmas.headingRad), 4);
    expect(pitchRad.sigma).toBeLessThan(0.98 * lastingSigma(droneSigmas.pitchRad));
  });

  test("many pictures of one pass hardly tell more than some", () => {
    const view = viewOf(linghu, { heightM: 80, depressionRad: 0.7, yawRad: 0 });
    const looks = (count: number) =>
      Array.from({ length: count }, (_, i) => referenceSeen({ view, place: linghu, utcMs: i * 400 })).flatMap(
        (seen) => seen ?? [],
      );

    const some = estimate(looks(10));
    const many = estimate(looks(30));

    expect(many.headingRad.sigma).toBeGreaterThan(0.9 * some.headingRad.sigma);
  });
});

describe("time passes", () => {
  test("an estimate gets less sure again, and never less than with nothing known", () => {
    const fresh = estimate(passes());
    const hour = estimate(passes(), 60 * minute);
    const days = estimate(passes(), 5000 * minute);

    expect(hour.headingRad.sigma).toBeGreaterThan(1.2 * fresh.headingRad.sigma);
    expect(hour.headingRad.value).toBeCloseTo(fresh.headingRad.value, 6);
    expect(days.headingRad.sigma).toBeCloseTo(lastingSigma(droneSigmas.headingRad), 6);
  });

  test("a bias that changed is followed", () => {
    const before = passes({ bias: { ...bias, headingRad: degToRad(1.5) }, count: 3 });
    const later = passes({ bias: { ...bias, headingRad: degToRad(-1.5) }, count: 12 }).map((sighting) => ({
      ...sighting,
      utcMs: sighting.utcMs + 120 * minute,
    }));

    expect(degrees(estimate([...before, ...later]).headingRad).value).toBeLessThan(-0.8);
  });
});

describe("a wrong identification", () => {
  test("among right ones is left out and ruins nothing", () => {
    const right = estimate(passes({ count: 8 }));

    const mixed = estimate(passes({ count: 8, wrongM: (pass) => (pass === 3 ? 40 : 0) }));

    expect(mixed.leftOut).toBe(1);
    expect(mixed.sightings).toBe(7);
    expect(Math.abs(mixed.headingRad.value - right.headingRad.value)).toBeLessThan(degToRad(0.4));
  });

  test("that fits badly loses its weight by and by", () => {
    const right = estimate(passes({ count: 8 }));
    const shifts = [4, 8, 12, 16, 24].map((wrongM) => {
      const mixed = estimate(passes({ count: 8, wrongM: (pass) => (pass === 3 ? wrongM : 0) }));
      return radToDeg(Math.abs(mixed.headingRad.value - right.headingRad.value));
    });

    for (const shift of shifts) expect(shift).toBeLessThan(0.8);
  });

  test("alone and far off tells nothing at all", () => {
    const sightings = passes({ count: 1, wrongM: () => 60 });

    expect(estimateBias({ sightings, nowUtcMs: 0 })).toBeUndefined();
  });

  test("seen again and again from one side isn't taken for a camera that is askew", () => {
    const sightings = passes({ count: 8, wrongM: () => 35, oneSide: true });

    expect(estimateBias({ sightings, nowUtcMs: 30 * minute })?.sightings ?? 0).toBeLessThan(3);
  });

  test("what the camera can't have seen at all does no harm", () => {
    const [first, ...others] = passes();
    if (first === undefined) throw new Error("No pass.");
    const behind = { ...first, place: { ...offsetLatLon(first.pose, -500, 0), altMslM: 0 } };
    const nonsense = { ...first, xPx: Number.NaN };

    const estimated = estimate([behind, nonsense, ...others]);

    expect(estimated.sightings).toBe(5);
    expect(estimated.headingRad.value).toBeGreaterThan(0);
  });
});

test("a camera that is really askew by ten degrees is found out from several sides", () => {
  const askew = { headingRad: degToRad(10), pitchRad: degToRad(2), timeMs: 0 };

  const { headingRad, leftOut } = estimate(passes({ bias: askew, count: 8, mps: 0 }));

  expect(leftOut).toBeLessThanOrEqual(1);
  expect(degrees(headingRad).value).toBeGreaterThan(8.5);
});

test("the test's camera sees a place where a camera without faults sees it", () => {
  const seen = seenFrom({ view: viewOf(linghu, { heightM: 80, depressionRad: 0.7, yawRad: 1 }), place: linghu });

  expect(seen?.spot.xPx).toBeCloseTo(m3t.widthPx / 2, 1);
  expect(seen?.spot.yPx).toBeCloseTo(m3t.heightPx / 2, 0);
});
