import type { Terrain } from "./terrain.ts";

/** Level ground everywhere: what is assumed where no terrain is loaded. */
export class FlatTerrain implements Terrain {
  readonly cellM = 200;
  readonly #heightMslM: number;

  constructor(heightMslM: number) {
    this.#heightMslM = heightMslM;
  }

  heightMslM(_latDeg: number, _lonDeg: number): number {
    return this.#heightMslM;
  }
}
