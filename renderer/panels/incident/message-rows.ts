import { helpCalls } from "../../../shared/incident/help-calls.ts";
import { messageDelivery } from "../../../shared/incident/message-delivery.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { Things } from "./things-context.tsx";

export const messageFilters = ["all", "order", "chat", "radio", "status"] as const;
export type MessageFilter = (typeof messageFilters)[number];

/** The stream, the newest first. Calls for help stand apart, on top, until somebody answered them. */
export const messageRows = (things: Things, filter: MessageFilter): readonly Thing<"message">[] =>
  ofKind(things, "message")
    .filter(({ fields: { nature = "chat" } }) => filter === "all" || nature === filter)
    .toSorted((a, b) => b.createdUtcMs - a.createdUtcMs);

/** What nobody at this screen has read: not one's own words, nor what the station said by itself. */
export const unreadIds = (
  messages: readonly Thing<"message">[],
  readIds: ReadonlySet<string>,
  ownId: string,
): readonly string[] =>
  messages.flatMap(({ id, createdBy }) =>
    readIds.has(id) || createdBy.id === ownId || createdBy.role === "station" ? [] : [id],
  );

/** An order that somebody hasn't acknowledged; of a job that is over nobody needs to. */
export const isWaiting = (message: Thing<"message">, things: Things): boolean =>
  message.fields.needsAck === true &&
  !message.steps.some(({ step }) => step === "cancelled") &&
  messageDelivery(message, things).missing.length > 0;

/** A call for help as it stands on top. */
export interface HelpRow {
  readonly key: string;
  /** Who calls, by name where it is known. */
  readonly name: string;
  readonly utcMs: number;
  readonly text: string | undefined;
  readonly place: { readonly latDeg: number; readonly lonDeg: number } | undefined;
  /** Somebody at the post said that they heard it; it isn't over by that. */
  readonly acknowledgedBy: string | undefined;
}

/** Calls for help that are not over, the oldest first: who waits longest stands on top. */
export const helpRows = (things: Things): readonly HelpRow[] =>
  helpCalls(things)
    .map(({ key, by, utcMs, text, place }) => {
      const thing = things.get(key);
      const named = thing?.kind === "person" || thing?.kind === "team" ? thing.fields.name : undefined;
      const heard = thing?.steps.findLast(({ step, utcMs: at }) => step === "acknowledged" && at >= utcMs);
      return { key, name: named ?? by.name, utcMs, text, place, acknowledgedBy: heard?.by.name };
    })
    .toSorted((a, b) => a.utcMs - b.utcMs);
