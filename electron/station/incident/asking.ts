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

/** A screen may say any name, the post's too: beside it stands that of the link. */
const namedBoth = (own: string | undefined, link: string | undefined): string | undefined =>
  own === undefined || link === undefined || own === link
    ? (own ?? link)
    : `${own.slice(0, 90)} (${link.slice(0, 90)})`;

/**
 * Who came in by a link goes by that, or by the person or team it is for, whatever their screen says; their own name stands
 * beside the link's.
 */
export const authorOf = ({ principal, operator, author }: Asking): Author => {
  if (author !== undefined) return author;
  const id = (principal === undefined ? undefined : authorIdOf(principal)) ?? operator?.id ?? "api";
  const isSomebody = principal?.personId !== undefined || principal?.teamId !== undefined;
  const name = isSomebody ? (principal.name ?? operator?.name) : namedBoth(operator?.name, principal?.name);
  // A link's name may be any text; a longer one than a log takes must not make its events unreadable.
  return { id, name: name?.slice(0, 200) ?? "API", role: principal?.role ?? "coordinator" };
};
