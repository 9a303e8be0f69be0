import type { BaseMapFeature } from "../../geo/base-map.ts";
import type { LocalFrame } from "../../geo/local-frame.ts";
import { between, type PlanePoint } from "../../geo/polygon.ts";
import { cellCount, cellMiddle, type SearchGrid } from "../grid/search-grid.ts";
import { fillCells, walkCells } from "./cell-walk.ts";
import { WaterSides } from "./water-sides.ts";

/** Towards north, east, south and west, and then the corners between. */
export const directions: readonly (readonly [row: number, column: number])[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
];

/**
 * One node in each cell, with what leads from it to its neighbours. A node stands on the cell's road where there is one, else
 * in the cell's middle: so roads keep their length, and a shore between two nodes is a shore between two places.
 */
export class GroundNodes {
  readonly grid: SearchGrid;
  readonly northM: Float32Array;
  readonly eastM: Float32Array;
  /** 1 where the node lies in water; that of a bridge does. */
  readonly wet: Uint8Array;
  /** 1 where a ditch or brook passes. */
  readonly stream: Uint8Array;
  /** Bit d: a road (a track) leads from here in `directions[d]`, over a bridge where there is water. */
  readonly roads: Uint8Array;
  readonly tracks: Uint8Array;
  readonly water: WaterSides;
  readonly #placed: Uint8Array;

  constructor(grid: SearchGrid, frame: LocalFrame, features: readonly BaseMapFeature[]) {
    const count = cellCount(grid);
    this.grid = grid;
    this.northM = new Float32Array(count);
    this.eastM = new Float32Array(count);
    this.wet = new Uint8Array(count);
    this.stream = new Uint8Array(count);
    this.roads = new Uint8Array(count);
    this.tracks = new Uint8Array(count);
    this.#placed = new Uint8Array(count);
    for (let cell = 0; cell < count; cell += 1) this.#put(cell, cellMiddle(grid, cell));
    const toPlane = (line: readonly (readonly [number, number])[]): readonly PlanePoint[] =>
      line.map(([lonDeg, latDeg]) => frame.toNorthEast({ latDeg, lonDeg }));
    const polygons = (kind: BaseMapFeature["kind"]) =>
      features.flatMap(({ kind: own, geometry }) =>
        own === kind && geometry.type === "Polygon" ? [geometry.coordinates.map(toPlane)] : [],
      );
    const lines = (kind: BaseMapFeature["kind"]) =>
      features.flatMap(({ kind: own, geometry }) =>
        own === kind && geometry.type === "LineString" ? [toPlane(geometry.coordinates)] : [],
      );
    const waters = polygons("water");
    this.water = new WaterSides(grid, waters.flat());
    for (const rings of waters) fillCells(grid, rings, this.wet);
    // Roads before tracks: the better way decides where the node stands.
    for (const line of lines("road")) this.#lay(line, this.roads);
    for (const line of lines("track")) this.#lay(line, this.tracks);
    for (const line of lines("stream")) {
      eachPiece(grid, line, (cell) => {
        this.stream[cell] = 1;
      });
    }
  }

  at(cell: number): PlanePoint {
    return { northM: this.northM[cell] ?? 0, eastM: this.eastM[cell] ?? 0 };
  }

  /** Is a place that is no node in water? */
  isWet(place: PlanePoint, cell: number): boolean {
    return (this.water.crossings(place, this.at(cell)) % 2 === 1) !== (this.wet[cell] === 1);
  }

  #put(cell: number, { northM, eastM }: PlanePoint): void {
    this.northM[cell] = northM;
    this.eastM[cell] = eastM;
  }

  /** Links the nodes along a road. A road on the other shore of a node's cell is not joined to it. */
  #lay(line: readonly PlanePoint[], links: Uint8Array): void {
    let before = -1;
    eachPiece(this.grid, line, (cell, middle) => {
      if (this.#placed[cell] === 0) {
        this.#placed[cell] = 1;
        if (this.water.touched[cell] === 1 && this.isWet(middle, cell) !== (this.wet[cell] === 1)) {
          this.wet[cell] = this.wet[cell] === 1 ? 0 : 1;
        }
        this.#put(cell, middle);
      }
      const joined = this.water.touched[cell] === 0 || this.water.crossings(this.at(cell), middle) === 0;
      const away = before < 0 ? -1 : this.#direction(before, cell);
      if (joined && away >= 0) {
        links[before] = (links[before] ?? 0) | (1 << away);
        links[cell] = (links[cell] ?? 0) | (1 << ((away + 2) % 4));
      }
      before = joined ? cell : -1;
    });
  }

  /** The direction from a cell to one at its side; -1 where it is none of the four. */
  #direction(from: number, to: number): number {
    const { columns } = this.grid;
    const [row, column] = [Math.floor(to / columns) - Math.floor(from / columns), (to % columns) - (from % columns)];
    return directions.findIndex(([r, c], index) => index < 4 && r === row && c === column);
  }
}

/** Can a car stand here? */
export const isOnRoad = ({ roads, tracks }: GroundNodes, cell: number): boolean =>
  roads[cell] !== 0 || tracks[cell] !== 0;

/** The cells along a line, each once a pass, with the middle of the line's piece in it. */
const eachPiece = (
  grid: SearchGrid,
  line: readonly PlanePoint[],
  visit: (cell: number, middle: PlanePoint) => void,
): void => {
  let [cell, first, last]: [number, PlanePoint | undefined, PlanePoint | undefined] = [-1, undefined, undefined];
  const tell = () => {
    if (cell >= 0 && first && last) visit(cell, between(first, last, 0.5));
  };
  for (let i = 0; i + 1 < line.length; i += 1) {
    const [a, b] = [line[i], line[i + 1]];
    if (!a || !b) continue;
    walkCells(grid, a, b, (next, from, to) => {
      if (next !== cell) {
        tell();
        cell = next;
        first = between(a, b, from);
      }
      last = between(a, b, to);
    });
  }
  tell();
};
