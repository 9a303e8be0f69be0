import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { ringAreaM2 } from "../../../shared/geo/polygon.ts";

type Ring = readonly LatLon[];

const corners = 32;

/** A circle as a ring: of people like the subject a known share was found in it. */
export const circleRing = (centre: LatLon, radiusM: number): Ring => {
  const frame = new LocalFrame(centre);
  return Array.from({ length: corners }, (_, i) => {
    const turn = (2 * Math.PI * i) / corners;
    return frame.toLatLon(radiusM * Math.cos(turn), radiusM * Math.sin(turn));
  });
};

/** South, west, north, east. */
export const boxRing = ([south, west, north, east]: readonly [number, number, number, number]): Ring => [
  { latDeg: south, lonDeg: west },
  { latDeg: south, lonDeg: east },
  { latDeg: north, lonDeg: east },
  { latDeg: north, lonDeg: west },
];

/** Of one segment, as powers of ten, m²: what a person can search in minutes up to what a shift of drones can. */
export const sizeLog10M2 = { least: 3, most: 7, usual: 5, step: 0.1 } as const;

/** More than these nobody oversees at first; who wants them smaller makes them smaller. */
const manySegments = 150;

/** The size to begin with in an area: the usual one, larger where that would make very many. */
export const sizeFor = (ring: Ring): number => {
  const [first] = ring;
  if (first === undefined) return sizeLog10M2.usual;
  const frame = new LocalFrame(first);
  const areaM2 = Math.abs(ringAreaM2(ring.map((corner) => frame.toNorthEast(corner))));
  const log = Math.ceil(Math.log10(Math.max(1, areaM2 / manySegments)) / sizeLog10M2.step) * sizeLog10M2.step;
  return Math.min(sizeLog10M2.most, Math.max(sizeLog10M2.usual, log));
};
