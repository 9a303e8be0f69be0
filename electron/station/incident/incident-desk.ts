import type { Thing } from "../../../shared/incident/thing.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";

/** The incident that is shown: its things as its events make them, and where its people are. */
export class IncidentDesk {
  #things: ReadonlyMap<string, Thing> = new Map();
  #whereabouts: ReadonlyMap<string, Whereabouts> = new Map();

  /** By `thingKey`; a new map whenever something changed. */
  get things(): ReadonlyMap<string, Thing> {
    return this.#things;
  }

  /** By "team/ID", "person/ID", "invite/ID". */
  get whereabouts(): ReadonlyMap<string, Whereabouts> {
    return this.#whereabouts;
  }
}
