import type { VehicleId, VehicleKind } from "../../shared/vehicle/vehicle-state.ts";

export interface NameAndColour {
  readonly name: string;
  /** Into the Okabe-Ito set, without its black: 0 to 6. */
  readonly colourIndex: number;
}

/** What was given so far, as plain data. */
export interface SavedNames {
  readonly known: readonly (readonly [
    VehicleId,
    NameAndColour & { readonly kind: VehicleKind; readonly chosen: boolean },
  ])[];
  readonly count: readonly (readonly [letter: string, count: number])[];
}

const colourCount = 7;

const letterOf = (kind: VehicleKind): string => {
  switch (kind) {
    case "ground-robot":
      return "R";
    case "boat":
      return "B";
    case "other":
      return "V";
    default:
      return "D";
  }
};

/**
 * Callsigns: D1, D2 for aircraft, R1 for ground robots, B1 for boats, V1 for the rest, by order of appearance; a name the
 * scenario gives, or the user, goes first. A colour is a vehicle's for life.
 */
export class NamesAndColours {
  readonly #known = new Map<VehicleId, NameAndColour & { readonly kind: VehicleKind; readonly chosen: boolean }>();
  readonly #chosen: Map<VehicleId, string>;
  readonly #count = new Map<string, number>();
  readonly #scenarioNames: ReadonlyMap<number, string>;

  /**
   * @param chosen the user's names of an earlier run
   * @param scenarioNames by system id
   */
  constructor(options: {
    readonly chosen?: ReadonlyMap<VehicleId, string>;
    readonly scenarioNames?: ReadonlyMap<number, string>;
  }) {
    this.#chosen = new Map(options.chosen);
    this.#scenarioNames = options.scenarioNames ?? new Map();
  }

  save(): SavedNames {
    return { known: [...this.#known], count: [...this.#count] };
  }

  /** Those that were given before it was saved. */
  restore({ known, count }: SavedNames): void {
    for (const [id, name] of known) this.#known.set(id, name);
    for (const [letter, n] of count) this.#count.set(letter, n);
  }

  of(vehicle: { readonly id: VehicleId; readonly systemId: number; readonly kind: VehicleKind }): NameAndColour {
    const known = this.#known.get(vehicle.id);
    // A vehicle heard before its first heartbeat has no kind yet: it takes its letter once it says what it is.
    if (known !== undefined && (known.chosen || known.kind === vehicle.kind || known.kind !== "other")) return known;
    const given =
      this.#chosen.get(vehicle.id) ??
      // "7~2" is another vehicle that claims the id of the scenario's.
      (vehicle.id === String(vehicle.systemId) ? this.#scenarioNames.get(vehicle.systemId) : undefined);
    const next = {
      name: given ?? this.#nextName(letterOf(vehicle.kind)),
      colourIndex: known?.colourIndex ?? this.#known.size % colourCount,
      kind: vehicle.kind,
      chosen: given !== undefined,
    };
    this.#known.set(vehicle.id, next);
    return next;
  }

  nameOf(id: VehicleId): string {
    return this.#known.get(id)?.name ?? id;
  }

  rename(id: VehicleId, name: string): void {
    this.#chosen.set(id, name);
    const known = this.#known.get(id);
    if (known !== undefined) this.#known.set(id, { ...known, name, chosen: true });
  }

  #nextName(letter: string): string {
    const taken = new Set([...this.#known.values()].map((known) => known.name).concat([...this.#chosen.values()]));
    for (;;) {
      const number = (this.#count.get(letter) ?? 0) + 1;
      this.#count.set(letter, number);
      if (!taken.has(`${letter}${number}`)) return `${letter}${number}`;
    }
  }
}
