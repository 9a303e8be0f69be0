import { inverseGeodesic } from "../../../shared/geo/geodesic.ts";
import { mostAheadMs } from "../../../shared/incident/hybrid-clock.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { TrackPoint } from "../record/incident-record.ts";

/** A step of somebody's way; older than what was known before where a phone sent late. */
export interface TrackStep {
  /** "person/ID", "team/ID", "invite/ID". */
  readonly who: string;
  readonly fix: Whereabouts;
}

/** A track is kept at most so densely: each of the two is enough. */
const trackEveryMs = 5_000;
const trackEveryM = 10;
/** Points that wait for a disk that doesn't take them; more than that are let go, the oldest first. */
const mostWaiting = 50_000;
/** A team is where its leader's phone is, as long as that was heard so lately. */
const leaderLifeMs = 120_000;

/** Where people and teams are, and the points of their ways that are worth keeping. */
export class WhereaboutsBook {
  #latest: ReadonlyMap<string, Whereabouts> = new Map();
  #changed: Map<string, Whereabouts> | undefined;
  readonly #kept = new Map<string, Whereabouts>();
  /** Whose phone stands for a team. */
  readonly #carriers = new Map<string, string>();
  #waiting: TrackPoint[] = [];

  /** A new map whenever somebody moved. */
  get latest(): ReadonlyMap<string, Whereabouts> {
    if (this.#changed !== undefined) this.#latest = this.#changed;
    this.#changed = undefined;
    return this.#latest;
  }

  of(who: string): Whereabouts | undefined {
    return (this.#changed ?? this.#latest).get(who);
  }

  /**
   * The later one stands; an earlier one only belongs to the track. One that is still to come was noted before the computer's
   * clock was put back: whatever is told now is newer. @returns whether it was kept for the track
   */
  note({ who, fix }: TrackStep, nowUtcMs: number): boolean {
    const before = this.of(who);
    if (before === undefined || fix.utcMs >= before.utcMs || before.utcMs > nowUtcMs + mostAheadMs) {
      this.#changed ??= new Map(this.#latest);
      this.#changed.set(who, fix);
    }
    if (!this.#isWorthKeeping(who, fix)) return false;
    this.#kept.set(who, fix);
    const { utcMs, latDeg, lonDeg, sigmaM, source } = fix;
    this.#waiting.push({ who, utcMs, latDeg, lonDeg, source, ...(sigmaM === undefined ? {} : { sigmaM }) });
    if (this.#waiting.length > mostWaiting) this.#waiting = this.#waiting.slice(-mostWaiting);
    return true;
  }

  /** Whether this member's place is the team's: the leader's phone, else that of one member, so that the track is one way. */
  standsForTeam(
    member: { readonly who: string; readonly team: string; readonly isLeader: boolean },
    utcMs: number,
  ): boolean {
    const carrier = this.#carriers.get(member.team);
    const carrierUtcMs = this.of(carrier ?? "")?.utcMs ?? Number.NEGATIVE_INFINITY;
    const isCarrierHeard = Math.abs(utcMs - carrierUtcMs) < leaderLifeMs;
    if (carrier !== member.who && !member.isLeader && isCarrierHeard) return false;
    this.#carriers.set(member.team, member.who);
    return true;
  }

  /** Points since it was asked last. */
  takeWaiting(): readonly TrackPoint[] {
    return this.#waiting.splice(0);
  }

  /** The disk didn't take them. */
  putBack(points: readonly TrackPoint[]): void {
    this.#waiting = [...points, ...this.#waiting].slice(-mostWaiting);
  }

  /** Another incident is shown: what was known of its people. */
  reset(latest: ReadonlyMap<string, Whereabouts>): void {
    this.#latest = latest;
    this.#changed = undefined;
    this.#kept.clear();
    this.#carriers.clear();
    this.#waiting = [];
  }

  #isWorthKeeping(who: string, fix: Whereabouts): boolean {
    const kept = this.#kept.get(who);
    if (kept === undefined || Math.abs(fix.utcMs - kept.utcMs) >= trackEveryMs) return true;
    return inverseGeodesic(kept, fix).distanceM >= trackEveryM;
  }
}
