import { isInside } from "../geo/is-inside.ts";
import type { LatLon } from "../geo/lat-lon.ts";
import { northEastM } from "../geo/local-frame.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { HeatRecord, type HeatSighting } from "./heat-record.ts";
import type { HeatDecision, HeatSource } from "./heat-source.ts";
import { HeatTrack, type LocatedSighting, sightingGate2 } from "./heat-track.ts";
import { SightingRing } from "./sighting-ring.ts";
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
  | { readonly kind: "removed"; readonly source: HeatSource };

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
  passGapMs: 20_000,
};

/** Two estimates of one thing by different vehicles or passes are this near in 99.7 %: chi squared, 2 degrees of freedom. */
const trackGate2 = 11.8;
const CANDIDATE_LIFE_MS = 15_000;

interface Candidate {
  readonly vehicleId: VehicleId;
  readonly track: HeatTrack;
  readonly ring: SightingRing;
  readonly firstMs: number;
}

interface Entry {
  readonly id: string;
  readonly number: number;
  /** Absent for what could not be located. */
  readonly track?: HeatTrack;
  readonly record: HeatRecord;
}

/**
 * Makes heat sources of sightings from any frame of any vehicle. A vehicle's sightings that lie together first make a
 * candidate; one seen in 3 of the 8 frames that should have seen it joins the source whose ellipse it fits, or becomes a new
 * one. What one vehicle sees apart at the same time stays apart. Numbers of sources and candidates are bounded.
 */
export class HeatTracker {
  readonly #options: HeatTrackerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #sources = new Map<string, HeatSource>();
  readonly #unlocated: UnlocatedWatch;
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
    for (const source of sources) {
      if (this.#entries.has(source.id)) continue;
      const thumbnail = thumbnails.get(source.id);
      const { id, number, location } = source;
      const track = location.located ? HeatTrack.restored(source, location, thumbnail) : undefined;
      const record = track?.record ?? HeatRecord.from(source, thumbnail);
      this.#entries.set(id, { id, number, record, ...(track ? { track } : {}) });
      this.#sources.set(id, source);
      this.#lastNumber = Math.max(this.#lastNumber, number);
    }
  }

  /** Gives each sighting to the nearest track of this vehicle's own, one to one; the rest begin candidates. */
  #assign(
    { vehicleId, nowMs, utcMs }: HeatObservation,
    sightings: readonly LocatedSighting[],
    changes: HeatChange[],
  ): ReadonlySet<HeatTrack> {
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
    return new Set(seen.keys());
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
    this.#candidates.push({ vehicleId, track, ring, firstMs: nowMs });
    return track;
  }

  #reviewCandidates(
    { vehicleId, nowMs, footprint }: HeatObservation,
    seen: ReadonlySet<HeatTrack>,
    changes: HeatChange[],
  ): void {
    const kept: Candidate[] = [];
    for (const candidate of this.#candidates) {
      const { track, ring } = candidate;
      if (candidate.vehicleId === vehicleId) {
        if (seen.has(track)) ring.push("seen");
        else if (shouldSee(track, footprint)) ring.push("missed");
      }
      const expired = ring.hits === 0 || nowMs - track.record.lastSeenMs > CANDIDATE_LIFE_MS;
      if (ring.hits >= this.#options.confirmHits) changes.push(...this.#confirm(candidate, nowMs));
      else if (!expired) kept.push(candidate);
    }
    // Oldest first: what flickers longest without being confirmed is noise.
    this.#candidates = kept.slice(-this.#options.maxCandidates);
  }

  #confirm({ track, vehicleId, firstMs }: Candidate, nowMs: number): readonly HeatChange[] {
    let nearest: Entry | undefined;
    let nearest2 = trackGate2;
    for (const entry of this.#entries.values()) {
      // Seen by the same camera while this one was seen too: two things.
      const apart = entry.track?.openPass(vehicleId, nowMs - this.#options.passGapMs);
      if (!entry.track) continue;
      if (apart && apart.lastMs >= firstMs) {
        // Unless they touch: then it is a part of the same, cut off by what lies between.
        const own = track.openPass(vehicleId, firstMs);
        const reachM = Math.max(1, entry.record.sizeM, track.record.sizeM);
        if (own && track.apartM(own, entry.track, apart) < reachM) return [];
        continue;
      }
      const distance2 = entry.track.trackDistance2(track);
      if (distance2 < nearest2) [nearest, nearest2] = [entry, distance2];
    }
    if (nearest?.track) {
      nearest.track.absorb(track);
      return [{ kind: "updated", source: this.#publish(nearest) }];
    }
    return this.#found({ track, record: track.record });
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
      this.#entries.delete(id);
      this.#sources.delete(id);
      return source ? [{ kind: "removed", source }] : [];
    });
  }

  #publish({ id, number, track, record }: Entry, reason?: UnlocatedReason): HeatSource {
    const before = this.#sources.get(id)?.location;
    const unlocated = { located: false, reason: reason ?? "no-pose" } as const;
    const source = record.source(id, number, track?.location() ?? (reason ? unlocated : (before ?? unlocated)));
    this.#sources.set(id, source);
    return source;
  }
}

/** Nearer than a metre, or than the larger of the two is long. */
const isLimb = ({ georeference: a }: LocatedSighting, { georeference: b }: LocatedSighting): boolean => {
  const { northM, eastM } = northEastM(a.position, b.position);
  return Math.hypot(northM, eastM) < Math.max(1, a.sizeM, b.sizeM);
};

const shouldSee = (track: HeatTrack, footprint: readonly LatLon[] | undefined): boolean => {
  if (!footprint) return true;
  const location = track.location();
  return location.located && isInside(location.position, footprint);
};
