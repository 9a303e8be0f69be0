import type { LatLon } from "../../shared/geo/lat-lon.ts";

/** Metres east and north of the scenario's centre. */
export interface EastNorth {
  readonly eastM: number;
  readonly northM: number;
}

const semiMajorM = 6378137;
const eccentricitySquared = 0.00669437999014;

/**
 * The simulator's own plane: metres on the tangent at the scenario's centre, from the WGS-84 radii of curvature there.
 * Truth, camera and map features all go through the same mapping; over 1.5 km its scale is off by 2e-4 at most, which is
 * 2 cm over a camera's view.
 */
export class LocalPlane {
  readonly #centre: LatLon;
  readonly #metresPerDegLat: number;
  readonly #metresPerDegLon: number;

  constructor(centre: LatLon) {
    this.#centre = centre;
    const latRad = (centre.latDeg * Math.PI) / 180;
    const w = Math.sqrt(1 - eccentricitySquared * Math.sin(latRad) ** 2);
    const meridianM = (semiMajorM * (1 - eccentricitySquared)) / w ** 3;
    this.#metresPerDegLat = (meridianM * Math.PI) / 180;
    this.#metresPerDegLon = ((semiMajorM / w) * Math.cos(latRad) * Math.PI) / 180;
  }

  toLatLon(eastM: number, northM: number): LatLon {
    return {
      latDeg: this.#centre.latDeg + northM / this.#metresPerDegLat,
      lonDeg: this.#centre.lonDeg + eastM / this.#metresPerDegLon,
    };
  }

  toLocal(place: LatLon): EastNorth {
    return {
      eastM: (place.lonDeg - this.#centre.lonDeg) * this.#metresPerDegLon,
      northM: (place.latDeg - this.#centre.latDeg) * this.#metresPerDegLat,
    };
  }
}
