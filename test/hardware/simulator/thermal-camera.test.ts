import { describe, expect, it } from "vitest";
import type { Scenario } from "../../../hardware/simulator/scenario.ts";
import { CameraView } from "../../../hardware/simulator/scene/camera-view.ts";
import { castToGround } from "../../../hardware/simulator/scene/cast-ground.ts";
import { kelvinPerCount } from "../../../hardware/simulator/scene/thermal-camera.ts";
import { ThermalEye, thermalStandOf } from "../../../hardware/simulator/scene/thermal-eye.ts";
import { Simulation } from "../../../hardware/simulator/simulation.ts";
import type { SimVehicle } from "../../../hardware/simulator/vehicle/sim-vehicle.ts";
import { buildWorld } from "../../../hardware/simulator/world.ts";
import { hoveringDrone, smallScenario, walkingDog } from "./small-scenario.ts";

const look = (scenario: Scenario, seconds: number) => {
  const simulation = new Simulation(scenario, buildWorld(scenario), scenario.seed);
  for (let i = 0; i < seconds * 50; i++) simulation.step();
  const [vehicle] = simulation.vehicles;
  if (vehicle === undefined) throw new Error("The scenario has no vehicle.");
  const counts = new ThermalEye(scenario, simulation, scenario.seed).picture(vehicle);
  const kelvin = (x: number, y: number): number => (counts[Math.round(y) * 640 + Math.round(x)] ?? 0) * kelvinPerCount;
  return { simulation, vehicle, counts, kelvin, view: viewOf(vehicle) };
};

const viewOf = (vehicle: SimVehicle): CameraView =>
  new CameraView(thermalStandOf(vehicle), { widthPx: 640, heightPx: 512, hfovRad: (45.8 * Math.PI) / 180 });

/** Mean of a disc around a pixel, K. */
const meanAround = (
  kelvin: (x: number, y: number) => number,
  [x, y]: readonly [number, number],
  radiusPx: number,
): number => {
  let [sum, count] = [0, 0];
  for (let dx = -radiusPx; dx <= radiusPx; dx++) {
    for (let dy = -radiusPx; dy <= radiusPx; dy++) {
      if (dx * dx + dy * dy > radiusPx * radiusPx) continue;
      sum += kelvin(x + dx, y + dy);
      count++;
    }
  }
  return sum / count;
};

describe("thermal camera", () => {
  it("shows the person where the projection says, warmer than the ground by the contrast asked for", () => {
    const { simulation, view, kelvin } = look(smallScenario([hoveringDrone()]), 8);
    const { person, ground } = simulation.world;
    const torso = view.project([person.eastM, person.northM, ground.heightMslM(person.eastM, person.northM) + 0.13]);
    if (torso === undefined) throw new Error("The person is not in view.");
    const away = (dx: number, dy: number) => meanAround(kelvin, [torso[0] + dx, torso[1] + dy], 4);

    const around = (away(35, 0) + away(-35, 0) + away(0, 35) + away(0, -35)) / 4;

    expect(meanAround(kelvin, torso, 1) - around).toBeGreaterThan(3.5);
    expect(meanAround(kelvin, torso, 1) - around).toBeLessThan(7);
  });

  it("hides part of the person in grass", () => {
    const peak = (hiddenFraction: number): number => {
      const person = { latDeg: 30.87, lonDeg: 120.433, headingDeg: 30, hiddenFraction };
      const { counts } = look(smallScenario([hoveringDrone()], { person }), 8);
      let warm = 0;
      for (const count of counts) if (count * kelvinPerCount > 286.5) warm++;
      return warm;
    };

    expect(peak(0.8)).toBeLessThan(peak(0) * 0.6);
  });

  it("has the noise of its NETD: pictures that differ in nothing else differ by its root of two", () => {
    const scenario = smallScenario([hoveringDrone()]);
    const simulation = new Simulation(scenario, buildWorld(scenario), 1);
    const [vehicle] = simulation.vehicles;
    if (vehicle === undefined) throw new Error("The scenario has no vehicle.");

    const [first, second] = [1, 2].map((seed) => new ThermalEye(scenario, simulation, seed).picture(vehicle));

    let sum = 0;
    for (const [i, count] of (first ?? []).entries()) sum += (count - (second?.[i] ?? 0)) ** 2;
    const sigmaK = Math.sqrt(sum / (640 * 512) / 2) * kelvinPerCount;
    expect(sigmaK).toBeGreaterThan(0.045);
    expect(sigmaK).toBeLessThan(0.07);
  });

  it("makes the same picture for the same seed and time", () => {
    const scenario = smallScenario([hoveringDrone()]);

    expect(look(scenario, 3).counts).toEqual(look(scenario, 3).counts);
  });

  it("makes the dog's 160x120 picture of ground, horizon and a colder sky", () => {
    const { counts } = look(smallScenario([walkingDog()]), 5);
    const row = (y: number) => counts.slice(y * 160, y * 160 + 160).reduce((a, b) => a + b, 0) / 160;

    expect(counts.length).toBe(160 * 120);
    expect(row(110) - row(2)).toBeGreaterThan(200);
  });

  it("casts rays onto the ground that project back onto their pixels", () => {
    const { view, simulation } = look(smallScenario([hoveringDrone()]), 4);
    const { ground } = simulation.world;

    for (const [x, y] of [
      [10, 10],
      [320, 256],
      [600, 30],
      [50, 500],
    ] as const) {
      const hit = castToGround(view, ground, x, y);
      const back = hit && view.project([hit[0], hit[1], ground.heightMslM(hit[0], hit[1])]);
      expect(back?.[0]).toBeCloseTo(x, 0);
      expect(back?.[1]).toBeCloseTo(y, 0);
    }
  });
});
