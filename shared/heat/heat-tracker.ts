import type { LatLon } from "../geo/lat-lon.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { assign } from "./assign.ts";
import { chi2At95 } from "./covariance.ts";
import { GivenSightings } from "./given-sightings.ts";
import { HeatRecord } from "./heat-record.ts";
import { type HeatSighting, isEvidence, mayBegin } from "./heat-sighting.ts";
import type { CovarianceNe, HeatDecision, HeatIdentity, HeatSource } from "./heat-source.ts";
import { HeatTrack, type LocatedSighting } from "./heat-track.ts";
import { areTouching, isLimb, shouldSee } from "./nearness.ts";
import { sightingGate2 } from "./pass-estimate.ts";
import type { PersonFeatures } from "./person-probability.ts";
import { SightingRing } from "./sighting-ring.ts";
import { type HeatChange, type LocatedEntry, SourceBook } from "./source-book.ts";
import { mergeOrder, TwinWatch } from "./twin-watch.ts";
import { UnlocatedWatch } from "./unlocated-watch.ts";

export type { HeatSighting } from "./heat-sighting.ts";
export type { HeatChange } from "./source-book.ts";

/** All that one vehicle's camera found in one frame; a frame without spots counts too. */
export interface HeatObservation {
  readonly vehicleId: VehicleId;
  /** Station clock, ms. */
  readonly nowMs: number;
  readonly utcMs: number;
  readonly widthPx: number;
  readonly sightings: readonly HeatSighting[];
  /** What the camera saw of the ground: a candidate outside of it is not missed. Absent: all of it should have been seen. */
  readonly footprint?: readonly LatLon[] | undefined;
}

/** What a frame did to the sources. */
export interface HeatOutcome {
  /** In order; "found" is said once of each source. */
  readonly changes: readonly HeatChange[];
  /** Which of the observation's sightings (by index) belongs to which source; candidates are no sources yet. */
  readonly seen: readonly { readonly spotIndex: number; readonly heatId: string }[];
}

/** Somebody points at a place in a picture where no detector saw anything. */
export interface HeatMark {
  readonly position: LatLon;
  readonly covariance: CovarianceNe;
  readonly groundMslM?: number;
  /** Station clock, and UTC for people; ms. */
  readonly nowMs: number;
  readonly utcMs: number;
  readonly by: string;
  /** Through whose camera. */
  readonly vehicleId: VehicleId;
  readonly cropPng?: Uint8Array;
}

export interface HeatTrackerOptions {
  /** A candidate becomes a source after so many sightings ... */
  readonly confirmHits: number;
  /** ... of the last so many frames that should have seen it. */
  readonly confirmFrames: number;
  readonly maxSources: number;
  readonly maxCandidates: number;
  /** A vehicle that has not seen a source for so long and sees it again is in a new pass. */
  readonly passGapMs: number;
}

const defaults: HeatTrackerOptions = {
  confirmHits: 3,
  confirmFrames: 8,
  maxSources: 500,
  maxCandidates: 200,
  passGapMs: 8_000,
};

/**
 * A new pass joins a source that fits it within 99 % (chi squared, 2 degrees of freedom). Wider, it would swallow somebody
 * beside a warm thing; the few duplicates are found by `TwinWatch`, which waits for more than the place.
 */
const joinGate2 = 9.21;
/** Two estimates of one thing are this near in 99.7 %. */
const twinGate2 = 11.8;
/** What fits a dismissed source less well than in 95 % is shown anew: better one alarm more than somebody unseen. */
const dismissedGate2 = chi2At95;
/** What walks is looked for further on its way for so long, ms; shorter where somebody else could be hidden by it. */
const AHEAD_MS = 30_000;
const DISMISSED_AHEAD_MS = 10_000;
const CANDIDATE_LIFE_MS = 15_000;
/** What may be a known source waits so long, ms: what else is warm there shall come into view first. */
const NEIGHBOURS_MS = 1500;
/** So many neighbours are weighed at once. */
const MAX_RIVALS = 5;

interface Candidate {
  readonly vehicleId: VehicleId;
  readonly track: HeatTrack;
  readonly ring: SightingRing;
  readonly firstMs: number;
  /** It was seen often enough. */
  confirmed: boolean;
}

/**
 * Makes heat sources of sightings from any frame of any vehicle. A vehicle's sightings that lie together first make a
 * candidate; one seen in 3 of the 8 frames that should have seen it joins the source whose ellipse it fits, or becomes a new
 * one. What one vehicle sees apart at the same time stays apart; two sources that turn out to be one thing become one (see
 * `TwinWatch`). Numbers of sources and candidates are bounded.
 */
