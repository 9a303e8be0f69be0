import type { LatLon } from "../../geo/lat-lon.ts";
import type { Altitude } from "../../units/altitude.ts";
import type { Plan } from "../plan.ts";
import { type DrawnPoint, drawnMslM, drawnPath } from "./drawing.ts";
import { BadFile, fileLimits } from "./file-fault.ts";
import { ImportDraft, type ImportFor } from "./import-draft.ts";
import type { PlanNotes } from "./plan-note.ts";
import { childOf, childText, parseXml, type XmlElement, xmlText } from "./xml-tree.ts";

interface KmlPlace extends LatLon {
  readonly altM: number | undefined;
}

/** The words of a text that are parted by blanks, up to `most`; in time that grows with the text, not faster. */
const wordsOf = (text: string, most: number): { readonly words: readonly string[]; readonly count: number } => {
  const words: string[] = [];
  let count = 0;
  let start = -1;
  for (let at = 0; at <= text.length; at++) {
    const isBlank = at === text.length || text.charCodeAt(at) <= 0x20;
    if (!isBlank && start < 0) start = at;
    if (!isBlank || start < 0) continue;
    if (words.length < most) words.push(text.slice(start, at));
    count++;
    start = -1;
  }
  return { words, count };
};

/** Beyond it nothing is used of one line or ring anyway. */
const mostTuples = fileLimits.ringPoints + 10;

/** "lon,lat[,height]"; some programs have blanks about the commas too. */
const placesOf = (text: string): { readonly places: readonly KmlPlace[]; readonly left: number } => {
  const { words, count } = wordsOf(text, mostTuples * 3);
  const tuples: string[] = [];
  let open = "";
  for (const word of words) {
    const goesOn = open !== "" && open.length < 200 && (open.endsWith(",") || word.startsWith(","));
    if (open !== "" && !goesOn) tuples.push(open);
    open = goesOn ? open + word : word;
  }
  if (open !== "") tuples.push(open);
  const places = tuples.slice(0, mostTuples).map((tuple) => {
    const [lon, lat, alt] = tuple.split(",", 3).map((word) => (word === "" ? Number.NaN : Number(word)));
    const altM = alt !== undefined && Number.isFinite(alt) ? alt : undefined;
    return { latDeg: lat ?? Number.NaN, lonDeg: lon ?? Number.NaN, altM };
  });
  return { places, left: Math.max(0, tuples.length - places.length) + count - words.length };
};

const altitudeOf = (geometry: XmlElement, { altM }: KmlPlace): Altitude | undefined => {
  const mode = childText(geometry, "altitudeMode");
  if (altM === undefined) return undefined;
  if (mode === "absolute") return { reference: "msl", m: altM };
  return mode === "relativeToGround" ? { reference: "ground", m: altM } : undefined;
};

/** What Lantern wrote beside a place mark, by name. */
const dataOf = (placemark: XmlElement): ReadonlyMap<string, string> =>
  new Map(
    (childOf(placemark, "ExtendedData")?.children ?? [])
      .filter(({ name }) => name === "Data")
      .map((data) => [data.attributes.name ?? "", childText(data, "value") ?? ""]),
  );

const altitudeText = ({ reference, m }: Altitude): string => `${reference} ${m}`;

const altitudeFromText = (text: string | undefined): Altitude | undefined => {
  const [reference, m] = (text ?? "").split(" ");
  const isKnown = reference === "home" || reference === "ground" || reference === "msl";
  return isKnown && Number.isFinite(Number(m)) ? { reference, m: Number(m) } : undefined;
};

const containers: ReadonlySet<string> = new Set([
  "kml",
  "Document",
  "Folder",
  "Placemark",
  "MultiGeometry",
  "MultiTrack",
]);
const styles: ReadonlySet<string> = new Set(["Style", "StyleMap", "styleUrl"]);
const strangers: ReadonlySet<string> = new Set([
  ...["NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Model", "Tour"],
]);

