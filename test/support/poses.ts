import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { TerrainGrid } from "../../shared/geo/terrain-grid.ts";
import { degToRad } from "../../shared/units/angle.ts";
import type { CameraPose } from "../../shared/vehicle/pose.ts";

/** Where the default scenario is. */
export const linghu: LatLon = { latDeg: 30.87, lonDeg: 120.433 };

/** A camera at rest 100 m over linghu (and over home) that looks north and `depressionDeg` down. */
export const poseOf = (depressionDeg: number, changes: Partial<CameraPose> = {}): CameraPose => ({
  ...linghu,
  vehicleTimeMs: 60_000,
  altMslM: 103,
  altHomeM: 100,
  rollRad: degToRad(0),
  pitchRad: degToRad(-depressionDeg),
  yawRad: degToRad(0),
  groundMps: 0,
  yawRateRadps: 0,
  gapMs: 0,
  ...changes,
});

/** The M3T of the tables: 640x512, 45.8 degrees across. */
export const m3t = { widthPx: 640, heightPx: 512, hfovRad: degToRad(45.8) };

/** The Lepton of a robot dog. */
export const lepton = { widthPx: 160, heightPx: 120, hfovRad: degToRad(57) };

/** A grid around linghu whose heights are a function of metres north and east of it. */
export const terrainOf = (
  heightMslM: (northM: number, eastM: number) => number,
  { cellM = 10, halfM = 600 }: { readonly cellM?: number; readonly halfM?: number } = {},
): TerrainGrid => {
  const size = Math.round((2 * halfM) / cellM) + 1;
  const stepLatDeg = cellM / 110_867;
  const stepLonDeg = cellM / 95_640;
  const heights = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      heights[row * size + column] = heightMslM(row * cellM - halfM, column * cellM - halfM);
    }
  }
  const meta = {
    southDeg: linghu.latDeg - (halfM / cellM) * stepLatDeg,
    westDeg: linghu.lonDeg - (halfM / cellM) * stepLonDeg,
    stepLatDeg,
    stepLonDeg,
    rows: size,
    columns: size,
  };
  return new TerrainGrid(meta, heights);
};
