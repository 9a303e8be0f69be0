import { asRad, type Rad } from "../../units/angle.ts";
import { finite, placeE7 } from "../../vehicle/wire-values.ts";
import { totalCovariance } from "../georeference.ts";
import type { HeatSighting } from "../heat-sighting.ts";
import type { HotSpot } from "../heat-source.ts";
import {
  decodeTunnelDetections,
  type TunnelDetection,
  type TunnelFault,
  tunnelDetectionsType,
} from "./tunnel-detections.ts";

/** What a computer on board says it saw. */
export type OnboardReading =
  /** Spots of a picture, to be placed as our own are. */
  | {
      readonly kind: "picture";
      readonly widthPx: number;
      readonly heightPx: number;
      readonly hfovRad?: Rad;
      /** By the vehicle's time since boot; absent: when the message came, less what is usual on board. */
      readonly captureVehicleTimeMs?: number;
      readonly captureSigmaMs: number;
      readonly spots: readonly HotSpot[];
    }
  /** It has placed what it saw by itself. */
  | { readonly kind: "place"; readonly sighting: HeatSighting }
  /** Nothing is tracked, or it isn't known where. */
  | { readonly kind: "nothing" }
  /** To be counted and told; never thrown. */
  | { readonly kind: "fault"; readonly fault: TunnelFault };

/** The fields of TUNNEL (#385) that matter here, as they are on the wire. */
interface TunnelFields {
  readonly payloadType: number;
  readonly payloadLength: number;
  readonly payload: ArrayLike<number>;
}

/** Of CAMERA_TRACKING_IMAGE_STATUS (#275): 0 to 1 from the top left; NaN where unknown. */
interface TrackingImageFields {
  readonly trackingStatus: number;
  readonly trackingMode: number;
  readonly pointX: number;
  readonly pointY: number;
  readonly radius: number;
  readonly recTopX: number;
  readonly recTopY: number;
  readonly recBottomX: number;
  readonly recBottomY: number;
}

/** Of CAMERA_TRACKING_GEO_STATUS (#276): 1e-7 degrees, m, m/s; NaN where unknown. */
export interface TrackingGeoFields {
  readonly trackingStatus: number;
  readonly lat: number;
  readonly lon: number;
  readonly alt: number;
  readonly hAcc: number;
  /** From the camera to the thing, m. */
  readonly dist: number;
}

interface OnboardFields {
  readonly TUNNEL: TunnelFields;
  readonly CAMERA_TRACKING_IMAGE_STATUS: TrackingImageFields;
  readonly CAMERA_TRACKING_GEO_STATUS: TrackingGeoFields;
}

/** Bits of CAMERA_TRACKING_STATUS_FLAGS: what is merely predicted behind an obstacle (coasting) was not seen. */
const active = 1;
const failed = 2;
const coasting = 8;
/** CAMERA_TRACKING_MODE. */
const pointMode = 1;
const rectangleMode = 2;
/** A tracked point that has no radius: as large as a person in most pictures, part of the width. */
const USUAL_RADIUS = 0.02;
/** Tracking messages don't say when the picture was taken; the spread of what trackers and radios take, ms. */
const TRACKING_SIGMA_MS = 300;
/** Only the shape counts where the picture's size isn't known. */
const usualPicture = { widthPx: 640, heightPx: 512 } as const;
/** One sigma of each axis where none is given, m: a good drone at 100 m with an error that nobody looked at. */
const UNKNOWN_ACCURACY_M = 15;
const BEST_ACCURACY_M = 1;
/** Beyond it, it isn't located. */
const WORST_ACCURACY_M = 60;
/** What of it stays the same from message to message, as a variance share: a camera on board has a lasting mounting error. */
const LASTING_SHARE = 0.8;
/** A detector that nobody calibrated here is believed half, in log-odds. */
const BELIEF = 0.5;
const MOST_CONFIDENT = 0.98;

const isTracking = (status: number): boolean => (status & active) !== 0 && (status & (failed | coasting)) === 0;

/**
 * Detections of companion computers as sightings like any other.
 *
 * | message | what it gives |
 * |---|---|
 * | TUNNEL (#385), payload_type 52308 | boxes with confidence, category, temperature, capture time: see `tunnel-detections.ts` |
 * | CAMERA_TRACKING_IMAGE_STATUS (#275) | the point or rectangle that a camera tracks |
 * | CAMERA_TRACKING_GEO_STATUS (#276) | its place, with `h_acc` as one sigma of each axis (15 m where it is NaN or 0) |
 *
 * @param fields as on the wire: sentinels and NaN end here
 * @param picture of the camera that a tracking message is of, where known
 */
export const onboardSightings = <Name extends keyof OnboardFields>(
  name: Name,
  fields: OnboardFields[Name],
  picture: { readonly widthPx: number; readonly heightPx: number } = usualPicture,
): OnboardReading => readers[name](fields, picture);

type Picture = { readonly widthPx: number; readonly heightPx: number };

