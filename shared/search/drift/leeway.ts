import type { LeewayAxis } from "./leeway-objects.ts";

/** Chance within an hour that the wind comes to push an object to its other side (Allen 2005). */
const jibePerHour = 0.04;

/** Leeway along one axis, m/s. @param epsCmps how far this very object is off the mean, cm/s, drawn once */
export const leewayMps = (axis: LeewayAxis, windMps: number, epsCmps: number): number =>
  0.01 * ((axis.slopePercent + epsCmps / 20) * windMps + axis.offsetCmps + epsCmps / 2);

/** Chance that an object changes its side within a time. */
export const jibeProbability = (seconds: number): number => -Math.expm1((Math.log1p(-jibePerHour) * seconds) / 3_600);

/** Standard normal numbers by pairs (Box and Muller 1958). */
export const normalNumbers = (random: () => number): (() => number) => {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const turnRad = 2 * Math.PI * random();
    spare = radius * Math.sin(turnRad);
    return radius * Math.cos(turnRad);
  };
};

/** Draws the downwind error anew as long as the object would go against the wind. */
export const drawDownwindEps = (axis: LeewayAxis, normal: () => number): number => {
  for (let draw = 0; draw < 1_000; draw += 1) {
    const epsCmps = axis.sigmaCmps * normal();
    if (axis.slopePercent + epsCmps / 20 >= 0) return epsCmps;
  }
  return 0;
};
