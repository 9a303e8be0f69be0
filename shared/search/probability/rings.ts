import type { Distances } from "../lost-person/distances.ts";
import type { LayerPlace, PriorLayer } from "./layers.ts";
import { type Annulus, radialLayer } from "./radial-layer.ts";

export interface RingOptions {
  /**
   * Where those go who were found beyond the last distance (usually 5 %): into the rest of the world, or evenly over the
   * grid beyond it, which nobody measured.
   */
  readonly tail?: "rest-of-world" | "grid";
}

/** Annuli between the table's distances: mass .25/.25/.25/.20, or what is between the shares that the source has. */
export const ringsOf = ({ quantiles }: Distances): readonly Annulus[] =>
  quantiles.map(({ share, distanceM }, i) => ({
    fromM: quantiles[i - 1]?.distanceM ?? 0,
    toM: distanceM,
    mass: share - (quantiles[i - 1]?.share ?? 0),
  }));

/** The prior by rings of lost-person distances around the planning point. */
export const ringsLayer = (place: LayerPlace, distances: Distances, { tail }: RingOptions = {}): PriorLayer => {
  const rings = ringsOf(distances);
  const last = rings.at(-1);
  const { grid, northM, eastM } = place;
  const farthestM = Math.hypot(
    (grid.rows / 2) * grid.cellM + Math.abs(northM),
    (grid.columns / 2) * grid.cellM + Math.abs(eastM),
  );
  const lastM = last?.toM ?? 0;
  const beyond = 1 - (distances.quantiles.at(-1)?.share ?? 0);
  const overGrid = tail === "grid" && beyond > 0 && farthestM > lastM;
  const layer = radialLayer(place, rings, {
    kind: "rings",
    formula: "p(A) = Δshare · A / π(r₂² − r₁²)",
    source: distances.source,
    assumptions: overGrid ? [{ code: "tail-over-grid", value: beyond, unit: "share" }] : [],
  });
  return overGrid ? withTail(layer, place, lastM, beyond) : layer;
};

/** The tail evenly over all cells whose middle lies beyond the last ring. */
const withTail = (
  layer: PriorLayer,
  { grid, northM, eastM }: LayerPlace,
  beyondM: number,
  tail: number,
): PriorLayer => {
  const cells: number[] = [];
  for (let cell = 0; cell < layer.mass.length; cell += 1) {
    const north = (Math.floor(cell / grid.columns) + 0.5 - grid.rows / 2) * grid.cellM - northM;
    const east = ((cell % grid.columns) + 0.5 - grid.columns / 2) * grid.cellM - eastM;
    if (Math.hypot(north, east) >= beyondM) cells.push(cell);
  }
  if (cells.length === 0) return layer;
  for (const cell of cells) layer.mass[cell] = (layer.mass[cell] ?? 0) + tail / cells.length;
  return { ...layer, outside: Math.max(0, layer.outside - tail) };
};
