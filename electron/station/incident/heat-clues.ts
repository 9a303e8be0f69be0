import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { IncidentDesk } from "./incident-desk.ts";

export interface HeatCluesOptions {
  readonly desk: IncidentDesk;
  /** By id. */
  readonly sources: () => ReadonlyMap<string, HeatSource>;
}

/**
 * What people decide of heat sources becomes known to the incident: a confirmed one is a clue, once; dismissed, so is its clue,
 * unless somebody has judged that clue since. Looks at how things stand, so that nothing is missed through a restart.
 */
export class HeatClues {
  readonly #options: HeatCluesOptions;
  #seen: ReadonlyMap<string, HeatSource> | undefined;
  #incidentId: string | undefined;

  constructor(options: HeatCluesOptions) {
    this.#options = options;
  }

  /** To be called about once a second; does something only where a source changed. */
  look(): void {
    const { desk, sources } = this.#options;
    const now = sources();
    if (now === this.#seen && desk.incidentId === this.#incidentId) return;
    const [incident] = ofKind(desk.things, "incident");
    if (incident === undefined) return;
    const clues = [...desk.things.values()].flatMap((thing) => (thing.kind === "clue" ? [thing] : []));
    // Sources are numbered anew in another run: a clue that is older than the source is of another one.
    const clueOf = ({ id, firstSeenUtcMs }: HeatSource) =>
      clues.find(({ fields, createdUtcMs }) => fields.heatId === id && createdUtcMs >= firstSeenUtcMs);
    // What was decided before belongs to another search. What can't be kept now is tried again.
    const done = [...now.values()].map((source) => {
      const { decision } = source;
      if (decision.state === "new" || decision.utcMs < incident.createdUtcMs) return true;
      return this.#follow(source, clueOf(source));
    });
    if (done.includes(false)) return;
    this.#seen = now;
    this.#incidentId = desk.incidentId;
  }

  /** @returns whether there is nothing more to do */
  #follow(source: HeatSource, clue: Thing<"clue"> | undefined): boolean {
    const { decision, location } = source;
    if (decision.state === "new") return true;
    const author = { id: "station", name: decision.by, role: "station" } as const;
    if (clue === undefined) {
      if (decision.state !== "confirmed" || !location.located) return true;
      const { position, covariance } = location;
      const { personProbability } = source;
      const fields = {
        nature: "heat",
        heatId: source.id,
        place: { latDeg: position.latDeg, lonDeg: position.lonDeg },
        sigmaM: Math.sqrt((covariance.nn + covariance.ee) / 2),
        utcMs: source.lastSeenUtcMs,
        effect: "here",
        // The map believes a clue as far as it is reliable: as likely as the source is a person, until somebody says more.
        ...(personProbability === undefined ? {} : { reliability: personProbability }),
        reporter: decision.by,
      };
      return this.#options.desk.put({ thing: "clue", fields }, { author }).ok;
    }
    if (clue.changedUtcMs >= decision.utcMs) return true;
    const state = decision.state === "dismissed" ? "dismissed" : "new";
    if (clue.fields.state === state || (decision.state === "confirmed" && clue.fields.state !== "dismissed"))
      return true;
    return this.#options.desk.put({ thing: "clue", thingId: clue.id, fields: { state } }, { author }).ok;
  }
}