const tunnelled = ({ payloadType, payloadLength, payload }: TunnelFields): OnboardReading => {
  if (payloadType !== tunnelDetectionsType) return { kind: "fault", fault: "not-ours" };
  const decoded = decodeTunnelDetections(Uint8Array.from(payload).subarray(0, payloadLength));
  if (!decoded.ok) return { kind: "fault", fault: decoded.fault };
  const { captureBootMs, captureSigmaMs, widthPx, heightPx, hfovRad, detections } = decoded.value;
  return {
    kind: "picture",
    widthPx,
    heightPx,
    ...(hfovRad === undefined ? {} : { hfovRad: asRad(hfovRad) }),
    captureVehicleTimeMs: captureBootMs,
    captureSigmaMs,
    spots: detections.map((detection) => spotOf(detection, { widthPx, heightPx })),
  };
};

const imageStatus = (fields: TrackingImageFields, picture: Picture): OnboardReading => {
  const box = isTracking(fields.trackingStatus) ? boxOf(fields, picture) : undefined;
  if (!box || !isInPicture(box.x) || !isInPicture(box.y)) return { kind: "nothing" };
  return { kind: "picture", ...picture, captureSigmaMs: TRACKING_SIGMA_MS, spots: [spotOf(box, picture)] };
};

const geoStatus = ({ trackingStatus, lat, lon, alt, hAcc, dist }: TrackingGeoFields): OnboardReading => {
  const position = placeE7(lat, lon);
  const givenM = hAcc > 0 && Number.isFinite(hAcc) ? Math.max(BEST_ACCURACY_M, hAcc) : UNKNOWN_ACCURACY_M;
  if (!isTracking(trackingStatus) || !position || givenM > WORST_ACCURACY_M) return { kind: "nothing" };
  const [lastingM, freshM2] = [givenM * Math.sqrt(LASTING_SHARE), givenM * givenM * (1 - LASTING_SHARE)];
  const systematic = [lastingM, 0, 0, lastingM];
  const random = { nn: freshM2, ne: 0, ee: freshM2 };
  const sighting: HeatSighting = {
    spot: { xPx: 0, yPx: 0, widthPx: 0, heightPx: 0, areaPx: 0, contrastK: 0, snr: 0, finder: "onboard" },
    georeference: {
      located: true,
      position,
      groundMslM: finite(alt) ?? 0,
      // Its own word; nobody assumed level ground for it.
      groundFrom: "terrain",
      slantM: Math.max(0, finite(dist) ?? 0),
      // It doesn't say how it looked there.
      depressionRad: asRad(Math.PI / 2),
      gsdM: 0,
      sizeM: 0,
      covariance: totalCovariance(systematic, random),
      systematic,
      random,
    },
  };
  return { kind: "place", sighting };
};

const readers: {
  readonly [Name in keyof OnboardFields]: (fields: OnboardFields[Name], picture: Picture) => OnboardReading;
} = {
  TUNNEL: tunnelled,
  CAMERA_TRACKING_IMAGE_STATUS: imageStatus,
  CAMERA_TRACKING_GEO_STATUS: geoStatus,
};

const isInPicture = (part: number): boolean => part >= 0 && part <= 1;

type Box = Pick<TunnelDetection, "x" | "y" | "width" | "height">;

const boxOf = (fields: TrackingImageFields, { widthPx, heightPx }: Picture): Box | undefined => {
  if (fields.trackingMode === rectangleMode) {
    const [left, right] = [Math.min(fields.recTopX, fields.recBottomX), Math.max(fields.recTopX, fields.recBottomX)];
    const [top, bottom] = [Math.min(fields.recTopY, fields.recBottomY), Math.max(fields.recTopY, fields.recBottomY)];
    return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
  }
  if (fields.trackingMode !== pointMode) return undefined;
  const radius = fields.radius > 0 && fields.radius <= 1 ? fields.radius : USUAL_RADIUS;
  return { x: fields.pointX, y: fields.pointY, width: 2 * radius, height: (2 * radius * widthPx) / heightPx };
};

const spotOf = (box: Box & Partial<TunnelDetection>, { widthPx, heightPx }: Picture): HotSpot => {
  const [left, right] = [Math.max(0, box.x - box.width / 2), Math.min(1, box.x + box.width / 2)];
  const [top, bottom] = [Math.max(0, box.y - box.height / 2), Math.min(1, box.y + box.height / 2)];
  const [wide, high] = [(right - left) * widthPx, (bottom - top) * heightPx];
  const { category, confidence, temperatureK } = box;
  const cut = left === 0 || top === 0 || right === 1 || bottom === 1;
  return {
    xPx: box.x * widthPx,
    yPx: box.y * heightPx,
    widthPx: wide,
    heightPx: high,
    areaPx: wide * high,
    ...(temperatureK === undefined ? {} : { peakK: temperatureK }),
    contrastK: 0,
    snr: 0,
    ...(cut ? { cut } : {}),
    ...(category === undefined ? {} : { category }),
    ...(category === undefined || confidence === undefined
      ? {}
      : { personProbability: believed(category, confidence) }),
    finder: "onboard",
  };
};

const believed = (category: NonNullable<HotSpot["category"]>, confidence: number): number => {
  const sure = Math.min(MOST_CONFIDENT, Math.max(1 - MOST_CONFIDENT, confidence));
  if (category !== "person") return 1 - MOST_CONFIDENT;
  return 1 / (1 + ((1 - sure) / sure) ** BELIEF);
};
