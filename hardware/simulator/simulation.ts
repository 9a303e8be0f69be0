import { Cast } from "./cast/cast.ts";
import { DecoyActor } from "./decoy-actor.ts";
import type { Scenario } from "./scenario.ts";
import { hash32 } from "./seeded-random.ts";
import { SimVehicle } from "./vehicle/sim-vehicle.ts";
import type { World } from "./world.ts";

/** One step of everything that moves. */
export const stepMs = 20;

/** All that moves, stepped in fixed steps: what happens depends on the seed and the number of steps, never on the clock. */
export class Simulation {
  readonly world: World;
  readonly vehicles: readonly SimVehicle[];
  readonly decoys: readonly DecoyActor[];
  /** People who search; absent where the scenario has none. */
  readonly cast: Cast | undefined;
  #simMs = 0;

  constructor(scenario: Scenario, world: World, seed: number) {
    const { plane, ground } = world;
    this.world = world;
    this.vehicles = scenario.vehicles.map((vehicle) => new SimVehicle({ scenario, vehicle, seed, plane, ground }));
    this.decoys = scenario.decoys.map((decoy, index) => new DecoyActor(decoy, plane, hash32(seed, 0xdec0, index)));
    this.cast =
      scenario.search === undefined ? undefined : new Cast(scenario.search, world, seed, scenario.terrain.sizeM);
  }

  /** Scenario time, ms. */
  get simMs(): number {
    return this.#simMs;
  }

  step(): void {
    this.#simMs += stepMs;
    for (const decoy of this.decoys) decoy.step(stepMs / 1000);
    for (const vehicle of this.vehicles) vehicle.step(stepMs);
    this.cast?.step(stepMs / 1000);
  }
}
