import { northEastM } from "../../../shared/geo/local-frame.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";

/** 12 minutes at one point a second; then the oldest quarter goes at once, so that memory is moved seldom. */
const capacity = 720;
const dropped = capacity / 4;
const stepMs = 1_000;
/** A gap longer than this is not bridged: nobody saw what happened in between. */
const mostGapMs = 8_000;
/** A velocity or a link further apart in time than this from the position says nothing about it. */
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

  /** What the vehicle says of the very instant of the last point, which came from a trail without heights. */
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

/** A vehicle's height above the sea, m; NaN where neither it nor its home says. */
export const heightMslM = ({ position, home }: Pick<Heard, "position" | "home">): number =>
  position?.altMslM ??
  (position?.altHomeM === undefined || home === undefined ? Number.NaN : home.altMslM + position.altHomeM);

const speedOf = ({ position, velocity }: Heard): number => {
  if (position === undefined || velocity === undefined || Math.abs(velocity.atMs - position.atMs) > mostApartMs)
    return Number.NaN;
  return velocity.groundMps ?? Math.hypot(velocity.northMps ?? Number.NaN, velocity.eastMps ?? Number.NaN);
};

const linkOf = ({ position, links }: Heard): number => {
  const link = links.find(({ primary }) => primary) ?? links[0];
  const isRecent = link !== undefined && position !== undefined && position.atMs - link.lastHeardMs < mostApartMs;
  return isRecent ? 1 - link.lossFraction : Number.NaN;
};

/**
 * Collects where vehicles are heard while somebody looks, heights with them: the trails of the stream have none. What was
 * before is taken from those trails, without heights.
 */
export class PathBook {
  readonly paths = new Map<VehicleId, FlownPath>();

  /** Takes what is known now. @param nowMs station clock */
  take(
    byId: Readonly<Record<VehicleId, Heard>>,
    trails: Readonly<Record<VehicleId, readonly number[]>>,
    nowMs: number,
  ): void {
    for (const id of this.paths.keys()) if (byId[id] === undefined) this.paths.delete(id);
    for (const id in byId) {
      const vehicle = byId[id];
      if (vehicle === undefined) continue;
      const path = this.paths.get(id) ?? new FlownPath();
      if (!this.paths.has(id)) {
        this.paths.set(id, path);
        addTrail(path, trails[id] ?? [], nowMs);
      }
      if (path.lastMs > nowMs) path.cutAfter(nowMs);
      const { position } = vehicle;
      if (position === undefined) continue;
      if (Math.abs(position.atMs - path.lastMs) < 1) path.complete(heightMslM(vehicle), linkOf(vehicle));
      if (position.atMs - path.lastMs < stepMs) continue;
      // The clock was set on: what lies between is in the trail, if anywhere.
      if (position.atMs - path.lastMs > mostGapMs) addTrail(path, trails[id] ?? [], position.atMs - stepMs);
      path.push({
        latDeg: position.latDeg,
        lonDeg: position.lonDeg,
        atMs: position.atMs,
        mslM: heightMslM(vehicle),
        speedMps: speedOf(vehicle),
        link: linkOf(vehicle),
      });
    }
  }

  clear(): void {
    this.paths.clear();
  }
}

/** The part of a trail (latDeg, lonDeg, atMs ...) that comes after what is known. */
const addTrail = (path: FlownPath, trail: readonly number[], untilMs: number): void => {
  for (let i = 0; i + 2 < trail.length; i += 3) {
    const atMs = trail[i + 2] ?? 0;
    if (atMs < path.lastMs + stepMs || atMs > untilMs) continue;
    const [latDeg = 0, lonDeg = 0] = [trail[i], trail[i + 1]];
    path.push({ latDeg, lonDeg, atMs, mslM: Number.NaN, speedMps: Number.NaN, link: Number.NaN });
  }
};
