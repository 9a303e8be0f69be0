import type { LatLon } from "../../geo/lat-lon.ts";
import type { Altitude } from "../../units/altitude.ts";
import type { Plan } from "../plan.ts";
import { drawnMslM, drawnPath } from "./drawing.ts";
import { BadFile } from "./file-fault.ts";
import { ImportDraft, type ImportFor } from "./import-draft.ts";
import type { PlanNotes } from "./plan-note.ts";
import { childText, parseXml, type XmlElement, xmlText } from "./xml-tree.ts";

const number = (text: string | undefined): number => (text === undefined || text === "" ? Number.NaN : Number(text));

const placeOf = ({ attributes }: XmlElement): LatLon => ({
  latDeg: number(attributes.lat),
  lonDeg: number(attributes.lon),
});

const altitudeOf = (point: XmlElement): Altitude | undefined => {
  const m = number(childText(point, "ele"));
  return Number.isFinite(m) ? { reference: "msl", m } : undefined;
};

const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

/**
 * Reads GPX: routes, else tracks, else way points become points; ele is above mean sea level.
 * @throws BadFile where it is none
 */
export const readGpx = (text: string, options: ImportFor & { readonly name: string }): Plan => {
  const root = parseXml(text);
  if (root.name !== "gpx") throw new BadFile(`This XML is no GPX: it begins with ${root.name.slice(0, 40)}.`);
  const { notes } = options;
  const draft = new ImportDraft(options, options.name);
  const name = childText(
    root.children.find((child) => child.name === "metadata"),
    "name",
  );
  if (name !== undefined) draft.rename(name);
  const own = childrenOf(root, "wpt").filter((point) => /^lantern-(rally|home)$/.test(childText(point, "type") ?? ""));
  for (const point of own) {
    const altitude = altitudeOf(point);
    if (childText(point, "type") === "lantern-home") draft.home(placeOf(point), altitude?.m);
    else if (altitude !== undefined) draft.rally(placeOf(point), altitude);
    else notes.add("no-height", { what: "rally" });
  }
  const routes = childrenOf(root, "rte").flatMap((route) => childrenOf(route, "rtept"));
  const tracks = childrenOf(root, "trk").flatMap((track) =>
    childrenOf(track, "trkseg").flatMap((part) => childrenOf(part, "trkpt")),
  );
  const marks = childrenOf(root, "wpt").filter((point) => !own.includes(point));
  const [way, ...left] = [routes, tracks, marks].filter((points) => points.length > 0);
  for (const point of way ?? []) draft.point(placeOf(point), altitudeOf(point));
  for (const points of left) notes.add("unsupported-item", { what: `${points[0]?.name} (${points.length})` });
  if (root.children.some((child) => child.name === "extensions")) notes.add("unsupported-item", { what: "extensions" });
  return draft.plan();
};

/** Writes GPX 1.1: the way as a route, rally points and home as way points; heights where they are known above the sea. */
export const writeGpx = (plan: Plan, notes: PlanNotes): string => {
  const path = drawnPath(plan, notes);
  const { fences, rallyPoints, plannedHome } = plan;
  if (fences.length > 0) notes.add("fences-left-out", { count: fences.length });
  notes.add("settings-left-out", { what: plan.name });
  const ele = (mslM: number | undefined, what: string): string => {
    if (mslM === undefined) notes.add("no-height", { what });
    return mslM === undefined ? "" : `<ele>${mslM}</ele>`;
  };
  const mark = (tag: string, { latDeg, lonDeg }: LatLon, inside: string): string =>
    `<${tag} lat="${latDeg}" lon="${lonDeg}">${inside}</${tag}>`;
  const marks = [
    ...(plannedHome === undefined
      ? []
      : [mark("wpt", plannedHome, `${ele(plannedHome.altMslM, "home")}<name>Home</name><type>lantern-home</type>`)]),
    ...rallyPoints.map((point) =>
      mark("wpt", point, `${ele(drawnMslM(point, plan), "rally")}<name>Rally</name><type>lantern-rally</type>`),
    ),
  ];
  const route = path.map((point) => mark("rtept", point, ele(drawnMslM(point, plan), "points")));
  const name = xmlText(plan.name);
  const rte = route.length === 0 ? "" : `<rte><name>${name}</name>\n${route.join("\n")}\n</rte>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Lantern" xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>${name}</name></metadata>\n${marks.join("\n")}\n${rte}</gpx>\n`;
};
