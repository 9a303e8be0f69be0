import type { AutopilotFamily, VehicleKind } from "../../vehicle/vehicle-state.ts";
import { ardupilotFacts, copterFacts, type ParameterFact, px4Facts, roverFacts } from "./fact-table.ts";

type Facts = Readonly<Record<string, ParameterFact>>;

/** Names that have a text in both catalogues: `parameter.NAME`. */
export type DescribedParameter =
  | keyof typeof ardupilotFacts
  | keyof typeof copterFacts
  | keyof typeof roverFacts
  | keyof typeof px4Facts;

const ofKind = (kind: VehicleKind): Facts => {
  if (kind === "multirotor" || kind === "helicopter") return copterFacts;
  return kind === "ground-robot" || kind === "boat" ? roverFacts : {};
};

/**
 * What is known of a parameter on this kind of vehicle: the same name may mean something else on another.
 * @returns undefined for those few pilots ever change
 */
export const parameterFact = (
  name: string,
  { autopilot, kind }: { readonly autopilot: AutopilotFamily; readonly kind: VehicleKind },
): ParameterFact | undefined => {
  const tables: readonly Facts[] =
    autopilot === "px4" ? [px4Facts] : autopilot === "ardupilot" ? [ofKind(kind), ardupilotFacts] : [];
  return tables.find((table) => Object.hasOwn(table, name))?.[name];
};

/** All names with a text. */
export const describedParameters: readonly DescribedParameter[] = [
  ...new Set(
    [ardupilotFacts, copterFacts, roverFacts, px4Facts].flatMap((table) => Object.keys(table) as DescribedParameter[]),
  ),
];

/** How a value stands to what is known: one out of range is the pilot's to decide, but it must be said. */
export const valueConcern = (
  fact: ParameterFact | undefined,
  value: number,
): "out-of-range" | "no-such-option" | undefined => {
  if (fact === undefined) return undefined;
  if (fact.options !== undefined) return Object.hasOwn(fact.options, value) ? undefined : "no-such-option";
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = fact;
  return value < min || value > max ? "out-of-range" : undefined;
};
