import {
  anglesOfPixel,
  anglesOfPlace,
  noSightingError,
  placeFromCamera,
  type ReferenceSighting,
  type SeenAngles,
} from "./reference-sighting.ts";

/** Why the field of view that is said can't be right. */
export interface FieldOfViewDoubt {
  /** What fits the sightings, horizontal, rad. */
  readonly hfovRad: number;
  /** How much larger things appear than they should, with its sigma: above 1 the camera sees narrower than is said. */
  readonly scale: number;
  readonly sigma: number;
}

/** Fewer may be chance. */
const leastSightings = 6;
/** Smaller differences are lens distortion, and don't matter. */
const leastScale = 1.15;
/** Sigmas. */
const sure = 4;
/** Known places must lie so far apart in the picture, root mean square of the tangent: some 3 degrees. */
const leastSpread = 0.05;
/** Of the typical residual: what is further off was taken for another place. */
const outlier = 4;

interface Pair {
  readonly expected: readonly [number, number];
  readonly seen: readonly [number, number];
}

/**
 * Whether known places appear systematically nearer to the picture's edge, or to its middle, than the field of view allows.
 * Where the camera points makes no difference: only how far apart they are counts.
 * @param sightings also those that fit no bias
 * @returns undefined where nothing speaks against what is said
 */
export const fieldOfViewDoubt = (sightings: readonly ReferenceSighting[]): FieldOfViewDoubt | undefined => {
  const pairs = sightings.flatMap((sighting): readonly Pair[] => {
    const expected = anglesOfPlace(sighting, noSightingError, placeFromCamera(sighting));
    return expected === undefined ? [] : [{ expected: tangents(expected), seen: tangents(anglesOfPixel(sighting)) }];
  });
  const first = leastSquares(pairs);
  if (first === undefined) return undefined;
  const offs = pairs.map((pair) => residualOf(pair, first));
  const typical = [...offs].sort((a, b) => a - b)[Math.floor(offs.length / 2)] ?? 0;
  const found = leastSquares(pairs.filter((_, i) => (offs[i] ?? 0) <= outlier * typical + 1e-6));
  const [newest] = sightings.slice(-1);
  if (found === undefined || newest === undefined || !(found.scale > 0)) return undefined;
  const { scale, sigma } = found;
  if (Math.max(scale, 1 / scale) < leastScale || Math.abs(scale - 1) < sure * sigma) return undefined;
  return { scale, sigma, hfovRad: 2 * Math.atan(Math.tan(newest.camera.hfovRad / 2) / scale) };
};

const tangents = ({ rightRad, belowRad }: SeenAngles): readonly [number, number] => [
  Math.tan(rightRad),
  Math.tan(belowRad) / Math.cos(rightRad),
];

interface Fit {
  readonly scale: number;
  readonly sigma: number;
  /** The constant that is left: where the camera points. */
  readonly offset: readonly [number, number];
}

/** Least squares of seen = scale * expected + offset, one scale for both axes. */
const leastSquares = (pairs: readonly Pair[]): Fit | undefined => {
  const count = pairs.length;
  if (count < leastSightings) return undefined;
  const mean = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / count;
  const expected = [mean((pair) => pair.expected[0]), mean((pair) => pair.expected[1])] as const;
  const seen = [mean((pair) => pair.seen[0]), mean((pair) => pair.seen[1])] as const;
  let [spread2, product] = [0, 0];
  for (const pair of pairs) {
    for (const axis of [0, 1] as const) {
      const away = pair.expected[axis] - expected[axis];
      spread2 += away * away;
      product += away * (pair.seen[axis] - seen[axis]);
    }
  }
  if (Math.sqrt(spread2 / count) < leastSpread) return undefined;
  const scale = product / spread2;
  const offset = [seen[0] - scale * expected[0], seen[1] - scale * expected[1]] as const;
  const left2 = pairs.reduce((sum, pair) => sum + residualOf(pair, { scale, sigma: 0, offset }) ** 2, 0);
  return { scale, offset, sigma: Math.sqrt(left2 / (2 * count - 3) / spread2) };
};

const residualOf = ({ expected, seen }: Pair, { scale, offset }: Fit): number =>
  Math.hypot(seen[0] - scale * expected[0] - offset[0], seen[1] - scale * expected[1] - offset[1]);
