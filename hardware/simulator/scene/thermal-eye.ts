import type { Scenario } from "../scenario.ts";
import { hash32 } from "../seeded-random.ts";
import type { Simulation } from "../simulation.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { CameraStand } from "./camera-view.ts";
import type { Shape } from "./shapes.ts";
import { StandingThings } from "./standing-things.ts";
import { SurfaceTiles } from "./surface-tiles.ts";
import { noiseTable, Texture } from "./texture.ts";
import { ThermalCamera, type ThermalScene } from "./thermal-camera.ts";
import { decoyShapes, lyingPerson, type Stand, walkingPerson } from "./warm-things.ts";

/** A drone on its legs holds its camera this far above the ground; a dog's height is its camera's already. */
const cameraLiftM = (vehicle: SimVehicle): number => (vehicle.spec.kind === "drone" ? 0.2 : 0);

/** Where a vehicle's thermal camera truly is now. */
export const thermalStandOf = (vehicle: SimVehicle): CameraStand => {
  const { eastM, northM, altMslM, gimbalRollRad, gimbalPitchRad, gimbalYawRad } = vehicle.truth;
  return {
    eastM,
    northM,
    altMslM: altMslM + cameraLiftM(vehicle),
    rollRad: gimbalRollRad,
    pitchRad: gimbalPitchRad,
    yawRad: gimbalYawRad,
  };
};

/** Makes the pictures of all vehicles' cameras; what they share is made once, on the first picture. */
export class ThermalEye {
  readonly #scenario: Scenario;
  readonly #simulation: Simulation;
  readonly #seed: number;
  readonly #cameras = new Map<number, ThermalCamera>();
  #scene: ThermalScene | undefined;

  constructor(scenario: Scenario, simulation: Simulation, seed: number) {
    this.#scenario = scenario;
    this.#simulation = simulation;
    this.#seed = seed;
  }

  /** @returns counts as of now, owned by the caller; the same seed and scenario time give the same picture */
  picture(vehicle: SimVehicle): Uint16Array {
    const scene = this.#sceneOf();
    const { systemId, camera: spec } = vehicle.spec;
    let camera = this.#cameras.get(systemId);
    if (camera === undefined) {
      const hfovRad = (spec.hfovDeg * Math.PI) / 180;
      const { widthPx, heightPx, netdK } = spec;
      camera = new ThermalCamera(scene, { widthPx, heightPx, hfovRad, netdK, seed: hash32(this.#seed, systemId, 3) });
      this.#cameras.set(systemId, camera);
    }
    const stand = thermalStandOf(vehicle);
    const things = this.#warmThings(scene, stand.eastM, stand.northM);
    return camera.render(stand, things, { seed: Math.round(vehicle.simMs), hfovRad: vehicle.lens.hfovRad });
  }

  #sceneOf(): ThermalScene {
    if (this.#scene !== undefined) return this.#scene;
    const { ground, landscape } = this.#simulation.world;
    const airK = 273.15 + this.#scenario.weather.airTemperatureC;
    const texture = new Texture(hash32(landscape.seed, 5));
    this.#scene = {
      ground,
      texture,
      airK,
      tiles: new SurfaceTiles(landscape, texture, airK),
      standing: new StandingThings(landscape, ground, airK),
      noise: noiseTable(hash32(this.#seed, 11)),
    };
    return this.#scene;
  }

  /** Only what is near enough to be seen. */
  #warmThings(scene: ThermalScene, eastM: number, northM: number): Shape[] {
    const near = (e: number, n: number) => Math.hypot(e - eastM, n - northM) < 400;
    const stand = (e: number, n: number, headingRad: number): Stand => ({
      eastM: e,
      northM: n,
      headingRad,
      groundMslM: scene.ground.heightMslM(e, n),
      groundK: scene.tiles.temperatureK(e, n),
    });
    const { person } = this.#simulation.world;
    const shapes: Shape[] = [];
    if (near(person.eastM, person.northM)) {
      const { contrastK, hiddenFraction } = this.#scenario.person;
      shapes.push(...lyingPerson(stand(person.eastM, person.northM, person.headingRad), { contrastK, hiddenFraction }));
    }
    for (const decoy of this.#simulation.decoys) {
      if (near(decoy.eastM, decoy.northM))
        shapes.push(...decoyShapes(decoy.kind, stand(decoy.eastM, decoy.northM, decoy.headingRad)));
    }
    for (const { eastM: e, northM: n, headingRad } of this.#simulation.cast?.bodies() ?? [])
      if (near(e, n)) shapes.push(...walkingPerson(stand(e, n, headingRad)));
    return shapes;
  }
}
