import { curvatureRadii } from "../../geo/local-frame.ts";
import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { degToRad } from "../../units/angle.ts";
import { placeE7 } from "../../vehicle/wire-values.ts";
import { type Heard, RangeTally, type Timed, type Topic, timed } from "./fact.ts";

export interface HomeFact extends Timed {
  readonly latDeg: number;
  readonly lonDeg: number;
  readonly altMslM: number;
}

/** Where a vehicle was. */
export interface PositionFacts {
  /** The last one it said; `homes` is how many different ones. */
  readonly home?: HomeFact;
  readonly homes: number;
  /** Of GLOBAL_POSITION_INT, those that are a position: 0,0 is none. */
  readonly positions: number;
  readonly firstPosition?: PlaceFact;
  readonly lastPosition?: PlaceFact;
  readonly bounds?: {
    readonly southDeg: number;
    readonly northDeg: number;
    readonly westDeg: number;
    readonly eastDeg: number;
  };
  /** Above home as the vehicle says it; before home is set it is not to be trusted. */
  readonly highestAboveHomeM?: number;
  readonly highestMslM?: number;
  /** From each position to the next on the WGS-84 ellipsoid, m; noise of a vehicle at rest is in it. */
  readonly distanceM: number;
  /** The same on a sphere of 6378137 m, as Mission Planner and MAVProxy count it, m. */
  readonly distanceOnSphereM: number;
}

export interface PlaceFact extends Timed {
  readonly latDeg: number;
  readonly lonDeg: number;
}

const sphereM = 6_378_137;

/** Great circle on a sphere (haversine), m. */
const haversineM = (from: PlaceFact, to: PlaceFact): number => {
  const fromLatRad = degToRad(from.latDeg);
  const toLatRad = degToRad(to.latDeg);
  const sinLat = Math.sin((toLatRad - fromLatRad) / 2);
  const sinLon = Math.sin(degToRad(to.lonDeg - from.lonDeg) / 2);
  const h = sinLat * sinLat + Math.cos(fromLatRad) * Math.cos(toLatRad) * sinLon * sinLon;
  return 2 * sphereM * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** On the ellipsoid by the radii of curvature half-way: exact to some 1e-8 of the way over the metres between positions. */
const ellipsoidM = (from: PlaceFact, to: PlaceFact): number => {
  const middleDeg = (from.latDeg + to.latDeg) / 2;
  const { meridianM, primeVerticalM } = curvatureRadii(middleDeg);
  const turnDeg = to.lonDeg - from.lonDeg;
  const lonDeg = turnDeg > 180 ? turnDeg - 360 : turnDeg < -180 ? turnDeg + 360 : turnDeg;
  const northM = degToRad(to.latDeg - from.latDeg) * meridianM;
  const eastM = degToRad(lonDeg) * primeVerticalM * Math.cos(degToRad(middleDeg));
  return Math.hypot(northM, eastM);
};

/** Home, highest point, bounds and distance, of HOME_POSITION and GLOBAL_POSITION_INT. */
export class PositionTopic implements Topic<PositionFacts> {
  #home: HomeFact | undefined;
  #homes = 0;
  #positions = 0;
  #first: PlaceFact | undefined;
  #last: PlaceFact | undefined;
  readonly #latDeg = new RangeTally();
  readonly #lonDeg = new RangeTally();
  readonly #aboveHomeM = new RangeTally();
  readonly #mslM = new RangeTally();
  #distanceM = 0;
  #distanceOnSphereM = 0;

  add(message: MavlinkMessage, heard: Heard): void {
    if (message.name === "HOME_POSITION") {
      const { latitude, longitude, altitude } = message.fields;
      this.#setHome(latitude, longitude, altitude, heard);
    } else if (message.name === "GLOBAL_POSITION_INT") {
      const { lat, lon, alt, relativeAlt } = message.fields;
      this.#aboveHomeM.add(relativeAlt / 1000);
      this.#mslM.add(alt / 1000);
      const place = placeE7(lat, lon);
      if (place !== undefined) this.#goTo({ ...place, ...timed(heard) });
    }
  }

  #setHome(lat: number, lon: number, altMm: number, heard: Heard): void {
    const place = placeE7(lat, lon);
    if (place === undefined) return;
    const home = { ...place, altMslM: altMm / 1000 };
    const old = this.#home;
    if (old?.latDeg === home.latDeg && old.lonDeg === home.lonDeg && old.altMslM === home.altMslM) return;
    this.#homes++;
    this.#home = { ...home, ...timed(heard) };
  }

  #goTo(place: PlaceFact): void {
    this.#positions++;
    this.#first ??= place;
    if (this.#last !== undefined) {
      this.#distanceM += ellipsoidM(this.#last, place);
      this.#distanceOnSphereM += haversineM(this.#last, place);
    }
    this.#last = place;
    this.#latDeg.add(place.latDeg);
    this.#lonDeg.add(place.lonDeg);
  }

  get facts(): PositionFacts {
    const lat = this.#latDeg.range;
    const lon = this.#lonDeg.range;
    const aboveHome = this.#aboveHomeM.range;
    const msl = this.#mslM.range;
    return {
      ...(this.#home === undefined ? {} : { home: this.#home }),
      homes: this.#homes,
      positions: this.#positions,
      ...(this.#first === undefined ? {} : { firstPosition: this.#first }),
      ...(this.#last === undefined ? {} : { lastPosition: this.#last }),
      ...(lat === undefined || lon === undefined
        ? {}
        : { bounds: { southDeg: lat.least, northDeg: lat.greatest, westDeg: lon.least, eastDeg: lon.greatest } }),
      ...(aboveHome === undefined ? {} : { highestAboveHomeM: aboveHome.greatest }),
      ...(msl === undefined ? {} : { highestMslM: msl.greatest }),
      distanceM: this.#distanceM,
      distanceOnSphereM: this.#distanceOnSphereM,
    };
  }
}
