import type { z } from "zod";
import { StateSnapshotSchema } from "../../../../shared/wire/schemas.ts";
import type { ArchivedInstant } from "../../archived-instant.ts";
import type { PublishedState } from "../../published-state.ts";

const { station: StationSchema, ...shape } = StateSnapshotSchema.shape;

/** What a newer Lantern says beside is no fault. */
const isSound = (schema: z.ZodType, value: unknown): boolean => {
  const { error } = schema.safeParse(value);
  return error === undefined || error.issues.every(({ code }) => code === "unrecognized_keys");
};

type Collection = Exclude<keyof PublishedState, "station">;
const schemas: Readonly<Record<Collection, z.ZodType>> = {
  vehicles: shape.vehicles.valueType,
  heat: shape.heat.valueType,
  links: shape.links.valueType,
  alerts: shape.alerts.valueType,
  plans: shape.plans.valueType,
  operations: shape.operations.valueType,
  feeds: shape.feeds.valueType,
  landmarks: shape.landmarks.valueType,
  things: shape.things.valueType,
  whereabouts: shape.whereabouts.valueType,
  grades: shape.grades.valueType,
};
const collections = Object.keys(schemas) as readonly Collection[];

type Entries = ReadonlyMap<string, never>;

/** The journal of a mission that was brought in may say anything: what is no part of a state is left out. */
export class SoundStates {
  /** Instants share their entries: each is looked at once. */
  readonly #known = new WeakMap<object, boolean>();
  readonly #maps = new WeakMap<object, Entries>();

  /** @throws where there is no station in it */
  sound({ clock, state, trails, trailDetails }: ArchivedInstant): ArchivedInstant {
    if (!this.#isSound(StationSchema, state.station)) throw new Error("This instant of the journal has no state.");
    const entries = collections.map((name) => [name, this.#entries(name, state[name] as Entries)] as const);
    const isSame = entries.every(([name, kept]) => kept === state[name]);
    const points = Object.entries(trails).filter(([, one]) => one.every(Number.isFinite));
    const details = Object.entries(trailDetails).filter(([, one]) =>
      one.every((value) => value === null || Number.isFinite(value)),
    );
    return {
      clock,
      state: isSame ? state : { ...state, ...Object.fromEntries(entries) },
      trails: Object.fromEntries(points),
      trailDetails: Object.fromEntries(details),
    };
  }

  #entries(name: Collection, entries: Entries): Entries {
    const known = this.#maps.get(entries);
    if (known !== undefined) return known;
    const sound = new Map([...entries].filter(([, entry]) => this.#isSound(schemas[name], entry)));
    const kept = sound.size === entries.size ? entries : sound;
    this.#maps.set(entries, kept);
    return kept;
  }

  #isSound(schema: z.ZodType, value: object): boolean {
    const known = this.#known.get(value) ?? isSound(schema, value);
    this.#known.set(value, known);
    return known;
  }
}
