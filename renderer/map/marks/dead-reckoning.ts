import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";

/** Beyond this age a position is no longer carried forward: the mark stands still rather than invent a flight. */
const horizonMs = 1_000;
/** A correction is blended away within some three of these; a jump beyond `snapM` is shown at once. */
const blendMs = 140;
const snapM = 60;

/** What a vehicle last said of its motion; `atMs` on the station's clock. */
export interface Fix extends LatLon {
  readonly atMs: number;
  readonly northMps: number;
  readonly eastMps: number;
}

/** The place a fix leads to at an instant: carried along its velocity for at most one second. */
export function reckon(fix: Fix, nowMs: number): LatLon {
  const aheadS = Math.min(horizonMs, Math.max(0, nowMs - fix.atMs)) / 1_000;
  return aheadS === 0 ? fix : offsetLatLon(fix, fix.northMps * aheadS, fix.eastMps * aheadS);
}

/** Draws one vehicle's motion smoothly: reckons between fixes and blends the error of each new fix away instead of jumping. */
export class SmoothMotion {
  #fix: Fix | undefined;
  #errorNorthM = 0;
  #errorEastM = 0;
  #errorAtMs = 0;

  /** @param wallMs a steady clock of the screen, ms; `nowMs` the station's */
  take(fix: Fix, nowMs: number, wallMs: number): void {
    const shown = this.at(nowMs, wallMs);
    this.#fix = fix;
    this.#errorNorthM = 0;
    this.#errorEastM = 0;
    if (shown === undefined) return;
    const error = northEastM(reckon(fix, nowMs), shown);
    if (Math.hypot(error.northM, error.eastM) > snapM) return;
    this.#errorNorthM = error.northM;
    this.#errorEastM = error.eastM;
    this.#errorAtMs = wallMs;
  }

  /** Where to draw it now; undefined before the first fix. */
  at(nowMs: number, wallMs: number): LatLon | undefined {
    if (this.#fix === undefined) return undefined;
    const place = reckon(this.#fix, nowMs);
    const left = Math.exp(-Math.max(0, wallMs - this.#errorAtMs) / blendMs);
    const northM = this.#errorNorthM * left;
    const eastM = this.#errorEastM * left;
    return Math.hypot(northM, eastM) < 0.01 ? place : offsetLatLon(place, northM, eastM);
  }

  /** Will it be drawn elsewhere in the next frame though no new fix comes? */
  moves(nowMs: number, wallMs: number): boolean {
    if (this.#fix === undefined) return false;
    const ahead = nowMs - this.#fix.atMs < horizonMs && Math.hypot(this.#fix.northMps, this.#fix.eastMps) > 0.02;
    const left = Math.exp(-Math.max(0, wallMs - this.#errorAtMs) / blendMs);
    return ahead || Math.hypot(this.#errorNorthM, this.#errorEastM) * left > 0.02;
  }

  /** Settles on the last position that was really reported. */
  settle(): LatLon | undefined {
    this.#errorNorthM = 0;
    this.#errorEastM = 0;
    return this.#fix;
  }
}
