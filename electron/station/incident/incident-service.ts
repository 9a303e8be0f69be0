import { setImmediate } from "node:timers/promises";
import { checkFields } from "../../../shared/incident/check-fields.ts";
import { readEvent } from "../../../shared/incident/event-schema.ts";
import type { IncidentEvent } from "../../../shared/incident/incident-event.ts";
import { mergeFault } from "../../../shared/incident/merge-check.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { IncidentDesk } from "./incident-desk.ts";

/** One incident of the record. */
export interface IncidentSummary {
  readonly id: string;
  readonly name: string;
  readonly phase: string;
  readonly openedUtcMs: number;
  readonly events: number;
  /** It is the one on the screens. */
  readonly shown: boolean;
}

/** What became of a log that was brought from another station. */
export type ImportResult =
  | {
      readonly ok: true;
      readonly incidentIds: readonly string[];
      /** Events that were new here. */
      readonly added: number;
      /** Fields that both stations wrote without knowing of each other. */
      readonly conflicts: readonly { readonly incidentId: string; readonly thing: string; readonly field: string }[];
    }
  | { readonly ok: false; readonly code: "bad-file" | "recording-failed" | "not-possible"; readonly detail: string };

/** Some milliseconds. */
const linesAtOnce = 500;

/** The logs of the record as a whole: to look through, to carry away, and to merge. */
export class IncidentService {
  readonly #desk: IncidentDesk;

  constructor(desk: IncidentDesk) {
    this.#desk = desk;
  }

  /** The oldest first. */
  list(): readonly IncidentSummary[] {
    const { log, incidentId } = this.#desk;
    return log.ids.flatMap((id) => {
      const book = log.book(id);
      const [incident] = book === undefined ? [] : ofKind(book.things, "incident");
      if (book === undefined || incident === undefined) return [];
      const { name = id, phase = "reported" } = incident.fields;
      return [{ id, name, phase, openedUtcMs: incident.createdUtcMs, events: book.size, shown: id === incidentId }];
    });
  }

  /** One event a line (JSON lines); undefined where there is no such incident. */
  log(incidentId: string): string | undefined {
    const lines = this.#desk.log.lines(incidentId);
    return lines === undefined ? undefined : `${lines.join("\n")}\n`;
  }

  /** Takes over what another station wrote: all of it, or nothing where a line is not as it should be. */
  async merge(text: string): Promise<ImportResult> {
    const events: IncidentEvent[] = [];
    for (const [i, line] of text.split("\n").entries()) {
      // Weeks of a search are a hundred thousand lines; vehicles are heard meanwhile.
      if (i % linesAtOnce === linesAtOnce - 1) await setImmediate();
      if (line.trim() === "") continue;
      const read = readEvent(line);
      const bad = read.ok ? wrongField(read.event) : read.detail;
      if (bad !== undefined)
        return { ok: false, code: "bad-file", detail: `Line ${i + 1}: ${bad}. Nothing was taken over.` };
      if (read.ok) events.push(read.event);
    }
    if (events.length === 0) return { ok: false, code: "bad-file", detail: "There is no event in it." };
    return this.#takeOver(events);
  }

  #takeOver(events: readonly IncidentEvent[]): ImportResult {
    const incidentIds = [...new Set(events.map(({ incidentId }) => incidentId))];
    const { log } = this.#desk;
    const known = incidentIds.flatMap((id) => log.eventsOf(id));
    const fault = mergeFault({ known, brought: events, ownStationId: log.stationId });
    if (fault !== undefined)
      return { ok: false, code: "bad-file", detail: `It can't be joined with ours: ${fault}. Nothing was taken over.` };
    const before = new Set(incidentIds.flatMap((id) => this.#conflictsOf(id)).map((one) => JSON.stringify(one)));
    const merged = this.#desk.merge(events);
    if (!merged.ok) return merged;
    const conflicts = incidentIds
      .flatMap((id) => this.#conflictsOf(id))
      .filter((one) => !before.has(JSON.stringify(one)));
    return { ok: true, incidentIds, added: merged.added, conflicts };
  }

  #conflictsOf(incidentId: string) {
    return [...(this.#desk.log.book(incidentId)?.things ?? [])].flatMap(([thing, { conflicts = {} }]) =>
      Object.keys(conflicts).map((field) => ({ incidentId, thing, field })),
    );
  }
}

const wrongField = ({ body }: IncidentEvent): string | undefined =>
  body.kind === "put" ? checkFields(body.thing, body.fields) : undefined;
