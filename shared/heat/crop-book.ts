import type { VehicleId } from "../vehicle/vehicle-state.ts";
import type { HeatCrop, HeatSource } from "./heat-source.ts";

/** A crop replaces another only if it is so much better, so that pictures don't flicker. */
const BETTER_CROP = 1.25;
/** Pictures of so many vehicles are kept of one source; the worst goes. */
const MAX_VEHICLES = 8;

interface Kept {
  readonly png: Uint8Array;
  readonly score: number;
  readonly utcMs: number;
  readonly version: number;
}

/** Pictures of a restored source: the best one, and those of each vehicle. */
export interface SavedPictures {
  readonly thumbnail?: Uint8Array | undefined;
  readonly crops?: ReadonlyMap<VehicleId, Uint8Array> | undefined;
}

/** The best picture of a source, and the best by each vehicle. */
export class CropBook {
  #thumbnail: Uint8Array | undefined;
  #thumbnailScore = 0;
  #thumbnailVersion = 0;
  readonly #kept = new Map<VehicleId, Kept>();
  /** Of all crops of this source: a version never comes twice, whatever vehicle it is of. */
  #lastVersion = 0;

  get thumbnail(): Uint8Array | undefined {
    return this.#thumbnail;
  }

  get thumbnailVersion(): number {
    return this.#thumbnailVersion;
  }

  crop(vehicleId: VehicleId): Uint8Array | undefined {
    return this.#kept.get(vehicleId)?.png;
  }

  /** The best first; undefined where there is none. */
  get crops(): readonly HeatCrop[] | undefined {
    if (this.#kept.size === 0) return undefined;
    const all = [...this.#kept].sort(([, a], [, b]) => b.score - a.score);
    return all.map(([vehicleId, { version, utcMs }]) => ({ vehicleId, version, utcMs }));
  }

  offer(vehicleId: VehicleId, png: Uint8Array, score: number, utcMs: number): void {
    this.#offerThumbnail(png, score);
    const before = this.#kept.get(vehicleId);
    if (before && score <= before.score * BETTER_CROP) return;
    this.#kept.set(vehicleId, { png, score, utcMs, version: ++this.#lastVersion });
    if (this.#kept.size <= MAX_VEHICLES) return;
    const worst = [...this.#kept].reduce((a, b) => (b[1].score < a[1].score ? b : a));
    this.#kept.delete(worst[0]);
  }

  absorb(other: CropBook): void {
    for (const [vehicleId, { png, score, utcMs }] of other.#kept) this.offer(vehicleId, png, score, utcMs);
    if (other.#thumbnail) this.#offerThumbnail(other.#thumbnail, other.#thumbnailScore);
  }

  /** Goes on from a source as it was stored; what was not stored with it is not offered any more. */
  static from(source: HeatSource, { thumbnail, crops }: SavedPictures): CropBook {
    const book = new CropBook();
    book.#thumbnail = thumbnail;
    book.#thumbnailVersion = source.thumbnailVersion;
    const stored = source.crops ?? [];
    for (const [place, { vehicleId, version, utcMs }] of stored.entries()) {
      book.#lastVersion = Math.max(book.#lastVersion, version);
      const png = crops?.get(vehicleId);
      // How good it was isn't stored: any new one is better, but among themselves they keep their order.
      if (png) book.#kept.set(vehicleId, { png, score: -place, utcMs, version });
    }
    return book;
  }

  #offerThumbnail(png: Uint8Array, score: number): void {
    if (this.#thumbnail && score <= this.#thumbnailScore * BETTER_CROP) return;
    this.#thumbnail = png;
    this.#thumbnailScore = score;
    this.#thumbnailVersion++;
  }
}
