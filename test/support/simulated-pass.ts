import { FlatTerrain } from "../../shared/geo/flat-terrain.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../shared/geo/local-frame.ts";
import { focalPx, projectToPixel } from "../../shared/heat/camera-model.ts";
import { droneSigmas, type Georeference, georeference, systematicShare } from "../../shared/heat/georeference.ts";
import type { HotSpot } from "../../shared/heat/heat-source.ts";
import type { PoseError } from "../../shared/heat/sightline.ts";
import { asRad } from "../../shared/units/angle.ts";
import type { CameraPose } from "../../shared/vehicle/pose.ts";
import { m3t } from "./poses.ts";

/** A seeded source of random numbers (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  uniform(from = 0, to = 1): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return from + ((to - from) * ((t ^ (t >>> 14)) >>> 0)) / 4294967296;
  }

  normal(sigma = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return sigma * radius * Math.cos(2 * Math.PI * this.uniform());
  }
}

export interface PassErrors extends PoseError {
  readonly lateS: number;
}

const lasting = Math.sqrt(systematicShare);
const fresh = Math.sqrt(1 - systematicShare);
const captureSigmaMs = 40;
const seaLevel = new FlatTerrain(0);

/** Errors that stay through a pass, drawn from the sigmas that are declared. */
export const drawPassErrors = (random: Random): PassErrors => ({
  northM: random.normal(droneSigmas.positionM),
  eastM: random.normal(droneSigmas.positionM),
  heightM: random.normal(droneSigmas.heightM),
  headingRad: random.normal(droneSigmas.headingRad * lasting),
  pitchRad: random.normal(droneSigmas.pitchRad * lasting),
  crossRad: random.normal(droneSigmas.rollRad * lasting),
  rollRad: random.normal(droneSigmas.rollRad * lasting),
  lateS: random.normal(captureSigmaMs / 1000),
});

export const spotAt = (xPx: number, yPx: number, changes: Partial<HotSpot> = {}): HotSpot => ({
  xPx,
  yPx,
  widthPx: 14,
  heightPx: 7,
  areaPx: 70,
  peakK: 300,
  contrastK: 5,
  snr: 60,
  ...changes,
});

/**
 * What a drone makes of a person on level ground (0 m) whom it really sees: the pixel is that of the true pose, the pose
 * reported is wrong by the pass' errors and by new ones.
 * @param from the true place of the camera, 60 to 100 m up, flying north at `groundMps`
 */
export const seePerson = (
  random: Random,
  errors: PassErrors,
  person: LatLon,
  camera: { readonly from: LatLon; readonly heightM: number; readonly yawRad: number; readonly pitchRad: number },
  groundMps: number,
): { readonly spot: HotSpot; readonly georeference: Georeference } | undefined => {
  const heading = errors.headingRad + random.normal(droneSigmas.headingRad * fresh);
  const pitch = errors.pitchRad + random.normal(droneSigmas.pitchRad * fresh);
  const roll = errors.rollRad + random.normal(droneSigmas.rollRad * fresh);
  const cross = errors.crossRad + random.normal(droneSigmas.rollRad * fresh);
  const { northM, eastM } = northEastM(camera.from, person);
  const attitude = { rollRad: roll, pitchRad: camera.pitchRad + pitch, yawRad: camera.yawRad + heading };
  const pixel = projectToPixel(m3t, attitude, { north: northM, east: eastM, down: camera.heightM });
  if (!pixel) return undefined;
  // The cross error turns the picture's columns; the pixel that sees the person is the one turned back.
  const focal = focalPx(m3t);
  const angle = Math.atan2(pixel.xPx - m3t.widthPx / 2, focal) - cross;
  const stretch = Math.cos(angle + cross) / Math.cos(angle);
  const xPx = m3t.widthPx / 2 + focal * Math.tan(angle) + random.normal(0.4);
  const yPx = m3t.heightPx / 2 + (pixel.yPx - m3t.heightPx / 2) * stretch + random.normal(0.4);
  if (xPx < 8 || yPx < 8 || xPx > m3t.widthPx - 8 || yPx > m3t.heightPx - 8) return undefined;
  const reported = offsetLatLon(camera.from, groundMps * errors.lateS - errors.northM, -errors.eastM);
  const pose: CameraPose = {
    ...reported,
    vehicleTimeMs: 0,
    altMslM: camera.heightM - errors.heightM,
    altHomeM: camera.heightM - errors.heightM,
    rollRad: asRad(0),
    pitchRad: asRad(camera.pitchRad),
    yawRad: asRad(camera.yawRad),
    groundMps,
    yawRateRadps: 0,
    gapMs: 0,
  };
  const spot = spotAt(xPx, yPx);
  return { spot, georeference: georeference({ spot, pose, camera: m3t, captureSigmaMs, terrain: seaLevel }) };
};
