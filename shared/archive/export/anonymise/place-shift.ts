import { strToU8 } from "fflate";
import { directGeodesic, inverseGeodesic } from "../../../geo/geodesic.ts";
import type { LatLon } from "../../../geo/lat-lon.ts";
import { sha256 } from "../../../mavlink/sha256.ts";

/** Numbers in [0, 1) that follow from a text and from nothing else. */
const seeded = (seed: string): ((index: number) => number) => {
  const hash = sha256(strToU8(`lantern places ${seed}`));
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength);
  return (index) => view.getUint32(index * 4) / 2 ** 32;
};

/** Nearer to a pole nobody would take the copy for real. */
const highestLatDeg = 70;

/**
 * Moves places to somewhere else on earth, all by one and the same translation: how far and in which direction each lies from
 * an anchor stays as it is (azimuthal equidistant on the WGS-84 ellipsoid), so that distances between places are kept to some
 * 1e-6 within 100 km. The anchor is the whole degree nearest to the log's places, so that with one seed the logs of one mission
 * move together.
 */
export class PlaceShift {
  /** Somewhere among the places as they were. */
  readonly near: LatLon;
  readonly #anchor: LatLon;
  readonly #target: LatLon;
  #last: { readonly latDeg: number; readonly lonDeg: number; readonly moved: LatLon } | undefined;

  /** @param seed whoever knows it can undo the shift */
  constructor(seed: string, near: LatLon) {
    this.near = near;
    const anchor = { latDeg: Math.round(near.latDeg), lonDeg: Math.round(near.lonDeg) };
    const random = seeded(seed);
    const northDeg = (3 + 9 * random(0)) * (random(1) < 0.5 ? -1 : 1);
    const eastDeg = (15 + 150 * random(2)) * (random(3) < 0.5 ? -1 : 1);
    const isFar = Math.abs(anchor.latDeg + northDeg) > highestLatDeg;
    const latDeg = anchor.latDeg + (isFar ? -Math.sign(anchor.latDeg) * Math.abs(northDeg) : northDeg);
    const lonDeg = anchor.lonDeg + eastDeg;
    this.#anchor = anchor;
    this.#target = { latDeg, lonDeg: lonDeg > 180 ? lonDeg - 360 : lonDeg < -180 ? lonDeg + 360 : lonDeg };
  }

  move(place: LatLon): LatLon {
    const last = this.#last;
    if (last?.latDeg === place.latDeg && last.lonDeg === place.lonDeg) return last.moved;
    const { distanceM, azimuthRad } = inverseGeodesic(this.#anchor, place);
    const moved = directGeodesic(this.#target, azimuthRad, distanceM);
    this.#last = { latDeg: place.latDeg, lonDeg: place.lonDeg, moved };
    return moved;
  }
}
