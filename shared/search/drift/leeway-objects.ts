/** One axis of a leeway: (slope * wind + offset), scattered by sigma. */
export interface LeewayAxis {
  /** Of the wind speed, percent. */
  readonly slopePercent: number;
  /** cm/s. */
  readonly offsetCmps: number;
  /** Standard deviation, cm/s. */
  readonly sigmaCmps: number;
}

/** How the wind drives a floating object: down the wind, and across it to the right or to the left. */
export interface LeewayObject {
  readonly downwind: LeewayAxis;
  readonly right: LeewayAxis;
  readonly left: LeewayAxis;
}

const axis = (slopePercent: number, offsetCmps: number, sigmaCmps: number): LeewayAxis => ({
  slopePercent,
  offsetCmps,
  sigmaCmps,
});

/** Where the numbers are from; to be shown wherever they are used. */
export const leewaySource =
  "Allen & Plourde 1999, Review of Leeway (USCG R&D Center CG-D-08-99); Allen 2005, Leeway Divergence (CG-D-05-05); as tabulated in OpenDrift's OBJECTPROP.";

/** Person in water (PIW), life rafts, a skiff. Others are loaded by who has the tables: none is made up here. */
export const leewayObjects = {
  /** Person in water, state unknown. */
  "PIW-1": { downwind: axis(0.96, 0, 12), right: axis(0.54, 0, 9.4), left: axis(-0.54, 0, 9.4) },
  /** Vertical, life jacket type III. */
  "PIW-2": { downwind: axis(0.48, 0, 8.3), right: axis(0.15, 0, 6.7), left: axis(-0.15, 0, 6.7) },
  /** Sitting, life jacket type I or II. */
  "PIW-3": { downwind: axis(1.6, -3.98, 2.42), right: axis(0.13, 0.33, 2.11), left: axis(-0.13, -0.33, 2.11) },
  /** In a survival suit. */
  "PIW-4": { downwind: axis(1.71, 1.12, 3.93), right: axis(1.36, -3.3, 1.71), left: axis(-0.13, -2.65, 1.62) },
  /** Deceased. */
  "PIW-6": { downwind: axis(1.117, 10.2, 3.04), right: axis(0.04, 3.9, 4.05), left: axis(-0.04, -3.9, 4.05) },
  /** Raft with deep ballast, mean. */
  "RAFT-DB-10": { downwind: axis(3.52, -2.5, 6.1), right: axis(0.62, -3, 3.5), left: axis(-0.45, -0.2, 3.6) },
  /** Raft with shallow ballast. */
  "RAFT-SB-6": { downwind: axis(2.68, 0, 12), right: axis(1.1, 0, 9.4), left: axis(-1.1, 0, 9.4) },
  /** Skiff with a V-shaped hull. */
  "SKIFF-V-HULL": { downwind: axis(2.87, 3.98, 3.33), right: axis(0.32, -2.93, 2.53), left: axis(-0.62, 1.03, 3.05) },
} as const satisfies Readonly<Record<string, LeewayObject>>;

export type LeewayObjectKey = keyof typeof leewayObjects;
