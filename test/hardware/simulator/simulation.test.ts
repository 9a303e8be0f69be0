import { describe, expect, it } from "vitest";
import { defaultScenarioPath, loadScenario } from "../../../hardware/simulator/load-scenario.ts";
import type { Scenario } from "../../../hardware/simulator/scenario.ts";
import { CameraView } from "../../../hardware/simulator/scene/camera-view.ts";
import { Simulation, stepMs } from "../../../hardware/simulator/simulation.ts";
import type { SimVehicle } from "../../../hardware/simulator/vehicle/sim-vehicle.ts";
import { buildWorld, type World } from "../../../hardware/simulator/world.ts";
import { hoveringDrone, smallScenario, walkingDog } from "./small-scenario.ts";

const simulate = (scenario: Scenario, seed = scenario.seed, world: World = buildWorld(scenario)): Simulation =>
  new Simulation(scenario, world, seed);

const run = (simulation: Simulation, seconds: number, each: () => void = () => {}): void => {
  for (let i = 0; i < (seconds * 1000) / stepMs; i++) {
    simulation.step();
    each();
  }
};

const only = (simulation: Simulation): SimVehicle => {
  const vehicle = simulation.vehicles[0];
  if (vehicle === undefined) throw new Error("The scenario has no vehicle.");
  return vehicle;
};

