import type { LatLon } from "../geo/lat-lon.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { assign } from "./assign.ts";
import { chi2At95 } from "./covariance.ts";
import { HeatRecord, type HeatSighting, isEvidence } from "./heat-record.ts";
import type { HeatDecision, HeatSource } from "./heat-source.ts";
import { HeatTrack, type LocatedSighting, sightingGate2 } from "./heat-track.ts";
import { areTouching, isLimb, shouldSee } from "./nearness.ts";
import { SightingRing } from "./sighting-ring.ts";
import { mergeOrder, TwinWatch } from "./twin-watch.ts";
import { type UnlocatedReason, UnlocatedWatch } from "./unlocated-watch.ts";

export type { HeatSighting } from "./heat-record.ts";

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

export type HeatChange =
  | { readonly kind: "found" | "updated"; readonly source: HeatSource }
  /** `mergedInto`: it turned out to be the same thing as that source, which has its sightings now. */
  | { readonly kind: "removed"; readonly source: HeatSource; readonly mergedInto?: string };

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

interface Entry {
  readonly id: string;
  readonly number: number;
  /** Absent for what could not be located. */
  readonly track?: HeatTrack;
  readonly record: HeatRecord;
}

type LocatedEntry = Entry & { readonly track: HeatTrack };

/**
 * Makes heat sources of sightings from any frame of any vehicle. A vehicle's sightings that lie together first make a
 * candidate; one seen in 3 of the 8 frames that should have seen it joins the source whose ellipse it fits, or becomes a new
 * one. What one vehicle sees apart at the same time stays apart; two sources that turn out to be one thing become one (see
 * `TwinWatch`). Numbers of sources and candidates are bounded.
 */
export class HeatTracker {
  readonly #options: HeatTrackerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #sources = new Map<string, HeatSource>();
  readonly #unlocated: UnlocatedWatch;
  readonly #twins = new TwinWatch();
  #candidates: Candidate[] = [];
  #lastNumber = 0;

  constructor(options: Partial<HeatTrackerOptions> = {}) {
    this.#options = { ...defaults, ...options };
    this.#unlocated = new UnlocatedWatch(this.#options);
  }

  get sources(): ReadonlyMap<string, HeatSource> {
    return this.#sources;
  }

  get candidateCount(): number {
    return this.#candidates.length;
  }

  /** The best crop, PNG; undefined where there is none (or no such source). */
  thumbnail(id: string): Uint8Array | undefined {
    return this.#entries.get(id)?.record.thumbnail;
  }

  /** @returns what changed, in order; "found" is said once of each source */
  observe(observation: HeatObservation): readonly HeatChange[] {
    const changes: HeatChange[] = [];
    const located: LocatedSighting[] = [];
    const elsewhere: HeatSighting[] = [];
    for (const sighting of observation.sightings) {
      const { georeference } = sighting;
      if (georeference.located) located.push({ ...sighting, georeference });
      else elsewhere.push(sighting);
    }
    const seen = this.#assign(observation, located, changes);
    this.#reviewCandidates(observation, seen, changes);
    changes.push(...this.#mergeTwins(observation, seen));
    this.#observeUnlocated(observation, elsewhere, changes);
    return changes;
  }

  /**
   * Confirms or dismisses a source, or takes that back with `{ state: "new" }`. A dismissed one stays so when seen again.
   * @returns the source as it is now, or undefined where there is none with this id
   */
  decide(id: string, decision: HeatDecision): HeatSource | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    entry.record.decision = decision;
    return this.#publish(entry);
  }

