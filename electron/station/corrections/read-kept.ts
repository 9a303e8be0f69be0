import { z } from "zod";
import type { Rad } from "../../../shared/units/angle.ts";
import type { KeptSighting } from "./camera-sightings.ts";

const number = z.number();
const rad = number.transform((value) => value as Rad);
const place = { latDeg: number, lonDeg: number };

const KeptSightingSchema = z.object({
  referenceId: z.string(),
  heatId: z.string().exactOptional(),
  utcMs: number,
  xPx: number,
  yPx: number,
  camera: z.object({ widthPx: number, heightPx: number, hfovRad: number }),
  pose: z.object({
    ...place,
    vehicleTimeMs: number,
    altMslM: number,
    altHomeM: number.exactOptional(),
    rollRad: rad,
    pitchRad: rad,
    yawRad: rad,
    groundMps: number,
    yawRateRadps: number,
    gapMs: number,
  }),
  rate: z.object({ northMps: number, eastMps: number, upMps: number, yawRadps: number, pitchRadps: number }),
  place: z.object({ ...place, altMslM: number }),
  placeSigmaM: number,
  sigmas: z.object({ positionM: number, headingRad: number, pitchRad: number, rollRad: number, heightM: number }),
  captureSigmaMs: number,
});

const KeptCorrectionSchema = z.object({
  manualHeadingRad: number.min(-0.2618).max(0.2618),
  apply: z.boolean(),
  sightings: z.array(KeptSightingSchema).max(100),
});

export interface KeptCorrection {
  readonly manualHeadingRad: number;
  readonly apply: boolean;
  readonly sightings: readonly KeptSighting[];
}

/** What was kept of a vehicle's correction; undefined where another version wrote it and this one doesn't understand it. */
export const readKept = (thing: unknown): KeptCorrection | undefined => KeptCorrectionSchema.safeParse(thing).data;
