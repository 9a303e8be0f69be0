import type { BaseMapFeature, BaseMapFeatureKind } from "../../shared/geo/base-map.ts";
import type { LocalFrame } from "../../shared/geo/local-frame.ts";
import type { PlanePoint } from "../../shared/geo/polygon.ts";

export interface CountryLine {
  readonly kind: Extract<BaseMapFeatureKind, "road" | "track" | "stream">;
  readonly points: readonly PlanePoint[];
}

/** A generated country around the planning point, which is the origin of its plane. What is in it is on everybody's map. */
export interface Country {
  readonly lines: readonly CountryLine[];
  /** Shores. */
  readonly ponds: readonly (readonly PlanePoint[])[];
}

/** Where such people go missing: among fields, in hill country, in a town among fields. */
export type CountryKind = "field" | "hills" | "town";

/** Country reaches so far to each side of the planning point, m. */
const reachM = 6500;
const stepM = 60;

/*
 * Lengths of ways for each square kilometre, chosen before any search was run:
 * - roads among fields .92 km, those of the built-in scenario's country; in the hills .52 km, China's mean (5.0125 million km,
 *   villages' roads included, on 9.6 million km²; Ministry of Transport, bulletin for 2019);
 * - tracks 1.45 km: England's public rights of way, 188,700 km on 130,300 km²;
 * - in town streets 5.96 km: mean of China's 36 great cities at the end of 2018 (road density monitoring report 2019);
 * - streams .6 km and a pond for every 4 km², a town 860 m far to each side: assumptions.
 */
const roadSpacingM: Readonly<Record<CountryKind, number>> = {
  field: 2000 / 0.92,
  hills: 2000 / 0.52,
  town: 2000 / 0.92,
};
/** Tracks begin at roads, one about so often along them, and are 850 m long in the mean, m. */
const trackEveryM: Readonly<Record<CountryKind, number>> = {
  field: (850 * 0.92) / 1.45,
  hills: (850 * 0.52) / 1.45,
  town: (850 * 0.92) / 1.45,
};
const streetSpacingM = 2000 / 5.96;
const townM = 860;
/** Streams rise within the country, so that a third of their way is missing, m. */
const streamSpacingM = 1000 / 0.9;
const pondsPerKm2 = 0.25;

/** Walks on in small steps, its heading swinging about the one it began with. */
const meander = (
  from: PlanePoint,
  headingRad: number,
  lengthM: number,
  bend: number,
  random: () => number,
): readonly PlanePoint[] => {
  const points = [from];
  let off = 0;
  for (let wayM = 0; wayM < lengthM; wayM += stepM) {
    off = 0.93 * off + bend * (random() - 0.5);
    const at = points.at(-1) ?? from;
    const next = {
      northM: at.northM + stepM * Math.cos(headingRad + off),
      eastM: at.eastM + stepM * Math.sin(headingRad + off),
    };
    if (Math.max(Math.abs(next.northM), Math.abs(next.eastM)) > reachM) break;
    points.push(next);
  }
  return points;
};

