import { isInRing, type PlanePoint, type PlaneRing, planeDistanceM } from "../../shared/geo/polygon.ts";
import type { Country, CountryKind } from "./search-effectiveness-country.ts";

/** Who is looked for, as the report says it, and the log-normal distances of such people: ln km (sar.md 1, mapscore). */
export interface Subject {
  readonly country: CountryKind;
  readonly category: "dementia" | "hiker";
  readonly terrainClass: "temperate-mountainous" | "temperate-flat" | "urban";
  readonly meanLnKm: number;
  readonly sdLnKm: number;
}

/**
 * Found in woods 17 and in fields 14 of a hundred people with dementia (sar.md 1): they stay where they were drawn; the others are
 * drawn to the nearest way or water, as far beside it as makes half of all be within 15 m of a track, the published offset: those
 * in woods and fields are so near by chance, 9 % of them, so that the others must be in 68 %. An exponential has no other number.
 */
const attractedShare = 1 - 0.17 - 0.14;
const offsetM = 15 / -Math.log(1 - 0.68);

/** A sensor that comes back to a place after longer than this passes it anew, s. */
const passGapS = 30;

/**
 * The person whom nobody knows. Drawn from distances and attraction that no planner has, standing still; the only thing that
 * ever comes out is whether a sensor's pass found them.
 */
export class HiddenPerson {
  readonly #place: PlanePoint;
  readonly #random: () => number;
  /** Of each sensor, when it last had the person in view, s. */
  readonly #inViewS = new Map<string, number>();

  constructor(country: Country, subject: Subject, random: () => number) {
    this.#random = random;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const distanceM = 1000 * Math.exp(subject.meanLnKm + subject.sdLnKm * normal);
    const bearingRad = 2 * Math.PI * random();
    const drawn = { northM: distanceM * Math.cos(bearingRad), eastM: distanceM * Math.sin(bearingRad) };
    const near = random() < attractedShare ? nearestOnLines(country, drawn) : undefined;
    const awayM = -offsetM * Math.log(1 - random());
    const awayRad = 2 * Math.PI * random();
    this.#place = near
      ? { northM: near.northM + awayM * Math.cos(awayRad), eastM: near.eastM + awayM * Math.sin(awayRad) }
      : drawn;
  }

  /**
   * What a sensor reports of the ground that it sees now: one throw for each pass, not for each picture.
   * @param detection its true probability of finding a person whom it passes
   */
  isFoundBy(sensorId: string, footprint: PlaneRing, nowS: number, detection: number): boolean {
    if (!isInRing(this.#place, footprint)) return false;
    const seenS = this.#inViewS.get(sensorId);
    this.#inViewS.set(sensorId, nowS);
    return (seenS === undefined || nowS - seenS > passGapS) && this.#random() < detection;
  }
}

/** The nearest place on a road, a track, a stream or a shore. */
const nearestOnLines = ({ lines, ponds }: Country, to: PlanePoint): PlanePoint | undefined => {
  let best: PlanePoint | undefined;
  let bestM = Number.POSITIVE_INFINITY;
  for (const points of [...lines.map((line) => line.points), ...ponds]) {
    for (let i = 1; i < points.length; i += 1) {
      const [a, b] = [points[i - 1], points[i]];
      if (!a || !b) continue;
      const [north, east] = [b.northM - a.northM, b.eastM - a.eastM];
      const along = ((to.northM - a.northM) * north + (to.eastM - a.eastM) * east) / (north * north + east * east);
      const share = Math.min(1, Math.max(0, along));
      const at = { northM: a.northM + share * north, eastM: a.eastM + share * east };
      const m = planeDistanceM(at, to);
      if (m < bestM) [best, bestM] = [at, m];
    }
  }
  return best;
};
