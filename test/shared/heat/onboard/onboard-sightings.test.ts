import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HeatTracker } from "../../../../shared/heat/heat-tracker.ts";
import { onboardSightings, type TrackingGeoFields } from "../../../../shared/heat/onboard/onboard-sightings.ts";
import { encodeTunnelDetections } from "../../../../shared/heat/onboard/tunnel-detections.ts";

const NaNs = { pointX: NaN, pointY: NaN, radius: NaN, recTopX: NaN, recTopY: NaN, recBottomX: NaN, recBottomY: NaN };
const rectangle = {
  ...NaNs,
  trackingStatus: 1,
  trackingMode: 2,
  recTopX: 0.4,
  recTopY: 0.5,
  recBottomX: 0.5,
  recBottomY: 0.7,
};
const place: TrackingGeoFields = {
  trackingStatus: 1,
  lat: 308_701_000,
  lon: 1_044_000_000,
  alt: 412,
  hAcc: 6,
  dist: NaN,
};

const tunnel = (payload: Uint8Array, payloadType = 52_308) => {
  const filled = Array.from({ length: 128 }, (_, i) => payload[i] ?? 0);
  return onboardSightings("TUNNEL", { payloadType, payloadLength: payload.length, payload: filled });
};

describe("detections that come in a TUNNEL", () => {
  test("are spots of a picture with its capture time", () => {
    const category = "person";
    const box = {
      x: 0.5,
      y: 0.25,
      width: 0.02,
      height: 0.05,
      confidence: 0.9,
      category,
      temperatureK: 303.15,
    } as const;
    const head = { captureBootMs: 5000, captureSigmaMs: 30, widthPx: 640, heightPx: 512, hfovRad: 0.8 };

    const reading = tunnel(encodeTunnelDetections({ ...head, detections: [box] }));

    expect(reading).toMatchObject({ kind: "picture", captureVehicleTimeMs: 5000, captureSigmaMs: 30, widthPx: 640 });
    if (reading.kind !== "picture") throw new Error(reading.kind);
    expect(reading.hfovRad).toBeCloseTo(0.8, 3);
    const [spot] = reading.spots;
    expect(spot?.xPx).toBeCloseTo(320, 0);
    expect(spot?.yPx).toBeCloseTo(128, 0);
    expect(spot).toMatchObject({ peakK: 303.15, category: "person", finder: "onboard" });
    // Nobody calibrated that detector here: its 0.9 is no 0.9 of ours.
    expect(spot?.personProbability).toBeGreaterThan(0.6);
    expect(spot?.personProbability).toBeLessThan(0.85);
  });

  test("of a car are no person, however sure", () => {
    const box = { x: 0.5, y: 0.5, width: 0.1, height: 0.1, confidence: 1, category: "car" } as const;
    const head = { captureBootMs: 5000, captureSigmaMs: 30, widthPx: 640, heightPx: 512 };

    const reading = tunnel(encodeTunnelDetections({ ...head, detections: [box] }));

    expect(reading.kind === "picture" && reading.spots[0]?.personProbability).toBeCloseTo(0.02, 5);
  });

  test("of others, or damaged, are counted faults", () => {
    expect(tunnel(Uint8Array.of(0x4c, 0x54, 1, 0), 5)).toEqual({ kind: "fault", fault: "not-ours" });
    expect(tunnel(Uint8Array.of(0x4c, 0x54, 1, 9))).toEqual({ kind: "fault", fault: "damaged" });
    expect(tunnel(Uint8Array.of(0x4c, 0x54, 7, 9))).toEqual({ kind: "fault", fault: "unknown-version" });
  });
});