export const makeCountry = (kind: CountryKind, random: () => number): Country => {
  const lines: CountryLine[] = [];
  const turnRad = random() * Math.PI;
  const inside = ({ northM, eastM }: PlanePoint) => Math.max(Math.abs(northM), Math.abs(eastM)) < reachM;
  const spacingM = roadSpacingM[kind];
  const families = [0, Math.PI / 2 + 0.5 * (random() - 0.5)];
  // Two families of roads, one through the planning point: people are last seen at places that roads lead to.
  for (const family of families) {
    const headingRad = turnRad + family;
    const shiftM = family === 0 ? 0 : random() * spacingM;
    for (let k = -5; k <= 5; k += 1) {
      const acrossM = k * spacingM + shiftM + (k === 0 && family === 0 ? 0 : spacingM * 0.3 * (random() - 0.5));
      const middle = { northM: -acrossM * Math.sin(headingRad), eastM: acrossM * Math.cos(headingRad) };
      if (!inside(middle)) continue;
      const onward = meander(middle, headingRad, 2 * reachM, 0.35, random);
      const back = meander(middle, headingRad + Math.PI, 2 * reachM, 0.35, random);
      lines.push({ kind: "road", points: [...back.toReversed(), ...onward.slice(1)] });
    }
  }
  for (const { points } of lines.filter(({ kind }) => kind === "road")) {
    for (const [i, from] of points.entries()) {
      const next = points[i + 1];
      if (!next || random() > stepM / trackEveryM[kind]) continue;
      const roadRad = Math.atan2(next.eastM - from.eastM, next.northM - from.northM);
      const side = random() < 0.5 ? 1 : -1;
      const headingRad = roadRad + side * (Math.PI / 2 + 0.8 * (random() - 0.5));
      lines.push({ kind: "track", points: meander(from, headingRad, 300 + 1100 * random(), 0.5, random) });
    }
  }
  if (kind === "town")
    lines.push(
      ...streetsOf(
        families.map((family) => turnRad + family),
        random,
      ),
    );
  const streamRad = random() * 2 * Math.PI;
  for (let k = -7; k <= 7; k += 1) {
    const acrossM = (k + random() - 0.5) * streamSpacingM;
    const source = {
      northM: -acrossM * Math.sin(streamRad) - reachM * random() * Math.cos(streamRad),
      eastM: acrossM * Math.cos(streamRad) - reachM * random() * Math.sin(streamRad),
    };
    if (inside(source)) lines.push({ kind: "stream", points: meander(source, streamRad, 2 * reachM, 0.6, random) });
  }
  const ponds = Array.from({ length: Math.round((pondsPerKm2 * (2 * reachM) ** 2) / 1e6) }, () =>
    pondAt({ northM: (2 * random() - 1) * reachM, eastM: (2 * random() - 1) * reachM }, random),
  );
  return { lines: lines.filter(({ points }) => points.length > 1), ponds };
};

/** Streets of a town around the planning point, as many each way. */
const streetsOf = (headingsRad: readonly number[], random: () => number): readonly CountryLine[] =>
  headingsRad.flatMap((headingRad) => {
    const streets = Math.floor(townM / streetSpacingM);
    const shiftM = streetSpacingM * (random() - 0.5);
    return Array.from({ length: 2 * streets + 1 }, (_, i): CountryLine => {
      const acrossM = (i - streets) * streetSpacingM + shiftM;
      const along = (alongM: number): PlanePoint => ({
        northM: alongM * Math.cos(headingRad) - acrossM * Math.sin(headingRad),
        eastM: alongM * Math.sin(headingRad) + acrossM * Math.cos(headingRad),
      });
      return { kind: "road", points: Array.from({ length: 21 }, (_, k) => along((k / 10 - 1) * townM)) };
    });
  });

const pondAt = (middle: PlanePoint, random: () => number): readonly PlanePoint[] => {
  const radiusM = 30 + 90 * random();
  return Array.from({ length: 12 }, (_, i) => {
    const m = radiusM * (0.75 + 0.5 * random());
    const angle = (i * Math.PI) / 6;
    return { northM: middle.northM + m * Math.cos(angle), eastM: middle.eastM + m * Math.sin(angle) };
  });
};

/** The country as a base map has it. */
export const baseMapOf = ({ lines, ponds }: Country, frame: LocalFrame): readonly BaseMapFeature[] => {
  const pair = ({ northM, eastM }: PlanePoint): readonly [number, number] => [
    frame.lonDeg(northM, eastM),
    frame.latDeg(northM, eastM),
  ];
  return [
    ...lines.map(
      ({ kind, points }): BaseMapFeature => ({
        kind,
        geometry: { type: "LineString", coordinates: points.map(pair) },
      }),
    ),
    ...ponds.map(
      (shore): BaseMapFeature => ({ kind: "water", geometry: { type: "Polygon", coordinates: [shore.map(pair)] } }),
    ),
  ];
};
