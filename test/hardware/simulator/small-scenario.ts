import { Scenario, type ScenarioVehicle } from "../../../hardware/simulator/scenario.ts";

const camera = { widthPx: 640, heightPx: 512, hfovDeg: 45.8, framesPerS: 9, netdK: 0.05 };
const centre = { latDeg: 30.87, lonDeg: 120.433 };

/** A drone that hovers at 50 m over the scenario's centre, where the person lies, and looks straight down. */
export const hoveringDrone = (change: Partial<ScenarioVehicle> = {}): unknown => ({
  kind: "drone",
  systemId: 1,
  name: "D1",
  start: { ...centre, airborne: true },
  mission: { kind: "route", waypoints: [centre], altitudeHomeM: 50, speedMps: 5, gimbalPitchDeg: -90, loop: true },
  batteryWh: 77,
  camera,
  ...change,
});

/** A robot dog that walks 200 m north. */
export const walkingDog = (change: Partial<ScenarioVehicle> = {}): unknown => ({
  kind: "robot-dog",
  systemId: 3,
  name: "R1",
  start: { ...centre },
  mission: { kind: "route", waypoints: [{ latDeg: 30.8718, lonDeg: 120.433 }], speedMps: 1.2 },
  batteryWh: 600,
  camera: { ...camera, widthPx: 160, heightPx: 120, hfovDeg: 57 },
  ...change,
});

/** A small country that is laid out in a few milliseconds. */
export const smallScenario = (vehicles: readonly unknown[], change: Readonly<Record<string, unknown>> = {}): Scenario =>
  Scenario.parse({
    name: "small",
    seed: 1,
    startUtc: "2026-11-03T14:20:00Z",
    centre,
    terrain: { seed: 7, sizeM: 800, cellM: 8 },
    weather: { airTemperatureC: 11 },
    wind: { fromDeg: 320, speedMps: 4, gustMps: 1 },
    person: { ...centre, headingDeg: 30, hiddenFraction: 0 },
    decoys: [],
    vehicles,
    ...change,
  });
