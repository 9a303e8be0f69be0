import type { BaseMap } from "../../shared/geo/base-map.ts";
import { placeAt } from "./build-views.ts";

/** Rolling ground about the scene's centre, 2 km across, 3 to 43 m above the sea, without anything on it. */
export const buildGround = (): { readonly baseMap: BaseMap; readonly heightsMslM: Float32Array } => {
  const [rows, columns] = [161, 161];
  const southWest = placeAt(-1000, -1000);
  const northEast = placeAt(1000, 1000);
  const heightsMslM = Float32Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return 23 + 14 * Math.sin(row / 13) + 6 * Math.cos(column / 9 + row / 31);
  });
  return {
    heightsMslM,
    baseMap: {
      id: "rolling",
      attribution: "made up",
      synthetic: true,
      terrain: {
        southDeg: southWest.latDeg,
        westDeg: southWest.lonDeg,
        stepLatDeg: (northEast.latDeg - southWest.latDeg) / (rows - 1),
        stepLonDeg: (northEast.lonDeg - southWest.lonDeg) / (columns - 1),
        rows,
        columns,
      },
      features: [],
    },
  };
};
