import { describe, expect, it } from "vitest";
import { AutopilotLink } from "../../../hardware/simulator/mavlink/autopilot-link.ts";
import { CameraView } from "../../../hardware/simulator/scene/camera-view.ts";
import { thermalStandOf } from "../../../hardware/simulator/scene/thermal-eye.ts";
import { Simulation, stepMs } from "../../../hardware/simulator/simulation.ts";
import { buildWorld } from "../../../hardware/simulator/world.ts";
import { TerrainGrid } from "../../../shared/geo/terrain-grid.ts";
import { droneSigmas, georeference } from "../../../shared/heat/georeference.ts";
import { HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { decodeMessage, FrameWriter } from "../../../shared/mavlink/codec.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import { Fleet } from "../../../shared/vehicle/fleet.ts";
import { hoveringDrone, smallScenario } from "./small-scenario.ts";

const camera = { widthPx: 640, heightPx: 512, hfovRad: degToRad(45.8) };
const streams = [
  [30, 50_000],
  [33, 100_000],
  [285, 50_000],
  [24, 200_000],
  [193, 1_000_000],
] as const;

// 110 m south of the person, then straight over the place where the person lies.
const scenario = smallScenario([
  hoveringDrone({
    start: { latDeg: 30.869, lonDeg: 120.433, headingDeg: 0, delayS: 0, airborne: true },
    mission: {
      kind: "route",
      waypoints: [{ latDeg: 30.872, lonDeg: 120.4332 }],
      altitudeHomeM: 60,
      speedMps: 7,
      gimbalPitchDeg: -70,
      loop: true,
    },
  }),
]);
const world = buildWorld(scenario);
const terrain = new TerrainGrid(world.baseMap.terrain, world.grid.heightsMslM);

/** Flies one pass, places the person from telemetry alone, and gives the squared Mahalanobis distance of the truth. */
const pass = (seed: number): number | undefined => {
  const simulation = new Simulation(scenario, world, seed);
  const [vehicle] = simulation.vehicles;
  if (vehicle === undefined) throw new Error("The scenario has no vehicle.");
  const fleet = new Fleet({ ownSystemId: 255 });
  const scanner = new FrameScanner();
  const output = (bytes: Uint8Array): void =>
    scanner.push(bytes, (frame) => {
      const nowMs = simulation.simMs;
      fleet.receive({ channelId: "udp", frame, message: decodeMessage(frame), nowMs, utcMs: nowMs });
    });
  const link = new AutopilotLink({ vehicle, startUtcMs: 0, streamPort: 1, output });
  const station = new FrameWriter({ systemId: 255, componentId: 190 });
  for (const [id, intervalUs] of streams) {
    const command = { targetSystem: 1, targetComponent: 1, command: 511, _param1: id, _param2: intervalUs };
    link.receive(station.write("COMMAND_LONG", command));
  }
  const seen: { readonly bootMs: number; readonly at: readonly [number, number] }[] = [];
  const { person, ground, plane } = world;
  const lies = [person.eastM, person.northM, ground.heightMslM(person.eastM, person.northM)] as const;
  for (let step = 1; step * stepMs < 32_000; step++) {
    simulation.step();
    link.tick();
    if (step % 6 !== 0 || simulation.simMs < 6000 || simulation.simMs > 31_000) continue;
    const at = new CameraView(thermalStandOf(vehicle), camera).project(lies);
    const inView = at !== undefined && at[0] > 5 && at[0] < 635 && at[1] > 5 && at[1] < 507;
    if (inView) seen.push({ bootMs: vehicle.bootMs, at });
  }
  const tracker = new HeatTracker();
  for (const { bootMs, at } of seen) {
    const spot = { xPx: at[0], yPx: at[1], widthPx: 12, heightPx: 12, areaPx: 90, contrastK: 5, snr: 30 };
    const sigmas = { ...droneSigmas, positionM: 1.5 };
    const pose = fleet.poseAt("1", bootMs);
    const placed = georeference({ spot, pose, camera, terrain, captureSigmaMs: 8, sigmas });
    tracker.observe({
      vehicleId: "1",
      nowMs: bootMs,
      utcMs: bootMs,
      widthPx: 640,
      sightings: [{ spot, georeference: placed }],
    });
  }
  const [source] = tracker.sources.values();
  if (source === undefined || !source.location.located) return undefined;
  const found = plane.toLocal(source.location.position);
  const [n, e] = [person.northM - found.northM, person.eastM - found.eastM];
  const { nn, ne, ee } = source.location.covariance;
  return (n * n * ee - 2 * n * e * ne + e * e * nn) / (nn * ee - ne * ne);
};

describe("the simulated sensors' errors", () => {
  it("put the person inside the 95 % ellipse of one pass in 90 to 99.5 % of 200 seeds", () => {
    const distances = Array.from({ length: 200 }, (_, i) => pass(1 + i * 7919));

    const inside = distances.filter((squared) => squared !== undefined && squared < 5.991).length;
    expect(distances).not.toContain(undefined);
    expect(inside / 200).toBeGreaterThanOrEqual(0.9);
    expect(inside / 200).toBeLessThanOrEqual(0.995);
  });
});