export class HeatTracker {
  readonly #options: HeatTrackerOptions;
  readonly #book: SourceBook;
  readonly #unlocated: UnlocatedWatch;
  readonly #twins = new TwinWatch();
  #candidates: Candidate[] = [];

  constructor(options: Partial<HeatTrackerOptions> = {}) {
    this.#options = { ...defaults, ...options };
    this.#unlocated = new UnlocatedWatch(this.#options);
    const { maxSources } = this.#options;
    this.#book = new SourceBook({ maxSources, onForget: (id) => this.#twins.forget(id) });
  }

  get sources(): ReadonlyMap<string, HeatSource> {
    return this.#book.sources;
  }

  get candidateCount(): number {
    return this.#candidates.length;
  }

  /** The best crop of all vehicles, PNG; undefined where there is none (or no such source). */
  thumbnail(id: string): Uint8Array | undefined {
    return this.#book.entry(id)?.record.crops.thumbnail;
  }

  /** The best crop by one vehicle, PNG. */
  crop(id: string, vehicleId: VehicleId): Uint8Array | undefined {
    return this.#book.entry(id)?.record.crops.crop(vehicleId);
  }

  /** What a source's probability is made of, before it is weighed: for fitting the weights. */
  personFeatures(id: string): PersonFeatures | undefined {
    const entry = this.#book.entry(id);
    return entry?.record.person.features(entry.track?.velocity);
  }

