import { wrapPi } from "../../units/angle.ts";
import { cellCount, columnEastM, rowNorthM } from "../grid/search-grid.ts";
import type { Dispersion } from "../lost-person/distances.ts";
import type { LayerPlace, PriorFactor } from "./layers.ts";

/**
 * People go on the way they were going: weighs directions from the planning point by the angles off the direction of travel
 * within which people were found, evenly within each. 1 is the mean over all directions.
 * @param headingRad direction of travel, from true north
 */
export const directionFactor = (
  { grid, northM, eastM }: LayerPlace,
  headingRad: number,
  { quantiles, source }: Dispersion,
): PriorFactor => {
  const limits = [...quantiles, { share: 1, angleRad: Math.PI }];
  const densities = limits.map(({ share, angleRad }, i) => {
    const before = limits[i - 1] ?? { share: 0, angleRad: 0 };
    const widthRad = angleRad - before.angleRad;
    return widthRad > 0 ? ((share - before.share) * Math.PI) / widthRad : 0;
  });
  const factor = new Float32Array(cellCount(grid));
  for (let row = 0; row < grid.rows; row += 1) {
    const north = rowNorthM(grid, row) - northM;
    for (let column = 0; column < grid.columns; column += 1) {
      const east = columnEastM(grid, column) - eastM;
      const offRad = Math.abs(wrapPi(Math.atan2(east, north) - headingRad));
      const sector = limits.findIndex(({ angleRad }) => offRad <= angleRad);
      // On the planning point itself there is no direction.
      const isHere = Math.abs(north) < grid.cellM / 2 && Math.abs(east) < grid.cellM / 2;
      factor[row * grid.columns + column] = isHere ? 1 : (densities[sector < 0 ? densities.length - 1 : sector] ?? 1);
    }
  }
  const about = {
    kind: "direction",
    formula: "p′ ∝ p · Δshare · π / Δangle",
    source,
    assumptions: [],
  } as const;
  return { about, factor };
};
