import type { LatLon } from "../geo/lat-lon.ts";
import { asRad, degToRad, type Rad } from "../units/angle.ts";
import type { CameraPose } from "../vehicle/pose.ts";
import { type PoseCorrection, withCorrection } from "./bias/pose-correction.ts";
import { type CameraGroundOptions, cameraGround, groundHeightSigmaM } from "./camera-ground.ts";
import { type CameraModel, pixelRay } from "./camera-model.ts";
import { sigmasM } from "./covariance.ts";
import type { CovarianceNe, HeatLocation, HotSpot } from "./heat-source.ts";
import { noError, type PoseError, Sightline, type SightlineHit } from "./sightline.ts";

/** One-sigma errors of a camera pose. */
export interface PoseSigmas {
  /** Horizontal, of each axis. A receiver's own accuracy goes here as it is: whether it means one axis or both is never said. */
  readonly positionM: number;
  readonly headingRad: number;
  readonly pitchRad: number;
  /** Of the vehicle: moves a spot across the line of sight (slant times sigma) and turns the picture. */
  readonly rollRad: number;
  /** Of the camera's height over the ground that it looks at: altitude and terrain model together. */
  readonly heightM: number;
}

/**
 * A drone with an ordinary GPS (1.5 m, both axes together), a calibrated compass and a gimbal: the error budget that the sums
 * are tested against.
 */
export const droneSigmas: PoseSigmas = {
  positionM: 1.5 / Math.SQRT2,
  headingRad: degToRad(2),
  pitchRad: degToRad(1),
  rollRad: degToRad(1),
  heightM: 3,
};

/** A robot dog: its camera's height above its own feet is well known, its attitude sways with its gait. */
export const groundRobotSigmas: PoseSigmas = {
  positionM: 1.5 / Math.SQRT2,
  headingRad: degToRad(3),
  pitchRad: degToRad(1.5),
  rollRad: degToRad(1.5),
  heightM: 0.15,
};

/** The share of an attitude error's variance that stays the same through a pass (mounting, compass), not new in each frame. */
export const systematicShare = 0.8;

export interface GeoreferenceOptions extends Omit<CameraGroundOptions, "pose"> {
  readonly spot: Pick<HotSpot, "xPx" | "yPx" | "widthPx" | "heightPx">;
  /** At the time of capture; undefined where none is known. */
  readonly pose: CameraGroundOptions["pose"] | undefined;
  readonly camera: CameraModel | undefined;
  readonly captureSigmaMs: number;
  /** `droneSigmas` if absent. */
  readonly sigmas?: PoseSigmas | undefined;
  /** Slant range beyond which nothing is located, m; 1,500 if absent. */
  readonly maxRangeM?: number | undefined;
  /** A pose further from the capture than this is no pose, ms; 1,000 if absent. */
  readonly maxPoseGapMs?: number | undefined;
  /**
   * How the camera is turned from what it says. Its time is not dealt with here: look the pose up at the corrected time and
   * give the corrected sigma (see `correctedCapture`).
   */
  readonly correction?: PoseCorrection | undefined;
}

export interface GeoreferencedSpot {
  readonly located: true;
  readonly position: LatLon;
  readonly groundMslM: number;
  readonly slantM: number;
  /** How steeply the camera looks down there. */
  readonly depressionRad: Rad;
  /** Metres a pixel spans there, across the line of sight. */
  readonly gsdM: number;
  /** The larger side of the spot, across the line of sight. */
  readonly sizeM: number;
  /** All errors together. */
  readonly covariance: CovarianceNe;
  /**
   * How far one sigma of each error that the sightings of a pass share moves the position: north, east, north, east ..., m.
   * In order: position north, position east, heading, pitch, cross, roll, height, late along north, late along east.
   */
  readonly systematic: readonly number[];
  /** The part that is new in each frame. */
  readonly random: CovarianceNe;
  /** "flat": no terrain is known there, level ground was assumed and the ellipse is wider for it. */
  readonly groundFrom: "terrain" | "flat";
}

export type Georeference = GeoreferencedSpot | Extract<HeatLocation, { readonly located: false }>;

/** Largest sigma over ground range: beyond it (near the horizon) the error is no ellipse any more. */
const MAX_RELATIVE_SIGMA = 0.35;
const ALWAYS_GOOD_SIGMA_M = 5;
const MAX_SIGMA_M = 60;
/** Of a spot's centre. */
const PIXEL_SIGMA = 0.5;
/**
 * A camera that walks sees things as tall as it stands, flatter than this: they are placed by their foot, as the ray through
 * their middle passes over the ground there. From the air that is less than the other errors.
 */
const FLAT_RAD = degToRad(35);
/** One sigma of where the foot is, as a part of the spot's height: grass hides it, and what lies has none. */
const FOOT_SIGMA = 0.3;

/**
 * Places a hot spot on the ground: the ray through its centre from the pose at capture time, cast onto the terrain. The
 * covariance is a numerical Jacobian: each error is tried at plus and minus one sigma through the same ray cast. Where that
 * is curved, the second-order part is added; where one side never meets the ground, the other counts double.
 * @returns not located where there is no pose or camera model, where the ray meets no ground, and near the horizon, where
 * the error would be as large as the range
 */
