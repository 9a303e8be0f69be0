import { defaultScenarioPath, loadScenario } from "../../../hardware/simulator/load-scenario.ts";
import { buildWorld } from "../../../hardware/simulator/world.ts";
import { HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import { flySearch, type SearchOptions } from "./fly-search.ts";
import { type JudgedSearch, judgeSearch } from "./judge-search.ts";
import { type Variation, varyScenario } from "./varied-scenario.ts";

export interface SearchPlan {
  /** "built-in": the default scenario with another seed; "varied": another country, person and decoys each time. */
  readonly kind: "built-in" | "varied";
  readonly seed: number;
}

/** The figures of one flight, plain enough to be posted between threads. */
export interface SearchReport {
  readonly plan: SearchPlan;
  /** When the person's source was published, scenario time, s; undefined: never. */
  readonly foundS: number | undefined;
  readonly inside95: boolean;
  readonly errorM: number | undefined;
  /** Sources that are the person, and how many vehicles the first of them has. */
  readonly personSources: number;
  readonly personVehicles: number;
  readonly sources: number;
  readonly located: number;
  readonly falseLocated: number;
  readonly unlocated: number;
  /** Located sources of decoys, and those of them whose ellipse holds it. */
  readonly decoySources: number;
  readonly decoysInside: number;
  readonly animalSightings: number;
  readonly animalInside: number;
}

export const variationOf = async ({ kind, seed }: SearchPlan): Promise<Variation> => {
  const loaded = await loadScenario(defaultScenarioPath);
  if (!loaded.ok) throw new Error(loaded.fault.detail);
  const { scenario } = loaded;
  return kind === "varied" ? varyScenario(scenario, seed) : { scenario, world: buildWorld(scenario) };
};

/** Flies one search and judges it. */
export const search = async (
  plan: SearchPlan,
  options: Pick<SearchOptions, "framesPerS" | "untilS" | "fromS" | "vehicles">,
): Promise<JudgedSearch> => {
  const { scenario, world } = await variationOf(plan);
  const frames = flySearch({ ...options, scenario, world, seed: plan.seed * 7919 });
  return judgeSearch(frames, new HeatTracker(), world.plane);
};

export const reportOf = (plan: SearchPlan, { sources, person, ...judged }: JudgedSearch): SearchReport => {
  const located = sources.filter(({ source }) => source.location.located);
  const decoys = located.filter(({ shows }) => shows !== undefined && shows !== "person");
  const [first] = person;
  return {
    plan,
    foundS: first?.foundS,
    inside95: first?.inside95 ?? false,
    errorM: first?.errorM,
    personSources: person.length,
    personVehicles: first?.source.vehicleIds.length ?? 0,
    sources: sources.length,
    located: located.length,
    falseLocated: located.filter(({ nothingThere }) => nothingThere).length,
    unlocated: sources.length - located.length,
    decoySources: decoys.length,
    decoysInside: decoys.filter(({ inside95 }) => inside95).length,
    animalSightings: judged.animalSightings,
    animalInside: judged.animalInside,
  };
};
