import type { VehicleId } from "../vehicle/vehicle-state.ts";
import type { HeatSighting } from "./heat-sighting.ts";

/** One picture's word is cut to so much, in log-odds: a single one can't be surer than 98 to 2. */
const MOST_LOGIT = 4;
/** What the network doesn't mark in a picture that it searched speaks against a person so much, in log-odds ... */
const MISSED_LOGIT = -1.5;
/** ... and weighs so little where it is cut by the picture's border, or smaller than that it is trained to see. */
const HARD_WEIGHT = 0.3;
const SMALL_PX = 8;
/** The same thing seen from a direction that differs so much is another look: a part that is hidden from one side shows. */
const NEW_ANGLE_COS = Math.cos(Math.PI / 4);

/** A unit vector from the camera to what it sees: north, east, down. */
type Direction = readonly [number, number, number];

/**
 * What the pictures of one look show of a source: one vehicle, in one go, from about one angle. They are all but one picture:
 * what is taken for a person wrongly in one is so in the next.
 */
export class PersonLook {
  readonly vehicleId: VehicleId;
  readonly #from: Direction | undefined;
  lastMs: number;
  #weight = 0;
  #weighted = 0;

  constructor(vehicleId: VehicleId, sighting: HeatSighting, nowMs: number) {
    this.vehicleId = vehicleId;
    this.#from = directionOf(sighting);
    this.lastMs = nowMs;
  }

  /** Whether a sighting belongs to this look and not to a new one. */
  goesOn(vehicleId: VehicleId, sighting: HeatSighting, nowMs: number, gapMs: number): boolean {
    if (vehicleId !== this.vehicleId || nowMs - this.lastMs > gapMs) return false;
    const to = directionOf(sighting);
    return !to || !this.#from || cosBetween(to, this.#from) >= NEW_ANGLE_COS;
  }

  /** @param searched the network looked at this picture */
  add({ spot }: HeatSighting, searched: boolean, nowMs: number): void {
    this.lastMs = nowMs;
    const said = isMarked(spot) ? spot.personProbability : undefined;
    if (said === undefined && spot.personProbability === undefined && !searched) return;
    const isHard = spot.cut === true || Math.max(spot.widthPx, spot.heightPx) < SMALL_PX;
    const weight = said === undefined && isHard ? HARD_WEIGHT : 1;
    this.#weight += weight;
    this.#weighted += weight * (said === undefined ? MISSED_LOGIT : logitOf(said));
  }

  /** What the network says in this look, in log-odds; undefined where it said nothing. */
  get networkLogit(): number | undefined {
    if (this.#weight === 0) return undefined;
    // A little surer with more pictures: the first few average out noise.
    return this.#weighted / (this.#weight + FIRST_DOUBT);
  }
}

/** So many pictures without a word are mixed in with what is said: one picture counts two thirds, four count nine tenths. */
const FIRST_DOUBT = 0.5;

/** A hot spot that the network has no word for has no category either: it drew no box there. */
const isMarked = ({ category, finder }: HeatSighting["spot"]): boolean =>
  category !== undefined || finder !== undefined;

const logitOf = (probability: number): number => {
  const logit = Math.log(probability / (1 - probability));
  return Math.min(MOST_LOGIT, Math.max(-MOST_LOGIT, logit));
};

const cosBetween = (a: Direction, b: Direction): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const directionOf = ({ georeference }: HeatSighting): Direction | undefined => {
  if (!georeference.located) return undefined;
  // Turned by its heading, a camera moves what it sees at a right angle to its sight: columns 4 and 5.
  const [north = 0, east = 0] = georeference.systematic.slice(4, 6);
  const across = Math.hypot(north, east);
  if (across === 0) return undefined;
  const level = Math.cos(georeference.depressionRad);
  return [(level * east) / across, (-level * north) / across, Math.sin(georeference.depressionRad)];
};
