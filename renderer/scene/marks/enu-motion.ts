import type { EnuPoint } from "../enu-frame.ts";

/** As on the map: beyond this age a position isn't carried on; a correction is blended away; a jump is shown at once. */
const horizonMs = 1_000;
const blendMs = 140;
const snapM = 60;

/** Draws one vehicle's motion smoothly, in the scene's frame, without making anything anew in a frame. */
export class EnuMotion {
  readonly #fix = { x: 0, y: 0, z: 0 };
  readonly #speed = { x: 0, y: 0, z: 0 };
  readonly #error = { x: 0, y: 0, z: 0 };
  readonly #shown = { x: 0, y: 0, z: 0 };
  #atMs = Number.NaN;
  #errorAtMs = 0;

  /** @param fix place, m; `speed` m/s; `atMs` of both, station clock. @param wallMs a steady clock of the screen */
  take(fix: EnuPoint, speed: EnuPoint, atMs: number, nowMs: number, wallMs: number): void {
    const known = !Number.isNaN(this.#atMs);
    if (known) this.at(nowMs, wallMs, this.#shown);
    copy(fix, this.#fix);
    copy(speed, this.#speed);
    this.#atMs = atMs;
    this.#error.x = this.#error.y = this.#error.z = 0;
    if (!known) return;
    const { x, y, z } = this.#shown;
    this.at(nowMs, wallMs, this.#shown);
    const [dx, dy, dz] = [x - this.#shown.x, y - this.#shown.y, z - this.#shown.z];
    if (Math.hypot(dx, dy, dz) > snapM) return;
    this.#error.x = dx;
    this.#error.y = dy;
    this.#error.z = dz;
    this.#errorAtMs = wallMs;
  }

  /** Where to draw it now. */
  at(nowMs: number, wallMs: number, into: EnuPoint): EnuPoint {
    const aheadS = Math.min(horizonMs, Math.max(0, nowMs - this.#atMs)) / 1_000;
    const left = this.#left(wallMs);
    into.x = this.#fix.x + this.#speed.x * aheadS + this.#error.x * left;
    into.y = this.#fix.y + this.#speed.y * aheadS + this.#error.y * left;
    into.z = this.#fix.z + this.#speed.z * aheadS + this.#error.z * left;
    return into;
  }

  /** Will it be drawn elsewhere in the next frame though nothing new comes? @param rate of the station clock; 0: it stands */
  moves(nowMs: number, wallMs: number, rate: number): boolean {
    const { x, y, z } = this.#speed;
    const ahead = rate !== 0 && nowMs - this.#atMs < horizonMs && Math.hypot(x, y, z) > 0.02;
    return ahead || Math.hypot(this.#error.x, this.#error.y, this.#error.z) * this.#left(wallMs) > 0.02;
  }

  #left(wallMs: number): number {
    return Math.exp(-Math.max(0, wallMs - this.#errorAtMs) / blendMs);
  }
}

const copy = (from: EnuPoint, into: EnuPoint): void => {
  into.x = from.x;
  into.y = from.y;
  into.z = from.z;
};