describe("what a camera tracks in its picture", () => {
  test("is a spot: a rectangle by its corners, in whatever order", () => {
    const { recTopX, recBottomX } = rectangle;
    const swapped = { ...rectangle, recTopX: recBottomX, recBottomX: recTopX };

    for (const fields of [rectangle, swapped]) {
      const reading = onboardSightings("CAMERA_TRACKING_IMAGE_STATUS", fields, { widthPx: 1000, heightPx: 500 });
      if (reading.kind !== "picture") throw new Error(reading.kind);
      const [spot] = reading.spots;
      expect(spot?.xPx).toBeCloseTo(450, 6);
      expect(spot?.yPx).toBeCloseTo(300, 6);
      expect(spot?.widthPx).toBeCloseTo(100, 6);
      expect(spot?.heightPx).toBeCloseTo(100, 6);
      expect(spot).not.toHaveProperty("personProbability");
    }
  });

  test("is a spot: a point, as large as its radius says or else as a person is", () => {
    const point = { ...NaNs, trackingStatus: 1, trackingMode: 1, pointX: 0.25, pointY: 0.5 };

    const [given, usual] = [0.1, NaN].map((radius) =>
      onboardSightings("CAMERA_TRACKING_IMAGE_STATUS", { ...point, radius }, { widthPx: 1000, heightPx: 500 }),
    );

    const spot = given?.kind === "picture" ? given.spots[0] : undefined;
    expect(spot).toMatchObject({ xPx: 250, yPx: 250 });
    expect(spot?.widthPx).toBeCloseTo(200, 6);
    expect(spot?.heightPx).toBeCloseTo(200, 6);
    expect(usual?.kind === "picture" && usual.spots[0]?.widthPx).toBeCloseTo(40, 6);
  });

  test.each([
    ["nothing is tracked", { trackingStatus: 0 }],
    ["tracking failed", { trackingStatus: 3 }],
    ["it is only guessed behind an obstacle", { trackingStatus: 9 }],
    ["there is no mode", { trackingMode: 0 }],
    ["its place isn't known", { recTopX: NaN }],
    ["it is out of the picture", { recTopX: 1.4, recBottomX: 1.6 }],
  ])("is nothing where %s", (_why, change) => {
    expect(onboardSightings("CAMERA_TRACKING_IMAGE_STATUS", { ...rectangle, ...change })).toEqual({ kind: "nothing" });
  });
});

describe("what a camera has placed by itself", () => {
  const semiVariance = (fields: TrackingGeoFields): number => {
    const reading = onboardSightings("CAMERA_TRACKING_GEO_STATUS", fields);
    if (reading.kind !== "place" || !reading.sighting.georeference.located) throw new Error(reading.kind);
    return reading.sighting.georeference.covariance.nn;
  };

  test("has its accuracy as one sigma of each axis, and a wide one where it says none", () => {
    expect(semiVariance(place)).toBeCloseTo(36, 6);
    expect(semiVariance({ ...place, hAcc: NaN })).toBeCloseTo(225, 6);
    expect(semiVariance({ ...place, hAcc: 0 })).toBeCloseTo(225, 6);
    expect(semiVariance({ ...place, hAcc: 0.01 })).toBeCloseTo(1, 6);
  });

  test.each([
    ["nothing is tracked", { trackingStatus: 0 }],
    ["it is nowhere", { lat: 0, lon: 0 }],
    ["it is no place on earth", { lat: 0x7fffffff, lon: 0x7fffffff }],
    ["its error is as large as the search", { hAcc: 500 }],
  ])("is nothing where %s", (_why, change) => {
    expect(onboardSightings("CAMERA_TRACKING_GEO_STATUS", { ...place, ...change })).toEqual({ kind: "nothing" });
  });

  test("becomes a heat source after three messages, of unknown size and without a probability of its own", () => {
    const tracker = new HeatTracker();
    for (let i = 0; i < 4; i++) {
      const reading = onboardSightings("CAMERA_TRACKING_GEO_STATUS", place);
      if (reading.kind !== "place") throw new Error(reading.kind);
      const nowMs = 1000 + i * 500;
      tracker.observe({ vehicleId: "1", nowMs, utcMs: nowMs, widthPx: 640, sightings: [reading.sighting] });
    }

    const [source] = tracker.sources.values();
    expect(source?.location).toMatchObject({ located: true, groundMslM: 412 });
    expect(source).not.toHaveProperty("sizeM");
  });

  test("never throws, whatever the numbers are", () => {
    const any = fc.oneof(fc.double(), fc.integer(), fc.constant(NaN), fc.constant(Infinity));
    const fields = fc.record({ trackingStatus: any, lat: any, lon: any, alt: any, hAcc: any, dist: any });
    fc.assert(
      fc.property(fields, (value) =>
        ["place", "nothing"].includes(onboardSightings("CAMERA_TRACKING_GEO_STATUS", value).kind),
      ),
    );
  });
});
