import { expect, test } from "vitest";
import { FlatTerrain } from "../../../shared/geo/flat-terrain.ts";
import type { Terrain } from "../../../shared/geo/terrain.ts";
import { georeference } from "../../../shared/heat/georeference.ts";
import { HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { m3t, poseOf } from "../../support/poses.ts";
import { spotAt } from "../../support/simulated-pass.ts";

const see = (tracker: HeatTracker, nowMs: number, terrain: Terrain | undefined) => {
  const spot = spotAt(320, 256);
  const placed = georeference({ spot, pose: poseOf(45), camera: m3t, terrain, captureSigmaMs: 40 });
  const sightings = [{ spot, georeference: placed }];
  tracker.observe({ vehicleId: "1", nowMs, utcMs: nowMs, widthPx: 640, sightings });
};

const locationAfter = (terrain: Terrain | undefined) => {
  const tracker = new HeatTracker();
  for (let nowMs = 0; nowMs <= 3_000; nowMs += 300) see(tracker, nowMs, terrain);
  const [source] = tracker.sources.values();
  if (!source?.location.located) throw new Error("It isn't located.");
  return { tracker, source, location: source.location };
};

test("a source that was placed without terrain says so, and is less sure", () => {
  const known = locationAfter(new FlatTerrain(3)).location;
  const flat = locationAfter(undefined).location;

  expect(known).not.toHaveProperty("ground");
  expect(flat.ground).toBe("flat");
  expect(flat.ellipse95.semiMajorM).toBeGreaterThan(1.5 * known.ellipse95.semiMajorM);
});

test("that is still said after a restart", () => {
  const { source } = locationAfter(undefined);
  const tracker = new HeatTracker();

  tracker.restore([source]);

  expect(tracker.sources.get(source.id)?.location).toMatchObject({ ground: "flat" });
});
