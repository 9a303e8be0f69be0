import type { SavedPictures } from "./crop-book.ts";
import { HeatRecord } from "./heat-record.ts";
import type { HeatSource } from "./heat-source.ts";
import { HeatTrack } from "./heat-track.ts";
import type { UnlocatedReason } from "./unlocated-watch.ts";

export type HeatChange =
  | { readonly kind: "found" | "updated"; readonly source: HeatSource }
  /** `mergedInto`: it turned out to be the same thing as that source, which has its sightings now. */
  | { readonly kind: "removed"; readonly source: HeatSource; readonly mergedInto?: string };

/** A published source with what it is made of. */
export interface Entry {
  readonly id: string;
  readonly number: number;
  /** Absent for what could not be located. */
  readonly track?: HeatTrack;
  readonly record: HeatRecord;
}

export type LocatedEntry = Entry & { readonly track: HeatTrack };

const isLocated = (entry: Entry): entry is LocatedEntry => entry.track !== undefined;

/** The published sources with their numbers; bounded. */
export class SourceBook {
  readonly #maxSources: number;
  readonly #entries = new Map<string, Entry>();
  readonly #sources = new Map<string, HeatSource>();
  readonly #onForget: (id: string) => void;
  #lastNumber = 0;

  constructor(options: { readonly maxSources: number; readonly onForget: (id: string) => void }) {
    this.#maxSources = options.maxSources;
    this.#onForget = options.onForget;
  }

  get sources(): ReadonlyMap<string, HeatSource> {
    return this.#sources;
  }

  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  get located(): readonly LocatedEntry[] {
    return this.entries.filter(isLocated);
  }

  entry(id: string | undefined): Entry | undefined {
    return id === undefined ? undefined : this.#entries.get(id);
  }

  /** @returns undefined where all places are taken by what was confirmed */
  add(
    what: { readonly track?: HeatTrack; readonly record: HeatRecord },
    reason: UnlocatedReason = "no-pose",
  ): { readonly source: HeatSource; readonly changes: readonly HeatChange[] } | undefined {
    const room = this.#makeRoom();
    if (!room) return undefined;
    const number = ++this.#lastNumber;
    const entry: Entry = { id: `heat-${number}`, number, ...what };
    this.#entries.set(entry.id, entry);
    const source = this.publish(entry, reason);
    return { source, changes: [...room, { kind: "found", source }] };
  }

  remove(ids: readonly string[], mergedInto?: string): readonly HeatChange[] {
    return ids.flatMap((id) => {
      const source = this.#sources.get(id);
      this.#entries.delete(id);
      this.#sources.delete(id);
      this.#onForget(id);
      return source ? [{ kind: "removed", source, ...(mergedInto === undefined ? {} : { mergedInto }) }] : [];
    });
  }

  publish({ id, number, track, record }: Entry, reason?: UnlocatedReason): HeatSource {
    const before = this.#sources.get(id)?.location;
    const unlocated = { located: false, reason: reason ?? "no-pose" } as const;
    const source = record.source(
      id,
      number,
      track?.location() ?? (reason ? unlocated : (before ?? unlocated)),
      track?.velocity,
    );
    this.#sources.set(id, source);
    return source;
  }

  /** Goes on from what was recorded before a restart. Sources whose id is known already are left as they are. */
  restore(sources: Iterable<HeatSource>, picturesOf: (id: string) => SavedPictures): void {
    const all = [...sources];
    const merged = new Set(all.flatMap(({ mergedNumbers }) => mergedNumbers ?? []));
    for (const source of all) {
      if (this.#entries.has(source.id)) continue;
      this.#lastNumber = Math.max(this.#lastNumber, source.number);
      if (merged.has(source.number)) continue;
      const { id, number, location } = source;
      const record = HeatRecord.from(source, picturesOf(id));
      const entry = location.located
        ? { id, number, record, track: HeatTrack.restored(source, location, record) }
        : { id, number, record };
      this.#entries.set(id, entry);
      const { crops: _stored, ...stored } = source;
      const { crops } = record.crops;
      // As it was, to the last digit; but no picture is offered that wasn't kept.
      this.#sources.set(id, { ...stored, ...(crops ? { crops } : {}) });
    }
  }

  /** When full, the dismissed one longest unseen goes, else the undecided one least likely a person, of such the one seen least; never one that was confirmed. */
  #makeRoom(): readonly HeatChange[] | undefined {
    if (this.#entries.size < this.#maxSources) return [];
    const all = this.entries;
    const dismissed = all.filter(({ record }) => record.decision.state === "dismissed");
    const undecided = all.filter(({ record }) => record.decision.state === "new");
    const likely = ({ id }: Entry) => this.#sources.get(id)?.personProbability ?? 1;
    const victim =
      dismissed.sort((a, b) => a.record.lastSeenMs - b.record.lastSeenMs)[0] ??
      undecided.sort((a, b) => likely(a) - likely(b) || a.record.sightings - b.record.sightings)[0];
    return victim && this.remove([victim.id]);
  }
}
