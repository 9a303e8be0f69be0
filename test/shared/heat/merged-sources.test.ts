import { describe, expect, test } from "vitest";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";
import { projectToPixel } from "../../../shared/heat/camera-model.ts";
import { footprint } from "../../../shared/heat/footprint.ts";
import { georeference } from "../../../shared/heat/georeference.ts";
import type { HeatDecision, HeatSource } from "../../../shared/heat/heat-source.ts";
import { type HeatChange, type HeatSighting, HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { linghu, m3t, poseOf } from "../../support/poses.ts";
import { spotAt } from "../../support/simulated-pass.ts";

const at = (northM: number, eastM: number): LatLon => offsetLatLon(linghu, northM, eastM);

/** A drone 100 m above `from` that looks straight down. */
const look = (things: readonly LatLon[], from: LatLon): HeatSighting[] =>
  things.flatMap((thing) => {
    const pose = poseOf(90, from);
    const { northM, eastM } = northEastM(from, thing);
    const pixel = projectToPixel(m3t, pose, { north: northM, east: eastM, down: 100 });
    if (!pixel) return [];
    const spot = spotAt(pixel.xPx, pixel.yPx);
    return [{ spot, georeference: georeference({ spot, pose, camera: m3t, captureSigmaMs: 0 }) }];
  });

class Night {
  readonly tracker = new HeatTracker();
  nowMs = 1000;

  /** Frames of one vehicle that show warm things where it takes them to be. */
  see(vehicleId: string, frames: number, things: readonly LatLon[], from = linghu): readonly HeatChange[] {
    const changes: HeatChange[] = [];
    for (let i = 0; i < frames; i++) {
      this.nowMs += 111;
      const { nowMs } = this;
      const outline = footprint({ pose: poseOf(90, from), camera: m3t });
      const sightings = look(things, from);
      const frame = { vehicleId, nowMs, utcMs: nowMs, widthPx: 640, footprint: outline, sightings };
      changes.push(...this.tracker.observe(frame).changes);
    }
    return changes;
  }

  wait(ms = 60_000): void {
    this.nowMs += ms;
  }

  decide(id: string, state: "confirmed" | "dismissed"): void {
    this.tracker.decide(id, { state, by: "Li", atMs: this.nowMs, utcMs: this.nowMs });
  }

  get sources(): HeatSource[] {
    return [...this.tracker.sources.values()];
  }

  /**
   * Two sources of one thing: two drones with large errors to opposite sides each publish their own, then both errors get
   * better and both see it at the same place.
   */
  seeTwice(): void {
    this.see("1", 5, [at(0, -5.2)]);
    this.wait();
    this.see("2", 5, [at(0, 5.2)]);
    this.wait();
  }
}

const semiMajorM = ({ location }: HeatSource): number =>
  location.located ? location.ellipse95.semiMajorM : Number.NaN;
const decisions = (night: Night): HeatDecision["state"][] => night.sources.map(({ decision }) => decision.state);

describe("two published sources that turn out to be one thing", () => {
  test("become one, which keeps the older number, all sightings and all vehicles", () => {
    const night = new Night();
    night.seeTwice();
    expect(night.sources.map(({ number }) => number)).toEqual([1, 2]);

    const changes = night.see("3", 40, [at(0, 0)]);

    const [source] = night.sources;
    expect(night.sources).toHaveLength(1);
    expect(source).toMatchObject({ id: "heat-1", number: 1, sightings: 50, mergedNumbers: [2] });
    expect(source?.vehicleIds.toSorted()).toEqual(["1", "2", "3"]);
    expect(source?.location.located && distanceM(source.location.position, at(0, 0))).toBeLessThan(1);
    expect(changes.filter(({ kind }) => kind === "removed")).toEqual([
      { kind: "removed", source: expect.objectContaining({ id: "heat-2" }), mergedInto: "heat-1" },
    ]);
    expect(changes.filter(({ kind }) => kind === "found")).toEqual([]);
  });

  test("keep the number of the one that was confirmed, as teams know it by that", () => {
    const night = new Night();
    night.seeTwice();
    night.decide("heat-2", "confirmed");

    night.see("3", 40, [at(0, 0)]);

    expect(night.sources).toMatchObject([
      { id: "heat-2", mergedNumbers: [1], decision: { state: "confirmed", by: "Li" } },
    ]);
  });

  test.each(["new", "confirmed"] as const)("stay two where one is dismissed and the other %s", (state) => {
    const night = new Night();
    night.seeTwice();
    night.decide("heat-1", "dismissed");
    if (state === "confirmed") night.decide("heat-2", "confirmed");

    night.see("3", 60, [at(0, 0)]);

    expect(decisions(night)).toEqual(["dismissed", state]);
  });

  test("stay two once a single frame showed them apart", () => {
    const night = new Night();
    night.see("1", 5, [at(0, -1.5), at(0, 1.5)]);

    night.wait();
    night.see("2", 60, [at(0, -1.5)]);

    expect(night.sources).toHaveLength(2);
  });

  test("stay two where frames show only one of both places", () => {
    const night = new Night();
    night.seeTwice();

    // The picture ends between them.
    night.see("3", 60, [at(0, 0)], at(0, 44));

    expect(night.sources).toHaveLength(2);
  });

  test("are not brought back by a restart", () => {
    const night = new Night();
    night.seeTwice();
    const before = structuredClone(night.sources);
    night.see("3", 40, [at(0, 0)]);

    const after = new HeatTracker();
    after.restore([...before.slice(1), ...night.sources]);

    expect([...after.sources.keys()]).toEqual(["heat-1"]);
    after.restore([]);
    expect(after.sources.get("heat-1")?.mergedNumbers).toEqual([2]);
  });
});

describe("one thing and two drones", () => {
  test("is one source with both drones' ids, within what their errors allow", () => {
    const night = new Night();
    night.see("1", 10, [at(0, -1.2)]);
    night.see("2", 20, [at(1, 1.3)]);

    expect(night.sources).toMatchObject([{ vehicleIds: ["1", "2"], sightings: 30 }]);
  });

  test("a thing near a dismissed one, but not quite there, is shown anew", () => {
    const night = new Night();
    night.see("1", 10, [at(0, 0)]);
    night.decide("heat-1", "dismissed");

    night.wait();
    night.see("2", 20, [at(0, 7.3)]);

    expect(decisions(night)).toEqual(["dismissed", "new"]);
  });

  test("what walked is held less firmly where it was seen long ago", () => {
    const [still, walking] = [new Night(), new Night()];
    still.see("1", 60, [at(0, 0)]);
    for (let i = 0; i < 60; i++) walking.see("1", 1, [at(0, -6 + i * 0.1)]);
    for (const night of [still, walking]) {
      night.wait(120_000);
      night.see("2", 20, [at(0, 1.5)]);
    }

    expect(still.sources).toHaveLength(1);
    expect(walking.sources).toHaveLength(1);
    const [a, b] = [still.sources[0], walking.sources[0]];
    if (!a || !b) throw new Error("Both should be found.");
    expect(semiMajorM(b)).toBeGreaterThan(1.1 * semiMajorM(a));
    expect(b.location.located && distanceM(b.location.position, at(0, 1.5))).toBeLessThan(1);
  });
});
