import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { CropBook, type SavedPictures } from "./crop-book.ts";
import type { HeatSighting } from "./heat-sighting.ts";
import type { HeatDecision, HeatIdentity, HeatLocation, HeatSource, HeatVelocity } from "./heat-source.ts";
import { PersonCase } from "./person-case.ts";

interface Mark {
  readonly by: string;
  readonly vehicleId: VehicleId;
  readonly nowMs: number;
  readonly utcMs: number;
  readonly cropPng?: Uint8Array;
}

/** What is known of a source besides its place: counted up sighting by sighting. */
export class HeatRecord {
  sightings = 0;
  decision: HeatDecision = { state: "new" };
  identity: HeatIdentity | undefined;
  markedBy: string | undefined;
  /** Of sources that turned out to be this one. */
  readonly mergedNumbers: number[] = [];
  #peakK: number | undefined;
  #contrastK = 0;
  #sizeM: number | undefined;
  readonly #vehicleIds: VehicleId[] = [];
  #firstSeen: { readonly ms: number; readonly utcMs: number } | undefined;
  #lastSeen = { ms: 0, utcMs: 0 };
  #crops = new CropBook();
  #person = new PersonCase();

  get lastSeenMs(): number {
    return this.#lastSeen.ms;
  }

  get firstSeenMs(): number | undefined {
    return this.#firstSeen?.ms;
  }

  get sizeM(): number {
    return this.#sizeM ?? 0;
  }

  get person(): PersonCase {
    return this.#person;
  }

  get crops(): CropBook {
    return this.#crops;
  }

  add(vehicleId: VehicleId, sighting: HeatSighting, nowMs: number, utcMs: number): void {
    const { spot, georeference, cropPng, cropOffset = 0, searched = false } = sighting;
    this.#person.add(vehicleId, sighting, searched, nowMs);
    this.sightings++;
    if (spot.peakK !== undefined) this.#peakK = Math.max(this.#peakK ?? spot.peakK, spot.peakK);
    this.#contrastK = Math.max(this.#contrastK, spot.contrastK);
    // Onboard detections that are placed already have no size.
    if (georeference.located && georeference.sizeM > 0) {
      // A running mean over some ten sightings: one bad outline doesn't make a person a cow.
      const share = 1 / Math.min(this.sightings, 10);
      this.#sizeM = (this.#sizeM ?? georeference.sizeM) * (1 - share) + georeference.sizeM * share;
    }
    if (!this.#vehicleIds.includes(vehicleId)) this.#vehicleIds.push(vehicleId);
    this.#firstSeen ??= { ms: nowMs, utcMs };
    this.#lastSeen = { ms: nowMs, utcMs };
    // A person must see what it is: the thing whole and in the middle beats a little more contrast at the picture's border.
    const score = spot.snr * Math.sqrt(spot.areaPx) * (1 - 0.8 * cropOffset);
    if (cropPng) this.#crops.offer(vehicleId, cropPng, score, utcMs);
  }

  /** Takes over what another record of the same source has; the older first sight and the better thumbnail win. */
  absorb(other: HeatRecord): void {
    this.sightings += other.sightings;
    this.mergedNumbers.push(...other.mergedNumbers);
    if (other.#peakK !== undefined) this.#peakK = Math.max(this.#peakK ?? other.#peakK, other.#peakK);
    this.#contrastK = Math.max(this.#contrastK, other.#contrastK);
    this.#sizeM ??= other.#sizeM;
    for (const id of other.#vehicleIds) if (!this.#vehicleIds.includes(id)) this.#vehicleIds.push(id);
    if (!this.#firstSeen || (other.#firstSeen && other.#firstSeen.ms < this.#firstSeen.ms)) {
      this.#firstSeen = other.#firstSeen;
    }
    if (other.#lastSeen.ms > this.#lastSeen.ms) this.#lastSeen = other.#lastSeen;
    this.#crops.absorb(other.#crops);
    this.#person.absorb(other.#person);
    this.identity ??= other.identity;
    this.markedBy ??= other.markedBy;
  }

  /** Goes on from a source as it was stored; the crop comes with it where it was stored too. */
  static from(source: HeatSource, pictures: SavedPictures): HeatRecord {
    const record = new HeatRecord();
    record.sightings = source.sightings;
    record.mergedNumbers.push(...(source.mergedNumbers ?? []));
    record.decision = source.decision;
    record.#peakK = source.peakK;
    record.#contrastK = source.contrastK;
    record.#sizeM = source.sizeM;
    record.#vehicleIds.push(...source.vehicleIds);
    record.#firstSeen = { ms: source.firstSeenMs, utcMs: source.firstSeenUtcMs };
    record.#lastSeen = { ms: source.lastSeenMs, utcMs: source.lastSeenUtcMs };
    record.#crops = CropBook.from(source, pictures);
    record.#person = PersonCase.from(source);
    record.identity = source.identity;
    record.markedBy = source.markedBy;
    return record;
  }

  /** What somebody saw in a picture is no less sure than what is confirmed. */
  static marked({ by, vehicleId, nowMs, utcMs, cropPng }: Mark): HeatRecord {
    const record = new HeatRecord();
    record.sightings = 1;
    record.decision = { state: "confirmed", by, atMs: nowMs, utcMs };
    record.markedBy = by;
    record.#vehicleIds.push(vehicleId);
    record.#firstSeen = { ms: nowMs, utcMs };
    record.#lastSeen = { ms: nowMs, utcMs };
    if (cropPng) record.#crops.offer(vehicleId, cropPng, 0, utcMs);
    return record;
  }

  source(id: string, number: number, location: HeatLocation, velocity?: HeatVelocity): HeatSource {
    const { crops, thumbnailVersion } = this.#crops;
    const judged = this.#person.judge(velocity);
    return {
      id,
      number,
      location,
      ...(this.#peakK === undefined ? {} : { peakK: this.#peakK }),
      contrastK: this.#contrastK,
      ...(this.#sizeM === undefined ? {} : { sizeM: this.#sizeM }),
      sightings: this.sightings,
      ...(this.mergedNumbers.length === 0 ? {} : { mergedNumbers: [...this.mergedNumbers] }),
      vehicleIds: [...this.#vehicleIds],
      firstSeenMs: this.#firstSeen?.ms ?? 0,
      lastSeenMs: this.#lastSeen.ms,
      firstSeenUtcMs: this.#firstSeen?.utcMs ?? 0,
      lastSeenUtcMs: this.#lastSeen.utcMs,
      thumbnailVersion,
      decision: this.decision,
      ...(judged ? { personProbability: judged.probability, evidence: judged.evidence } : {}),
      ...(velocity ? { velocity } : {}),
      ...(crops ? { crops } : {}),
      ...(this.identity ? { identity: this.identity } : {}),
      ...(this.markedBy === undefined ? {} : { markedBy: this.markedBy }),
    };
  }
}
