import { hash32 } from "../seeded-random.ts";
import { type CameraOptics, type CameraStand, CameraView } from "./camera-view.ts";
import { drawShapes } from "./draw-shapes.ts";
import { type GroundScene, type Picture, paintGround } from "./paint-ground.ts";
import type { Shape } from "./shapes.ts";
import type { StandingThings } from "./standing-things.ts";
import { noiseMask } from "./texture.ts";

/** Counts of 10 mK from 0 K: 283 K is 28,300. */
export const kelvinPerCount = 0.01;
/** Fixed-pattern noise that the camera's own correction leaves, K. */
const fixedPatternK = 0.015;
const columnPatternK = 0.01;

export interface ThermalScene extends GroundScene {
  readonly standing: StandingThings;
  /** `noiseTable(seed)`, shared by all cameras. */
  readonly noise: Float32Array;
}

export interface ThermalCameraOptions extends CameraOptics {
  readonly netdK: number;
  /** Of this camera's noise. */
  readonly seed: number;
}

/** A radiometric thermal camera: what it sees from where it truly is, with its noise. */
export class ThermalCamera {
  readonly #scene: ThermalScene;
  readonly #options: ThermalCameraOptions;
  readonly #picture: Picture;
  readonly #pattern: Float32Array;

  constructor(scene: ThermalScene, options: ThermalCameraOptions) {
    this.#scene = scene;
    this.#options = options;
    const { widthPx, heightPx } = options;
    this.#picture = { widthPx, heightPx, kelvin: new Float32Array(widthPx * heightPx) };
    const from = hash32(options.seed, 1) & noiseMask;
    this.#pattern = Float32Array.from({ length: widthPx * heightPx }, (_, i) => {
      const own = scene.noise[(from + i) & noiseMask] ?? 0;
      return own * fixedPatternK + (scene.noise[(from + 7919 + (i % widthPx)) & noiseMask] ?? 0) * columnPatternK;
    });
  }

  /**
   * @param things what is warm or moves: the person, decoys; trees and houses are added here
   * @param frame.seed makes this frame's noise; the same one gives the same frame
   * @param frame.hfovRad the picture's angle, where it is zoomed
   * @returns a new row-major array of counts, owned by the caller
   */
  render(
    stand: CameraStand,
    things: readonly Shape[],
    frame: { readonly seed: number; readonly hfovRad?: number },
  ): Uint16Array {
    const view = new CameraView(stand, { ...this.#options, hfovRad: frame.hfovRad ?? this.#options.hfovRad });
    const seen = paintGround(this.#picture, view, this.#scene);
    const low = stand.altMslM - this.#scene.ground.heightMslM(stand.eastM, stand.northM) < 5;
    const reachM = low ? 70 : 500;
    const near = {
      west: Math.max(seen.west, stand.eastM - reachM),
      east: Math.min(seen.east, stand.eastM + reachM),
      south: Math.max(seen.south, stand.northM - reachM),
      north: Math.min(seen.north, stand.northM + reachM),
    };
    const shapes = [...things, ...this.#scene.standing.shapesIn(near, { withTrunks: low })];
    drawShapes(this.#picture, view, shapes, this.#scene.texture);
    return this.#develop(frame.seed);
  }

  #develop(frameSeed: number): Uint16Array {
    const { kelvin } = this.#picture;
    const pattern = this.#pattern;
    const noise = this.#scene.noise;
    const from = hash32(this.#options.seed, frameSeed) & noiseMask;
    const { netdK } = this.#options;
    const counts = new Uint16Array(kelvin.length);
    for (let i = 0; i < counts.length; i++) {
      const k = (kelvin[i] ?? 0) + (pattern[i] ?? 0) + netdK * (noise[(from + i) & noiseMask] ?? 0);
      counts[i] = k / kelvinPerCount + 0.5;
    }
    return counts;
  }
}