describe("simulation", () => {
  it("repeats itself to the last bit for the same seed and differs for another", () => {
    const scenario = smallScenario([hoveringDrone(), walkingDog()]);
    const world = buildWorld(scenario);
    const trajectory = (seed: number): string => {
      const simulation = simulate(scenario, seed, world);
      run(simulation, 30);
      return JSON.stringify(
        simulation.vehicles.map(({ truth, estimate, battery }) => [truth, estimate, battery.fraction]),
      );
    };

    expect(trajectory(5)).toBe(trajectory(5));
    expect(trajectory(5)).not.toBe(trajectory(6));
  });

  it("walks a robot dog at 1.2 m/s, its feet on the ground", () => {
    const simulation = simulate(smallScenario([walkingDog()]));
    const dog = only(simulation);
    run(simulation, 10);
    const from = { ...dog.truth };

    run(simulation, 100);

    const walkedM = Math.hypot(dog.truth.eastM - from.eastM, dog.truth.northM - from.northM);
    expect(walkedM / 100).toBeGreaterThan(1.15);
    expect(walkedM / 100).toBeLessThan(1.22);
    expect(dog.truth.altMslM - dog.ground.heightMslM(dog.truth.eastM, dog.truth.northM)).toBeCloseTo(0.5, 1);
  });

  it("brings a drone home, lands and disarms it when the battery is low", () => {
    const away = { latDeg: 30.8718, lonDeg: 120.433 };
    const mission = {
      kind: "route" as const,
      waypoints: [away],
      altitudeHomeM: 40,
      speedMps: 8,
      gimbalPitchDeg: -90,
      loop: true,
    };
    const drone = hoveringDrone({ mission, batteryWh: 20, batteryFraction: 0.42, lowBatteryFraction: 0.3 });
    const simulation = simulate(smallScenario([drone]));
    const vehicle = only(simulation);
    const modes = new Set<string>();
    const texts: string[] = [];

    run(simulation, 240, () => {
      modes.add(vehicle.autopilot.mode);
      for (const event of vehicle.takeEvents()) if (event.kind === "text") texts.push(event.text);
    });

    expect([...modes]).toEqual(["AUTO", "RTL"]);
    expect(texts.some((text) => text.startsWith("Battery 1 is low"))).toBe(true);
    expect(vehicle.autopilot.armed).toBe(false);
    expect(Math.hypot(vehicle.truth.eastM, vehicle.truth.northM)).toBeLessThan(4);
    expect(vehicle.truth.altMslM).toBeCloseTo(vehicle.ground.heightMslM(vehicle.truth.eastM, vehicle.truth.northM), 1);
  });

  it("lands at the end of its mission, gets a fresh battery from the crew and flies again", () => {
    const near = { latDeg: 30.8703, lonDeg: 120.433 };
    const mission = {
      kind: "route" as const,
      waypoints: [near],
      altitudeHomeM: 20,
      speedMps: 8,
      gimbalPitchDeg: -90,
      loop: false,
    };
    const simulation = simulate(smallScenario([hoveringDrone({ mission, batterySwapMin: 0.5 })]));
    const vehicle = only(simulation);
    const armings: boolean[] = [vehicle.autopilot.armed];
    let [last, swaps] = [1, 0];

    run(simulation, 150, () => {
      if (armings.at(-1) !== vehicle.autopilot.armed) armings.push(vehicle.autopilot.armed);
      if (vehicle.battery.fraction > last) swaps++;
      last = vehicle.battery.fraction;
    });

    expect(armings.slice(0, 3)).toEqual([true, false, true]);
    expect(swaps).toBeGreaterThanOrEqual(1);
  });

  it("estimates positions with an error of some 1.5 m that wanders, and never publishes the truth", () => {
    const scenario = smallScenario([hoveringDrone()]);
    const world = buildWorld(scenario);
    let sum = 0;
    const seeds = 60;

    for (let seed = 0; seed < seeds; seed++) {
      const vehicle = only(simulate(scenario, seed, world));
      sum += (vehicle.estimate.eastM - vehicle.truth.eastM) ** 2;
    }

    expect(Math.sqrt(sum / seeds)).toBeGreaterThan(1.1);
    expect(Math.sqrt(sum / seeds)).toBeLessThan(1.9);
  });

  it("moves every vehicle of the built-in scenario within 20 s and has the person in a drone's view by 150 s", async () => {
    const loaded = await loadScenario(defaultScenarioPath);
    if (!loaded.ok) throw new Error(loaded.fault.detail);
    const simulation = simulate(loaded.scenario);
    const { person, ground } = simulation.world;
    const starts = simulation.vehicles.map(({ truth }) => ({ ...truth }));
    const personSeenS: number[] = [];

    run(simulation, 20);
    const moved = simulation.vehicles.map(({ truth }, i) => {
      const from = starts[i] ?? truth;
      return Math.hypot(truth.eastM - from.eastM, truth.northM - from.northM, truth.altMslM - from.altMslM);
    });
    run(simulation, 130, () => {
      const drone = only(simulation);
      const { eastM, northM, altMslM, gimbalRollRad, gimbalPitchRad, gimbalYawRad } = drone.truth;
      const stand = { eastM, northM, altMslM, rollRad: gimbalRollRad, pitchRad: gimbalPitchRad, yawRad: gimbalYawRad };
      const view = new CameraView(stand, { widthPx: 640, heightPx: 512, hfovRad: (45.8 * Math.PI) / 180 });
      const at = view.project([person.eastM, person.northM, ground.heightMslM(person.eastM, person.northM)]);
      if (at !== undefined && at[0] > 0 && at[0] < 640 && at[1] > 0 && at[1] < 512)
        personSeenS.push(simulation.simMs / 1000);
    });

    expect(Math.min(...moved)).toBeGreaterThan(5);
    expect(personSeenS.at(-1) ?? 0).toBeGreaterThan(110);
    expect(personSeenS.length * (stepMs / 1000)).toBeGreaterThan(4);
  });

  it("keeps a cold vehicle disarmed until its position estimate is there, then sets off", () => {
    const simulation = simulate(smallScenario([walkingDog({ boot: "cold" })]));
    const dog = only(simulation);

    run(simulation, 40);
    const before = { armed: dog.autopilot.armed, arming: dog.autopilot.arm(), has: dog.has };
    run(simulation, 3);

    expect(before).toMatchObject({
      armed: false,
      arming: "denied",
      has: { position: true, home: true, estimate: false },
    });
    expect(dog.autopilot.armed).toBe(true);
  });
});
