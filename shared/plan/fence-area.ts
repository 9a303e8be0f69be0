import type { LatLon } from "../geo/lat-lon.ts";
import { LocalFrame } from "../geo/local-frame.ts";
import { distanceToSideM, type PlanePoint, type PlaneRing, sidesCross } from "../geo/polygon.ts";
import { PolygonIndex } from "../geo/polygon-index.ts";
import { SideGrid, sidesOfRings } from "../geo/side-grid.ts";
import type { AutopilotFamily } from "../vehicle/vehicle-state.ts";
import type { Fence } from "./plan.ts";

/** Inside of what is allowed, outside of it, or in what is excluded. */
export type FenceVerdict = "inside" | "outside" | "excluded";

interface Zone {
  readonly inclusion: boolean;
  /** Whether the whole way from `a` to `b` lies inside of it. */
  holds(a: PlanePoint, b: PlanePoint): boolean;
  /** Whether any of it does. */
  meets(a: PlanePoint, b: PlanePoint): boolean;
}

/** What fences leave to fly in. ArduPilot wants a vehicle inside of all inclusions, PX4 inside of any. */
export class FenceArea {
  readonly #frame: LocalFrame;
  readonly #inclusions: readonly Zone[];
  readonly #exclusions: readonly Zone[];
  readonly #all: boolean;

  /** @param fences whole ones, at least one */
  constructor(fences: readonly Fence[], autopilot: AutopilotFamily) {
    const [first] = fences;
    if (first === undefined) throw new Error("A fence area needs at least one fence.");
    this.#frame = new LocalFrame(first.shape === "circle" ? first.centre : (first.points[0] ?? origin));
    const zones = fences.map((fence) => zoneOf(fence, this.#frame));
    this.#inclusions = zones.filter(({ inclusion }) => inclusion);
    this.#exclusions = zones.filter(({ inclusion }) => !inclusion);
    this.#all = autopilot !== "px4";
  }

  at(place: LatLon): FenceVerdict {
    return this.along(place, place);
  }

  /** The worst on the straight way from one place to another. */
  along(from: LatLon, to: LatLon): FenceVerdict {
    const [a, b] = [this.#frame.toNorthEast(from), this.#frame.toNorthEast(to)];
    if (this.#exclusions.some((zone) => zone.meets(a, b))) return "excluded";
    if (this.#inclusions.length === 0) return "inside";
    const holds = (zone: Zone) => zone.holds(a, b);
    return (this.#all ? this.#inclusions.every(holds) : this.#inclusions.some(holds)) ? "inside" : "outside";
  }
}

const origin: LatLon = { latDeg: 0, lonDeg: 0 };

const zoneOf = (fence: Fence, frame: LocalFrame): Zone => {
  if (fence.shape === "circle") return circleZone(frame.toNorthEast(fence.centre), fence.radiusM, fence.inclusion);
  return polygonZone(
    fence.points.map((place) => frame.toNorthEast(place)),
    fence.inclusion,
  );
};

const circleZone = (centre: PlanePoint, radiusM: number, inclusion: boolean): Zone => {
  const isIn = ({ northM, eastM }: PlanePoint) => Math.hypot(northM - centre.northM, eastM - centre.eastM) <= radiusM;
  return {
    inclusion,
    holds: (a, b) => isIn(a) && isIn(b),
    meets: (a, b) => distanceToSideM(centre, a, b) <= radiusM,
  };
};

/** By grids: a plan may have thousands of legs, and a fence hundreds of sides. */
const polygonZone = (ring: PlaneRing, inclusion: boolean): Zone => {
  const index = new PolygonIndex([ring]);
  const grid = new SideGrid(sidesOfRings([ring]));
  const crosses = (a: PlanePoint, b: PlanePoint): boolean => {
    for (const side of grid.along(a, b)) if (sidesCross(a, b, side.a, side.b) !== undefined) return true;
    return false;
  };
  return {
    inclusion,
    holds: (a, b) => index.contains(a) && index.contains(b) && !crosses(a, b),
    meets: (a, b) => index.contains(a) || index.contains(b) || crosses(a, b),
  };
};
