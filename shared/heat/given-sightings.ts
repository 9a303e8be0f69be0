import type { HeatRecord } from "./heat-record.ts";
import type { HeatSighting } from "./heat-sighting.ts";
import type { HeatTrack } from "./heat-track.ts";
import type { Entry } from "./source-book.ts";

type Owner = HeatTrack | HeatRecord;

/** Where the sightings of one frame went, so that boxes in the picture can be given their source's number. */
export class GivenSightings {
  readonly #indices = new Map<HeatSighting, number>();
  readonly #owners = new Map<number, Owner>();
  /** Tracks that became part of another within this frame. */
  readonly #heirs = new Map<Owner, Owner>();

  index(sighting: HeatSighting, spotIndex: number): void {
    this.#indices.set(sighting, spotIndex);
  }

  give(sighting: HeatSighting, owner: Owner): void {
    const spotIndex = this.#indices.get(sighting);
    if (spotIndex !== undefined) this.#owners.set(spotIndex, owner);
  }

  pass(from: Owner, to: Owner): void {
    this.#heirs.set(from, to);
  }

  bySource(entries: readonly Entry[]): readonly { readonly spotIndex: number; readonly heatId: string }[] {
    if (this.#owners.size === 0) return [];
    const ids = new Map<Owner, string>();
    for (const { id, track, record } of entries) ids.set(track ?? record, id);
    return [...this.#owners].flatMap(([spotIndex, owner]) => {
      let last = owner;
      for (let heir = this.#heirs.get(last); heir; heir = this.#heirs.get(last)) last = heir;
      const heatId = ids.get(last);
      return heatId === undefined ? [] : [{ spotIndex, heatId }];
    });
  }
}
