import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleControl } from "../../shared/wire/operations.ts";
import type { VehicleView } from "../../shared/wire/state.ts";
import type { NamesAndColours } from "./names-and-colours.ts";

/** What the station itself knows of a vehicle beside the model. */
export type VehicleExtras = Pick<VehicleView, "footprint" | "thermal" | "frozen" | "correction" | keyof VehicleControl>;

interface Entry {
  readonly state: VehicleState;
  readonly extras: VehicleExtras | undefined;
  readonly view: VehicleView;
}

/** The vehicles as clients see them, put together only when somebody looks: at most 20 times a second. */
export class VehicleBoard {
  readonly #names: NamesAndColours;
  readonly #extras = new Map<VehicleId, VehicleExtras>();
  #entries = new Map<VehicleId, Entry>();
  #views: ReadonlyMap<VehicleId, VehicleView> = new Map();

  constructor(names: NamesAndColours) {
    this.#names = names;
  }

  /** Sets what is given and removes what is given as undefined. */
  setExtras(id: VehicleId, change: { readonly [K in keyof VehicleExtras]: VehicleExtras[K] | undefined }): void {
    const before = this.#extras.get(id);
    const isNews = Object.entries(change).some(([key, value]) => before?.[key as keyof VehicleExtras] !== value);
    if (!isNews) return;
    const next = { ...before, ...change };
    const known = Object.entries(next).filter(([, value]) => value !== undefined);
    this.#extras.set(id, Object.fromEntries(known));
  }

  extras(id: VehicleId): VehicleExtras {
    return this.#extras.get(id) ?? {};
  }

  /** @returns the same map where no vehicle changed */
  views(vehicles: ReadonlyMap<VehicleId, VehicleState>): ReadonlyMap<VehicleId, VehicleView> {
    const entries = new Map<VehicleId, Entry>();
    let changed = vehicles.size !== this.#entries.size;
    for (const [id, state] of vehicles) {
      const { name, colourIndex } = this.#names.of(state);
      const extras = this.#extras.get(id);
      const old = this.#entries.get(id);
      if (old?.state === state && old.extras === extras && old.view.name === name) {
        entries.set(id, old);
        continue;
      }
      changed = true;
      entries.set(id, { state, extras, view: { ...state, ...extras, name, colourIndex } });
    }
    if (!changed) return this.#views;
    this.#entries = entries;
    this.#views = new Map([...entries].map(([id, entry]) => [id, entry.view]));
    return this.#views;
  }
}
