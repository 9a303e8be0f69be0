import type { IncidentRecord } from "../record/incident-record.ts";
import type { StationClock } from "../station-clock.ts";
import type { CameraLook, KeptLook, TrackLook } from "./kept-look.ts";
import { looksFromBytes, looksToBytes } from "./look-bytes.ts";

/** A look without the book's own time. */
export type NewLook = Omit<CameraLook, "lookMs"> | Omit<TrackLook, "lookMs">;

export interface LookBookOptions {
  readonly clock: StationClock;
  /** Undefined without a record: looks are gone with the station. */
  readonly archive: () => IncidentRecord | undefined;
}

/** Between two runs of a station: whoever comes back to a place begins a new pass over it, ms. */
const betweenRunsMs = 60_000;

/** The searching of one incident: its clock, and what is kept of it. What was flushed survives the program. */
export class LookBook {
  readonly #options: LookBookOptions;
  #incidentId: string | undefined;
  #beganLookMs = 0;
  #beganMs = 0;
  #waiting: KeptLook[] = [];
  /** Rows that the record didn't take yet, the oldest first. */
  #unkept: { readonly utcMs: number; readonly data: Uint8Array }[] = [];

  constructor(options: LookBookOptions) {
    this.#options = options;
  }

  get incidentId(): string | undefined {
    return this.#incidentId;
  }

  /** Another incident is searched from now on. @returns all that was looked at so far, oldest first */
  open(incidentId: string | undefined): readonly Uint8Array[] {
    const { clock, archive } = this.#options;
    this.flush();
    const isSame = incidentId === this.#incidentId;
    this.#incidentId = incidentId;
    if (incidentId === undefined) return [];
    const rows = [...(archive()?.looks(incidentId) ?? []), ...(isSame ? this.#unkept : [])];
    if (!isSame) {
      const newest = rows.at(-1);
      const lastLookMs = newest === undefined ? undefined : looksFromBytes(newest.data).at(-1)?.lookMs;
      this.#unkept = [];
      this.#beganMs = clock.nowMs();
      this.#beganLookMs = Math.max(clock.utcMs(), (lastLookMs ?? 0) + betweenRunsMs);
    }
    return rows.map(({ data }) => data);
  }

  add(look: NewLook): void {
    if (this.#incidentId === undefined) return;
    const lookMs = this.#beganLookMs + Math.max(0, this.#options.clock.nowMs() - this.#beganMs);
    this.#waiting.push({ ...look, lookMs });
  }

  /** Keeps what came since the last time. @returns it as it was kept, for the map; undefined where nothing came */
  flush(): Uint8Array | undefined {
    const { clock, archive } = this.#options;
    const incidentId = this.#incidentId;
    if (incidentId === undefined || (this.#waiting.length === 0 && this.#unkept.length === 0)) return undefined;
    const data = this.#waiting.length === 0 ? undefined : looksToBytes(this.#waiting);
    this.#waiting = [];
    if (data !== undefined) this.#unkept.push({ utcMs: clock.utcMs(), data });
    // While the disk is full they wait, in their order; the map has them all the same.
    if (archive()?.appendLooks(incidentId, this.#unkept).ok === true) this.#unkept = [];
    return data;
  }
}
