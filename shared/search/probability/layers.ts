import type { SearchGrid } from "../grid/search-grid.ts";

/** What a layer of the prior is, so that the screen can show it: its name is the word for `kind`. */
export interface LayerAbout {
  readonly kind:
    | "rings"
    | "log-normal"
    | "drift"
    | "region"
    | "sighting"
    | "consensus"
    | "direction"
    | "attraction"
    | "track-offset"
    | "barrier";
  /** As written in books; the same in every language. */
  readonly formula: string;
  /** Whose numbers these are. */
  readonly source: string;
  /** What nobody measured: shown as an assumption, with its value. */
  readonly assumptions: readonly LayerAssumption[];
}

export const assumptionCodes = [
  "near-feature",
  "landform-radius",
  "tail-over-grid",
  "even-inside",
  "barrier-share",
  "no-wind",
  "no-current",
] as const;

export interface LayerAssumption {
  readonly code: (typeof assumptionCodes)[number];
  readonly value?: number;
  readonly unit?: "m" | "share";
}

/** A belief of its own: mass of each cell, and what it puts outside the grid; together 1. */
export interface PriorLayer {
  readonly about: LayerAbout;
  readonly mass: Float32Array;
  readonly outside: number;
}

/** What multiplies a belief: cells with a factor of 2 are twice as likely as before beside those with 1. */
export interface PriorFactor {
  readonly about: LayerAbout;
  readonly factor: Float32Array;
}

/** What a layer is made on: the grid, and the planning point in its plane. */
export interface LayerPlace {
  readonly grid: SearchGrid;
  /** Of the initial planning point, m from the grid's middle. */
  readonly northM: number;
  readonly eastM: number;
}
