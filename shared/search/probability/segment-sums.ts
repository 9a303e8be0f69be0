import type { ProbabilityMap } from "./probability-map.ts";

/** How a segment stands after the search so far. */
export interface SegmentSum {
  readonly id: string;
  readonly areaM2: number;
  /** Probability that the person is in it now (posterior). */
  readonly poa: number;
  /** Before any search. */
  readonly poaPrior: number;
  /** That somebody there who doesn't respond would have been found: the mean over its prior mass; 0 without any. */
  readonly pod: number;
  readonly podResponsive: number;
  /** Posterior probability per m² (PDEN). */
  readonly densityPerM2: number;
  /** What of the whole was found here or would have been (POS): prior mass times POD. */
  readonly pos: number;
}

/** All segments that the map watches, from the sums it keeps: no cell is looked at. */
export const segmentSums = (map: ProbabilityMap): readonly SegmentSum[] => {
  const { segments, segmentMasses, notFound } = map;
  if (!segments) return [];
  return segments.ids.map((id, i) => {
    const poaPrior = segmentMasses.prior[i] ?? 0;
    const left = Math.max(0, segmentMasses.left[i] ?? 0);
    const leftResponsive = Math.max(0, segmentMasses.leftResponsive[i] ?? 0);
    const areaM2 = (segments.cells[i] ?? 0) * segments.cellAreaM2;
    const poa = notFound > 0 ? left / notFound : 0;
    return {
      id,
      areaM2,
      poa,
      poaPrior,
      pod: foundShare(poaPrior, left),
      podResponsive: foundShare(poaPrior, leftResponsive),
      densityPerM2: areaM2 > 0 ? poa / areaM2 : 0,
      pos: Math.max(0, poaPrior - left),
    };
  });
};

const foundShare = (prior: number, left: number): number =>
  prior > 0 ? Math.min(1, Math.max(0, (prior - left) / prior)) : 0;
