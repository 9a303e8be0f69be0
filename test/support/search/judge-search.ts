import type { EastNorth, LocalPlane } from "../../../hardware/simulator/local-plane.ts";
import { northEastM } from "../../../shared/geo/local-frame.ts";
import { chi2At95, mahalanobisSquared } from "../../../shared/heat/covariance.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { HeatSighting, HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import type { FlownFrame } from "./fly-search.ts";
import type { WarmThing } from "./warm-truth.ts";

/** One published source against the truth at its last sighting. */
export interface JudgedSource {
  readonly source: HeatSource;
  /** What most of its sightings showed; undefined: nothing warm. */
  readonly shows: string | undefined;
  /** Share of its sightings that showed this. */
  readonly purity: number;
  readonly errorM: number | undefined;
  readonly inside95: boolean;
  /** No warm thing reaches into its ellipse. */
  readonly nothingThere: boolean;
  /** When it was published, scenario time, s. */
  readonly foundS: number;
}

export interface JudgedSearch {
  readonly sources: readonly JudgedSource[];
  /** Sources that are the person, the one with most sightings first. */
  readonly person: readonly JudgedSource[];
  /** Frames with the person in view, and those of them where the detector saw it. */
  readonly personFrames: number;
  readonly personSpots: number;
  readonly frames: number;
  readonly falseSpots: number;
  /** Sightings of what moves: how many, and how often its source's ellipse held it then. */
  readonly animalSightings: number;
  readonly animalInside: number;
  readonly removed: number;
}

interface Tally {
  readonly votes: Map<string | undefined, number>;
  readonly foundS: number;
  truth: readonly WarmThing[];
}

const moves = (name: string | undefined): boolean => name !== undefined && /^(goat|dog)/.test(name);

/** Gives the frames of a flight to a tracker and holds what it publishes against the truth. */
export const judgeSearch = (frames: Iterable<FlownFrame>, tracker: HeatTracker, plane: LocalPlane): JudgedSearch => {
  const tallies = new Map<string, Tally>();
  const counts = {
    personFrames: 0,
    personSpots: 0,
    frames: 0,
    falseSpots: 0,
    animalSightings: 0,
    animalInside: 0,
    removed: 0,
  };
  for (const frame of frames) {
    counts.frames++;
    if (frame.inView.includes("person")) counts.personFrames++;
    if (frame.shows.includes("person")) counts.personSpots++;
    counts.falseSpots += frame.shows.filter((shown) => shown === undefined).length;
    const updated = new Map<string, HeatSource>();
    for (const { kind, source } of tracker.observe(frame.observation).changes) {
      if (kind === "removed") {
        counts.removed++;
        updated.delete(source.id);
      } else updated.set(source.id, source);
    }
    const touched = [...updated.values()];
    for (const { id } of touched) noteTruth(tallies, id, frame);
    for (const [i, sighting] of frame.observation.sightings.entries()) {
      const source = nearest(sighting, touched);
      const shown = frame.shows[i];
      if (!source) continue;
      const votes = tallies.get(source.id)?.votes;
      votes?.set(shown, (votes.get(shown) ?? 0) + 1);
      const thing =
        moves(shown) && source.location.located ? frame.truth.find(({ name }) => name === shown) : undefined;
      if (!thing) continue;
      counts.animalSightings++;
      if (distance2(source, thing, plane) <= chi2At95) counts.animalInside++;
    }
  }
  const sources = [...tracker.sources.values()].map((source) => judgeSource(source, tallies.get(source.id), plane));
  const person = sources.filter(({ shows }) => shows === "person");
  person.sort((a, b) => b.source.sightings - a.source.sightings);
  return { ...counts, sources, person };
};

const noteTruth = (tallies: Map<string, Tally>, id: string, { observation, truth }: FlownFrame): void => {
  const tally = tallies.get(id) ?? { votes: new Map(), foundS: observation.nowMs / 1000, truth };
  tally.truth = truth;
  tallies.set(id, tally);
};

/** The source, of those that changed with this frame, that a sighting must have gone into. */
const nearest = ({ georeference }: HeatSighting, sources: readonly HeatSource[]): HeatSource | undefined => {
  if (!georeference.located) return sources.find(({ location }) => !location.located);
  let best: { readonly source: HeatSource; readonly awayM: number } | undefined;
  for (const source of sources) {
    if (!source.location.located) continue;
    const { northM, eastM } = northEastM(source.location.position, georeference.position);
    const awayM = Math.hypot(northM, eastM);
    if (awayM < (best?.awayM ?? 15)) best = { source, awayM };
  }
  return best?.source;
};

const offsetOf = (source: HeatSource, thing: EastNorth, plane: LocalPlane): EastNorth | undefined => {
  if (!source.location.located) return undefined;
  const at = plane.toLocal(source.location.position);
  return { eastM: thing.eastM - at.eastM, northM: thing.northM - at.northM };
};

const distance2 = (source: HeatSource, thing: EastNorth, plane: LocalPlane): number => {
  const off = offsetOf(source, thing, plane);
  if (!off || !source.location.located) return Number.POSITIVE_INFINITY;
  return mahalanobisSquared(off.northM, off.eastM, source.location.covariance);
};

const judgeSource = (source: HeatSource, tally: Tally | undefined, plane: LocalPlane): JudgedSource => {
  const votes = [...(tally?.votes ?? [])].sort((a, b) => b[1] - a[1]);
  const total = votes.reduce((sum, [, count]) => sum + count, 0);
  const [shows, count] = votes[0] ?? [undefined, 0];
  const thing = tally?.truth.find(({ name }) => name === shows);
  const off = thing && offsetOf(source, thing, plane);
  return {
    source,
    shows,
    purity: total > 0 ? count / total : 0,
    errorM: off && Math.hypot(off.eastM, off.northM),
    inside95: thing !== undefined && distance2(source, thing, plane) <= chi2At95,
    nothingThere: source.location.located && !(tally?.truth ?? []).some((warm) => reaches(source, warm, plane)),
    foundS: tally?.foundS ?? 0,
  };
};

const reaches = (source: HeatSource, thing: WarmThing, plane: LocalPlane): boolean => {
  const off = offsetOf(source, thing, plane);
  if (!off || !source.location.located) return false;
  const awayM = Math.hypot(off.eastM, off.northM);
  const left = Math.max(0, awayM - thing.radiusM) / Math.max(awayM, 1e-9);
  return distance2(source, thing, plane) * left * left <= chi2At95;
};