/**
 * Reads KML: points and lines become points, polygons areas to search, and what Lantern marked as fences, rally points and
 * home becomes that again. Nothing that it links to is fetched.
 * @throws BadFile where it is none
 */
export const readKml = (text: string, options: ImportFor & { readonly name: string }): Plan => {
  const root = parseXml(text);
  if (root.name !== "kml" && root.name !== "Document" && root.name !== "Folder" && root.name !== "Placemark")
    throw new BadFile(`This XML is no KML: it begins with ${root.name.slice(0, 40)}.`);
  const draft = new ImportDraft(options, options.name);
  const name = childText(childOf(root, "Document") ?? root, "name");
  if (name !== undefined) draft.rename(name);
  new KmlReading(draft, options.notes).read(root);
  return draft.plan();
};

class KmlReading {
  readonly #draft: ImportDraft;
  readonly #notes: PlanNotes;
  #data: ReadonlyMap<string, string> = new Map();

  constructor(draft: ImportDraft, notes: PlanNotes) {
    this.#draft = draft;
    this.#notes = notes;
  }

  read(element: XmlElement): void {
    if (element.name === "Placemark") this.#data = dataOf(element);
    if (element.name === "Document" && element.children.length > 0) this.#readPlanData(dataOf(element));
    for (const child of element.children) {
      if (containers.has(child.name)) this.read(child);
      else if (styles.has(child.name)) this.#notes.add("styles-left-out");
      else if (strangers.has(child.name)) this.#notes.add("unsupported-item", { what: child.name });
      else this.#geometry(child);
    }
  }

  #readPlanData(data: ReadonlyMap<string, string>): void {
    const altitude = altitudeFromText(data.get("altitude"));
    if (altitude !== undefined) this.#draft.altitude = altitude;
    const speedMps = Number(data.get("speedMps") ?? Number.NaN);
    if (Number.isFinite(speedMps)) this.#draft.speedMps = speedMps;
  }

  #geometry(geometry: XmlElement): void {
    switch (geometry.name) {
      case "Point":
        this.#point(geometry);
        return;
      case "LineString":
      case "LinearRing":
        // Lantern's own line only joins its points for the eye.
        if (this.#data.get("lantern") !== "line") this.#line(geometry, childOf(geometry, "coordinates")?.text ?? "");
        return;
      case "Track":
        this.#line(geometry, trackCoordinates(geometry));
        return;
      case "Polygon":
        this.#polygon(geometry);
        return;
      default:
    }
  }

  #point(geometry: XmlElement): void {
    const [place] = placesOf(childOf(geometry, "coordinates")?.text ?? "").places;
    if (place === undefined) return;
    const altitude = altitudeFromText(this.#data.get("altitude")) ?? altitudeOf(geometry, place);
    const kind = this.#data.get("lantern");
    if (kind === "home") this.#draft.home(place, altitude?.m);
    else if (kind === "rally") this.#draft.rally(place, altitude ?? { reference: "home", m: Number.NaN });
    else if (kind === "circle-inclusion" || kind === "circle-exclusion")
      this.#draft.circle(place, Number(this.#data.get("radiusM") ?? Number.NaN), kind === "circle-inclusion");
    else this.#draft.point(place, altitude);
  }

  #line(geometry: XmlElement, coordinates: string): void {
    const { places, left } = placesOf(coordinates);
    for (const place of places) this.#draft.point(place, altitudeOf(geometry, place));
    this.#draft.leaveOut(left);
  }

  #polygon(geometry: XmlElement): void {
    const rings = geometry.children
      .filter(({ name }) => name === "outerBoundaryIs" || name === "innerBoundaryIs")
      .sort((a, b) => (a.name === b.name ? 0 : a.name === "outerBoundaryIs" ? -1 : 1))
      .flatMap((boundary) => boundary.children.filter(({ name }) => name === "LinearRing"))
      .map((ring) => placesOf(childOf(ring, "coordinates")?.text ?? "").places);
    const kind = this.#data.get("lantern");
    const [outline] = rings;
    if (outline !== undefined && (kind === "fence-inclusion" || kind === "fence-exclusion"))
      this.#draft.fence(outline, kind === "fence-inclusion");
    else this.#draft.area(rings, "Polygon");
  }
}

