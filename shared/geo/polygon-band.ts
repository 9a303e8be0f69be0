import { isInRing, type PlanePoint, type PlaneRing, ringAreaM2 } from "./polygon.ts";
import { sidedRings } from "./polygon-offset.ts";

/** Part of a half plane's edge: an inside stretch begins or ends here. */
interface Cut {
  readonly alongM: number;
  readonly chain: number;
}

/**
 * What of polygons with holes lies at most `acrossM` to the right of a direction through the origin.
 * @param sided what is inside lies to the left of every ring; so it does in the answer
 */
const leftOfLine = (sided: readonly PlaneRing[], headingRad: number, acrossM: number): readonly PlaneRing[] => {
  const [cos, sin] = [Math.cos(headingRad), Math.sin(headingRad)];
  const across = ({ northM, eastM }: PlanePoint) => eastM * cos - northM * sin - acrossM;
  const along = ({ northM, eastM }: PlanePoint) => northM * cos + eastM * sin;
  const whole: PlaneRing[] = [];
  const chains: PlanePoint[][] = [];
  const [ends, begins]: [Cut[], Cut[]] = [[], []];
  for (const ring of sided) {
    const isIn = ring.map((corner) => across(corner) <= 0);
    const entry = ring.findIndex((_, i) => isIn[i] === true && isIn.at(i - 1) === false);
    if (entry < 0) {
      if (isIn[0] === true) whole.push(ring);
      continue;
    }
    for (let step = 0; step < ring.length; step += 1) {
      const i = (entry + step) % ring.length;
      const [before, corner, after] = [ring.at(i - 1), ring[i], ring[(i + 1) % ring.length]];
      if (!before || !corner || !after || isIn[i] !== true) continue;
      if (isIn.at(i - 1) === false) {
        const at = onLine(before, corner, across(before), across(corner));
        begins.push({ alongM: along(at), chain: chains.length });
        chains.push([at]);
      }
      chains.at(-1)?.push(corner);
      if (isIn[(i + 1) % ring.length] === false) {
        const at = onLine(corner, after, across(corner), across(after));
        ends.push({ alongM: along(at), chain: chains.length - 1 });
        chains.at(-1)?.push(at);
      }
    }
  }
  return [...whole, ...joined(chains, ends, begins)];
};

const onLine = (a: PlanePoint, b: PlanePoint, acrossA: number, acrossB: number): PlanePoint => {
  const share = acrossA / (acrossA - acrossB);
  return { northM: a.northM + share * (b.northM - a.northM), eastM: a.eastM + share * (b.eastM - a.eastM) };
};

/** Along the cut the inside lies between the first and second place, the third and fourth, and so on: there chains go on. */
const joined = (
  chains: readonly (readonly PlanePoint[])[],
  ends: readonly Cut[],
  begins: readonly Cut[],
): readonly PlaneRing[] => {
  const places = [...ends.map((cut) => ({ ...cut, isEnd: true })), ...begins.map((cut) => ({ ...cut, isEnd: false }))];
  places.sort((one, other) => one.alongM - other.alongM);
  const next = new Map<number, number>();
  for (let i = 0; i + 1 < places.length; i += 2) {
    const [one, other] = [places[i], places[i + 1]];
    const [end, begin] = one?.isEnd === true ? [one, other] : [other, one];
    if (end && begin) next.set(end.chain, begin.chain);
  }
  const taken = new Set<number>();
  const rings: PlaneRing[] = [];
  for (const first of chains.keys()) {
    const ring: PlanePoint[] = [];
    for (let chain: number | undefined = first; chain !== undefined && !taken.has(chain); chain = next.get(chain)) {
      taken.add(chain);
      ring.push(...(chains[chain] ?? []));
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
};

/** Pieces smaller than this come from rounding, m². */
const crumbM2 = 1;

/**
 * Cuts a strip out of a polygon with holes (ring 0 is the outline): what lies between `fromM` and `toM` to the right of a
 * direction through the origin. Connected pieces, each with its holes; together all strips side by side are the polygon again.
 */
export const cutBand = (
  rings: readonly PlaneRing[],
  headingRad: number,
  { fromM, toM }: { readonly fromM: number; readonly toM: number },
): readonly (readonly PlaneRing[])[] => {
  const near = leftOfLine(sidedRings(rings), headingRad, toM);
  // Seen the other way round, right is left.
  const strip = leftOfLine(near, headingRad + Math.PI, -fromM);
  const outlines = strip.filter((ring) => ringAreaM2(ring) > crumbM2);
  const holes = strip.filter((ring) => ringAreaM2(ring) < -crumbM2 / 100);
  return outlines.map((outline) => [
    outline,
    ...holes.filter((hole) => hole.some((corner) => isInRing(corner, outline))),
  ]);
};
