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

/** Country reaches so far to each side of the planning point, m. */
const reachM = 6500;
const stepM = 60;

/** Roads about so far apart, either way, m: 1.3 km for each square kilometre. */
const roadSpacingM = 2200;
/** Tracks begin at roads, one about so often along them, m. */
const trackEveryM = 900;
const streamSpacingM = 2400;
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

export const makeCountry = (random: () => number): Country => {
  const lines: CountryLine[] = [];
  const turnRad = random() * Math.PI;
  const inside = ({ northM, eastM }: PlanePoint) => Math.max(Math.abs(northM), Math.abs(eastM)) < reachM;
  // Two families of roads, one through the planning point: people are last seen at places that roads lead to.
  for (const family of [0, Math.PI / 2 + 0.5 * (random() - 0.5)]) {
    const headingRad = turnRad + family;
    const shiftM = family === 0 ? 0 : random() * roadSpacingM;
    for (let k = -5; k <= 5; k += 1) {
      const acrossM = k * roadSpacingM + shiftM + (k === 0 && family === 0 ? 0 : 700 * (random() - 0.5));
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
      if (!next || random() > stepM / trackEveryM) continue;
      const roadRad = Math.atan2(next.eastM - from.eastM, next.northM - from.northM);
      const side = random() < 0.5 ? 1 : -1;
      const headingRad = roadRad + side * (Math.PI / 2 + 0.8 * (random() - 0.5));
      lines.push({ kind: "track", points: meander(from, headingRad, 300 + 1100 * random(), 0.5, random) });
    }
  }
  const streamRad = random() * 2 * Math.PI;
  for (let k = -3; k <= 3; k += 1) {
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
