/** Light from four sides, the north-west strongest, as in the USGS multi-directional hillshade (Mark 1992). */
const lights = [
  { azimuthDeg: 315, weight: 0.46 },
  { azimuthDeg: 270, weight: 0.18 },
  { azimuthDeg: 0, weight: 0.18 },
  { azimuthDeg: 45, weight: 0.18 },
].map(({ azimuthDeg, weight }) => {
  const azimuthRad = (azimuthDeg * Math.PI) / 180;
  const elevationRad = (42 * Math.PI) / 180;
  return {
    weight,
    north: Math.cos(azimuthRad) * Math.cos(elevationRad),
    east: Math.sin(azimuthRad) * Math.cos(elevationRad),
    up: Math.sin(elevationRad),
  };
});

const levelBrightness = lights.reduce((sum, light) => sum + light.weight * light.up, 0);

/**
 * How much lighter or darker than level ground a slope is: 0 level, towards 1 fully lit, towards -1 in shadow.
 * @param slopeNorth rise towards north, m per m, already exaggerated
 */
export function hillshade(slopeNorth: number, slopeEast: number): number {
  const length = Math.sqrt(slopeNorth * slopeNorth + slopeEast * slopeEast + 1);
  let brightness = 0;
  for (const light of lights) {
    const cosine = (light.up - light.north * slopeNorth - light.east * slopeEast) / length;
    if (cosine > 0) brightness += light.weight * cosine;
  }
  const difference = brightness - levelBrightness;
  return difference > 0 ? difference / (1 - levelBrightness) : difference / levelBrightness;
}

/**
 * Vertical exaggeration that makes the steep tenth of this ground read as a clear slope: a plain is helped, mountains stay true.
 * @param steepSlope rise over run that nine tenths of the ground stay below
 */
export const exaggeration = (steepSlope: number): number =>
  steepSlope <= 0 ? 1 : Math.min(7, Math.max(1, 0.36 / steepSlope));

/**
 * The factor for one slope: `factor` on level ground, less the steeper it is, so that hills in a plain don't turn black.
 * @param slope rise over run
 */
export const heldExaggeration = (slope: number, factor: number): number => factor / (1 + (slope * (factor - 1)) / 0.75);
