import type { LogNormal } from "../lost-person/distances.ts";
import { normalBelow, normalQuantile } from "../lost-person/normal.ts";
import type { LayerPlace, PriorLayer } from "./layers.ts";
import { radialLayer } from "./radial-layer.ts";

/** Annuli with equal shares of the people: fine enough that no step shows. */
const steps = 200;

/** Distance within which a share was found, m. */
export const logNormalQuantileM = ({ meanLnKm, sdLnKm }: LogNormal, share: number): number =>
  1000 * Math.exp(meanLnKm + sdLnKm * normalQuantile(share));

/** Share that was found within a distance. */
export const logNormalShare = ({ meanLnKm, sdLnKm }: LogNormal, distanceM: number): number =>
  distanceM > 0 ? normalBelow((Math.log(distanceM / 1000) - meanLnKm) / sdLnKm) : 0;

/** The prior by log-normal distances around the planning point; what is beyond the grid is the rest of the world. */
export const logNormalLayer = (place: LayerPlace, logNormal: LogNormal): PriorLayer => {
  const limitsM = Array.from({ length: steps - 1 }, (_, i) => logNormalQuantileM(logNormal, (i + 1) / steps));
  const annuli = limitsM.map((toM, i) => ({ fromM: limitsM[i - 1] ?? 0, toM, mass: 1 / steps }));
  return radialLayer(place, annuli, {
    kind: "log-normal",
    formula: "ln r ~ N(μ, σ²), p(A) = A f(r) / 2πr",
    source: logNormal.source,
    assumptions: [],
  });
};
