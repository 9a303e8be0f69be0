import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import {
  cleanRing,
  firstCrossing,
  isInRing,
  type PlanePoint,
  type PlaneRing,
  ringAreaM2,
  sidesCross,
} from "../../geo/polygon.ts";
import { PolygonIndex } from "../../geo/polygon-index.ts";
import { SideGrid, sidesOfRings } from "../../geo/side-grid.ts";
import type { Area, PatternFault } from "./pattern.ts";

/** Larger than this the plane would bend too much, m. */
const largestM = 200_000;
/** Smaller than this nothing can be searched by lines, m². */
const smallestM2 = 1;

/** A place in the plane, or what is wrong. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: PatternFault };

/** An area in the plane of a frame in its middle; ring 0 is the outline. */
export interface PlaneArea {
  readonly frame: LocalFrame;
  readonly rings: readonly PlaneRing[];
  readonly index: PolygonIndex;
}

export const faulty = (fault: PatternFault): { readonly ok: false; readonly fault: PatternFault } => ({
  ok: false,
  fault,
});

/** The frame in the middle of some places, across the date line too; undefined for no places. */
export const frameAround = (places: readonly LatLon[]): Checked<LocalFrame> => {
  const first = places[0];
  if (first === undefined) return faulty({ code: "too-few-points" });
  const near = new LocalFrame(first);
  const points = places.map((place) => near.toNorthEast(place));
  let [southM, northM, westM, eastM] = [0, 0, 0, 0];
  for (const point of points) {
    southM = Math.min(southM, point.northM);
    northM = Math.max(northM, point.northM);
    westM = Math.min(westM, point.eastM);
    eastM = Math.max(eastM, point.eastM);
  }
  if (!(Math.max(northM - southM, eastM - westM) <= largestM)) return faulty({ code: "too-large" });
  return { ok: true, value: new LocalFrame(near.toLatLon((southM + northM) / 2, (westM + eastM) / 2)) };
};

/** Puts an area into the plane: cleaned, and checked that it is one. */
export const planeArea = (area: Area): Checked<PlaneArea> => {
  const around = frameAround(area.outline);
  if (!around.ok) return around;
  const frame = around.value;
  const toPlane = (ring: readonly LatLon[]): PlaneRing => cleanRing(ring.map((place) => frame.toNorthEast(place)));
  const outline = toPlane(area.outline);
  if (outline.length < 3) return faulty({ code: area.outline.length < 3 ? "too-few-points" : "no-area" });
  const drawn = area.holes.map(toPlane).filter((hole) => hole.length > 2);
  const fault = faultOf(outline, drawn);
  if (fault)
    return faulty("at" in fault ? { code: fault.code, at: frame.toLatLon(fault.at.northM, fault.at.eastM) } : fault);
  // A hole of no extent hides nothing.
  const rings = [outline, ...drawn.filter((hole) => Math.abs(ringAreaM2(hole)) > 0.01)];
  return { ok: true, value: { frame, rings, index: new PolygonIndex(rings) } };
};

type PlaneFault =
  | { readonly code: "self-crossing" | "hole-outside"; readonly at: PlanePoint }
  | { readonly code: "no-area" };

const faultOf = (outline: PlaneRing, holes: readonly PlaneRing[]): PlaneFault | undefined => {
  for (const ring of [outline, ...holes]) {
    const crossing = firstCrossing([ring]);
    if (crossing) return { code: "self-crossing", at: crossing.at };
  }
  const grid = new SideGrid(sidesOfRings([outline]));
  for (const hole of holes) {
    const at = crossingWith(grid, hole) ?? hole.find((corner) => isOutside(corner, outline, grid));
    if (at) return { code: "hole-outside", at };
  }
  const leftM2 = Math.abs(ringAreaM2(outline)) - holes.reduce((sum, hole) => sum + Math.abs(ringAreaM2(hole)), 0);
  // Holes may overlap, so only what is surely nothing is refused here; what else is empty has no lines.
  if (Math.abs(ringAreaM2(outline)) < smallestM2 || (holes.length === 1 && leftM2 < smallestM2))
    return { code: "no-area" };
  return undefined;
};

const crossingWith = (outline: SideGrid, hole: PlaneRing): PlanePoint | undefined => {
  for (const { a, b } of sidesOfRings([hole])) {
    for (const side of outline.along(a, b)) {
      const at = sidesCross(a, b, side.a, side.b);
      if (at) return at;
    }
  }
  return undefined;
};

/** A corner on the very edge is still in it. */
const isOutside = (corner: PlanePoint, outline: PlaneRing, grid: SideGrid): boolean =>
  !grid.isNearer(corner, 0.05) && !isInRing(corner, outline);
