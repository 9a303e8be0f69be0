import type { Author } from "./incident-event.ts";
import type { Thing } from "./thing.ts";

/** Somebody calls for help and it isn't over. */
export interface HelpCall {
  /** `thingKey` of the person, the team or the message. */
  readonly key: string;
  readonly by: Author;
  readonly utcMs: number;
  readonly text?: string;
  readonly place?: { readonly latDeg: number; readonly lonDeg: number };
}

/** What ends a call. That it was acknowledged only tells the caller that somebody knows. */
const endings = new Set(["done", "answered", "cancelled"]);

/** Calls that nobody has ended: a step on a person or a team, or a message of that nature. */
export const helpCalls = (things: ReadonlyMap<string, Thing>): readonly HelpCall[] =>
  [...things].flatMap(([key, thing]) => {
    const called = thing.steps.findLast(({ step }) => step === "called-for-help");
    const endedUtcMs = thing.steps.findLast(({ step }) => endings.has(step))?.utcMs ?? Number.NEGATIVE_INFINITY;
    if (called !== undefined && called.utcMs > endedUtcMs) {
      const { by, utcMs, text, place } = called;
      return [{ key, by, utcMs, ...(text === undefined ? {} : { text }), ...(place === undefined ? {} : { place }) }];
    }
    if (thing.kind !== "message" || thing.fields.nature !== "help" || endedUtcMs >= thing.createdUtcMs) return [];
    const { text, place, removed } = thing.fields;
    if (removed === true) return [];
    const said = { ...(text === undefined ? {} : { text }), ...(place === undefined ? {} : { place }) };
    return [{ key, by: thing.createdBy, utcMs: thing.createdUtcMs, ...said }];
  });