const trackCoordinates = (track: XmlElement): string =>
  track.children
    .filter(({ name }) => name === "coord")
    .map(({ text }) => text.trim().split(/\s+/).join(","))
    .join(" ");

const data = (values: Readonly<Record<string, string | number>>): string => {
  const entries = Object.entries(values).map(
    ([name, value]) => `<Data name="${name}"><value>${xmlText(String(value))}</value></Data>`,
  );
  return `<ExtendedData>${entries.join("")}</ExtendedData>`;
};

const placemark = (name: string, values: Readonly<Record<string, string | number>>, geometry: string): string =>
  `<Placemark><name>${xmlText(name)}</name>${data(values)}${geometry}</Placemark>`;

const pointGeometry = (plan: Plan, point: DrawnPoint): string => {
  const mslM = drawnMslM(point, plan);
  const mode = mslM === undefined ? "relativeToGround" : "absolute";
  return `<Point><altitudeMode>${mode}</altitudeMode><coordinates>${tuple(point, mslM ?? point.altitude.m)}</coordinates></Point>`;
};

const tuple = ({ latDeg, lonDeg }: LatLon, altM?: number): string =>
  altM === undefined ? `${lonDeg},${latDeg}` : `${lonDeg},${latDeg},${altM}`;

/** Writes KML 2.2: the way, fences, rally points and home, for maps; heights above home are kept beside. */
export const writeKml = (plan: Plan, notes: PlanNotes): string => {
  const path = drawnPath(plan, notes);
  notes.add("settings-left-out", { what: plan.name });
  const marks = [
    ...path.map((point, index) =>
      placemark(
        String(index + 1),
        { lantern: "point", altitude: altitudeText(point.altitude) },
        pointGeometry(plan, point),
      ),
    ),
    ...(path.length > 1
      ? [
          placemark(
            plan.name,
            { lantern: "line" },
            `<LineString><tessellate>1</tessellate><coordinates>${path.map((point) => tuple(point)).join(" ")}</coordinates></LineString>`,
          ),
        ]
      : []),
    ...plan.fences.map(fenceMark),
    ...plan.rallyPoints.map((point) =>
      placemark("Rally", { lantern: "rally", altitude: altitudeText(point.altitude) }, pointGeometry(plan, point)),
    ),
    ...(plan.plannedHome === undefined ? [] : [homeMark(plan.plannedHome)]),
  ];
  const own = data({ altitude: altitudeText(plan.altitude), speedMps: plan.speedMps });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>${xmlText(plan.name)}</name>${own}\n${marks.join("\n")}\n</Document></kml>\n`;
};

const homeMark = (home: NonNullable<Plan["plannedHome"]>): string => {
  const { altMslM } = home;
  const altitude = altMslM === undefined ? {} : { altitude: altitudeText({ reference: "msl", m: altMslM }) };
  return placemark(
    "Home",
    { lantern: "home", ...altitude },
    `<Point><coordinates>${tuple(home)}</coordinates></Point>`,
  );
};

const fenceMark = (fence: Plan["fences"][number]): string => {
  const way = fence.inclusion ? "inclusion" : "exclusion";
  if (fence.shape === "circle") {
    const geometry = `<Point><coordinates>${tuple(fence.centre)}</coordinates></Point>`;
    return placemark("Fence", { lantern: `circle-${way}`, radiusM: fence.radiusM }, geometry);
  }
  const ring = [...fence.points, ...fence.points.slice(0, 1)].map((place) => tuple(place)).join(" ");
  const geometry = `<Polygon><outerBoundaryIs><LinearRing><coordinates>${ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>`;
  return placemark("Fence", { lantern: `fence-${way}` }, geometry);
};
