import type { BaseMap, BaseMapFeature, BaseMapFeatureKind } from "../../../shared/geo/base-map.ts";
import type { LocalPlane } from "../local-plane.ts";
import type { Point } from "./geometry.ts";
import type { AreaKind, House, Landscape } from "./landscape.ts";
import type { HeightGrid } from "./raise-terrain.ts";

const kindOfArea: Readonly<Record<AreaKind, BaseMapFeatureKind | undefined>> = {
  field: "field",
  pond: "water",
  lake: "water",
  canal: "water",
  wood: "wood",
  yard: undefined,
};

const kindOfWay = { road: "road", track: "track", ditch: "stream" } as const;

/** The landscape as the offline base map: fields first, then woods, water, ways and buildings, in drawing order. */
export const drawBaseMap = (landscape: Landscape, grid: HeightGrid, plane: LocalPlane, id: string): BaseMap => {
  const toPair = ([e, n]: Point): readonly [number, number] => {
    const { latDeg, lonDeg } = plane.toLatLon(e, n);
    return [roundDeg(lonDeg), roundDeg(latDeg)];
  };
  const ring = (points: readonly Point[]) => {
    const pairs = simplify(points, 0.35).map(toPair);
    return pairs[0] === undefined ? pairs : [...pairs, pairs[0]];
  };
  const polygon = (kind: BaseMapFeatureKind, outline: readonly Point[], name?: string): BaseMapFeature => ({
    kind,
    ...(name === undefined ? {} : { name }),
    geometry: { type: "Polygon", coordinates: [ring(outline)] },
  });
  const areas = (wanted: BaseMapFeatureKind) =>
    landscape.areas
      .filter((area) => kindOfArea[area.kind] === wanted)
      .map((area) => polygon(wanted, area.outline, area.name));
  const ways = (wanted: keyof typeof kindOfWay): BaseMapFeature[] =>
    landscape.ways
      .filter((way) => way.kind === wanted)
      .map(({ name, points }) => ({
        kind: kindOfWay[wanted],
        ...(name === undefined ? {} : { name }),
        geometry: { type: "LineString", coordinates: simplify(points, 0.5).map(toPair) },
      }));
  const south = plane.toLatLon(-landscape.sizeM / 2, -landscape.sizeM / 2);
  const next = plane.toLatLon(-landscape.sizeM / 2 + grid.cellM, -landscape.sizeM / 2 + grid.cellM);
  return {
    id,
    attribution: "synthetic",
    synthetic: true,
    terrain: {
      southDeg: south.latDeg,
      westDeg: south.lonDeg,
      stepLatDeg: next.latDeg - south.latDeg,
      stepLonDeg: next.lonDeg - south.lonDeg,
      rows: grid.rows,
      columns: grid.columns,
    },
    features: [
      ...areas("field"),
      ...areas("wood"),
      ...areas("water"),
      ...ways("ditch"),
      ...ways("track"),
      ...ways("road"),
      ...landscape.houses.map((house) => polygon("building", cornersOf(house))),
    ],
  };
};

/** A tenth of a metre: enough for a map and half the bytes. */
const roundDeg = (deg: number): number => Math.round(deg * 1e6) / 1e6;

/** The house's four corners, counter-clockwise from the end of its ridge. */
export const cornersOf = (house: House): readonly Point[] => {
  const [ce, cn] = [Math.cos(house.angleRad), Math.sin(house.angleRad)];
  const corner = (along: number, across: number): Point => [
    house.centre[0] + along * ce - across * cn,
    house.centre[1] + along * cn + across * ce,
  ];
  const [l, w] = [house.halfLengthM, house.halfWidthM];
  return [corner(l, -w), corner(l, w), corner(-l, w), corner(-l, -w)];
};

/** Drops points that lie within `toleranceM` of the line through their neighbours (Douglas-Peucker). */
const simplify = (points: readonly Point[], toleranceM: number): readonly Point[] => {
  const keep = new Uint8Array(points.length);
  keep[0] = 1;
  keep[points.length - 1] = 1;
  const stack: [number, number][] = [[0, points.length - 1]];
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    const [from, to] = span;
    const [ae, an] = points[from] ?? [0, 0];
    const [be, bn] = points[to] ?? [0, 0];
    const length = Math.hypot(be - ae, bn - an);
    let [worst, at] = [toleranceM, -1];
    for (let i = from + 1; i < to; i++) {
      const [e, n] = points[i] ?? [0, 0];
      const off =
        length === 0 ? Math.hypot(e - ae, n - an) : Math.abs((e - ae) * (bn - an) - (n - an) * (be - ae)) / length;
      if (off > worst) [worst, at] = [off, i];
    }
    if (at < 0) continue;
    keep[at] = 1;
    stack.push([from, at], [at, to]);
  }
  return points.filter((_, i) => keep[i] === 1);
};
