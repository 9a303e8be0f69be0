import { gzipSync } from "node:zlib";
import type { BaseMap, BaseMapFeature } from "../../../shared/geo/base-map.ts";
import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { simplifyLine } from "../../../shared/geo/simplify-line.ts";
import type { FieldMap } from "../../../shared/wire/field.ts";

/** A metre is as fine as a finger on a phone's map. */
const digits = 5;
const toleranceM = 1;

type Pair = readonly [number, number];

const round = (deg: number): number => Number(deg.toFixed(digits));

const simpler = (line: readonly Pair[]): readonly Pair[] => {
  const [lonDeg = 0, latDeg = 0] = line[0] ?? [];
  const frame = new LocalFrame({ latDeg, lonDeg });
  const plane = line.map(([lon, lat]) => frame.toNorthEast({ latDeg: lat, lonDeg: lon }));
  return simplifyLine(plane, toleranceM).map(({ northM, eastM }) => {
    const place = frame.toLatLon(northM, eastM);
    return [round(place.lonDeg), round(place.latDeg)];
  });
};

const small = ({ kind, geometry }: BaseMapFeature): BaseMapFeature => ({
  kind,
  geometry:
    geometry.type === "LineString"
      ? { type: "LineString", coordinates: simpler(geometry.coordinates) }
      : { type: "Polygon", coordinates: geometry.coordinates.map(simpler) },
});

const packed = new WeakMap<BaseMap, Buffer>();

/** The base map as phones draw it: lines and areas to a metre, without heights; JSON, zipped, made once. */
export const phoneMap = (baseMap: BaseMap): Buffer => {
  const known = packed.get(baseMap);
  if (known !== undefined) return known;
  const { attribution, features } = baseMap;
  const map: FieldMap = { attribution, features: features.map(small) };
  const bytes = gzipSync(JSON.stringify(map));
  packed.set(baseMap, bytes);
  return bytes;
};
