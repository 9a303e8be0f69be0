import { fractalNoise, valueNoise } from "../value-noise.ts";

/** A bell; cut off where it is below a millimetre of the highest hill. */
const bump = (e: number, n: number, atE: number, atN: number, radiusM: number): number => {
  const share = ((e - atE) * (e - atE) + (n - atN) * (n - atN)) / (2 * radiusM * radiusM);
  return share > 11 ? 0 : Math.exp(-share);
};

/**
 * The ground before water, roads and dykes shape it, m MSL: flat water country with a few low mounds, a wooded hill at
 * the north-west edge and a lower one beyond the north-east corner.
 */
export const reliefMslM = (seed: number, sizeM: number, e: number, n: number): number => {
  const half = sizeM / 2;
  const plain = 3.6 + 1.1 * fractalNoise(seed + 11, e / 520, n / 520, 3) + 0.25 * valueNoise(seed + 12, e / 60, n / 60);
  const west =
    62 * bump(e, n, -half * 0.93, half * 0.9, 190) +
    31 * bump(e, n, -half * 0.66, half * 1.0, 130) +
    20 * bump(e, n, -half * 1.0, half * 0.55, 150);
  const north = 34 * bump(e, n, half * 0.95, half * 1.05, 170);
  const mounds =
    5.5 * bump(e, n, half * 0.62, half * 0.52, 60) +
    4.2 * bump(e, n, -half * 0.58, -half * 0.62, 75) +
    3.4 * bump(e, n, half * 0.2, -half * 0.75, 50) +
    3.0 * bump(e, n, -half * 0.15, half * 0.8, 55);
  const hills = west + north;
  const rough = hills === 0 ? 1 : 1 + 0.22 * fractalNoise(seed + 13, e / 140, n / 140, 3);
  return plain + hills * rough + mounds;
};

/** Where hills begin: no parcels, ponds or ditches above this. */
export const hillFootMslM = 9;

const turnRad = 0.17;

/** Turns and bends the planner's straight lines into what a landscape has: canals wind, parcels are askew. */
export const warp = (seed: number, planE: number, planN: number): readonly [number, number] => {
  const e = planE * Math.cos(turnRad) - planN * Math.sin(turnRad);
  const n = planE * Math.sin(turnRad) + planN * Math.cos(turnRad);
  const bend = (layer: number) =>
    85 * valueNoise(seed + layer, e / 560 + 0.3, n / 560 + 0.6) +
    19 * valueNoise(seed + layer + 1, e / 165, n / 165) +
    2.5 * valueNoise(seed + layer + 2, e / 37, n / 37);
  return [e + bend(21), n + bend(24)];
};
