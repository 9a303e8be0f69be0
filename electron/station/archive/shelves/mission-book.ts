import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { MissionNote } from "../../../../shared/wire/archive.ts";
import type { Kept } from "../../event-log.ts";
import type { KeptThings } from "../../kept-things.ts";

const KeptNote = z.object({
  missionId: z.string(),
  note: z.object({
    id: z.string(),
    positionMs: z.number(),
    text: z.string(),
    by: z.string(),
    utcMs: z.number(),
    place: z.object({ latDeg: z.number(), lonDeg: z.number() }).exactOptional(),
  }),
});

/** What people said of missions: it lies in the record, beside what was recorded and never in it. */
export class MissionBook {
  readonly #kept: KeptThings;

  constructor(kept: KeptThings) {
    this.#kept = kept;
  }

  /** In the order of their instants. */
  notes(missionId: string): readonly MissionNote[] {
    const notes = [...this.#kept.all("mission-note")].flatMap(([id, thing]) => {
      // All missions' notes lie here: of a list of many missions each is looked at for each.
      if (!id.startsWith(`${missionId}/`)) return [];
      const parsed = KeptNote.safeParse(thing);
      return parsed.success && parsed.data.missionId === missionId ? [parsed.data.note] : [];
    });
    return notes.sort((a, b) => a.positionMs - b.positionMs);
  }

  putNote(missionId: string, note: MissionNote): Kept {
    return this.#kept.keep("mission-note", `${missionId}/${note.id}`, { missionId, note });
  }

  /** @returns undefined where there is no such note */
  removeNote(missionId: string, noteId: string): Kept | undefined {
    const id = `${missionId}/${noteId}`;
    return this.#kept.all("mission-note").has(id) ? this.#kept.forget("mission-note", id) : undefined;
  }

  /** As somebody called it. */
  name(missionId: string): string | undefined {
    const name = this.#kept.all("mission-name").get(missionId);
    return typeof name === "string" ? name : undefined;
  }

  rename(missionId: string, name: string): Kept {
    return this.#kept.keep("mission-name", missionId, name);
  }

  /**
   * Where a log or a video begins on its mission's clock as somebody corrected it, ms; undefined: as it was found.
   * @param what a log's number, a video's feed id
   */
  offsetMs(missionId: string, what: string): number | undefined {
    const offsetMs = this.#kept.all("mission-offset").get(`${missionId}/${what}`);
    return typeof offsetMs === "number" ? offsetMs : undefined;
  }

  setOffset(missionId: string, what: string, offsetMs: number | undefined): Kept {
    const id = `${missionId}/${what}`;
    return offsetMs === undefined
      ? this.#kept.forget("mission-offset", id)
      : this.#kept.keep("mission-offset", id, offsetMs);
  }

  /** All that was corrected of a mission, as one text. */
  offsets(missionId: string): string {
    const known = [...this.#kept.all("mission-offset")].filter(([id]) => id.startsWith(`${missionId}/`));
    return known.length === 0 ? "" : JSON.stringify(known.sort());
  }

  /** What was learned of a mission when it was open, as long as its files are the same. */
  summary(missionId: string, stamp: string): unknown {
    const known = this.#kept.all("mission-summary").get(missionId);
    if (typeof known !== "object" || known === null || !("stamp" in known && "summary" in known)) return undefined;
    return known.stamp === stamp ? known.summary : undefined;
  }

  keepSummary(missionId: string, stamp: string, summary: unknown): void {
    if (!isDeepStrictEqual(this.summary(missionId, stamp), summary))
      this.#kept.keep("mission-summary", missionId, { stamp, summary });
  }

  /** The mission is gone. */
  forget(missionId: string): void {
    for (const kind of ["mission-note", "mission-name", "mission-offset", "mission-summary"] as const) {
      for (const id of this.#kept.all(kind).keys())
        if (id === missionId || id.startsWith(`${missionId}/`)) this.#kept.forget(kind, id);
    }
  }
}
