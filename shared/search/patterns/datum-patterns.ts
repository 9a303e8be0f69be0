import type { PlanePoint } from "../../geo/polygon.ts";
import type { Stretch } from "./sweep-order.ts";

const datum: PlanePoint = { northM: 0, eastM: 0 };

const go = (from: PlanePoint, headingRad: number, m: number): PlanePoint => ({
  northM: from.northM + m * Math.cos(headingRad),
  eastM: from.eastM + m * Math.sin(headingRad),
});

/** Expanding square (IAMSAR SS) about the origin: legs of 1, 1, 2, 2, 3, 3 ... spacings, each turned right by 90 degrees. */
export const expandingSquare = (firstHeadingRad: number, spacingM: number, legs: number): Stretch => {
  const points = [datum];
  for (let leg = 0; leg < legs; leg += 1) {
    const at = points.at(-1) ?? datum;
    points.push(go(at, firstHeadingRad + (leg * Math.PI) / 2, spacingM * (Math.floor(leg / 2) + 1)));
  }
  return points;
};

const third = (2 * Math.PI) / 3;

/**
 * Sector search (IAMSAR VS) about the origin: out, across and back through the datum, always turning right by 120 degrees, three
 * times; nine legs of one radius, of which each last and next first are one straight way. A second round is turned by 30 degrees.
 */
export const sectorSearch = (firstHeadingRad: number, radiusM: number, rounds: number): Stretch => {
  const points = [datum];
  for (let round = 0; round < rounds; round += 1) {
    let headingRad = firstHeadingRad + (round * Math.PI) / 6;
    for (let triangle = 0; triangle < 3; triangle += 1) {
      const out = go(datum, headingRad, radiusM);
      points.push(out, go(out, headingRad + third, radiusM), datum);
      // What comes back to the datum goes straight on.
      headingRad += 2 * third;
    }
  }
  return points;
};

/** What an expanding square is meant to cover: half a spacing beyond its outermost legs, but for the end of the last one. */
export const squareAround = (square: Stretch, firstHeadingRad: number, spacingM: number): readonly PlanePoint[] => {
  const [cos, sin] = [Math.cos(firstHeadingRad), Math.sin(firstHeadingRad)];
  const corners = square.length > 2 ? square.slice(0, -1) : square;
  const ahead = corners.map(({ northM, eastM }) => northM * cos + eastM * sin);
  const right = corners.map(({ northM, eastM }) => eastM * cos - northM * sin);
  const half = spacingM / 2;
  const [near, far] = [Math.min(...ahead) - half, Math.max(...ahead) + half];
  const [left, rightmost] = [Math.min(...right) - half, Math.max(...right) + half];
  const place = (aheadM: number, rightM: number): PlanePoint => ({
    northM: aheadM * cos - rightM * sin,
    eastM: aheadM * sin + rightM * cos,
  });
  return [place(near, left), place(near, rightmost), place(far, rightmost), place(far, left)];
};

/** A circle about the origin, by 72 corners. */
export const circleAround = (radiusM: number): readonly PlanePoint[] =>
  Array.from({ length: 72 }, (_, i) => go(datum, (i * 2 * Math.PI) / 72, radiusM));
