import type { LatLon } from "../geo/lat-lon.ts";
import { LocalFrame } from "../geo/local-frame.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { addCovariance, chi2At95, ellipse95Of } from "./covariance.ts";
import type { GeoreferencedSpot } from "./georeference.ts";
import { HeatRecord } from "./heat-record.ts";
import type { HeatSighting } from "./heat-sighting.ts";
import type { CovarianceNe, HeatLocation, HeatSource, HeatVelocity } from "./heat-source.ts";
import { type LocalSighting, localSighting } from "./local-sighting.ts";
import { estimateDistance2, type FusedEstimate, fusePasses, PassEstimate } from "./pass-estimate.ts";
import type { MotionVelocity } from "./pass-motion.ts";

export interface LocatedSighting extends HeatSighting {
  readonly georeference: GeoreferencedSpot;
}

interface KnownPlace {
  readonly position: LatLon;
  readonly covariance: CovarianceNe;
  readonly groundMslM?: number | undefined;
  /** Whose errors the covariance is of. */
  readonly vehicleId: VehicleId;
}

const MAX_PASSES = 12;
/** Who walks turns and slows down: one sigma of each axis of how wrong a speed is soon after, m/s. */
const STRAY_MPS = 0.3;
/** A source that walks has left what was seen of it before this long, ms. */
const STALE_PASS_MS = 5000;

/** A warm thing on the ground, from its first sighting on: a candidate at first, a source once it is confirmed. */
export class HeatTrack {
  readonly record: HeatRecord;
  readonly #frame: LocalFrame;
  #groundMslM: number | undefined;
  /** Of the newest sighting: level ground had to be assumed. */
  #isFlat = false;
  #passes: PassEstimate[] = [];
  #fused: FusedEstimate | undefined;
  /** It was seen to walk, or passes disagree about its place as if it had. */
  #moves = false;
  #storedVelocity: HeatVelocity | undefined;

  private constructor(frame: LocalFrame, record: HeatRecord) {
    this.#frame = frame;
    this.record = record;
  }

  static begin(vehicleId: VehicleId, sighting: LocatedSighting, nowMs: number, utcMs: number): HeatTrack {
    const track = new HeatTrack(new LocalFrame(sighting.georeference.position), new HeatRecord());
    track.#passes.push(new PassEstimate(vehicleId, track.#local(sighting.georeference), nowMs));
    track.#note(vehicleId, sighting, nowMs, utcMs);
    return track;
  }

  /** Goes on from a stored source. Its errors are taken as lasting ones of the vehicle that saw it last. */
  static restored(
    { vehicleIds, velocity }: Pick<HeatSource, "vehicleIds" | "velocity">,
    { position, covariance, groundMslM, ground }: Extract<HeatLocation, { readonly located: true }>,
    record: HeatRecord,
  ): HeatTrack {
    const track = HeatTrack.at({ position, covariance, groundMslM, vehicleId: vehicleIds.at(-1) ?? "" }, record);
    track.#isFlat = ground === "flat";
    track.#storedVelocity = velocity;
    track.#moves = velocity !== undefined;
    return track;
  }

  /** At a place that is known by other means than by sightings of a pass. */
  static at({ position, covariance, groundMslM, vehicleId }: KnownPlace, record: HeatRecord): HeatTrack {
    const track = new HeatTrack(new LocalFrame(position), record);
    track.#groundMslM = groundMslM;
    const { nn, ne, ee } = covariance;
    const northM = Math.sqrt(Math.max(nn, 1e-6));
    const shared = ne / northM;
    // The Cholesky factor: two columns whose squares make the covariance.
    const systematic = [northM, shared, 0, Math.sqrt(Math.max(0, ee - shared * shared))];
    const sighting = { northM: 0, eastM: 0, systematic, random: { nn: 1e-6, ne: 0, ee: 1e-6 }, sizeM: 0 };
    track.#passes.push(new PassEstimate(vehicleId, sighting, Number.NEGATIVE_INFINITY));
    return track;
  }

  /** The pass in which this vehicle is now. */
  openPass(vehicleId: VehicleId, sinceMs: number): PassEstimate | undefined {
    return this.#passes.find((pass) => pass.vehicleId === vehicleId && pass.lastMs >= sinceMs);
  }

  /** Squared distance of a sighting from this vehicle's own pass, the nearer of its mean and its latest sighting. */
  distance2(pass: PassEstimate, spot: GeoreferencedSpot, nowMs: number): number {
    const local = this.#local(spot);
    return Math.min(pass.distance2(local, nowMs), pass.distanceFromLast2(local, nowMs));
  }

  add(pass: PassEstimate, sighting: LocatedSighting, nowMs: number, utcMs: number): void {
    const local = this.#local(sighting.georeference);
    if (pass.fits(local, nowMs)) {
      pass.add(local, nowMs);
      this.#moves ||= pass.velocity !== undefined;
    } else {
      // Near where it just was, but not where it was on the whole: it walks.
      pass.restart(local, nowMs);
      this.#moves = true;
      this.#passes = this.#passes.filter((other) => other === pass || nowMs - other.lastMs < STALE_PASS_MS);
    }
    this.#note(pass.vehicleId, sighting, nowMs, utcMs);
  }

