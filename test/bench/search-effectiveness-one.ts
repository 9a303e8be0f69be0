import { LocalFrame } from "../../shared/geo/local-frame.ts";
import type { SearchGrid } from "../../shared/search/grid/search-grid.ts";
import { type Distances, distancesOf } from "../../shared/search/lost-person/distances.ts";
import { shippedLostPersonTable } from "../../shared/search/lost-person/shipped-table.ts";
import { attractionFactor } from "../../shared/search/probability/attraction.ts";
import { composePrior } from "../../shared/search/probability/compose-prior.ts";
import type { PriorLayer } from "../../shared/search/probability/layers.ts";
import type { Prior } from "../../shared/search/probability/prior.ts";
import { radialLayer } from "../../shared/search/probability/radial-layer.ts";
import { baseMapOf, type Country, makeCountry } from "./search-effectiveness-country.ts";
import { fly, vehicles } from "./search-effectiveness-flight.ts";
import { PlannedSearch } from "./search-effectiveness-ours.ts";
import { HiddenPerson, type Subject } from "./search-effectiveness-person.ts";
import { ParallelSweep } from "./search-effectiveness-sweep.ts";

/** Two hours. */
export const untilS = 7200;

const partsOfRing = 12;

/** Near a way is what a drone that follows it sees; the source of the multipliers doesn't say how near. */
const nearLineM = Math.max(...vehicles.map(({ swathM }) => swathM)) / 2;

const subjects: readonly Subject[] = [
  { category: "dementia", terrainClass: "temperate-mountainous", meanLnKm: -0.313, sdLnKm: 1.512 },
  { category: "dementia", terrainClass: "temperate-flat", meanLnKm: -0.031, sdLnKm: 1.619 },
  { category: "dementia", terrainClass: "urban", meanLnKm: -0.159, sdLnKm: 1.652 },
  { category: "hiker", terrainClass: "temperate-mountainous", meanLnKm: 0.962, sdLnKm: 1.258 },
];

export interface SearchOutcome {
  readonly seed: number;
  /** Category and terrain class. */
  readonly subject: string;
  /** When the person was found, s; absent: not within two hours. */
  readonly oursS?: number;
  readonly sweepS?: number;
}

/** Numbers from 0 to 1 from a seed (mulberry32). */
const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** Everything that all searches share: the grid around the planning point and the rings of each category. */
export class EffectivenessBench {
  readonly #grid: SearchGrid = { centre: { latDeg: 30.87, lonDeg: 120.433 }, cellM: 25, columns: 400, rows: 400 };
  readonly #frame = new LocalFrame(this.#grid.centre);
  readonly #table = shippedLostPersonTable();
  readonly #rings = new Map<string, PriorLayer>();

  search(seed: number): SearchOutcome {
    const random = numbersFrom(seed * 7919);
    const country = makeCountry(random);
    const subject = subjects[seed % subjects.length];
    if (subject === undefined) throw new Error(`There is no subject ${seed % subjects.length}.`);
    const personSeed = Math.floor(random() * 2 ** 31);
    const hidden = () => new HiddenPerson(country, subject, numbersFrom(personSeed));
    const [one, other] = [hidden(), hidden()];
    const ours = new PlannedSearch(this.#grid, this.#prior(country, subject));
    const oursS = fly(ours, (...look) => one.isFoundBy(...look), untilS);
    const sweepS = fly(new ParallelSweep(), (...look) => other.isFoundBy(...look), untilS);
    return {
      seed,
      subject: `${subject.category}, ${subject.terrainClass}`,
      ...(oursS !== undefined && { oursS }),
      ...(sweepS !== undefined && { sweepS }),
    };
  }

  /** The table's rings, their people spread evenly over the distances in each: cumulative shares joined by straight lines. */
  #evenByDistance({ quantiles, source }: Distances): PriorLayer {
    const annuli = quantiles.flatMap(({ share, distanceM }, i) => {
      const [fromM, fromShare] = [quantiles[i - 1]?.distanceM ?? 0, quantiles[i - 1]?.share ?? 0];
      const widthM = (distanceM - fromM) / partsOfRing;
      return Array.from({ length: partsOfRing }, (_, k) => ({
        fromM: fromM + k * widthM,
        toM: fromM + (k + 1) * widthM,
        mass: (share - fromShare) / partsOfRing,
      }));
    });
    const about = { kind: "rings", formula: "p(A) = Δshare · A / 2πr(r₂ − r₁)", source, assumptions: [] } as const;
    return radialLayer({ grid: this.#grid, northM: 0, eastM: 0 }, annuli, about);
  }

  /** What the planner may know: rings of the category, and published multipliers on the map that everybody sees. */
  #prior(country: Country, { category, terrainClass }: Subject): Prior {
    const key = `${category} ${terrainClass}`;
    let rings = this.#rings.get(key);
    if (rings === undefined) {
      const answer = distancesOf(this.#table, category, terrainClass);
      if (!answer.ok) throw new Error(`The table has no distances for ${key}.`);
      rings = this.#evenByDistance(answer.distances);
      this.#rings.set(key, rings);
    }
    const attraction = attractionFactor({
      grid: this.#grid,
      multipliers: this.#table.terrainMultipliers,
      condition: "uninjured",
      withinM: nearLineM,
      features: baseMapOf(country, this.#frame),
    });
    const made = composePrior({ grid: this.#grid, layers: [{ layer: rings, weight: 1 }], factors: [attraction] });
    if (!made.ok) throw new Error(`The prior was refused: ${JSON.stringify(made.problems)}`);
    return made.prior;
  }
}
