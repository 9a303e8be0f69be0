import { describe, expect, test } from "vitest";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";
import { projectToPixel } from "../../../shared/heat/camera-model.ts";
import { footprint } from "../../../shared/heat/footprint.ts";
import { georeference } from "../../../shared/heat/georeference.ts";
import type { HeatSource, HotSpot } from "../../../shared/heat/heat-source.ts";
import { type HeatOutcome, type HeatSighting, HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { linghu, m3t, poseOf } from "../../support/poses.ts";
import { spotAt } from "../../support/simulated-pass.ts";

const at = (northM: number, eastM: number): LatLon => offsetLatLon(linghu, northM, eastM);
const picture = (n: number): Uint8Array => Uint8Array.of(n);

interface Thing {
  readonly at: LatLon;
  readonly spot?: Partial<HotSpot>;
  readonly cropPng?: Uint8Array;
}

/** A drone 100 m above linghu that looks straight down. */
const look = (things: readonly Thing[]): HeatSighting[] =>
  things.flatMap(({ at: place, spot: changes, cropPng }) => {
    const pose = poseOf(90, linghu);
    const { northM, eastM } = northEastM(linghu, place);
    const pixel = projectToPixel(m3t, pose, { north: northM, east: eastM, down: 100 });
    if (!pixel) return [];
    const spot = spotAt(pixel.xPx, pixel.yPx, changes);
    return [{ spot, georeference: georeference({ spot, pose, camera: m3t, captureSigmaMs: 0 }), cropPng }];
  });

class Night {
  readonly tracker: HeatTracker;
  nowMs = 1000;

  constructor(tracker = new HeatTracker()) {
    this.tracker = tracker;
  }

  see(vehicleId: string, frames: number, things: readonly Thing[]): HeatOutcome {
    let outcome: HeatOutcome = { changes: [], seen: [] };
    for (let i = 0; i < frames; i++) {
      this.nowMs += 111;
      const { nowMs } = this;
      const outline = footprint({ pose: poseOf(90, linghu), camera: m3t });
      outcome = this.tracker.observe({
        vehicleId,
        nowMs,
        utcMs: 1e12 + nowMs,
        widthPx: 640,
        footprint: outline,
        sightings: look(things),
      });
    }
    return outcome;
  }

  wait(ms = 60_000): void {
    this.nowMs += ms;
  }

  dismiss(id = "heat-1"): void {
    this.tracker.decide(id, { state: "dismissed", by: "Li", atMs: this.nowMs, utcMs: this.nowMs });
  }

  get sources(): HeatSource[] {
    return [...this.tracker.sources.values()];
  }

  get decisions(): string[] {
    return this.sources.map(({ decision }) => decision.state);
  }
}

const vehicleNames = (source: HeatSource | undefined) => source?.crops?.map(({ vehicleId }) => vehicleId);

describe("what was dismissed", () => {
  test("stays dismissed when the same vehicle sees it again after a while", () => {
    const night = new Night();
    night.see("1", 10, [{ at: at(0, 0) }]);
    night.dismiss();

    night.wait();
    night.see("1", 20, [{ at: at(1, -1) }]);

    expect(night.decisions).toEqual(["dismissed"]);
    expect(night.sources[0]?.sightings).toBe(30);
  });

  test.each([1, 3, 4.5])("stays dismissed when another vehicle's errors shift it by %d m", (shiftM) => {
    const night = new Night();
    night.see("1", 10, [{ at: at(0, 0) }]);
    night.dismiss();

    night.wait();
    night.see("2", 20, [{ at: at(0, shiftM) }]);

    expect(night.decisions).toEqual(["dismissed"]);
    expect(night.sources[0]?.vehicleIds).toEqual(["1", "2"]);
  });

  test("stays dismissed after a restart, too", () => {
    const before = new Night();
    before.see("1", 10, [{ at: at(0, 0) }]);
    before.dismiss();

    const night = new Night(new HeatTracker());
    night.tracker.restore(before.sources);
    night.see("2", 20, [{ at: at(2, 0) }]);

    expect(night.decisions).toEqual(["dismissed"]);
  });

  test("hides nobody who comes to lie beside it: both in the picture are two, and the new one is new", () => {
    const night = new Night();
    night.see("1", 10, [{ at: at(0, 0) }]);
    night.dismiss();

    night.wait();
    night.see("2", 30, [{ at: at(0.5, 0) }, { at: at(0.5, 4) }]);

    expect(night.decisions).toEqual(["dismissed", "new"]);
    expect(
      night.sources[1]?.location.located && distanceM(night.sources[1].location.position, at(0.5, 4)),
    ).toBeLessThan(1);
  });

  test("hides nobody who comes beside it while a drone watches", () => {
    const night = new Night();
    night.see("1", 10, [{ at: at(0, 0) }]);
    night.dismiss();

    night.see("1", 20, [{ at: at(0, 0) }, { at: at(0, 3) }]);

    expect(night.decisions).toEqual(["dismissed", "new"]);
  });
});

describe("two things that were taken for one", () => {
  test("are two again once a vehicle sees both: the older keeps its number and decision, the other is new", () => {
    const night = new Night();
    // A dog looks so flatly that it sees one thing, between both.
    night.see("dog", 20, [{ at: at(0, 1.5) }]);
    night.tracker.decide("heat-1", { state: "confirmed", by: "Li", atMs: night.nowMs, utcMs: night.nowMs });

    night.wait();
    night.see("drone", 30, [{ at: at(0, 0) }, { at: at(0, 3) }]);

    expect(night.sources.map(({ number }) => number)).toEqual([1, 2]);
    expect(night.decisions).toEqual(["confirmed", "new"]);
    night.wait();
    night.see("dog", 60, [{ at: at(0, 1.5) }]);
    expect(night.sources).toHaveLength(2);
  });

  test("are two again where two sources had become one", () => {
    const night = new Night();
    // Seen one by one by drones with errors to opposite sides, they fit one place; a third drone sees only one of them.
    night.see("1", 20, [{ at: at(0, -5.2) }]);
    night.wait();
    night.see("2", 20, [{ at: at(0, 5.2) }]);
    night.wait();
    night.see("3", 40, [{ at: at(0, 0) }]);
    expect(night.sources).toMatchObject([{ number: 1, mergedNumbers: [2] }]);

    night.wait();
    night.see("3", 30, [{ at: at(0, -1) }, { at: at(0, 3) }]);

    expect(night.sources.map(({ number }) => number)).toEqual([1, 3]);
  });
});

describe("somebody who walks", () => {
  const walk = (night: Night, vehicleId: string, fromM: number, seconds: number): number => {
    const frames = Math.round(seconds / 0.111);
    for (let i = 0; i < frames; i++) night.see(vehicleId, 1, [{ at: at(fromM + 1.3 * i * 0.111, 0) }]);
    return fromM + 1.3 * frames * 0.111;
  };

  test("is the same source where another drone sees them 15 s further on their way", () => {
    const night = new Night();
    const reachedM = walk(night, "1", -30, 10);
    expect(night.sources[0]?.velocity?.northMps).toBeCloseTo(1.3, 1);

    night.wait(15_000);
    walk(night, "2", reachedM + 1.3 * 15, 8);

    expect(night.sources).toMatchObject([{ number: 1, vehicleIds: ["1", "2"] }]);
  });

  test("is another where a drone sees somebody off that way", () => {
    const night = new Night();
    const reachedM = walk(night, "1", -20, 10);

    night.wait(15_000);
    night.see("2", 60, [{ at: at(reachedM - 20, 0) }]);

    expect(night.sources).toHaveLength(2);
  });

  test("has the velocity still after a restart, until it is seen again", () => {
    const before = new Night();
    walk(before, "1", -20, 10);
    const night = new Night();
    night.tracker.restore(before.sources);

    night.tracker.decide("heat-1", { state: "new" });

    expect(night.sources[0]?.velocity).toEqual(before.sources[0]?.velocity);
    expect(night.sources[0]?.evidence).toEqual(before.sources[0]?.evidence);
    expect(night.sources[0]?.personProbability).toBeCloseTo(before.sources[0]?.personProbability ?? Number.NaN, 9);
  });
});

describe("pictures of a source", () => {
  test("are the best of each vehicle, the best first, and the best of all is its thumbnail", () => {
    const night = new Night();
    night.see("1", 20, [{ at: at(0, 0), spot: { snr: 20 }, cropPng: picture(1) }]);
    night.see("2", 20, [{ at: at(0, 0), spot: { snr: 60 }, cropPng: picture(2) }]);
    night.see("3", 20, [{ at: at(0, 0), spot: { snr: 30 }, cropPng: picture(3) }]);

    const [source] = night.sources;
    expect(vehicleNames(source)).toEqual(["2", "3", "1"]);
    expect(["1", "2", "3"].map((id) => night.tracker.crop("heat-1", id)?.[0])).toEqual([1, 2, 3]);
    expect(night.tracker.thumbnail("heat-1")).toEqual(picture(2));
    expect(night.tracker.crop("heat-1", "9")).toBeUndefined();
  });

  test("have a new version only where they are clearly better", () => {
    const night = new Night();
    night.see("1", 20, [{ at: at(0, 0), spot: { snr: 20 }, cropPng: picture(1) }]);
    const first = night.sources[0]?.crops?.[0]?.version;
    night.see("1", 20, [{ at: at(0, 0), spot: { snr: 22 }, cropPng: picture(2) }]);
    const same = night.sources[0]?.crops?.[0]?.version;
    night.see("1", 20, [{ at: at(0, 0), spot: { snr: 40 }, cropPng: picture(3) }]);

    expect(same).toBe(first);
    expect(night.sources[0]?.crops?.[0]?.version).toBeGreaterThan(first ?? Number.NaN);
    expect(night.tracker.crop("heat-1", "1")).toEqual(picture(3));
  });

  test("are of eight vehicles at most: the worst goes", () => {
    const night = new Night();
    for (let i = 1; i <= 9; i++) {
      night.see(`${i}`, 20, [{ at: at(0, 0), spot: { snr: 10 * i }, cropPng: picture(i) }]);
    }

    expect(vehicleNames(night.sources[0])).toEqual(["9", "8", "7", "6", "5", "4", "3", "2"]);
    expect(night.tracker.crop("heat-1", "1")).toBeUndefined();
  });

  test("come back after a restart as far as they were kept", () => {
    const before = new Night();
    before.see("1", 20, [{ at: at(0, 0), spot: { snr: 60 }, cropPng: picture(1) }]);
    before.see("2", 20, [{ at: at(0, 0), spot: { snr: 20 }, cropPng: picture(2) }]);

    const night = new Night();
    const crops = new Map([["heat-1", new Map([["2", picture(2)]])]]);
    night.tracker.restore(before.sources, new Map([["heat-1", picture(1)]]), crops);

    expect(vehicleNames(night.sources[0])).toEqual(["2"]);
    expect(night.tracker.crop("heat-1", "2")).toEqual(picture(2));
  });
});

describe("what a person says of a source", () => {
  const place = { position: at(10, 10), covariance: { nn: 4, ne: 0, ee: 4 }, utcMs: 1e12, nowMs: 1000 };

  test("makes one where no detector saw anything: confirmed, with its place and picture", () => {
    const night = new Night();

    const marked = night.tracker.mark({ ...place, by: "Li", vehicleId: "1", cropPng: picture(5) });

    expect(marked?.source).toMatchObject({
      number: 1,
      markedBy: "Li",
      decision: { state: "confirmed", by: "Li" },
      vehicleIds: ["1"],
      location: { located: true },
    });
    expect(marked?.source).not.toHaveProperty("personProbability");
    expect(marked?.changes).toEqual([{ kind: "found", source: marked?.source }]);
    expect(night.tracker.crop("heat-1", "1")).toEqual(picture(5));
  });

  test("is joined by what a detector sees there later", () => {
    const night = new Night();
    night.tracker.mark({ ...place, by: "Li", vehicleId: "1" });

    night.see("2", 20, [{ at: at(10.5, 10) }]);

    expect(night.sources).toMatchObject([{ markedBy: "Li", vehicleIds: ["1", "2"], decision: { state: "confirmed" } }]);
    expect(night.sources[0]?.personProbability).toBeGreaterThan(0);
  });

  test("tells one of our own, which can be taken back", () => {
    const night = new Night();
    night.see("1", 10, [{ at: at(0, 0) }]);
    const before = night.sources[0]?.personProbability;

    const known = night.tracker.identify("heat-1", { kind: "vehicle", vehicleId: "7" });

    expect(known).toMatchObject({ identity: { kind: "vehicle", vehicleId: "7" }, personProbability: before });
    expect(night.tracker.identify("heat-1", undefined)).not.toHaveProperty("identity");
    expect(night.tracker.identify("heat-9", undefined)).toBeUndefined();
  });

  test("survives a restart and becoming one with another source", () => {
    const before = new Night();
    before.tracker.mark({ ...place, by: "Li", vehicleId: "1" });
    before.tracker.identify("heat-1", { kind: "landmark", landmarkId: "bridge" });

    const night = new Night();
    night.tracker.restore(before.sources);
    night.see("2", 20, [{ at: at(10, 10) }]);

    expect(night.sources).toMatchObject([
      { number: 1, markedBy: "Li", identity: { kind: "landmark", landmarkId: "bridge" }, sightings: 21 },
    ]);
  });
});

describe("which spot belongs to which source", () => {
  test("is told for each frame, from the frame on in which it becomes one", () => {
    const night = new Night();
    const things = [{ at: at(0, 0) }, { at: at(20, 20) }];

    expect(night.see("1", 2, things).seen).toEqual([]);
    expect(night.see("1", 1, things).seen).toEqual([
      { spotIndex: 0, heatId: "heat-1" },
      { spotIndex: 1, heatId: "heat-2" },
    ]);
    expect(night.see("1", 1, things.toReversed()).seen.toSorted((a, b) => a.spotIndex - b.spotIndex)).toEqual([
      { spotIndex: 0, heatId: "heat-2" },
      { spotIndex: 1, heatId: "heat-1" },
    ]);
  });

  test("is told of what joins an older source with that source's id", () => {
    const night = new Night();
    night.see("1", 10, [{ at: at(0, 0) }]);
    night.wait();

    expect(night.see("2", 20, [{ at: at(1, 1) }]).seen).toEqual([{ spotIndex: 0, heatId: "heat-1" }]);
  });

  test("is told of what has no place, too", () => {
    const tracker = new HeatTracker();
    const unlocated: HeatSighting = { spot: spotAt(300, 200), georeference: { located: false, reason: "no-pose" } };
    let seen: HeatOutcome["seen"] = [];
    for (let nowMs = 1000; nowMs < 8000; nowMs += 111) {
      ({ seen } = tracker.observe({ vehicleId: "1", nowMs, utcMs: nowMs, widthPx: 640, sightings: [unlocated] }));
    }

    expect(seen).toEqual([{ spotIndex: 0, heatId: "heat-1" }]);
  });
});

describe("what the network takes for something else", () => {
  const car = { finder: "network", category: "car", personProbability: 0.02 } as const;

  test("makes no source by itself", () => {
    const night = new Night();

    night.see("1", 20, [
      { at: at(0, 0), spot: car },
      { at: at(20, 0), spot: { ...car, finder: "onboard" } },
    ]);

    expect(night.sources).toEqual([]);
    expect(night.tracker.candidateCount).toBe(0);
  });

  test("is a source where it is hot, with a low probability; a person in the network's eyes has a high one", () => {
    const night = new Night();
    const { finder: _none, ...hotCar } = car;

    night.see("1", 20, [
      { at: at(0, 0), spot: hotCar },
      { at: at(20, 0), spot: { category: "person", personProbability: 0.95 } },
      { at: at(-20, 0) },
    ]);

    const [unlikely, likely, unknown] = night.sources.map(({ personProbability }) => personProbability ?? Number.NaN);
    expect(unlikely).toBeLessThan(0.05);
    expect(likely).toBeGreaterThan(0.7);
    expect(unknown).toBeGreaterThan(unlikely ?? 1);
    expect(unknown).toBeLessThan(likely ?? 0);
  });
});
