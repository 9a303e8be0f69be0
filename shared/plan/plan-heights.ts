import type { LatLon } from "../geo/lat-lon.ts";
import type { Terrain } from "../geo/terrain.ts";
import type { Altitude } from "../units/altitude.ts";
import type { PlanHome } from "./plan-context.ts";

/**
 * Turns heights of one reference into another. Home's own height is the terrain's at home where that is known, not the one
 * that the vehicle measured: an error of the elevation model's datum, or of the receiver, then falls out of every height that
 * is flown relative to home.
 */
export class PlanHeights {
  readonly #terrain: Terrain | undefined;
  /** m above mean sea level; undefined where neither terrain nor vehicle says. */
  readonly homeMslM: number | undefined;

  constructor(home: PlanHome | undefined, terrain: Terrain | undefined) {
    this.#terrain = terrain;
    this.homeMslM = (home && terrain?.heightMslM(home.latDeg, home.lonDeg)) ?? home?.altMslM;
  }

  groundMslM(place: LatLon): number | undefined {
    return this.#terrain?.heightMslM(place.latDeg, place.lonDeg);
  }

  /** @returns m above mean sea level, undefined where what it counts from isn't known */
  mslM(altitude: Altitude, place: LatLon | undefined): number | undefined {
    if (altitude.reference === "msl") return altitude.m;
    const base = altitude.reference === "home" ? this.homeMslM : place && this.groundMslM(place);
    return base === undefined ? undefined : base + altitude.m;
  }

  /** @returns m above home, undefined where that isn't known */
  aboveHomeM(altitude: Altitude, place: LatLon | undefined): number | undefined {
    if (altitude.reference === "home") return altitude.m;
    const mslM = this.mslM(altitude, place);
    return mslM === undefined || this.homeMslM === undefined ? undefined : mslM - this.homeMslM;
  }
}