  observe(observation: HeatObservation): HeatOutcome {
    const changes: HeatChange[] = [];
    const located: LocatedSighting[] = [];
    const elsewhere: HeatSighting[] = [];
    const given = new GivenSightings();
    for (const [spotIndex, sighting] of observation.sightings.entries()) {
      given.index(sighting, spotIndex);
      if (isLocatedSighting(sighting)) located.push(sighting);
      else elsewhere.push(sighting);
    }
    const seen = this.#assign(observation, located, changes, given);
    this.#reviewCandidates(observation, seen, changes, given);
    changes.push(...this.#mergeTwins(observation, seen, given));
    this.#observeUnlocated(observation, elsewhere, changes, given);
    return { changes, seen: given.bySource(this.#book.entries) };
  }

  /**
   * Confirms or dismisses a source, or takes that back with `{ state: "new" }`. A dismissed one stays so when seen again.
   * @returns the source as it is now, or undefined where there is none with this id
   */
  decide(id: string, decision: HeatDecision): HeatSource | undefined {
    return this.#change(id, (record) => {
      record.decision = decision;
    });
  }

  /** Says what a source is, or takes that back; its probability stays what pictures tell. */
  identify(id: string, identity: HeatIdentity | undefined): HeatSource | undefined {
    return this.#change(id, (record) => {
      record.identity = identity;
    });
  }

  /**
   * Makes a source of what a person saw in a picture: confirmed from the start.
   * @returns the source with what had to go for it, or undefined where all places are taken by confirmed ones
   */
  mark(mark: HeatMark): { readonly source: HeatSource; readonly changes: readonly HeatChange[] } | undefined {
    const record = HeatRecord.marked(mark);
    return this.#book.add({ record, track: HeatTrack.at(mark, record) });
  }

  /** Takes a source away altogether, such as a mark that was made by mistake. */
  remove(id: string): readonly HeatChange[] {
    return this.#book.remove([id]);
  }

  /**
   * Goes on from what was recorded before a restart. Sources whose id is known already are left as they are.
   * @param crops by source, then by vehicle
   */
  restore(
    sources: Iterable<HeatSource>,
    thumbnails: ReadonlyMap<string, Uint8Array> = new Map(),
    crops: ReadonlyMap<string, ReadonlyMap<VehicleId, Uint8Array>> = new Map(),
  ): void {
    this.#book.restore(sources, (id) => ({ thumbnail: thumbnails.get(id), crops: crops.get(id) }));
  }

  #change(id: string, change: (record: HeatRecord) => void): HeatSource | undefined {
    const entry = this.#book.entry(id);
    if (!entry) return undefined;
    change(entry.record);
    return this.#book.publish(entry);
  }

  /** Gives each sighting to the nearest track of this vehicle's own, one to one; the rest begin candidates. */
  #assign(
    { vehicleId, nowMs, utcMs }: HeatObservation,
    sightings: readonly LocatedSighting[],
    changes: HeatChange[],
    gifts: GivenSightings,
  ): ReadonlyMap<HeatTrack, LocatedSighting> {
    const open = this.#openTracks(vehicleId, nowMs);
    const pairs = sightings.flatMap((sighting) =>
      open.map((at) => ({ ...at, sighting, distance2: at.track.distance2(at.pass, sighting.georeference, nowMs) })),
    );
    const seen = new Map<HeatTrack, LocatedSighting>();
    const given = new Set<LocatedSighting>();
    const near = pairs.filter((pair) => pair.distance2 <= sightingGate2).sort((a, b) => a.distance2 - b.distance2);
    for (const { track, pass, entry, sighting } of near) {
      if (given.has(sighting) || !mayBegin(sighting.spot)) continue;
      const other = seen.get(track);
      // A second spot beside the one that the track has already is a limb that the detector cut off: no new source.
      if (!other || isLimb(sighting, other)) {
        given.add(sighting);
        gifts.give(sighting, track);
      }
      if (other) continue;
      seen.set(track, sighting);
      track.add(pass, sighting, nowMs, utcMs);
      if (entry) changes.push({ kind: "updated", source: this.#book.publish(entry) });
    }
    for (const sighting of sightings) {
      if (given.has(sighting) || !mayBegin(sighting.spot)) continue;
      const track = this.#beginCandidate(vehicleId, sighting, nowMs, utcMs);
      seen.set(track, sighting);
      gifts.give(sighting, track);
    }
    return seen;
  }

  #openTracks(vehicleId: VehicleId, nowMs: number) {
    const sinceMs = nowMs - this.#options.passGapMs;
    const owners: { readonly track: HeatTrack; readonly entry?: LocatedEntry }[] = this.#candidates
      .filter((candidate) => candidate.vehicleId === vehicleId)
      .map(({ track }) => ({ track }));
    for (const entry of this.#book.located) owners.push({ track: entry.track, entry });
    return owners.flatMap((owner) => {
      const pass = owner.track.openPass(vehicleId, sinceMs);
      return pass ? [{ ...owner, pass }] : [];
    });
  }

  #beginCandidate(vehicleId: VehicleId, sighting: LocatedSighting, nowMs: number, utcMs: number): HeatTrack {
    const track = HeatTrack.begin(vehicleId, sighting, nowMs, utcMs);
    const ring = new SightingRing(this.#options.confirmFrames);
    this.#candidates.push({ vehicleId, track, ring, firstMs: nowMs, confirmed: false });
    return track;
  }

  #reviewCandidates(
    { vehicleId, nowMs, footprint }: HeatObservation,
    seen: ReadonlyMap<HeatTrack, LocatedSighting>,
    changes: HeatChange[],
    gifts: GivenSightings,
  ): void {
    const kept: Candidate[] = [];
    for (const candidate of this.#candidates) {
      const { track, ring } = candidate;
      if (candidate.vehicleId === vehicleId) {
        const sighting = seen.get(track);
        if (sighting) {
          if (isEvidence(sighting)) ring.push("seen");
        } else if (shouldSee(track, footprint)) ring.push("missed");
      }
      const unseen = ring.hits === 0 && !seen.has(track);
      const expired = unseen || nowMs - track.record.lastSeenMs > CANDIDATE_LIFE_MS;
      candidate.confirmed ||= ring.hits >= this.#options.confirmHits;
      const outcome = candidate.confirmed ? this.#confirm(candidate, nowMs, expired, gifts) : undefined;
      if (outcome) changes.push(...outcome);
      else if (!expired) kept.push(candidate);
    }
    // Oldest first: what flickers longest without being confirmed is noise.
    this.#candidates = kept.slice(-this.#options.maxCandidates);
  }

  /** @returns undefined where it is to wait for its neighbours */
  #confirm(
    candidate: Candidate,
    nowMs: number,
    expired: boolean,
    gifts: GivenSightings,
  ): readonly HeatChange[] | undefined {
    const { track, vehicleId, firstMs } = candidate;
    const entries = this.#book.located;
    // Seen at once with a source that it touches, it is a part of that, cut off by what lies between.
    const isPart = ({ track: other }: LocatedEntry) =>
      (other.openPass(vehicleId, firstMs) && areTouching(track, other, vehicleId, firstMs)) === true;
    if (entries.some(isPart)) return [];
    const near = entries.filter((entry) => joinCost(candidate, entry) < joinGate2);
    if (near.length > 0 && nowMs - firstMs < NEIGHBOURS_MS && !expired) return undefined;
    const rivals = this.#candidates.filter(
      (other) => other !== candidate && other.vehicleId === vehicleId && other.track.record.lastSeenMs >= firstMs,
    );
    const rows = [candidate, ...rivals.filter(({ track: { record } }) => record.sightings > 1).slice(0, MAX_RIVALS)];
    const columns =
      near.length > 0 ? entries.filter((entry) => rows.some((row) => joinCost(row, entry) < joinGate2)) : [];
    // To leave one out costs more than a poor fit: errors that all share shift the one onto the other's place.
    const costs = rows.map((row) => columns.map((entry) => joinCost(row, entry)));
    const [chosen] = assign(costs, { most: joinGate2, none: 2 * joinGate2 });
    const joined = chosen === undefined ? undefined : columns[chosen];
    if (!joined) return this.#book.add({ track, record: track.record })?.changes ?? [];
    joined.track.absorb(track);
    gifts.pass(track, joined.track);
    return [{ kind: "updated", source: this.#book.publish(joined) }];
  }

  /** Two published sources that turn out to be the same thing become one. */
  #mergeTwins(
    { vehicleId, nowMs, footprint }: HeatObservation,
    seen: ReadonlyMap<HeatTrack, LocatedSighting>,
    gifts: GivenSightings,
  ): readonly HeatChange[] {
    const entries = this.#book.located;
    const seenEntries = entries.filter(({ track }) => seen.has(track));
    const isNear = (a: LocatedEntry, b: LocatedEntry) => a.track.trackDistance2(b.track) < twinGate2;
    const near = entries.filter((entry) => seenEntries.some((other) => other === entry || isNear(other, entry)));
    if (near.length < 2) return [];
    const sinceMs = nowMs - this.#options.passGapMs;
    const twins = near.map((entry) => ({
      entry,
      id: entry.id,
      seen: seen.has(entry.track),
      inPicture: shouldSee(entry.track, footprint),
    }));
    const pairs = this.#twins.observe(
      twins,
      (a, b) => isNear(a.entry, b.entry),
      (a, b) => areTouching(a.entry.track, b.entry.track, vehicleId, sinceMs),
    );
    return pairs.flatMap(([a, b]) => this.#merge(a.entry, b.entry, gifts));
  }

  #merge(a: LocatedEntry, b: LocatedEntry, gifts: GivenSightings): readonly HeatChange[] {
    const order = mergeOrder(
      { entry: a, number: a.number, state: a.record.decision.state },
      { entry: b, number: b.number, state: b.record.decision.state },
    );
    if (!order) return [];
    const [kept, gone] = [order.kept.entry, order.gone.entry];
    kept.track.absorb(gone.track);
    gifts.pass(gone.track, kept.track);
    kept.record.mergedNumbers.push(gone.number);
    return [...this.#book.remove([gone.id], kept.id), { kind: "updated", source: this.#book.publish(kept) }];
  }

  #observeUnlocated(
    observation: HeatObservation,
    sightings: readonly HeatSighting[],
    changes: HeatChange[],
    gifts: GivenSightings,
  ): void {
    const outcome = this.#unlocated.observe(observation, sightings);
    if (!outcome) return;
    const { record, sighting } = outcome;
    gifts.give(sighting, record);
    const entry = this.#book.entry(outcome.entryId);
    if (entry) {
      changes.push({ kind: "updated", source: this.#book.publish(entry, outcome.reason) });
      return;
    }
    const found = this.#book.add({ record }, outcome.reason);
    if (found) {
      outcome.published(found.source.id);
      changes.push(...found.changes);
    }
    const isOpen = (id: string) => this.#book.entry(id)?.record.decision.state !== "confirmed";
    changes.push(...this.#book.remove(outcome.surplusIds.filter(isOpen)));
  }
}

/** How badly a candidate fits a source; infinite where they were seen at once, or beyond what is allowed for that source. */
const joinCost = ({ track, vehicleId, firstMs }: Candidate, { track: other, record }: LocatedEntry): number => {
  if (other.openPass(vehicleId, firstMs)) return Number.POSITIVE_INFINITY;
  const isDismissed = record.decision.state === "dismissed";
  const onItsWay2 = other.distanceOnItsWay2(track, isDismissed ? DISMISSED_AHEAD_MS : AHEAD_MS);
  const distance2 = Math.min(other.trackDistance2(track), onItsWay2);
  return isDismissed && distance2 > dismissedGate2 ? Number.POSITIVE_INFINITY : distance2;
};

const isLocatedSighting = (sighting: HeatSighting): sighting is LocatedSighting => sighting.georeference.located;
