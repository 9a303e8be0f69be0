import type { LatLon } from "../../geo/lat-lon.ts";
import type { Altitude } from "../../units/altitude.ts";
import type { Plan } from "../plan.ts";
import { drawnMslM, drawnPath } from "./drawing.ts";
import { BadFile, fileLimits } from "./file-fault.ts";
import { ImportDraft, type ImportFor } from "./import-draft.ts";
import { arrayOf, isObject, type JsonObject, numberOf, objectOf, parseJson } from "./json-value.ts";
import { PlanNotes } from "./plan-note.ts";
import { type ParsePlan, unwrapPlan, wrapPlan } from "./whole-plan.ts";

const placeOf = (position: unknown): LatLon => {
  const [lonDeg, latDeg] = arrayOf(position);
  return { latDeg: numberOf(latDeg), lonDeg: numberOf(lonDeg) };
};

const altitudeOf = (position: unknown): Altitude | undefined => {
  const m = numberOf(arrayOf(position)[2]);
  return Number.isFinite(m) ? { reference: "msl", m } : undefined;
};

/** Of WGS-84, the only one that GeoJSON has today. */
const goodCrs = /(CRS84|EPSG:+4326|EPSG:+4979)$/i;

/**
 * Reads GeoJSON (RFC 7946): points and lines become points, polygons areas to search; what Lantern wrote comes back whole.
 * @throws BadFile where it is none, or of another coordinate system
 */
export const readGeoJson = (
  text: string,
  options: ImportFor & { readonly name: string; readonly parsePlan: ParsePlan },
): Plan => {
  const { vehicle, newId, notes, parsePlan } = options;
  const json = parseJson(text);
  if (typeof json.type !== "string") throw new BadFile('This JSON is no GeoJSON: it has no "type".');
  const crs = objectOf(objectOf(json.crs).properties).name;
  if (typeof crs === "string" && !goodCrs.test(crs))
    throw new BadFile(`Its coordinates are not of WGS-84 but of ${crs.slice(0, 60)}.`);
  const whole = unwrapPlan(json.lantern, json.features, { id: newId(), vehicleId: vehicle.id, parsePlan });
  if (whole === "changed") notes.add("changed-elsewhere");
  else if (whole !== undefined) return whole;
  const draft = new ImportDraft(options, options.name);
  if (typeof json.name === "string") draft.rename(json.name);
  readObject(json, draft, notes, {}, 0);
  return draft.plan();
};

const readObject = (
  json: JsonObject,
  draft: ImportDraft,
  notes: PlanNotes,
  properties: JsonObject,
  depth: number,
): void => {
  if (depth > fileLimits.xmlDepth) throw new BadFile("Its collections are too deep inside of one another.");
  switch (json.type) {
    case "FeatureCollection":
      for (const feature of arrayOf(json.features)) readObject(objectOf(feature), draft, notes, properties, depth + 1);
      return;
    case "Feature":
      if (isObject(json.geometry)) readObject(json.geometry, draft, notes, objectOf(json.properties), depth + 1);
      return;
    case "GeometryCollection":
      for (const geometry of arrayOf(json.geometries))
        readObject(objectOf(geometry), draft, notes, properties, depth + 1);
      return;
    default:
      readGeometry(json, draft, notes, properties);
  }
};

const readGeometry = (
  { type, coordinates }: JsonObject,
  draft: ImportDraft,
  notes: PlanNotes,
  properties: JsonObject,
): void => {
  const line = (positions: unknown): void => {
    for (const position of arrayOf(positions)) draft.point(placeOf(position), altitudeOf(position));
  };
  const { lantern } = properties;
  switch (type) {
    case "Point":
      readPoint(coordinates, draft, properties);
      return;
    case "MultiPoint":
    case "LineString":
      // Lantern's own line only joins its points for the eye.
      if (lantern !== "line") line(coordinates);
      return;
    case "MultiLineString":
      for (const positions of arrayOf(coordinates)) line(positions);
      return;
    case "Polygon":
      readPolygon(coordinates, draft, properties);
      return;
    case "MultiPolygon":
      for (const polygon of arrayOf(coordinates)) readPolygon(polygon, draft, properties);
      return;
    default:
      notes.add("unsupported-item", { what: typeof type === "string" ? type.slice(0, 40) : "feature" });
  }
};

