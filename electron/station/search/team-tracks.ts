import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { TrackLegs } from "../../../shared/search/detection/track-look.ts";
import type { TrackStep } from "../incident/whereabouts-book.ts";
import type { NewLook } from "./look-book.ts";

export interface TeamTracksOptions {
  readonly team: (id: string) => Thing<"team"> | undefined;
  readonly onLook: (look: NewLook) => void;
}

/** Nobody searches the ground on foot faster than this, m/s: they are driven. */
const fastestOnFootMps = 3;
/** After so long without a word nobody knows which way was taken, ms. */
const maxGapMs = 5 * 60_000;

interface Way {
  readonly frame: LocalFrame;
  readonly legs: TrackLegs;
  /** When it was where the next leg begins, and when it was last heard of, UTC ms. */
  fromMs: number;
  heardMs: number;
}

/**
 * Ways of teams as searching: each leg on foot of a team whose sweep width somebody measured. Without a width nothing counts,
 * because nobody knows how far they see; nor does a place that is less certain than that width, or was told by radio: which
 * ground was walked over is not known then.
 */
export class TeamTracks {
  readonly #options: TeamTracksOptions;
  readonly #ways = new Map<string, Way>();

  constructor(options: TeamTracksOptions) {
    this.#options = options;
  }

  note({ who, fix }: TrackStep): void {
    if (!who.startsWith("team/")) return;
    const { team, onLook } = this.#options;
    const { sweepWidthM = 0 } = team(who.slice("team/".length))?.fields ?? {};
    const { sigmaM } = fix;
    if (fix.source === "radio" || (sigmaM ?? 0) > sweepWidthM) return;
    const place = { latDeg: fix.latDeg, lonDeg: fix.lonDeg };
    const way = this.#ways.get(who) ?? {
      frame: new LocalFrame(place),
      legs: new TrackLegs({ maxGapMs }),
      fromMs: fix.utcMs,
      heardMs: fix.utcMs,
    };
    this.#ways.set(who, way);
    const at = { ...way.frame.toNorthEast(place), utcMs: fix.utcMs };
    const leg = way.legs.add(sigmaM === undefined ? at : { ...at, sigmaM });
    const isAnew = fix.utcMs - way.heardMs > maxGapMs;
    const { fromMs } = way;
    way.heardMs = Math.max(way.heardMs, fix.utcMs);
    if (leg !== undefined || isAnew) way.fromMs = fix.utcMs;
    if (leg === undefined) return;
    const seconds = (fix.utcMs - fromMs) / 1000;
    const metres = Math.hypot(leg.to.northM - leg.from.northM, leg.to.eastM - leg.from.eastM);
    if (!(sweepWidthM > 0) || metres > fastestOnFootMps * seconds) return;
    const start = way.frame.toLatLon(leg.from.northM, leg.from.eastM);
    onLook({ kind: "track", by: who, utcMs: fix.utcMs, from: start, to: place, sweepWidthM });
  }
}
