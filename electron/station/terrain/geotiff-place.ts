import { projectionOfEpsg, type TransverseMercator } from "../../../shared/geo/terrain-projection.ts";

/** The geo keys of a file, by their names (GeoTIFF 1.1, OGC 19-008r4). */
export type GeoKeys = Readonly<Record<string, unknown>>;

/** Degrees, or metres of a projection; and what one unit of height is, m. */
export type Reference =
  | { readonly ok: true; readonly projection: TransverseMercator | undefined; readonly heightUnitM: number }
  | { readonly ok: false; readonly detail: string };

const userDefined = 32767;
/** Within two metres of WGS 84: WGS 84, its 3D form's plane, CGCS2000, ETRS89, NAD83. */
const geographicCodes = [4326, 4490, 4258, 4269];
const metre = 9001;
const degree = 9102;
/** Metre, international and US survey foot. */
const heightUnitsM = new Map([
  [metre, 1],
  [9002, 0.3048],
  [9003, 1200 / 3937],
]);
/** Vertical systems that count from an ellipsoid: codes of GeoTIFF 1.0, and WGS 84 with a height as third coordinate. */
const isEllipsoidal = (code: number): boolean => code >= 5001 && code <= 5033;
const wgs84With3 = 4979;

const bad = (detail: string): Reference => ({ ok: false, detail });
const numberOf = (keys: GeoKeys, name: string): number | undefined => {
  const value = keys[name];
  return typeof value === "number" ? value : undefined;
};

const convert = "Convert it to WGS 84 in degrees, for example: gdalwarp -t_srs EPSG:4326 IN.tif OUT.tif";

/** What a file's coordinates and heights mean; refused where that would be a guess. */
export const referenceOf = (keys: GeoKeys): Reference => {
  const vertical = numberOf(keys, "VerticalGeoKey") ?? numberOf(keys, "VerticalCSTypeGeoKey");
  const geographic = numberOf(keys, "GeodeticCRSGeoKey") ?? numberOf(keys, "GeographicTypeGeoKey");
  if ((vertical !== undefined && isEllipsoidal(vertical)) || geographic === wgs84With3)
    return bad("Its heights count from the ellipsoid, not from the sea. Convert them to EGM96 or EGM2008 first.");
  const heightUnitM = heightUnitsM.get(numberOf(keys, "VerticalUnitsGeoKey") ?? metre);
  if (heightUnitM === undefined) return bad("The unit of its heights isn't known. Convert them to metres first.");
  switch (numberOf(keys, "GTModelTypeGeoKey")) {
    case 2:
      return geographicReference(keys, geographic, heightUnitM);
    case 1:
      return projectedReference(keys, geographic, heightUnitM);
    default:
      return bad(`It doesn't say where it is on earth. ${convert}`);
  }
};

const geographicReference = (keys: GeoKeys, code: number | undefined, heightUnitM: number): Reference => {
  if (code === undefined || !geographicCodes.includes(code))
    return bad(`Its coordinates (EPSG ${code ?? "unknown"}) aren't understood. ${convert}`);
  if ((numberOf(keys, "GeogAngularUnitsGeoKey") ?? degree) !== degree)
    return bad(`Its coordinates aren't in degrees. ${convert}`);
  return { ok: true, projection: undefined, heightUnitM };
};

const projectedReference = (keys: GeoKeys, geographic: number | undefined, heightUnitM: number): Reference => {
  const code = numberOf(keys, "ProjectedCRSGeoKey") ?? numberOf(keys, "ProjectedCSTypeGeoKey");
  if ((numberOf(keys, "ProjLinearUnitsGeoKey") ?? metre) !== metre)
    return bad(`Its coordinates aren't in metres. ${convert}`);
  const projection = code === userDefined ? written(keys, geographic) : projectionOfEpsg(code ?? 0);
  if (projection === undefined) return bad(`Its projection (EPSG ${code ?? "unknown"}) isn't understood. ${convert}`);
  return { ok: true, projection, heightUnitM };
};

const transverseMercator = 1;

/** A transverse Mercator that is written out in full. */
const written = (keys: GeoKeys, geographic: number | undefined): TransverseMercator | undefined => {
  if (numberOf(keys, "ProjCoordTransGeoKey") !== transverseMercator) return undefined;
  if (geographic !== undefined && !geographicCodes.includes(geographic)) return undefined;
  const centralLonDeg = numberOf(keys, "ProjNatOriginLongGeoKey");
  const originLatDeg = numberOf(keys, "ProjNatOriginLatGeoKey") ?? 0;
  const scale = numberOf(keys, "ProjScaleAtNatOriginGeoKey");
  if (centralLonDeg === undefined || scale === undefined || originLatDeg !== 0) return undefined;
  return {
    centralLonDeg,
    scale,
    falseEastingM: numberOf(keys, "ProjFalseEastingGeoKey") ?? 0,
    falseNorthingM: numberOf(keys, "ProjFalseNorthingGeoKey") ?? 0,
  };
};
