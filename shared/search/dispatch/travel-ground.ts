import type { BaseMapFeature } from "../../geo/base-map.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import type { LocalFrame } from "../../geo/local-frame.ts";
import type { Terrain } from "../../geo/terrain.ts";
import { cellCount, gridFrame, type SearchGrid } from "../grid/search-grid.ts";
import { directions, GroundNodes } from "./ground-nodes.ts";
import { groundFactors, offPathFactor, streamOnFootS, travelSpeeds, walkingMps } from "./travel-speeds.ts";

/** The ways to travel that keep to the ground; a wing flies straight. */
export const groundModes = ["foot", "wheels", "bike", "boat"] as const;
export type GroundMode = (typeof groundModes)[number];

/** What travelling costs over one country: made once, asked for any number of targets. */
export interface TravelGround {
  readonly grid: SearchGrid;
  readonly frame: LocalFrame;
  readonly nodes: GroundNodes;
  /** At `cell * 8 + d`: seconds to the cell *from* its neighbour in `directions[d]`; infinite where there is no way. */
  readonly stepS: Readonly<Record<GroundMode, Float32Array>>;
}

/** So many cells to a side at most: as many take 20 MB. */
const mostCells = 400;
/** Finer than this the drawn country isn't. */
const leastCellM = 10;

/** A grid for `prepareGround` that reaches so far from a place, as fine as is cheap: 10 m for 2 km, 50 m for 10 km. */
export const travelGrid = (centre: LatLon, reachM: number): SearchGrid => {
  const cellM = Math.max(leastCellM, (2 * reachM) / mostCells);
  const cells = Math.max(2, Math.ceil((2 * reachM) / cellM));
  return { centre, cellM, columns: cells, rows: cells };
};

/**
 * Prepares a country: 0.2 to 1 s for 160,000 cells, the more shores the longer. Walking follows the slope where heights are
 * known and is level where they aren't; paths are faster than open ground. Water polygons stop feet and wheels except on roads and tracks (bridges); ditches
 * and brooks cost walkers time and stop wheels. A way among eight neighbours is up to 8 % longer than the straight line
 * over open ground; water that is narrower than a cell carries no boat.
 * @param grid see `travelGrid`
 * @param terrain heights where they are known
 */
export const prepareGround = (
  grid: SearchGrid,
  features: readonly BaseMapFeature[],
  terrain?: Terrain,
): TravelGround => {
  const frame = gridFrame(grid);
  const nodes = new GroundNodes(grid, frame, features);
  const heightsM = nodeHeights(nodes, frame, terrain);
  const stepS = {
    foot: new Float32Array(cellCount(grid) * 8).fill(Number.POSITIVE_INFINITY),
    wheels: new Float32Array(cellCount(grid) * 8).fill(Number.POSITIVE_INFINITY),
    bike: new Float32Array(cellCount(grid) * 8).fill(Number.POSITIVE_INFINITY),
    boat: new Float32Array(cellCount(grid) * 8).fill(Number.POSITIVE_INFINITY),
  };
  eachStep(grid, (cell, direction, other) => {
    const metres = Math.hypot(
      (nodes.northM[other] ?? 0) - (nodes.northM[cell] ?? 0),
      (nodes.eastM[other] ?? 0) - (nodes.eastM[cell] ?? 0),
    );
    const at = cell * 8 + direction;
    const way = wayOf(nodes, cell, direction, other);
    const rise = (heightsM[cell] ?? Number.NaN) - (heightsM[other] ?? Number.NaN);
    const slope = Number.isNaN(rise) || metres === 0 ? 0 : rise / metres;
    if (way.dry) stepS.foot[at] = footS(metres, slope, way);
    for (const mode of ["wheels", "bike"] as const) {
      const share = way.road ? 1 : way.track ? groundFactors[mode].track : way.stream ? 0 : groundFactors[mode].open;
      if (way.dry && share > 0) stepS[mode][at] = metres / (travelSpeeds[mode] * share);
    }
    if (way.afloat) stepS.boat[at] = metres / travelSpeeds.boat;
  });
  return { grid, frame, nodes, stepS };
};

interface Way {
  readonly road: boolean;
  readonly track: boolean;
  /** Feet get through: no shore lies between, or there is a bridge. */
  readonly dry: boolean;
  /** Over or along a ditch or brook, without a bridge. */
  readonly stream: boolean;
  /** Over water, or between water and the shore. */
  readonly afloat: boolean;
}

const wayOf = (nodes: GroundNodes, cell: number, direction: number, other: number): Way => {
  const bit = direction < 4 ? 1 << direction : 0;
  const road = ((nodes.roads[cell] ?? 0) & bit) !== 0;
  const track = ((nodes.tracks[cell] ?? 0) & bit) !== 0;
  const wetEnds = (nodes.wet[cell] ?? 0) + (nodes.wet[other] ?? 0);
  const { touched } = nodes.water;
  const nearShore =
    touched[cell] === 1 || touched[other] === 1 || (direction > 3 && isShoreBeside(nodes, cell, direction));
  const crossings = nearShore ? nodes.water.crossings(nodes.at(cell), nodes.at(other)) : 0;
  const linked = road || track;
  return {
    road,
    track,
    dry: linked || (wetEnds === 0 && crossings === 0),
    stream: !linked && (nodes.stream[cell] ?? 0) !== (nodes.stream[other] ?? 0),
    afloat: (wetEnds === 2 && crossings === 0) || (wetEnds === 1 && crossings === 1),
  };
};

/** A diagonal step may pass the two cells between. */
const isShoreBeside = ({ grid, water }: GroundNodes, cell: number, direction: number): boolean => {
  const [row, column] = directions[direction] ?? [0, 0];
  return water.touched[cell + row * grid.columns] === 1 || water.touched[cell + column] === 1;
};

/** Half of a ditch's cost on the way into its cell and half on the way out. */
const footS = (metres: number, slope: number, way: Way): number => {
  const onPath = way.road || way.track;
  return metres / (walkingMps(slope) * (onPath ? 1 : offPathFactor)) + (way.stream ? streamOnFootS / 2 : 0);
};

const eachStep = (
  { rows, columns }: SearchGrid,
  visit: (cell: number, direction: number, other: number) => void,
): void => {
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      for (const [direction, [north, east]] of directions.entries()) {
        const [r, c] = [row + north, column + east];
        if (r >= 0 && r < rows && c >= 0 && c < columns) visit(row * columns + column, direction, r * columns + c);
      }
    }
  }
};

const nodeHeights = (nodes: GroundNodes, frame: LocalFrame, terrain: Terrain | undefined): Float32Array => {
  const heightsM = new Float32Array(nodes.wet.length).fill(Number.NaN);
  if (!terrain) return heightsM;
  for (let cell = 0; cell < heightsM.length; cell += 1) {
    const { latDeg, lonDeg } = frame.toLatLon(nodes.northM[cell] ?? 0, nodes.eastM[cell] ?? 0);
    heightsM[cell] = terrain.heightMslM(latDeg, lonDeg) ?? Number.NaN;
  }
  return heightsM;
};
