import type { Author } from "../../../shared/incident/incident-event.ts";
import { authorIdOf } from "../../../shared/incident/may-ask.ts";
import type { Principal } from "../../../shared/incident/roles.ts";
import type { Operator } from "../../../shared/wire/operations.ts";

/** As whom somebody asks, and of when. */
export interface Asking {
  /** What their token opens; absent: the station's own. */
  readonly principal?: Principal | undefined;
  /** As they call themselves at their screen. */
  readonly operator?: Operator | undefined;
  /** The station itself. */
  readonly author?: Author | undefined;
  /** Made by who sends: sent again, it is done once. */
  readonly eventId?: string | undefined;
  /** When it happened, by the station's clock, where that was earlier. */
  readonly happenedUtcMs?: number | undefined;
}

/** What the program notices or works out by itself. */
export const stationAuthor: Author = { id: "station", name: "Lantern", role: "station" };

/** Who goes by a person or a team in the incident is that one, whatever their screen says. */
export const authorOf = ({ principal, operator, author }: Asking): Author => {
  if (author !== undefined) return author;
  const known = principal?.personId ?? principal?.teamId;
  const id = known ?? operator?.id ?? (principal === undefined ? undefined : authorIdOf(principal)) ?? "api";
  const name = known === undefined ? (operator?.name ?? principal?.name) : (principal?.name ?? operator?.name);
  return { id, name: name ?? "API", role: principal?.role ?? "coordinator" };
};
