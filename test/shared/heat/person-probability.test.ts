import { describe, expect, test } from "vitest";
import { judgePerson, type PersonFeatures, personConstants } from "../../../shared/heat/person-probability.ts";
import { calibrationOf, crossFitted, fitConstants } from "../../support/evidence/fit-constants.ts";
import { recordedEvidence } from "../../support/evidence/recorded-evidence.ts";

const rows = recordedEvidence();

const likely = (features: Partial<PersonFeatures>): number =>
  judgePerson({ networkLogits: [], looks: 1, ...features }).probability;

describe("the probability that a source is a person", () => {
  test("is right on flights that its constants never saw: 75 to 85 % of what is called 0.8 are people", {
    timeout: 120_000,
  }, () => {
    const judged = crossFitted(rows, personConstants.motion);
    const [called] = calibrationOf(judged, [0.75, 0.85]);

    expect(judged).toHaveLength(rows.length);
    expect(called?.sources).toBeGreaterThan(80);
    expect(called?.people).toBeGreaterThanOrEqual(0.75);
    expect(called?.people).toBeLessThanOrEqual(0.85);
    // What it calls unlikely is so, and what it calls nearly sure is.
    const [unlikely, sure] = calibrationOf(judged, [0, 0.05, 0.95, 1]).filter((_, i) => i !== 1);
    expect(unlikely?.people).toBeLessThan(0.012);
    expect(sure?.people).toBeGreaterThan(0.93);
    // Where the network looked, it is nowhere off by more than so few flights can show.
    for (const bin of calibrationOf(judged.filter(({ row }) => row.worded))) {
      if (bin.sources < 20) continue;
      const sigma = Math.sqrt((bin.meanProbability * (1 - bin.meanProbability)) / bin.sources);
      expect(Math.abs(bin.people - bin.meanProbability)).toBeLessThan(Math.max(0.05, 4 * sigma));
    }
  });

  test("has the constants that come of all recorded flights", () => {
    const { motion, ...fitted } = fitConstants(rows, personConstants.motion);

    for (const kind of ["prior", "network", "temperature", "size"] as const)
      expect(Math.abs(fitted[kind] - personConstants[kind])).toBeLessThan(0.1);
    expect(fitted.networkNeutral).toBe(personConstants.networkNeutral);
    for (const line of ["heard", "unheard"] as const) {
      const [is, was] = [personConstants.straightening[line], fitted.straightening[line]];
      expect(Math.abs(is.slope - was.slope)).toBeLessThan(0.05);
      expect(Math.abs(is.shift - was.shift)).toBeLessThan(0.1);
    }
  });

  test("is made of nothing that isn't known", () => {
    const { evidence } = judgePerson({ networkLogits: [], looks: 2 });

    expect(evidence).toEqual({ prior: personConstants.prior, looks: 2 });
  });

  test("rises with what the network says, and more with a second look that says so too", () => {
    const body = { sizeM: 1.2, pixelM: 0.1, contrastK: 5, peakK: 294 };
    const rising = [[-3], [-1], [0], [1], [1, 1], [3, 3]].map((networkLogits) => likely({ ...body, networkLogits }));

    expect(rising).toEqual([...rising].sort((a, b) => a - b));
    expect(new Set(rising).size).toBe(rising.length);
  });

  test("falls for what is hotter than skin, as large as a cattle, or as fast as a car", () => {
    const body = { networkLogits: [1], sizeM: 1.2, pixelM: 0.1, contrastK: 5, peakK: 300 };
    const usual = likely(body);

    expect(likely({ ...body, peakK: 330 })).toBeLessThan(usual / 2);
    expect(likely({ ...body, sizeM: 2.8 })).toBeLessThan(usual);
    expect(likely({ ...body, speedMps: 8 })).toBeLessThan(usual);
    expect(likely({ ...body, speedMps: 1.2 })).toBeGreaterThan(usual);
  });

  test("takes the size less seriously where a pixel is as large as a body", () => {
    const size = (pixelM: number) =>
      judgePerson({ networkLogits: [], looks: 1, sizeM: 2.4, pixelM }).evidence.size ?? 0;

    expect(size(0.05)).toBeLessThan(size(2));
  });

  test("leaves somebody half a metre across, seen from right above, likely where the network knows them", () => {
    expect(likely({ networkLogits: [2.5], sizeM: 0.5, pixelM: 0.1, contrastK: 4, peakK: 300 })).toBeGreaterThan(0.5);
  });
});
