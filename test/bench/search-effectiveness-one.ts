import { LocalFrame } from "../../shared/geo/local-frame.ts";
import type { SearchGrid } from "../../shared/search/grid/search-grid.ts";
import { behaviourOf, distancesOf } from "../../shared/search/lost-person/distances.ts";
import { shippedLostPersonTable } from "../../shared/search/lost-person/shipped-table.ts";
import { attractionFactor } from "../../shared/search/probability/attraction.ts";
import { composePrior } from "../../shared/search/probability/compose-prior.ts";
import type { PriorLayer } from "../../shared/search/probability/layers.ts";
import type { Prior } from "../../shared/search/probability/prior.ts";
import { ringsLayer } from "../../shared/search/probability/rings.ts";
import { withTrackOffset } from "../../shared/search/probability/track-offset.ts";
import { baseMapOf, type Country, makeCountry } from "./search-effectiveness-country.ts";
import { fly } from "./search-effectiveness-flight.ts";
import { PlannedSearch } from "./search-effectiveness-ours.ts";
import { HiddenPerson, type Subject } from "./search-effectiveness-person.ts";
import { ParallelSweep } from "./search-effectiveness-sweep.ts";

/** Two hours. */
export const untilS = 7200;

/** Classes of dementia that the table has for country without deserts, each in its own kind of country. */
const subjects: Readonly<Record<"dementia" | "hiker", readonly Subject[]>> = {
  dementia: [
    { category: "dementia", terrainClass: "temperate-mountainous", country: "hills", meanLnKm: -0.313, sdLnKm: 1.512 },
    { category: "dementia", terrainClass: "temperate-flat", country: "field", meanLnKm: -0.031, sdLnKm: 1.619 },
    { category: "dementia", terrainClass: "urban", country: "town", meanLnKm: -0.159, sdLnKm: 1.652 },
  ],
  hiker: [
    { category: "hiker", terrainClass: "temperate-mountainous", country: "hills", meanLnKm: 0.962, sdLnKm: 1.258 },
  ],
};
export type SubjectName = keyof typeof subjects;

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

  search(seed: number, subjectName: SubjectName = "dementia"): SearchOutcome {
    const random = numbersFrom(seed * 7919);
    const { length } = subjects[subjectName];
    const subject = subjects[subjectName][seed % length];
    if (subject === undefined) throw new Error(`There is no subject ${seed % length}.`);
    const country = makeCountry(subject.country, random);
    const personSeed = Math.floor(random() * 2 ** 31);
    const hidden = () => new HiddenPerson(country, subject, numbersFrom(personSeed));
    const [one, other] = [hidden(), hidden()];
    const ours = new PlannedSearch(this.#grid, this.prior(country, subject));
    const oursS = fly(ours, (...look) => one.isFoundBy(...look), untilS);
    const sweepS = fly(new ParallelSweep(), (...look) => other.isFoundBy(...look), untilS);
    return {
      seed,
      subject: `${subject.category}, ${subject.terrainClass}`,
      ...(oursS !== undefined && { oursS }),
      ...(sweepS !== undefined && { sweepS }),
    };
  }

  /** What the planner may know, by the product's own builders: rings of the category, and attraction on the map that everybody sees. */
  prior(country: Country, { category, terrainClass }: Subject): Prior {
    const grid = this.#grid;
    const answer = distancesOf(this.#table, category, terrainClass);
    if (!answer.ok) throw new Error(`The table has no distances for ${category} ${terrainClass}.`);
    const key = `${category} ${terrainClass}`;
    const rings = this.#rings.get(key) ?? ringsLayer({ grid, northM: 0, eastM: 0 }, answer.distances);
    this.#rings.set(key, rings);
    const features = baseMapOf(country, this.#frame);
    const multipliers = this.#table.terrainMultipliers;
    const attraction = attractionFactor({ grid, multipliers, condition: "uninjured", features });
    const made = composePrior({ grid, layers: [{ layer: rings, weight: 1 }], factors: [attraction] });
    if (!made.ok) throw new Error(`The prior was refused: ${JSON.stringify(made.problems)}`);
    const known = behaviourOf(this.#table, category);
    if (!known.ok) return made.prior;
    const { trackOffsets: offsets, source } = known.behaviour;
    return withTrackOffset({ grid, prior: made.prior, offsets, source, features })?.prior ?? made.prior;
  }
}
