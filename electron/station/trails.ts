import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { detailStride, type TrailDetails, trailDetail, trailStride } from "../../shared/vehicle/trail-details.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";

const spacingMs = 1000;
/** So far back a trail goes. */
export const trailMs: number = 5 * 60_000;

/** Trails of vehicles, and what is known of their points; both oldest first. */
export interface TrailParts {
  /** Flat: latDeg, lonDeg, atMs, and again. */
  readonly trails: Readonly<Record<VehicleId, readonly number[]>>;
  readonly trailDetails: Readonly<Record<VehicleId, TrailDetails>>;
}

interface Trail {
  readonly points: number[];
  readonly details: (number | null)[];
}

/** Where in a flat trail what isn't older than five minutes begins. */
export const trailStart = (points: readonly number[], nowMs: number): number => {
  let from = 0;
  while (from < points.length && nowMs - (points[from + 2] ?? nowMs) > trailMs) from += trailStride;
  return from;
};

const detailsAt = (from: number): number => (from / trailStride) * detailStride;

/** Where each vehicle was in the last five minutes, one point a second. */
export class Trails {
  readonly #trails = new Map<VehicleId, Trail>();

  note(vehicle: Pick<VehicleState, "id" | "position"> & Partial<Pick<VehicleState, "home" | "links">>): void {
    const { position, home, links = [] } = vehicle;
    if (position === undefined) return;
    const trail = this.#trails.get(vehicle.id) ?? { points: [], details: [] };
    const { points, details } = trail;
    const lastMs = points.at(-1);
    if (lastMs !== undefined && position.atMs - lastMs < spacingMs) return;
    points.push(position.latDeg, position.lonDeg, position.atMs);
    details.push(...trailDetail({ position, links, ...(home === undefined ? {} : { home }) }));
    this.#trails.set(vehicle.id, trail);
    // Cut in lumps of a minute, so that appending stays cheap.
    if (position.atMs - (points[2] ?? position.atMs) > trailMs + 60_000) {
      const from = trailStart(points, position.atMs);
      points.splice(0, from);
      details.splice(0, detailsAt(from));
    }
  }

  /** A copy, cut to five minutes before `nowMs`. */
  snapshot(nowMs: number): TrailParts {
    return this.#parts((_, points) => trailStart(points, nowMs));
  }

  /** The points noted after these times; of a vehicle that isn't among them all. */
  newer(afterMs: ReadonlyMap<VehicleId, number>): TrailParts {
    return this.#parts((id, points) => {
      const lastMs = afterMs.get(id) ?? Number.NEGATIVE_INFINITY;
      let from = points.length;
      while (from > 0 && (points[from - 1] ?? 0) > lastMs) from -= trailStride;
      return from < points.length ? from : undefined;
    });
  }

  /** The way a vehicle came, oldest first. */
  placesOf(id: VehicleId): readonly LatLon[] {
    const points = this.#trails.get(id)?.points ?? [];
    const places: LatLon[] = [];
    for (let i = 0; i + 1 < points.length; i += trailStride) {
      const [latDeg, lonDeg] = [points[i], points[i + 1]];
      if (latDeg !== undefined && lonDeg !== undefined) places.push({ latDeg, lonDeg });
    }
    return places;
  }

  /** All of it, as plain data; details that aren't known are NaN. */
  save(): readonly (readonly [VehicleId, Float64Array, Float64Array])[] {
    return [...this.#trails].map(([id, { points, details }]) => [
      id,
      Float64Array.from(points),
      Float64Array.from(details, (value) => value ?? Number.NaN),
    ]);
  }

  restore(saved: ReturnType<Trails["save"]>): void {
    for (const [id, points, details] of saved)
      this.#trails.set(id, {
        points: [...points],
        details: Array.from(details, (value) => (Number.isNaN(value) ? null : value)),
      });
  }

  /** @param startOf where in its points a trail begins; undefined leaves it out */
  #parts(startOf: (id: VehicleId, points: readonly number[]) => number | undefined): TrailParts {
    const trails: Record<VehicleId, readonly number[]> = {};
    const trailDetails: Record<VehicleId, TrailDetails> = {};
    for (const [id, { points, details }] of this.#trails) {
      const from = startOf(id, points);
      if (from === undefined) continue;
      trails[id] = points.slice(from);
      trailDetails[id] = details.slice(detailsAt(from));
    }
    return { trails, trailDetails };
  }
}
