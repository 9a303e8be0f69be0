import { describe, expect, test } from "vitest";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";
import { projectToPixel } from "../../../shared/heat/camera-model.ts";
import { footprint } from "../../../shared/heat/footprint.ts";
import { georeference } from "../../../shared/heat/georeference.ts";
import type { HeatDecision, HeatSource } from "../../../shared/heat/heat-source.ts";
import { type HeatSighting, HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { linghu, m3t, poseOf } from "../../support/poses.ts";
import { Random, spotAt } from "../../support/simulated-pass.ts";

const at = (northM: number, eastM: number): LatLon => offsetLatLon(linghu, northM, eastM);

/** A drone 100 m up at `from` that looks straight down and sees warm things at these places, without any error. */
const sightings = (things: readonly LatLon[], from: LatLon = linghu, cropPng?: Uint8Array): HeatSighting[] =>
  things.flatMap((thing) => {
    const pose = poseOf(90, from);
    const { northM, eastM } = northEastM(from, thing);
    const pixel = projectToPixel(m3t, pose, { north: northM, east: eastM, down: 100 });
    if (!pixel) return [];
    const spot = spotAt(pixel.xPx, pixel.yPx);
    return [{ spot, georeference: georeference({ spot, pose, camera: m3t, captureSigmaMs: 0 }), cropPng }];
  });

const unlocated = (xPx: number): HeatSighting => ({
  spot: spotAt(xPx, 200),
  georeference: { located: false, reason: "no-pose" },
});

class Watch {
  readonly tracker: HeatTracker;
  nowMs = 1000;

  constructor(tracker = new HeatTracker()) {
    this.tracker = tracker;
  }

  frames(count: number, seen: (frame: number) => HeatSighting[], vehicleId = "1", from: LatLon = linghu) {
    const kinds: string[] = [];
    for (let i = 0; i < count; i++) {
      this.nowMs += 111;
      const { nowMs } = this;
      const outline = footprint({ pose: poseOf(90, from), camera: m3t });
      const frame = { vehicleId, nowMs, utcMs: 1e12 + nowMs, widthPx: 640, footprint: outline, sightings: seen(i) };
      kinds.push(...this.tracker.observe(frame).changes.map(({ kind }) => kind));
    }
    return kinds;
  }

  get sources(): HeatSource[] {
    return [...this.tracker.sources.values()];
  }
}

const offM = (source: HeatSource | undefined, place: LatLon): number =>
  source?.location.located ? distanceM(source.location.position, place) : Number.NaN;

const dismissed: HeatDecision = { state: "dismissed", by: "Li", atMs: 5000, utcMs: 1e12 + 5000 };

describe("the heat tracker", () => {
  test("publishes a source when it was seen in three frames, once, and then updates it", () => {
    const watch = new Watch();

    expect(watch.frames(2, () => sightings([at(5, 5)]))).toEqual([]);
    expect(watch.frames(1, () => sightings([at(5, 5)]))).toEqual(["found"]);
    expect(watch.frames(2, () => sightings([at(5, 5)]))).toEqual(["updated", "updated"]);

    const [source] = watch.sources;
    expect(watch.sources).toHaveLength(1);
    expect(source).toMatchObject({
      id: "heat-1",
      number: 1,
      sightings: 5,
      vehicleIds: ["1"],
      peakK: 300,
      contrastK: 5,
    });
    expect(source).toMatchObject({
      firstSeenMs: 1111,
      lastSeenMs: 1555,
      decision: { state: "new" },
      thumbnailVersion: 0,
    });
    expect(source?.lastSeenUtcMs).toBe(1e12 + 1555);
    expect(offM(source, at(5, 5))).toBeLessThan(0.01);
    expect(source?.sizeM).toBeCloseTo(1.85, 1);
  });

  test("noise that never comes back to its place is never published", () => {
    const watch = new Watch();
    const random = new Random(5);

    const kinds = watch.frames(400, (i) =>
      i % 2 ? sightings([at(random.uniform(-30, 30), random.uniform(-30, 30))]) : [],
    );

    expect(kinds).toEqual([]);
    expect(watch.tracker.candidateCount).toBeLessThan(40);
  });

  test("three of eight frames are enough, three of many are not", () => {
    const flickering = new Watch();
    flickering.frames(8, (i) => (i % 3 === 0 ? sightings([at(0, 0)]) : []));
    const rare = new Watch();
    rare.frames(60, (i) => (i % 7 === 0 ? sightings([at(0, 0)]) : []));

    expect(flickering.sources).toHaveLength(1);
    expect(rare.sources).toHaveLength(0);
  });

  test("a candidate outside of the picture is not missed", () => {
    const watch = new Watch();
    const away = at(0, 300);

    watch.frames(2, () => sightings([at(0, 0)]));
    watch.frames(12, () => [], "1", away);
    watch.frames(1, () => sightings([at(0, 0)]));

    expect(watch.sources).toHaveLength(1);
  });

  test("two people two metres apart are two sources", () => {
    const watch = new Watch();

    watch.frames(10, () => sightings([at(0, 0), at(0, 2.4)]));

    expect(watch.sources.map(({ sightings: n }) => n)).toEqual([10, 10]);
    expect(offM(watch.sources[0], at(0, 0))).toBeLessThan(0.05);
    expect(offM(watch.sources[1], at(0, 2.4))).toBeLessThan(0.05);
  });

  test("an arm that the detector cuts off is no second source", () => {
    const watch = new Watch();

    watch.frames(10, (i) => sightings(i % 2 ? [at(0, 0), at(0.7, 0)] : [at(0, 0)]));

    expect(watch.sources).toHaveLength(1);
  });

  test("a second vehicle that sees it a few metres off joins the source and makes it surer", () => {
    const watch = new Watch();
    watch.frames(5, () => sightings([at(0, 0)]));
    const alone = watch.sources[0]?.location;

    const kinds = watch.frames(20, () => sightings([at(1.5, -2)]), "2");

    const [source] = watch.sources;
    expect(kinds).not.toContain("found");
    expect(watch.sources).toHaveLength(1);
    expect(source).toMatchObject({ sightings: 25, vehicleIds: ["1", "2"] });
    if (!alone?.located || !source?.location.located) throw new Error("Not located.");
    expect(source.location.ellipse95.semiMajorM).toBeLessThan(0.8 * alone.ellipse95.semiMajorM);
    expect(offM(source, at(0.75, -1))).toBeLessThan(0.1);
  });

  test("a hundred frames of one pass are no surer than what their common errors allow", () => {
    const watch = new Watch();
    watch.frames(3, () => sightings([at(0, 0)]));
    const after3 = watch.sources[0]?.location;
    watch.frames(100, () => sightings([at(0, 0)]));
    const after103 = watch.sources[0]?.location;

    if (!after3?.located || !after103?.located) throw new Error("Not located.");
    expect(after103.ellipse95.semiMajorM).toBeGreaterThan(0.85 * after3.ellipse95.semiMajorM);
  });

  test("something far away from another vehicle is another source", () => {
    const watch = new Watch();
    watch.frames(5, () => sightings([at(0, 0)]));

    expect(watch.frames(5, () => sightings([at(25, 0)]), "2")).toContain("found");
    expect(watch.sources.map(({ number }) => number)).toEqual([1, 2]);
  });

  test("one that walks is followed as one source", () => {
    const watch = new Watch();

    watch.frames(180, (i) => sightings([at(-10 + i * 0.11, 5)]));

    expect(watch.sources).toHaveLength(1);
    expect(offM(watch.sources[0], at(-10 + 179 * 0.11, 5))).toBeLessThan(4);
  });

  test("a second pass after a while joins the source", () => {
    const watch = new Watch();
    watch.frames(5, () => sightings([at(0, 0)]));
    watch.nowMs += 120_000;

    watch.frames(20, () => sightings([at(0.5, 0.5)]));

    expect(watch.sources).toHaveLength(1);
    expect(watch.sources[0]?.sightings).toBe(25);
  });

  test("a dismissed source stays dismissed when it is seen again, and can be brought back", () => {
    const watch = new Watch();
    watch.frames(3, () => sightings([at(0, 0)]));

    expect(watch.tracker.decide("heat-1", dismissed)?.decision).toEqual(dismissed);
    watch.nowMs += 60_000;
    watch.frames(20, () => sightings([at(0, 0)]));
    watch.frames(20, () => sightings([at(1, 0)]), "2");
    expect(watch.sources).toHaveLength(1);
    expect(watch.sources[0]?.sightings).toBe(43);
    expect(watch.sources[0]?.decision).toEqual(dismissed);
    watch.tracker.decide("heat-1", { state: "new" });

    expect(watch.tracker.sources.get("heat-1")?.decision).toEqual({ state: "new" });
  });

  test("decides nothing about an unknown source", () => {
    expect(new HeatTracker().decide("heat-9", dismissed)).toBeUndefined();
  });

  test("sources are replaced, never changed", () => {
    const watch = new Watch();
    watch.frames(3, () => sightings([at(0, 0)]));
    const before = watch.sources[0];
    const copy = structuredClone(before);

    watch.frames(3, () => sightings([at(0, 0)]), "2");
    watch.tracker.decide("heat-1", dismissed);

    expect(before).toEqual(copy);
    expect(watch.sources[0]).not.toBe(before);
  });

  test("keeps the best crop and counts its version up", () => {
    const watch = new Watch();
    const [poor, good] = [Uint8Array.of(1), Uint8Array.of(2)];
    watch.frames(3, () => sightings([at(0, 0)], linghu, poor));
    expect(watch.sources[0]?.thumbnailVersion).toBe(1);

    watch.frames(1, () =>
      sightings([at(0, 0)], linghu, good).map((s) => ({ ...s, spot: { ...s.spot, snr: s.spot.snr * 2 } })),
    );
    watch.frames(3, () => sightings([at(0, 0)], linghu, poor));

    expect(watch.sources[0]?.thumbnailVersion).toBe(2);
    expect(watch.tracker.thumbnail("heat-1")).toBe(good);
  });

  test("prefers the crop with the thing in its middle to a brighter one with the thing at its edge", () => {
    const watch = new Watch();
    const [atEdge, inMiddle] = [Uint8Array.of(1), Uint8Array.of(2)];
    watch.frames(3, () => sightings([at(0, 0)], linghu, atEdge).map((s) => ({ ...s, cropOffset: 0.9 })));

    watch.frames(1, () =>
      sightings([at(0, 0)], linghu, inMiddle).map((s) => ({ ...s, spot: { ...s.spot, snr: s.spot.snr * 0.7 } })),
    );

    expect(watch.tracker.thumbnail("heat-1")).toBe(inMiddle);
  });

  test("goes on after a crash: same sources, numbers count on, new sightings join", () => {
    const before = new Watch();
    before.frames(5, () => sightings([at(0, 0), at(20, 20)]));
    before.tracker.decide("heat-2", dismissed);
    const stored = structuredClone(before.sources);

    const after = new Watch();
    after.tracker.restore(stored, new Map([["heat-1", Uint8Array.of(7)]]));
    expect(after.sources).toEqual(stored);
    expect(after.tracker.thumbnail("heat-1")).toEqual(Uint8Array.of(7));
    after.frames(20, () => sightings([at(0, 0), at(20, 20), at(-20, 0)]));

    expect(after.sources.map(({ id, sightings: n }) => [id, n])).toEqual([
      ["heat-1", 25],
      ["heat-2", 25],
      ["heat-3", 20],
    ]);
    expect(after.sources[1]?.decision).toEqual(dismissed);
    expect(offM(after.sources[0], at(0, 0))).toBeLessThan(0.05);
  });

  test("what can't be located is one source per vehicle and event, not one per frame", () => {
    const watch = new Watch();

    watch.frames(200, () => [unlocated(300)]);
    watch.frames(200, () => [unlocated(310)], "2");

    expect(watch.sources.map(({ vehicleIds, location }) => [vehicleIds, location])).toEqual([
      [["1"], { located: false, reason: "no-pose" }],
      [["2"], { located: false, reason: "no-pose" }],
    ]);
    expect(watch.sources[0]?.sightings).toBeGreaterThan(190);
  });

  test("the horizon that a turning camera sees for three seconds is nothing", () => {
    const watch = new Watch();

    watch.frames(27, () => [unlocated(300)]);
    watch.frames(60, () => []);

    expect(watch.sources).toEqual([]);
  });

  test("the two halves of one warm heap, seen in turns, are one source", () => {
    const watch = new Watch();
    watch.frames(5, () => sightings([at(0, 0)]));

    watch.frames(20, (i) => sightings(i % 2 ? [at(0, 0)] : [at(0, 0), at(1.3, 0)]));

    expect(watch.sources).toHaveLength(1);
  });

  test("an unlocated one that was dismissed doesn't hide the next event", () => {
    const watch = new Watch();
    watch.frames(40, () => [unlocated(300)]);
    watch.tracker.decide("heat-1", dismissed);
    watch.frames(40, () => [unlocated(300)]);
    expect(watch.sources).toHaveLength(1);

    watch.nowMs += 90_000;
    watch.frames(40, () => [unlocated(300)]);

    expect(watch.sources.map(({ decision }) => decision.state)).toEqual(["dismissed", "new"]);
  });

  test("a vehicle keeps its last few unlocated events, and those that were confirmed", () => {
    const watch = new Watch();
    for (let i = 0; i < 20; i++) {
      watch.frames(40, () => [unlocated(300)]);
      if (i === 0) watch.tracker.decide("heat-1", { ...dismissed, state: "confirmed" });
      watch.nowMs += 90_000;
    }

    expect(watch.sources.map(({ number }) => number)).toEqual([1, 16, 17, 18, 19, 20]);
  });

  test("sources and candidates are bounded; what was confirmed never goes", () => {
    const watch = new Watch(new HeatTracker({ maxSources: 5, maxCandidates: 10 }));
    const kinds: string[] = [];
    for (let i = 0; i < 12; i++) {
      const there = at(i * 40, 0);
      kinds.push(...watch.frames(4, () => sightings([there], there), "1", there));
      if (i === 0) watch.tracker.decide("heat-1", { ...dismissed, state: "confirmed" });
    }
    const random = new Random(3);
    watch.frames(50, () =>
      sightings(Array.from({ length: 8 }, () => at(random.uniform(-30, 30), random.uniform(-30, 30)))),
    );

    expect(kinds.filter((kind) => kind === "removed")).toHaveLength(7);
    expect(watch.sources).toHaveLength(5);
    expect(watch.sources[0]?.id).toBe("heat-1");
    expect(watch.tracker.candidateCount).toBeLessThanOrEqual(10);
  });
});
