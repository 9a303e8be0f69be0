import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";

const spacingMs = 1000;
/** So far back a trail goes. */
export const trailMs: number = 5 * 60_000;

/** Where each vehicle was in the last five minutes, one point a second, flat: latDeg, lonDeg, atMs. */
export class Trails {
  readonly #points = new Map<VehicleId, number[]>();

  note(vehicle: Pick<VehicleState, "id" | "position">): void {
    const { position } = vehicle;
    if (position === undefined) return;
    const points = this.#points.get(vehicle.id) ?? [];
    const lastMs = points.at(-1);
    if (lastMs !== undefined && position.atMs - lastMs < spacingMs) return;
    points.push(position.latDeg, position.lonDeg, position.atMs);
    this.#points.set(vehicle.id, points);
    // Cut in lumps of a minute, so that appending stays cheap.
    if (position.atMs - (points[2] ?? position.atMs) > trailMs + 60_000) this.#cut(points, position.atMs);
  }

  #cut(points: number[], nowMs: number): void {
    let from = 0;
    while (from < points.length && nowMs - (points[from + 2] ?? nowMs) > trailMs) from += 3;
    points.splice(0, from);
  }

  /** A copy, cut to five minutes before `nowMs`. */
  snapshot(nowMs: number): Record<VehicleId, readonly number[]> {
    const all: Record<VehicleId, readonly number[]> = {};
    for (const [id, points] of this.#points) {
      let from = 0;
      while (from < points.length && nowMs - (points[from + 2] ?? nowMs) > trailMs) from += 3;
      all[id] = points.slice(from);
    }
    return all;
  }

  /** The points noted after these times, flat as in a snapshot; of a vehicle that isn't among them all. */
  newer(afterMs: ReadonlyMap<VehicleId, number>): Record<VehicleId, readonly number[]> {
    const newer: Record<VehicleId, readonly number[]> = {};
    for (const [id, points] of this.#points) {
      const lastMs = afterMs.get(id) ?? Number.NEGATIVE_INFINITY;
      let from = points.length;
      while (from > 0 && (points[from - 1] ?? 0) > lastMs) from -= 3;
      if (from < points.length) newer[id] = points.slice(from);
    }
    return newer;
  }

  /** The way a vehicle came, oldest first. */
  placesOf(id: VehicleId): readonly LatLon[] {
    const points = this.#points.get(id) ?? [];
    const places: LatLon[] = [];
    for (let i = 0; i + 1 < points.length; i += 3) {
      const [latDeg, lonDeg] = [points[i], points[i + 1]];
      if (latDeg !== undefined && lonDeg !== undefined) places.push({ latDeg, lonDeg });
    }
    return places;
  }

  /** All of it, as plain data. */
  save(): readonly (readonly [VehicleId, Float64Array])[] {
    return [...this.#points].map(([id, points]) => [id, Float64Array.from(points)]);
  }

  restore(saved: ReturnType<Trails["save"]>): void {
    for (const [id, points] of saved) this.#points.set(id, [...points]);
  }
}
