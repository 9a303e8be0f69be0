import { cellCount } from "../grid/search-grid.ts";
import { directions, type GroundNodes, isOnRoad } from "./ground-nodes.ts";
import { NodeQueue } from "./node-queue.ts";
import { type GroundMode, groundModes, type TravelGround } from "./travel-ground.ts";

/** Where the travel ends, and how far from there a cell's node is on foot or afloat. */
export interface FrontSeed {
  readonly mode: "foot" | "boat";
  readonly cell: number;
  readonly seconds: number;
  readonly metres: number;
}

/**
 * Spreads outward from a target, soonest first (Dijkstra 1959), over walking and the vehicles at once: who walks the last part
 * left the vehicle where the walk begins. A node is `mode * cells + cell`, modes in the order of `groundModes`.
 */
export class TravelFront {
  /** Travel time from each node to the target at the speeds of `travelSpeeds`, s; final once the front has passed. */
  readonly seconds: Float32Array;
  readonly metres: Float32Array;
  readonly #cells: number;
  readonly #nodes: GroundNodes;
  readonly #offsets: readonly number[];
  readonly #wanted: readonly boolean[];
  readonly #steps: readonly Float32Array[];
  readonly #queue = new NodeQueue();

  constructor(ground: TravelGround, seeds: readonly FrontSeed[], modes: ReadonlySet<GroundMode>) {
    this.#cells = cellCount(ground.grid);
    this.#nodes = ground.nodes;
    this.#offsets = directions.map(([row, column]) => row * ground.grid.columns + column);
    this.#wanted = groundModes.map((mode) => mode === "foot" || modes.has(mode));
    this.#steps = groundModes.map((mode) => ground.stepS[mode]);
    const layers = this.#wanted.lastIndexOf(true) + 1;
    this.seconds = new Float32Array(layers * this.#cells).fill(Number.POSITIVE_INFINITY);
    this.metres = new Float32Array(layers * this.#cells);
    for (const { mode, cell, seconds, metres } of seeds) {
      const layer = groundModes.indexOf(mode);
      if (this.#wanted[layer] === true) this.#reach(layer * this.#cells + cell, seconds, metres);
    }
  }

  nodeOf(mode: GroundMode, cell: number): number {
    return groundModes.indexOf(mode) * this.#cells + cell;
  }

  /** Goes on by one node. @returns which, or -1 when all that can be reached has been */
  next(): number {
    for (;;) {
      const node = this.#queue.pop();
      if (node < 0) return -1;
      // Reached again sooner since it was put into the queue: already told.
      if (this.#queue.poppedKey > (this.seconds[node] ?? 0)) continue;
      this.#spread(node);
      return node;
    }
  }

  #spread(node: number): void {
    const layer = Math.floor(node / this.#cells);
    const cell = node - layer * this.#cells;
    const steps = this.#steps[layer];
    const seconds = this.seconds[node] ?? 0;
    const metres = this.metres[node] ?? 0;
    if (!steps) return;
    for (let direction = 0; direction < 8; direction += 1) {
      const stepS = steps[cell * 8 + direction] ?? Number.POSITIVE_INFINITY;
      if (stepS === Number.POSITIVE_INFINITY) continue;
      const away = this.#offsets[direction] ?? 0;
      this.#reach(node + away, seconds + stepS, metres + this.#stepM(cell, cell + away));
    }
    if (layer > 0) return;
    if (this.#wanted[1] === true && isOnRoad(this.#nodes, cell)) this.#reach(this.#cells + cell, seconds, metres);
    if (this.#wanted[2] === true) this.#reach(2 * this.#cells + cell, seconds, metres);
    if (this.#wanted[3] === true) this.#reach(3 * this.#cells + cell, seconds, metres);
  }

  #stepM(from: number, to: number): number {
    const { northM, eastM } = this.#nodes;
    return Math.hypot((northM[to] ?? 0) - (northM[from] ?? 0), (eastM[to] ?? 0) - (eastM[from] ?? 0));
  }

  #reach(node: number, seconds: number, metres: number): void {
    // Rounded as it is kept, so that the queue's key and the kept one can be compared.
    const rounded = Math.fround(seconds);
    if (rounded >= (this.seconds[node] ?? 0)) return;
    this.seconds[node] = rounded;
    this.metres[node] = metres;
    this.#queue.push(node, rounded);
  }
}
