import { describe, expect, test } from "vitest";
import { defaultScenarioPath, loadScenario } from "../../../hardware/simulator/load-scenario.ts";
import { ThermalEye } from "../../../hardware/simulator/scene/thermal-eye.ts";
import { Simulation, stepMs } from "../../../hardware/simulator/simulation.ts";
import type { SimVehicle } from "../../../hardware/simulator/vehicle/sim-vehicle.ts";
import { buildWorld } from "../../../hardware/simulator/world.ts";
import { northEastM } from "../../../shared/geo/local-frame.ts";
import { TerrainGrid } from "../../../shared/geo/terrain-grid.ts";
import { mahalanobisSquared } from "../../../shared/heat/covariance.ts";
import { HotSpotDetector } from "../../../shared/heat/detect-hot-spots.ts";
import { footprint } from "../../../shared/heat/footprint.ts";
import { droneSigmas, georeference } from "../../../shared/heat/georeference.ts";
import { HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import type { CameraPose } from "../../../shared/vehicle/pose.ts";

const FRAME_MS = 800;
const SEARCH_MS = 200_000;

/** Flies the default scenario and looks through the first drone's camera whenever it is near the person. */
const search = async (seed: number) => {
  const loaded = await loadScenario(defaultScenarioPath);
  if (!loaded.ok) throw new Error("The default scenario is broken.");
  const world = buildWorld(loaded.scenario);
  const simulation = new Simulation(loaded.scenario, world, seed);
  const eye = new ThermalEye(loaded.scenario, simulation, seed);
  const terrain = new TerrainGrid(world.baseMap.terrain, world.grid.heightsMslM);
  const drones = simulation.vehicles.filter(({ spec }) => spec.kind === "drone");
  const detectors = new Map(drones.map((drone) => [drone, new HotSpotDetector()]));
  const tracker = new HeatTracker();

  const look = (drone: SimVehicle): void => {
    const { widthPx, heightPx, hfovDeg } = drone.spec.camera;
    const camera = { widthPx, heightPx, hfovRad: degToRad(hfovDeg) };
    const pose = reportedPose(drone);
    const frame = {
      ...camera,
      data: eye.picture(drone),
      radiometry: { kelvinPerCount: 0.01, kelvinAtZero: 0 },
      captureVehicleTimeMs: drone.bootMs,
      captureSigmaMs: 10,
      sequence: 1,
    };
    const spots = detectors.get(drone)?.detect(frame, 0.085) ?? [];
    const sigmas = { ...droneSigmas, positionM: 1.5 };
    const sightings = spots.map((spot) => ({
      spot,
      georeference: georeference({ spot, pose, camera, terrain, captureSigmaMs: 10, sigmas }),
    }));
    const nowMs = simulation.simMs;
    const outline = footprint({ pose, camera, terrain });
    tracker.observe({
      vehicleId: drone.spec.name,
      nowMs,
      utcMs: nowMs,
      widthPx,
      sightings,
      footprint: outline,
    });
  };

  while (simulation.simMs < SEARCH_MS) {
    simulation.step();
    if (simulation.simMs % FRAME_MS >= stepMs) continue;
    for (const drone of drones) {
      const { eastM, northM } = drone.truth;
      const near = Math.hypot(eastM - world.person.eastM, northM - world.person.northM) < 45;
      if (near && drone.estimate.altMslM - drone.autopilot.home.altMslM > 30) look(drone);
    }
  }
  return {
    sources: [...tracker.sources.values()],
    person: world.plane.toLatLon(world.person.eastM, world.person.northM),
  };
};

const reportedPose = (drone: SimVehicle): CameraPose => {
  const { estimate, truth, plane } = drone;
  return {
    ...plane.toLatLon(estimate.eastM, estimate.northM),
    vehicleTimeMs: drone.bootMs,
    altMslM: estimate.altMslM,
    altHomeM: estimate.altMslM - drone.autopilot.home.altMslM,
    rollRad: degToRad((estimate.gimbalRollRad * 180) / Math.PI),
    pitchRad: degToRad((estimate.gimbalPitchRad * 180) / Math.PI),
    yawRad: degToRad((estimate.gimbalYawRad * 180) / Math.PI),
    groundMps: Math.hypot(truth.eastMps, truth.northMps),
    yawRateRadps: truth.yawRateRadps,
    gapMs: 20,
  };
};

describe("in the night near Linghu", () => {
  test.each([1, 2])("the person by the ditch is found inside the ellipse, and little else (seed %i)", async (seed) => {
    const { sources, person } = await search(seed);

    const inside = sources.filter(({ location }) => {
      if (!location.located) return false;
      const { northM, eastM } = northEastM(person, location.position);
      return mahalanobisSquared(northM, eastM, location.covariance) <= 5.991;
    });
    expect(inside).toHaveLength(1);
    expect(inside[0]?.contrastK).toBeGreaterThan(3);
    expect(sources.length).toBeLessThanOrEqual(4);
  });
});
