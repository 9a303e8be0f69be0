import { HotSpotDetector } from "../../shared/heat/detect-hot-spots.ts";
import type { HotSpot } from "../../shared/heat/heat-source.ts";
import type { ThermalFrame } from "../../shared/heat/thermal-frame.ts";
import { cropOf, framePicture, type ThermalPicture } from "./thermal-png.ts";
import type { FrameSightings } from "./thermal-source.ts";

const CROP_EVERY_MS = 500;
const CROPS_AT_ONCE = 4;
const SNAPSHOT_EVERY_MS = 200;
/** An older picture isn't shown as if it were live. */
const SNAPSHOT_LIFE_MS = 3000;

/** Takes the newest frame of a camera, passes over those it has no time for, and finds the hot spots in it. */
export class FrameAnalyser {
  gsdM: number | undefined;
  readonly #detector = new HotSpotDetector();
  readonly #now: () => number;
  #pending: ThermalFrame | undefined;
  #newest: { readonly frame: ThermalFrame; readonly atMs: number } | undefined;
  #dropped = 0;
  #lastCropMs = Number.NEGATIVE_INFINITY;
  #cropFrom = 0;
  #snapshot: { readonly picture: ThermalPicture; readonly atMs: number } | undefined;

  /** @param now monotonic clock, ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  get hasPending(): boolean {
    return this.#pending !== undefined;
  }

  /** Borrows the frame until the next one is put in its place. */
  offer(frame: ThermalFrame): void {
    if (this.#pending) this.#dropped++;
    this.#pending = frame;
    this.#newest = { frame, atMs: this.#now() };
  }

  /** @returns what is in the newest frame, or undefined where it was analysed before */
  analyse(): FrameSightings | undefined {
    const frame = this.#pending;
    if (!frame) return undefined;
    this.#pending = undefined;
    const spots = this.#detector.detect(frame, this.gsdM);
    const withCrop = this.#spotsToCrop(spots);
    return {
      sequence: frame.sequence,
      widthPx: frame.widthPx,
      heightPx: frame.heightPx,
      captureVehicleTimeMs: frame.captureVehicleTimeMs,
      captureSigmaMs: frame.captureSigmaMs,
      ...(frame.hfovRad === undefined ? {} : { hfovRad: frame.hfovRad }),
      spots: spots.map((spot) => (withCrop.has(spot) ? { ...spot, ...cropOf(frame, spot) } : spot)),
      droppedFrames: this.#dropped,
    };
  }

  /** The newest picture; the same one again within a fifth of a second, none where it is seconds old. */
  snapshot(): ThermalPicture | undefined {
    const nowMs = this.#now();
    if (!this.#newest || nowMs - this.#newest.atMs > SNAPSHOT_LIFE_MS) return undefined;
    if (!this.#snapshot || nowMs - this.#snapshot.atMs > SNAPSHOT_EVERY_MS) {
      this.#snapshot = { picture: framePicture(this.#newest.frame), atMs: nowMs };
    }
    return this.#snapshot.picture;
  }

  /** Twice a second the spots of one frame, in turns where there are many. */
  #spotsToCrop(spots: readonly HotSpot[]): ReadonlySet<HotSpot> {
    const nowMs = this.#now();
    if (spots.length === 0 || nowMs - this.#lastCropMs < CROP_EVERY_MS) return new Set();
    this.#lastCropMs = nowMs;
    const from = spots.length > CROPS_AT_ONCE ? this.#cropFrom % spots.length : 0;
    this.#cropFrom = from + CROPS_AT_ONCE;
    return new Set([...spots.slice(from), ...spots.slice(0, from)].slice(0, CROPS_AT_ONCE));
  }
}
