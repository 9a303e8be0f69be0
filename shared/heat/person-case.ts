import type { VehicleId } from "../vehicle/vehicle-state.ts";
import type { HeatSighting } from "./heat-sighting.ts";
import type { HeatSource, HeatVelocity, PersonEvidence } from "./heat-source.ts";
import { PersonLook } from "./person-look.ts";
import { judgePerson, type PersonFeatures, personConstants, probabilityOf } from "./person-probability.ts";

/** Unseen for so long, the next sighting is a new look, ms. */
const LOOK_GAP_MS = 8000;
/** So many looks are kept; older ones say little that newer ones don't. */
const MAX_LOOKS = 12;
/** Means run over so many sightings: a person who gets up is another shape. */
const MEAN_OF = 30;

class RunningMean {
  #count = 0;
  value: number | undefined;

  add(value: number): void {
    this.#count = Math.min(MEAN_OF, this.#count + 1);
    this.value = (this.value ?? value) + (value - (this.value ?? value)) / this.#count;
  }
}

/** What one look would have had to say for what the network said of all looks before. */
const logitBefore = (network: number): number => network / personConstants.network + personConstants.networkNeutral;

/** All that speaks for and against a source being a person, gathered sighting by sighting. */
export class PersonCase {
  #looks: PersonLook[] = [];
  readonly #contrastK = new RunningMean();
  readonly #sizeM = new RunningMean();
  readonly #pixelM = new RunningMean();
  #peakK: number | undefined;
  /** What was known before a restart; each kind stands until something new of it is. */
  #before: PersonEvidence | undefined;

  add(vehicleId: VehicleId, sighting: HeatSighting, searched: boolean, nowMs: number): void {
    const { spot, georeference } = sighting;
    const known = this.#looks.find((look) => look.goesOn(vehicleId, sighting, nowMs, LOOK_GAP_MS));
    const look = known ?? new PersonLook(vehicleId, sighting, nowMs);
    if (!known) this.#looks = [...this.#looks, look].slice(-MAX_LOOKS);
    look.add(sighting, searched, nowMs);
    if (spot.peakK !== undefined) {
      this.#peakK = Math.max(this.#peakK ?? spot.peakK, spot.peakK);
      this.#contrastK.add(spot.contrastK);
    }
    // Nothing tells how large it is where the picture ends.
    if (!georeference.located || georeference.sizeM <= 0 || spot.cut === true) return;
    this.#sizeM.add(georeference.sizeM);
    this.#pixelM.add(georeference.gsdM);
  }

  absorb(other: PersonCase): void {
    this.#looks = [...this.#looks, ...other.#looks].sort((a, b) => a.lastMs - b.lastMs).slice(-MAX_LOOKS);
    if (other.#peakK !== undefined) this.#peakK = Math.max(this.#peakK ?? other.#peakK, other.#peakK);
    for (const [mine, theirs] of [
      [this.#contrastK, other.#contrastK],
      [this.#sizeM, other.#sizeM],
      [this.#pixelM, other.#pixelM],
    ] as const) {
      if (theirs.value !== undefined) mine.add(theirs.value);
    }
    this.#before ??= other.#before;
  }

  static from({ evidence }: Pick<HeatSource, "evidence">): PersonCase {
    const restored = new PersonCase();
    restored.#before = evidence;
    return restored;
  }

  features(velocity?: HeatVelocity): PersonFeatures {
    const before = this.#before;
    const logits = this.#looks.flatMap(({ networkLogit }) => (networkLogit === undefined ? [] : [networkLogit]));
    return {
      // What the network said before a restart is one look more.
      networkLogits: before?.network === undefined ? logits : [logitBefore(before.network), ...logits],
      peakK: this.#peakK,
      contrastK: this.#contrastK.value,
      sizeM: this.#sizeM.value,
      pixelM: this.#pixelM.value,
      speedMps: velocity && Math.hypot(velocity.northMps, velocity.eastMps),
      looks: this.#looks.length + (before?.looks ?? 0),
    };
  }

  /** Undefined where nothing at all is known but that somebody marked it. */
  judge(velocity?: HeatVelocity): { readonly probability: number; readonly evidence: PersonEvidence } | undefined {
    if (this.#looks.length === 0 && !this.#before) return undefined;
    const { evidence, probability } = judgePerson(this.features(velocity));
    if (!this.#before) return { evidence, probability };
    const whole = { ...this.#before, ...evidence };
    return { evidence: whole, probability: probabilityOf(whole) };
  }
}