  /** Goes on from what was recorded before a restart. Sources whose id is known already are left as they are. */
  restore(sources: Iterable<HeatSource>, thumbnails: ReadonlyMap<string, Uint8Array> = new Map()): void {
    const all = [...sources];
    const merged = new Set(all.flatMap(({ mergedNumbers }) => mergedNumbers ?? []));
    for (const source of all) {
      if (this.#entries.has(source.id)) continue;
      this.#lastNumber = Math.max(this.#lastNumber, source.number);
      if (merged.has(source.number)) continue;
      const thumbnail = thumbnails.get(source.id);
      const { id, number, location } = source;
      const track = location.located ? HeatTrack.restored(source, location, thumbnail) : undefined;
      const record = track?.record ?? HeatRecord.from(source, thumbnail);
      this.#entries.set(id, { id, number, record, ...(track ? { track } : {}) });
      this.#sources.set(id, source);
    }
  }

  /** Gives each sighting to the nearest track of this vehicle's own, one to one; the rest begin candidates. */
  #assign(
    { vehicleId, nowMs, utcMs }: HeatObservation,
    sightings: readonly LocatedSighting[],
    changes: HeatChange[],
  ): ReadonlyMap<HeatTrack, LocatedSighting> {
    const open = this.#openTracks(vehicleId, nowMs);
    const pairs = sightings.flatMap((sighting) =>
      open.map((at) => ({ ...at, sighting, distance2: at.track.distance2(at.pass, sighting.georeference, nowMs) })),
    );
    const seen = new Map<HeatTrack, LocatedSighting>();
    const given = new Set<LocatedSighting>();
    const near = pairs.filter((pair) => pair.distance2 <= sightingGate2).sort((a, b) => a.distance2 - b.distance2);
    for (const { track, pass, entry, sighting } of near) {
      if (given.has(sighting)) continue;
      const other = seen.get(track);
      // A second spot beside the one that the track has already is a limb that the detector cut off: no new source.
      if (!other || isLimb(sighting, other)) given.add(sighting);
      if (other) continue;
      seen.set(track, sighting);
      track.add(pass, sighting, nowMs, utcMs);
      if (entry) changes.push({ kind: "updated", source: this.#publish(entry) });
    }
    for (const sighting of sightings) {
      if (!given.has(sighting)) seen.set(this.#beginCandidate(vehicleId, sighting, nowMs, utcMs), sighting);
    }
    return seen;
  }

  #openTracks(vehicleId: VehicleId, nowMs: number) {
    const sinceMs = nowMs - this.#options.passGapMs;
    const owners: { readonly track: HeatTrack; readonly entry?: Entry }[] = this.#candidates
      .filter((candidate) => candidate.vehicleId === vehicleId)
      .map(({ track }) => ({ track }));
    for (const entry of this.#entries.values()) if (entry.track) owners.push({ track: entry.track, entry });
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
      const outcome = candidate.confirmed ? this.#confirm(candidate, nowMs, expired) : undefined;
      if (outcome) changes.push(...outcome);
      else if (!expired) kept.push(candidate);
    }
    // Oldest first: what flickers longest without being confirmed is noise.
    this.#candidates = kept.slice(-this.#options.maxCandidates);
  }

  /** @returns undefined where it is to wait for its neighbours */
  #confirm(candidate: Candidate, nowMs: number, expired: boolean): readonly HeatChange[] | undefined {
    const { track, vehicleId, firstMs } = candidate;
    const entries = [...this.#entries.values()].filter(isLocated);
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
    if (!joined) return this.#found({ track, record: track.record });
    joined.track.absorb(track);
    return [{ kind: "updated", source: this.#publish(joined) }];
  }

  /** Two published sources that turn out to be the same thing become one. */
  #mergeTwins(
    { vehicleId, nowMs, footprint }: HeatObservation,
    seen: ReadonlyMap<HeatTrack, LocatedSighting>,
  ): readonly HeatChange[] {
    const entries = [...this.#entries.values()].filter(isLocated);
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
    return pairs.flatMap(([a, b]) => this.#merge(a.entry, b.entry));
  }

  #merge(a: LocatedEntry, b: LocatedEntry): readonly HeatChange[] {
    const order = mergeOrder(
      { entry: a, number: a.number, state: a.record.decision.state },
      { entry: b, number: b.number, state: b.record.decision.state },
    );
    if (!order) return [];
    const [kept, gone] = [order.kept.entry, order.gone.entry];
    const source = this.#sources.get(gone.id);
    kept.track.absorb(gone.track);
    kept.record.mergedNumbers.push(gone.number);
    this.#forget(gone.id);
    return [
      ...(source ? [{ kind: "removed", source, mergedInto: kept.id } as const] : []),
      { kind: "updated", source: this.#publish(kept) },
    ];
  }

  #observeUnlocated(observation: HeatObservation, sightings: readonly HeatSighting[], changes: HeatChange[]): void {
    const outcome = this.#unlocated.observe(observation, sightings);
    if (!outcome) return;
    const { record, entryId } = outcome;
    const entry = entryId === undefined ? undefined : this.#entries.get(entryId);
    if (entry) {
      changes.push({ kind: "updated", source: this.#publish(entry, outcome.reason) });
      return;
    }
    const found = this.#found({ record }, outcome.reason);
    const id = found.find((change) => change.kind === "found")?.source.id;
    if (id !== undefined) outcome.published(id);
    changes.push(...found);
    const surplus = outcome.surplusIds.filter((id) => this.#entries.get(id)?.record.decision.state !== "confirmed");
    changes.push(...this.#remove(surplus));
  }

  #found(
    what: { readonly track?: HeatTrack; readonly record: HeatRecord },
    reason: UnlocatedReason = "no-pose",
  ): readonly HeatChange[] {
    const room = this.#makeRoom();
    if (!room) return [];
    const number = ++this.#lastNumber;
    const entry: Entry = { id: `heat-${number}`, number, ...what };
    this.#entries.set(entry.id, entry);
    return [...room, { kind: "found", source: this.#publish(entry, reason) }];
  }

  /** When full, the dismissed one longest unseen goes, else the undecided one seen least; never one that was confirmed. */
  #makeRoom(): readonly HeatChange[] | undefined {
    if (this.#entries.size < this.#options.maxSources) return [];
    const all = [...this.#entries.values()];
    const dismissed = all.filter(({ record }) => record.decision.state === "dismissed");
    const undecided = all.filter(({ record }) => record.decision.state === "new");
    const victim =
      dismissed.sort((a, b) => a.record.lastSeenMs - b.record.lastSeenMs)[0] ??
      undecided.sort((a, b) => a.record.sightings - b.record.sightings)[0];
    return victim && this.#remove([victim.id]);
  }

  #remove(ids: readonly string[]): readonly HeatChange[] {
    return ids.flatMap((id) => {
      const source = this.#sources.get(id);
      this.#forget(id);
      return source ? [{ kind: "removed", source }] : [];
    });
  }

  #forget(id: string): void {
    this.#entries.delete(id);
    this.#sources.delete(id);
    this.#twins.forget(id);
  }

  #publish({ id, number, track, record }: Entry, reason?: UnlocatedReason): HeatSource {
    const before = this.#sources.get(id)?.location;
    const unlocated = { located: false, reason: reason ?? "no-pose" } as const;
    const source = record.source(id, number, track?.location() ?? (reason ? unlocated : (before ?? unlocated)));
    this.#sources.set(id, source);
    return source;
  }
}

/** How badly a candidate fits a source; infinite where they were seen at once, or beyond what is allowed for that source. */
const joinCost = ({ track, vehicleId, firstMs }: Candidate, { track: other, record }: LocatedEntry): number => {
  if (other.openPass(vehicleId, firstMs)) return Number.POSITIVE_INFINITY;
  const distance2 = other.trackDistance2(track);
  return record.decision.state === "dismissed" && distance2 > dismissedGate2 ? Number.POSITIVE_INFINITY : distance2;
};

const isLocated = (entry: Entry): entry is LocatedEntry => entry.track !== undefined;
