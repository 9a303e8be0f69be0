import { northEastM } from "../../../shared/geo/local-frame.ts";
import {
  detailStride,
  detailsFor,
  heightMslM,
  linkFraction,
  trailStride,
} from "../../../shared/vehicle/trail-details.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { FleetState } from "../fleet-store.ts";

/** 12 minutes at one point a second; then the oldest quarter goes at once, so that memory is moved seldom. */
const capacity = 720;
const dropped = capacity / 4;
const stepMs = 1_000;
/** A gap longer than this is not bridged: nobody saw what happened in between. */
const mostGapMs = 8_000;
/** A velocity further apart in time than this from the position says nothing about it. */
const mostApartMs = 3_000;

/** Where one vehicle was, with what colours its path. Values that aren't known are NaN. */
export class FlownPath {
  readonly latDeg = new Float64Array(capacity);
  readonly lonDeg = new Float64Array(capacity);
  readonly atMs = new Float64Array(capacity);
  readonly mslM = new Float32Array(capacity);
  readonly speedMps = new Float32Array(capacity);
  /** 1 where nothing was lost, 0 where all was. */
  readonly link = new Float32Array(capacity);
  count = 0;
  /** Grows whenever points that were there move or go. */
  epoch = 0;

  get lastMs(): number {
    return this.count === 0 ? Number.NEGATIVE_INFINITY : (this.atMs[this.count - 1] ?? 0);
  }

  /** Is what lies between a point and the one before it unknown? */
  isAfterGap(i: number): boolean {
    return i === 0 || (this.atMs[i] ?? 0) - (this.atMs[i - 1] ?? 0) > mostGapMs;
  }

  push(point: PathPoint): void {
    if (this.count === capacity) this.#drop();
    const i = this.count;
    this.latDeg[i] = point.latDeg;
    this.lonDeg[i] = point.lonDeg;
    this.atMs[i] = point.atMs;
    this.mslM[i] = point.mslM;
    this.link[i] = point.link;
    this.count += 1;
    this.speedMps[i] = Number.isNaN(point.speedMps) ? this.#speedTo(i) : point.speedMps;
  }

  /** What the vehicle says of the very instant of the last point, which came from a trail that says less. */
  complete(mslM: number, link: number): void {
    const last = this.count - 1;
    if (last < 0 || Number.isNaN(mslM) || !Number.isNaN(this.mslM[last] ?? 0)) return;
    this.mslM[last] = mslM;
    this.link[last] = link;
    this.epoch += 1;
  }

  /** Takes back all after an instant: the clock was set back. */
  cutAfter(nowMs: number): void {
    const before = this.count;
    while (this.count > 0 && this.lastMs > nowMs) this.count -= 1;
    if (this.count !== before) this.epoch += 1;
  }

  clear(): void {
    this.count = 0;
    this.epoch += 1;
  }

  /** From the way itself, where the vehicle didn't say. */
  #speedTo(i: number): number {
    if (this.isAfterGap(i)) return Number.NaN;
    const from = { latDeg: this.latDeg[i - 1] ?? 0, lonDeg: this.lonDeg[i - 1] ?? 0 };
    const { northM, eastM } = northEastM(from, { latDeg: this.latDeg[i] ?? 0, lonDeg: this.lonDeg[i] ?? 0 });
    const seconds = ((this.atMs[i] ?? 0) - (this.atMs[i - 1] ?? 0)) / 1_000;
    return seconds > 0 ? Math.hypot(northM, eastM) / seconds : Number.NaN;
  }

  #drop(): void {
    for (const values of [this.latDeg, this.lonDeg, this.atMs, this.mslM, this.speedMps, this.link])
      values.copyWithin(0, dropped);
    this.count -= dropped;
    this.epoch += 1;
  }
}

export interface PathPoint {
  readonly latDeg: number;
  readonly lonDeg: number;
  readonly atMs: number;
  readonly mslM: number;
  readonly speedMps: number;
  readonly link: number;
}

type Heard = Pick<VehicleState, "position" | "velocity" | "links" | "home">;

const speedOf = ({ position, velocity }: Heard): number => {
  if (position === undefined || velocity === undefined || Math.abs(velocity.atMs - position.atMs) > mostApartMs)
    return Number.NaN;
  return velocity.groundMps ?? Math.hypot(velocity.northMps ?? Number.NaN, velocity.eastMps ?? Number.NaN);
};

/** Trails of the stream, as the fleet's store has them. */
type KnownTrails = Pick<FleetState, "trails" | "trailDetails">;

/** Collects where vehicles are heard while somebody looks; what was before is taken from the stream's trails. */
export class PathBook {
  readonly paths = new Map<VehicleId, FlownPath>();

  /** Takes what is known now. @param nowMs station clock */
  take(byId: Readonly<Record<VehicleId, Heard>>, known: KnownTrails, nowMs: number): void {
    for (const id of this.paths.keys()) if (byId[id] === undefined) this.paths.delete(id);
    for (const id in byId) {
      const vehicle = byId[id];
      if (vehicle === undefined) continue;
      const path = this.paths.get(id) ?? new FlownPath();
      if (!this.paths.has(id)) {
        this.paths.set(id, path);
        addTrail(path, known, id, nowMs);
      }
      if (path.lastMs > nowMs) path.cutAfter(nowMs);
      const { position } = vehicle;
      if (position === undefined) continue;
      const mslM = heightMslM(vehicle) ?? Number.NaN;
      const link = linkFraction(vehicle) ?? Number.NaN;
      if (Math.abs(position.atMs - path.lastMs) < 1) path.complete(mslM, link);
      if (position.atMs - path.lastMs < stepMs) continue;
      // The clock was set on: what lies between is in the trail, if anywhere.
      if (position.atMs - path.lastMs > mostGapMs) addTrail(path, known, id, position.atMs - stepMs);
      path.push({
        latDeg: position.latDeg,
        lonDeg: position.lonDeg,
        atMs: position.atMs,
        speedMps: speedOf(vehicle),
        ...{ mslM, link },
      });
    }
  }

  clear(): void {
    this.paths.clear();
  }
}

/** The part of a trail that comes after what the path has. */
const addTrail = (path: FlownPath, known: KnownTrails, id: VehicleId, untilMs: number): void => {
  const trail = known.trails[id] ?? [];
  const details = detailsFor(trail, known.trailDetails[id] ?? []);
  for (let n = 0; (n + 1) * trailStride <= trail.length; n += 1) {
    const [latDeg = 0, lonDeg = 0, atMs = 0] = trail.slice(n * trailStride, (n + 1) * trailStride);
    if (atMs < path.lastMs + stepMs || atMs > untilMs) continue;
    const mslM = details[n * detailStride] ?? Number.NaN;
    const link = details[n * detailStride + 1] ?? Number.NaN;
    path.push({ latDeg, lonDeg, atMs, mslM, speedMps: Number.NaN, link });
  }
};