export const georeference = (options: GeoreferenceOptions): Georeference => {
  const { camera, correction } = options;
  const pose = options.pose && withCorrection(options.pose, correction);
  if (!pose || pose.gapMs > (options.maxPoseGapMs ?? 1000)) return { located: false, reason: "no-pose" };
  if (!camera) return { located: false, reason: "no-camera-model" };
  const ground = cameraGround({ ...options, pose });
  if (!ground) return { located: false, reason: "no-ground" };

  const { spot, footPx } = aimOf({ ...options, pose, camera });
  const sightline = new Sightline({ ...options, spot, pose, camera, ground, maxRangeM: options.maxRangeM ?? 1500 });
  const hit = sightline.cast(noError);
  if (!hit) return { located: false, reason: "no-ground" };
  const groundRangeM = Math.hypot(hit.northM, hit.eastM);
  const typical = options.sigmas ?? droneSigmas;
  const walks = options.cameraAboveGroundM === undefined ? "flies" : "walks";
  const heightM = groundHeightSigmaM(ground, typical.heightM, groundRangeM, walks);
  const sigmas = ground.from === "flat" ? { ...typical, heightM } : typical;
  const timingS = Math.hypot(options.captureSigmaMs, pose.gapMs / 4) / 1000;
  const yawTimingRad = pose.yawRateRadps * timingS;
  const errors = errorsOf(sightline, hit, { sigmas, correction, lateM: pose.groundMps * timingS, yawTimingRad });
  const foot: readonly number[] =
    footPx > 0 ? sightline.column(hit, { pitchRad: footPx * sightline.pixelRad }) : [0, 0];
  const { random } = errors;
  const systematic = [...errors.systematic, ...foot];
  const covariance = totalCovariance(systematic, random);
  const { majorM } = sigmasM(covariance);
  const limitM = Math.min(MAX_SIGMA_M, Math.max(ALWAYS_GOOD_SIGMA_M, MAX_RELATIVE_SIGMA * groundRangeM));
  if (!(majorM <= limitM)) return { located: false, reason: "no-ground" };

  const gsdM = hit.slantM * sightline.pixelRad;
  return {
    located: true,
    position: { latDeg: hit.latDeg, lonDeg: hit.lonDeg },
    groundMslM: hit.groundMslM,
    slantM: hit.slantM,
    depressionRad: asRad(Math.acos(Math.min(1, groundRangeM / hit.slantM))),
    gsdM,
    sizeM: Math.max(options.spot.widthPx, options.spot.heightPx) * gsdM,
    covariance,
    systematic,
    random,
    groundFrom: ground.from,
  };
};

/** Which point of a spot touches the ground, and how unsure that is, px. */
const aimOf = ({
  spot,
  pose,
  camera,
  cameraAboveGroundM,
}: GeoreferenceOptions & { readonly pose: CameraPose; readonly camera: CameraModel }): {
  readonly spot: GeoreferenceOptions["spot"];
  readonly footPx: number;
} => {
  if (cameraAboveGroundM === undefined) return { spot, footPx: 0 };
  const { north, east, down } = pixelRay(camera, pose, spot.xPx, spot.yPx);
  if (Math.atan2(down, Math.hypot(north, east)) > FLAT_RAD) return { spot, footPx: 0 };
  const yPx = Math.min(camera.heightPx - 0.5, spot.yPx + spot.heightPx / 2);
  return { spot: { ...spot, yPx }, footPx: FOOT_SIGMA * spot.heightPx };
};

/** The sum of all errors, with the random ones. */
export const totalCovariance = (columns: readonly number[], random: CovarianceNe): CovarianceNe => {
  let { nn, ne, ee } = random;
  for (let i = 0; i + 1 < columns.length; i += 2) {
    const north = columns[i] ?? 0;
    const east = columns[i + 1] ?? 0;
    nn += north * north;
    ne += north * east;
    ee += east * east;
  }
  return { nn, ne, ee };
};

interface ErrorSources {
  readonly sigmas: PoseSigmas;
  readonly correction: PoseCorrection | undefined;
  /** The way flown in the timing error. */
  readonly lateM: number;
  readonly yawTimingRad: number;
}

const errorsOf = (
  sightline: Sightline,
  hit: SightlineHit,
  { sigmas, correction, lateM, yawTimingRad }: ErrorSources,
): { readonly systematic: readonly number[]; readonly random: CovarianceNe } => {
  const axisM = sigmas.positionM;
  const pixelRad = PIXEL_SIGMA * sightline.pixelRad;
  /** Columns of the attitude with what is random of each; the last is what is lasting where that was measured. */
  const attitude: readonly (readonly [Partial<PoseError>, number, number, (number | undefined)?])[] = [
    [{ headingRad: sigmas.headingRad }, sigmas.headingRad, yawTimingRad, correction?.sigmas.headingRad],
    [{ pitchRad: sigmas.pitchRad }, sigmas.pitchRad, pixelRad, correction?.sigmas.pitchRad],
    [{ crossRad: sigmas.rollRad }, sigmas.rollRad, pixelRad],
    [{ rollRad: sigmas.rollRad }, sigmas.rollRad, 0],
  ];
  const systematic = [...sightline.column(hit, { northM: axisM }), ...sightline.column(hit, { eastM: axisM })];
  let random: CovarianceNe = { nn: 0, ne: 0, ee: 0 };
  const lasting = Math.sqrt(systematicShare);
  for (const [error, sigmaRad, extraRad, measuredRad] of attitude) {
    const [north, east] = sightline.column(hit, error);
    const stays = measuredRad === undefined ? lasting : measuredRad / sigmaRad;
    systematic.push(north * stays, east * stays);
    const share = 1 - systematicShare + (extraRad / sigmaRad) ** 2;
    random = {
      nn: random.nn + share * north * north,
      ne: random.ne + share * north * east,
      ee: random.ee + share * east * east,
    };
  }
  // The way flown in the timing error lasts as the latency does; its direction isn't known here, so it counts in both.
  systematic.push(...sightline.column(hit, { heightM: sigmas.heightM }), lateM, 0, 0, lateM);
  return { systematic, random };
};
