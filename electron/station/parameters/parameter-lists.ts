import {
  describedParameters,
  parameterFact,
  valueConcern,
} from "../../../shared/protocols/parameters/parameter-facts.ts";
import {
  diffParameters,
  readParameterFile,
  writeParameterFile,
} from "../../../shared/protocols/parameters/parameter-file.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { ParameterFileDiff, ParameterList, ParameterRow } from "../../../shared/wire/parameters.ts";
import type { ParameterDesk } from "./parameter-desk.ts";
import type { HeardParameter } from "./vehicle-parameters.ts";

export interface ParameterListsOptions {
  readonly desk: ParameterDesk;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly nameOf: (id: VehicleId) => string;
  readonly componentOf: (id: VehicleId) => number;
}

const described: ReadonlySet<string> = new Set(describedParameters);

/** A vehicle's parameters as clients and files have them. Each answers undefined where there is no such vehicle. */
export class ParameterLists {
  readonly #options: ParameterListsOptions;

  constructor(options: ParameterListsOptions) {
    this.#options = options;
  }

  list(id: VehicleId): ParameterList | undefined {
    const vehicle = this.#options.vehicles().get(id);
    if (vehicle === undefined) return undefined;
    const table = this.#options.desk.table(id);
    if (table === undefined) return { state: "none", version: 0, parameters: [] };
    const parameters = byName(table.values).map((parameter) => rowOf(parameter, vehicle));
    return { state: table.state, ...(table.isOld ? { old: true } : {}), version: table.version, parameters };
  }

  /** QGroundControl's format, and what to call it. */
  file(id: VehicleId): { readonly name: string; readonly text: string } | undefined {
    const { vehicles, nameOf, componentOf, desk } = this.#options;
    const vehicle = vehicles().get(id);
    const values = desk.table(id)?.values;
    if (vehicle === undefined || values === undefined || values.size === 0) return undefined;
    const name = nameOf(id);
    const { systemId, firmware } = vehicle;
    const owner = { systemId, componentId: componentOf(id), name, ...(firmware === undefined ? {} : { firmware }) };
    return { name: `${name}.params`, text: writeParameterFile(byName(values), owner) };
  }

  /** @returns "bad-file" where nothing in it is a parameter */
  diff(id: VehicleId, text: string): ParameterFileDiff | "bad-file" | undefined {
    const { vehicles, componentOf, desk } = this.#options;
    const vehicle = vehicles().get(id);
    if (vehicle === undefined) return undefined;
    const file = readParameterFile(text, componentOf(id));
    if (file === undefined) return "bad-file";
    const { changed, missing, unknown, same } = diffParameters(
      byName(desk.table(id)?.values ?? new Map<string, HeardParameter>()),
      file.values,
    );
    const judged = changed.map((pair) => {
      const concern = valueConcern(parameterFact(pair.name, vehicle), pair.file);
      return { ...pair, ...(concern === undefined ? {} : { concern }) };
    });
    return { changed: judged, missing: [...missing], unknown: [...unknown], same, leftOut: [...file.leftOut] };
  }
}

const byName = (values: ReadonlyMap<string, HeardParameter>): HeardParameter[] =>
  [...values.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

const rowOf = ({ name, value, type, atMs }: HeardParameter, vehicle: VehicleState): ParameterRow => {
  const { unit, min, max, options } = parameterFact(name, vehicle) ?? {};
  return {
    ...{ name, value, type, atMs },
    ...(unit === undefined ? {} : { unit }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(options === undefined
      ? {}
      : { options: Object.entries(options).map(([number, word]) => ({ value: Number(number), word })) }),
    ...(described.has(name) ? { described: true } : {}),
  };
};
