import type { LocalPlane } from "./local-plane.ts";
import type { ScenarioDecoy } from "./scenario.ts";
import { SeededRandom } from "./seeded-random.ts";

const paceMps = { goat: 0.25, dog: 0.9, car: 0, stones: 0, transformer: 0 } as const;

/** Something warm that is not the person; animals wander about their place, with pauses. */
export class DecoyActor {
  readonly kind: ScenarioDecoy["kind"];
  readonly homeEastM: number;
  readonly homeNorthM: number;
  readonly #wanderM: number;
  readonly #random: SeededRandom;
  eastM: number;
  northM: number;
  headingRad: number;
  #goal: readonly [number, number];
  #pauseS = 0;

  constructor(decoy: ScenarioDecoy, plane: LocalPlane, seed: number) {
    const { eastM, northM } = plane.toLocal(decoy);
    this.kind = decoy.kind;
    [this.homeEastM, this.homeNorthM] = [eastM, northM];
    [this.eastM, this.northM] = [eastM, northM];
    this.#goal = [eastM, northM];
    this.#wanderM = decoy.wanderM;
    this.headingRad = (decoy.headingDeg * Math.PI) / 180;
    this.#random = new SeededRandom(seed, `decoy ${decoy.kind}`);
  }

  step(dtS: number): void {
    if (this.#wanderM === 0 || paceMps[this.kind] === 0) return;
    if (this.#pauseS > 0) {
      this.#pauseS -= dtS;
      return;
    }
    const [e, n] = [this.#goal[0] - this.eastM, this.#goal[1] - this.northM];
    const away = Math.hypot(e, n);
    if (away < 0.3) {
      this.#pauseS = this.#random.range(2, 25);
      const angle = this.#random.range(0, 2 * Math.PI);
      const radius = this.#wanderM * Math.sqrt(this.#random.next());
      this.#goal = [this.homeEastM + radius * Math.cos(angle), this.homeNorthM + radius * Math.sin(angle)];
      return;
    }
    this.headingRad = Math.atan2(e, n);
    const step = Math.min(away, paceMps[this.kind] * dtS);
    this.eastM += (e / away) * step;
    this.northM += (n / away) * step;
  }
}
