import { FlatTerrain } from "../../shared/geo/flat-terrain.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../shared/geo/local-frame.ts";
import type { CameraBias } from "../../shared/heat/bias/camera-bias.ts";
import type { ReferenceSighting } from "../../shared/heat/bias/reference-sighting.ts";
import { focalPx, projectToPixel } from "../../shared/heat/camera-model.ts";
import { droneSigmas, systematicShare } from "../../shared/heat/georeference.ts";
import { asRad } from "../../shared/units/angle.ts";
import type { CameraPose } from "../../shared/vehicle/pose.ts";
import { m3t } from "./poses.ts";
import type { Random } from "./simulated-pass.ts";

/** The ground that these cameras fly over. */
export const seaLevel = new FlatTerrain(0);
export const captureSigmaMs = 60;

/** What is wrong for as long as one pass; each is to be added to what was reported. */
export interface PassFaults {
  readonly northM: number;
  readonly eastM: number;
  readonly heightM: number;
  readonly crossRad: number;
  readonly rollRad: number;
}

export const noFaults: PassFaults = { northM: 0, eastM: 0, heightM: 0, crossRad: 0, rollRad: 0 };
export const noBias: CameraBias = { headingRad: 0, pitchRad: 0, timeMs: 0 };

const lasting = Math.sqrt(systematicShare);
const fresh = Math.sqrt(1 - systematicShare);

/** What lasts of a camera's heading, pitch and time, drawn from the sigmas that are declared. */
export const drawBias = (random: Random): CameraBias => ({
  headingRad: random.normal(droneSigmas.headingRad * lasting),
  pitchRad: random.normal(droneSigmas.pitchRad * lasting),
  timeMs: random.normal(captureSigmaMs),
});

export const drawFaults = (random: Random): PassFaults => ({
  northM: random.normal(droneSigmas.positionM),
  eastM: random.normal(droneSigmas.positionM),
  heightM: random.normal(droneSigmas.heightM),
  crossRad: random.normal(droneSigmas.rollRad),
  rollRad: random.normal(droneSigmas.rollRad),
});

export interface TrueView {
  /** Where the camera really is, and how it really looks. */
  readonly from: LatLon;
  readonly heightM: number;
  readonly yawRad: number;
  readonly pitchRad: number;
  readonly northMps?: number;
  readonly eastMps?: number;
}

export interface SeenOptions {
  readonly view: TrueView;
  readonly place: LatLon;
  readonly bias?: CameraBias;
  readonly faults?: PassFaults;
  /** Draws what is new in this frame; without it nothing is. */
  readonly random?: Random;
}

/** The pixel at which a camera with these faults really sees a place at sea level, and the pose that it reports then. */
export const seenFrom = ({ view, place, bias = noBias, faults = noFaults, random }: SeenOptions) => {
  const draw = (sigma: number): number => random?.normal(sigma) ?? 0;
  const { northM, eastM } = northEastM(view.from, place);
  const bulgeM = (northM * northM + eastM * eastM) / (2 * 6.37e6);
  const attitude = { rollRad: faults.rollRad, pitchRad: view.pitchRad, yawRad: view.yawRad };
  const pixel = projectToPixel(m3t, attitude, { north: northM, east: eastM, down: view.heightM + bulgeM });
  if (pixel === undefined) return undefined;
  // The cross error turns the picture's columns; the pixel that sees the place is the one turned back.
  const focal = focalPx(m3t);
  const angle = Math.atan2(pixel.xPx - m3t.widthPx / 2, focal) - faults.crossRad;
  const stretch = Math.cos(angle + faults.crossRad) / Math.cos(angle);
  const xPx = m3t.widthPx / 2 + focal * Math.tan(angle) + draw(0.4);
  const yPx = m3t.heightPx / 2 + (pixel.yPx - m3t.heightPx / 2) * stretch + draw(0.4);
  if (xPx < 8 || yPx < 8 || xPx > m3t.widthPx - 8 || yPx > m3t.heightPx - 8) return undefined;
  const { northMps = 0, eastMps = 0 } = view;
  const s = bias.timeMs / 1000;
  const pose: CameraPose = {
    ...offsetLatLon(view.from, -northMps * s - faults.northM, -eastMps * s - faults.eastM),
    vehicleTimeMs: 0,
    altMslM: view.heightM - faults.heightM,
    altHomeM: view.heightM - faults.heightM,
    rollRad: asRad(0),
    pitchRad: asRad(view.pitchRad - bias.pitchRad - draw(droneSigmas.pitchRad * fresh)),
    yawRad: asRad(view.yawRad - bias.headingRad - draw(droneSigmas.headingRad * fresh)),
    groundMps: Math.hypot(northMps, eastMps),
    yawRateRadps: 0,
    gapMs: 0,
  };
  return { spot: { xPx, yPx, widthPx: 14, heightPx: 7 }, pose };
};

export interface ReferenceOptions extends SeenOptions {
  readonly referenceId?: string;
  readonly utcMs?: number;
  readonly placeSigmaM?: number;
  /** Where it is said to be, if that isn't where it is. */
  readonly said?: LatLon;
}

/** A sighting of a known place, as the station would make it. */
export const referenceSeen = (options: ReferenceOptions): ReferenceSighting | undefined => {
  const seen = seenFrom(options);
  if (seen === undefined) return undefined;
  const { place, view, said = place, referenceId = "mark", utcMs = 0, placeSigmaM = 1 } = options;
  const { northMps = 0, eastMps = 0 } = view;
  return {
    referenceId,
    utcMs,
    xPx: seen.spot.xPx,
    yPx: seen.spot.yPx,
    camera: m3t,
    pose: seen.pose,
    rate: { northMps, eastMps, upMps: 0, yawRadps: 0, pitchRadps: 0 },
    place: { ...said, altMslM: 0 },
    placeSigmaM,
    sigmas: droneSigmas,
    captureSigmaMs,
  };
};

/** A camera that looks straight at a place from so high, so steeply and from such a direction. */
export const viewOf = (
  place: LatLon,
  look: {
    readonly heightM: number;
    readonly depressionRad: number;
    readonly yawRad: number;
    readonly mps?: number;
    readonly courseRad?: number;
  },
): TrueView => {
  const { heightM, depressionRad, yawRad, mps = 0, courseRad = yawRad } = look;
  const rangeM = heightM / Math.tan(depressionRad);
  return {
    from: offsetLatLon(place, -rangeM * Math.cos(yawRad), -rangeM * Math.sin(yawRad)),
    heightM,
    yawRad,
    pitchRad: -depressionRad,
    northMps: mps * Math.cos(courseRad),
    eastMps: mps * Math.sin(courseRad),
  };
};