  /** How far apart one vehicle sees two tracks, m: their common errors don't count. */
  apartM(pass: PassEstimate, other: HeatTrack, otherPass: PassEstimate): number {
    const theirs = otherPass.place;
    const { northM, eastM } = this.#frame.toNorthEast(other.#frame.toLatLon(theirs.northM, theirs.eastM));
    return Math.hypot(northM - pass.place.northM, eastM - pass.place.eastM);
  }

  /** Squared distance between what two tracks hold for their places. */
  trackDistance2(other: HeatTrack): number {
    const [mine, theirs] = [this.fused, other.fused];
    const { northM, eastM } = this.#frame.toNorthEast(other.#frame.toLatLon(theirs.northM, theirs.eastM));
    return estimateDistance2(mine, theirs, northM - mine.northM, eastM - mine.eastM);
  }

  /**
   * The same for another track that was seen later, if this one went on as it was seen to go; infinite where it isn't known to
   * move, or was seen longer ago than `horizonMs`.
   */
  distanceOnItsWay2(other: HeatTrack, horizonMs: number): number {
    const { velocity } = this;
    const elapsedMs = other.record.lastSeenMs - this.record.lastSeenMs;
    if (!velocity || elapsedMs <= 0 || elapsedMs > horizonMs) return Number.POSITIVE_INFINITY;
    const elapsedS = elapsedMs / 1000;
    const strayed2 = (velocity.sigmaMps ** 2 + STRAY_MPS ** 2) * elapsedS ** 2;
    const [mine, theirs] = [this.fused, other.fused];
    const ahead = { ...mine, covariance: addCovariance(mine.covariance, { nn: strayed2, ne: 0, ee: strayed2 }) };
    const { northM, eastM } = this.#frame.toNorthEast(other.#frame.toLatLon(theirs.northM, theirs.eastM));
    const [wayNorthM, wayEastM] = [velocity.northMps * elapsedS, velocity.eastMps * elapsedS];
    return estimateDistance2(ahead, theirs, northM - mine.northM - wayNorthM, eastM - mine.eastM - wayEastM);
  }

  /** Makes another track's passes its own: both are the same thing. The other is of no use afterwards. */
  absorb(other: HeatTrack): void {
    this.#moves ||= other.#moves || this.trackDistance2(other) > chi2At95;
    const { northM, eastM } = this.#frame.toNorthEast(other.#frame.origin);
    for (const pass of other.#passes) pass.shift(northM, eastM);
    this.#passes.push(...other.#passes);
    if (this.#passes.length > MAX_PASSES) this.#passes = leastCertainDropped(this.#passes);
    this.#groundMslM = other.#groundMslM ?? this.#groundMslM;
    this.#isFlat = other.#isFlat;
    this.#fused = undefined;
    this.record.absorb(other.record);
  }

  get fused(): FusedEstimate {
    this.#fused ??= fusePasses(this.#passes, this.#moves);
    return this.#fused;
  }

  /** How it moved when it was seen last; undefined where it isn't known to. */
  get velocity(): HeatVelocity | undefined {
    const newestMs = Math.max(...this.#passes.map(({ lastMs }) => lastMs));
    if (newestMs === Number.NEGATIVE_INFINITY) return this.#storedVelocity;
    const known = this.#passes.flatMap(({ lastMs, velocity }) =>
      velocity && newestMs - lastMs < STALE_PASS_MS ? [heatVelocityOf(velocity)] : [],
    );
    return known.sort((a, b) => a.sigmaMps - b.sigmaMps)[0];
  }

  location(): HeatLocation {
    const { northM, eastM, covariance } = this.fused;
    return {
      located: true,
      position: this.#frame.toLatLon(northM, eastM),
      ...(this.#groundMslM === undefined ? {} : { groundMslM: this.#groundMslM }),
      covariance,
      ellipse95: ellipse95Of(covariance),
      ...(this.#isFlat ? { ground: "flat" as const } : {}),
    };
  }

  #local(spot: GeoreferencedSpot): LocalSighting {
    const { northM, eastM } = this.#frame.toNorthEast(spot.position);
    return localSighting(spot, northM, eastM);
  }

  #note(vehicleId: VehicleId, sighting: LocatedSighting, nowMs: number, utcMs: number): void {
    this.#fused = undefined;
    this.#groundMslM = sighting.georeference.groundMslM;
    this.#isFlat = sighting.georeference.groundFrom === "flat";
    this.record.add(vehicleId, sighting, nowMs, utcMs);
  }
}

const heatVelocityOf = ({ northMps, eastMps, covariance: { nn, ee } }: MotionVelocity): HeatVelocity => ({
  northMps,
  eastMps,
  sigmaMps: Math.sqrt((nn + ee) / 2),
});

const leastCertainDropped = (passes: readonly PassEstimate[]): PassEstimate[] => {
  const spread = ({ covariance }: PassEstimate) => covariance.nn + covariance.ee;
  const worst = passes.reduce((a, b) => (spread(b) > spread(a) ? b : a));
  return passes.filter((pass) => pass !== worst);
};