const readPoint = (position: unknown, draft: ImportDraft, { lantern, radiusM, altitude }: JsonObject): void => {
  const place = placeOf(position);
  const own = ownAltitude(altitude) ?? altitudeOf(position);
  if (lantern === "home") draft.home(place, own?.m);
  else if (lantern === "rally") draft.rally(place, own ?? { reference: "home", m: Number.NaN });
  else if (lantern === "circle-inclusion" || lantern === "circle-exclusion")
    draft.circle(place, numberOf(radiusM), lantern === "circle-inclusion");
  else draft.point(place, own);
};

const ownAltitude = (value: unknown): Altitude | undefined => {
  const { reference, m } = objectOf(value);
  const isKnown = reference === "home" || reference === "ground" || reference === "msl";
  return isKnown && Number.isFinite(numberOf(m)) ? { reference, m: numberOf(m) } : undefined;
};

const readPolygon = (rings: unknown, draft: ImportDraft, { lantern }: JsonObject): void => {
  // One more than are used, so that it is noted that there are more.
  const places = arrayOf(rings)
    .slice(0, fileLimits.rings + 1)
    .map((ring) => arrayOf(ring).map(placeOf));
  const [outline] = places;
  if (outline !== undefined && (lantern === "fence-inclusion" || lantern === "fence-exclusion"))
    draft.fence(outline, lantern === "fence-inclusion");
  else draft.area(places, "Polygon");
};

const feature = (geometry: JsonObject, properties: JsonObject): JsonObject => ({
  type: "Feature",
  properties,
  geometry,
});

const position = ({ latDeg, lonDeg }: LatLon, altM?: number): readonly number[] =>
  altM === undefined ? [lonDeg, latDeg] : [lonDeg, latDeg, altM];

/** Writes GeoJSON for maps; the plan as it is lies beside, as a member that others pass over. */
export const writeGeoJson = (plan: Plan): string => {
  // Nothing is left out: what maps don't show is in the plan beside.
  const path = drawnPath(plan, new PlanNotes());
  const features = [
    ...path.map((point) =>
      feature(
        { type: "Point", coordinates: position(point, drawnMslM(point, plan)) },
        { lantern: "point", altitude: point.altitude },
      ),
    ),
    ...(path.length > 1
      ? [
          feature(
            { type: "LineString", coordinates: path.map((point) => position(point)) },
            { lantern: "line", name: plan.name },
          ),
        ]
      : []),
    ...plan.fences.map(fenceFeature),
    ...plan.rallyPoints.map((point) =>
      feature({ type: "Point", coordinates: position(point) }, { lantern: "rally", altitude: point.altitude }),
    ),
    ...(plan.plannedHome === undefined
      ? []
      : [
          feature(
            { type: "Point", coordinates: position(plan.plannedHome, plan.plannedHome.altMslM) },
            { lantern: "home" },
          ),
        ]),
  ];
  const wrapped = wrapPlan(plan, JSON.parse(JSON.stringify(features)));
  return JSON.stringify({ type: "FeatureCollection", name: plan.name, features, lantern: wrapped }, undefined, 1);
};

const fenceFeature = (fence: Plan["fences"][number]): JsonObject => {
  const way = fence.inclusion ? "inclusion" : "exclusion";
  if (fence.shape === "circle")
    return feature(
      { type: "Point", coordinates: position(fence.centre) },
      { lantern: `circle-${way}`, radiusM: fence.radiusM },
    );
  const ring = [...fence.points, ...fence.points.slice(0, 1)].map((place) => position(place));
  return feature({ type: "Polygon", coordinates: [ring] }, { lantern: `fence-${way}` });
};
