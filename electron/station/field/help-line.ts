import type { Thing } from "../../../shared/incident/thing.ts";
import { type OutboxAnswer, type OutboxItem, OutboxSchema } from "../../../shared/wire/field.ts";
import type { AlertBook } from "../alert-book.ts";

export interface HelpLineOptions {
  readonly alerts: Pick<AlertBook, "report" | "settle">;
  /** Of any incident of the record; undefined for one that isn't there. */
  readonly invite: (id: string) => Thing<"invite"> | undefined;
}

/**
 * Calls for help that can't stand in the incident's log: the disk is full, or the caller's link has expired, was withdrawn or
 * belongs to another incident. Somebody is in need all the same, so that the post is alarmed, once for each link.
 */
export class HelpLine {
  readonly #options: HelpLineOptions;

  constructor(options: HelpLineOptions) {
    this.#options = options;
  }

  /** What came by a link that opens nothing now. @param body of an outbox, as it came */
  calledOutside(inviteId: string, body: unknown): void {
    const parsed = OutboxSchema.safeParse(body);
    if (!parsed.success) return;
    for (const item of parsed.data.items) if (item.kind === "help") this.#call(inviteId, item);
  }

  /** What became of a batch: a call that could not be kept is heard; once it is kept, the log tells of it. */
  answered(inviteId: string, items: readonly OutboxItem[], { results }: OutboxAnswer): void {
    const notKept = new Set(results.filter(({ ok }) => !ok).map(({ id }) => id));
    for (const item of items) {
      if (item.kind !== "help") continue;
      if (notKept.has(item.id)) this.#call(inviteId, item);
      else this.#options.alerts.settle({ code: "help-called", subject: subjectOf(inviteId) });
    }
  }

  #call(inviteId: string, { text, place }: Extract<OutboxItem, { readonly kind: "help" }>): void {
    const where = place === undefined ? undefined : `${place.latDeg.toFixed(5)}, ${place.lonDeg.toFixed(5)}`;
    this.#options.alerts.report({
      code: "help-called",
      severity: "critical",
      subject: subjectOf(inviteId),
      params: {
        who: this.#options.invite(inviteId)?.fields.name ?? inviteId,
        text: [text, where].filter((part) => part !== undefined && part !== "").join(" · "),
      },
      lasting: true,
    });
  }
}

const subjectOf = (inviteId: string): string => `link/${inviteId}`;
