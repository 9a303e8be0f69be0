import { cornersOf } from "../landscape/draw-base-map.ts";
import type { House, Landscape, Tree } from "../landscape/landscape.ts";
import type { Ground } from "./ground.ts";
import type { SeenBox } from "./paint-ground.ts";
import type { Face, Shape, Vector3 } from "./shapes.ts";

const bucketM = 32;
const keyOf = (east: number, north: number): number =>
  (Math.floor(north / bucketM) + 1024) * 2048 + Math.floor(east / bucketM) + 1024;

/** Trees and houses by place, so that a frame only looks at those it may see. */
export class StandingThings {
  readonly #ground: Ground;
  readonly #airK: number;
  readonly #trees = new Map<number, Tree[]>();
  readonly #houses: readonly House[];

  constructor(landscape: Landscape, ground: Ground, airK: number) {
    this.#ground = ground;
    this.#airK = airK;
    this.#houses = landscape.houses;
    for (const tree of landscape.trees) {
      const key = keyOf(tree.eastM, tree.northM);
      const bucket = this.#trees.get(key);
      if (bucket === undefined) this.#trees.set(key, [tree]);
      else bucket.push(tree);
    }
  }

  /** What stands in or near the ground seen; `withTrunks` for a camera close to the ground. */
  shapesIn(seen: SeenBox, options: { readonly withTrunks: boolean }): Shape[] {
    const margin = 14;
    const shapes: Shape[] = [];
    for (let north = seen.south - margin; north <= seen.north + margin + bucketM; north += bucketM) {
      for (let east = seen.west - margin; east <= seen.east + margin + bucketM; east += bucketM) {
        for (const tree of this.#trees.get(keyOf(east, north)) ?? []) this.#addTree(shapes, tree, options.withTrunks);
      }
    }
    for (const house of this.#houses) {
      const [e, n] = house.centre;
      const near =
        e > seen.west - margin && e < seen.east + margin && n > seen.south - margin && n < seen.north + margin;
      if (near) shapes.push(...houseFaces(house, this.#ground.heightMslM(e, n), this.#airK));
    }
    return shapes;
  }

  #addTree(shapes: Shape[], tree: Tree, withTrunk: boolean): void {
    const groundM = this.#ground.heightMslM(tree.eastM, tree.northM);
    const halfHeight = tree.heightM * 0.38;
    const crown = (de: number, dn: number, size: number): void => {
      shapes.push({
        kind: "blob",
        centre: [tree.eastM + de, tree.northM + dn, groundM + tree.heightM - halfHeight],
        semiAxesM: [tree.crownRadiusM * size, tree.crownRadiusM * size * 0.92, halfHeight * size],
        headingRad: tree.tone * 6,
        temperatureK: this.#airK - 0.1 + 0.3 * (tree.tone - 0.5),
        hiddenFraction: 0,
        frayed: 0.22,
      });
    };
    const r = tree.crownRadiusM * 0.42;
    crown(r * Math.sin(tree.tone * 40), r * Math.cos(tree.tone * 40), 0.72);
    crown(-r * Math.cos(tree.tone * 23), r * Math.sin(tree.tone * 23), 0.75);
    if (!withTrunk) return;
    shapes.push({
      kind: "blob",
      centre: [tree.eastM, tree.northM, groundM + tree.heightM * 0.25],
      semiAxesM: [0.12, 0.12, tree.heightM * 0.3],
      headingRad: 0,
      temperatureK: this.#airK + 0.2,
      hiddenFraction: 0,
      frayed: 0,
    });
  }
}

const houseFaces = (house: House, groundM: number, airK: number): Face[] => {
  const corners = cornersOf(house);
  const at = (index: number, up: number): Vector3 => {
    const [e, n] = corners[index % 4] ?? [0, 0];
    return [e, n, groundM + up];
  };
  const middle = (a: number, b: number, up: number): Vector3 => {
    const [p, q] = [at(a, up), at(b, up)];
    return [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2, groundM + up];
  };
  const walls = [0, 1, 2, 3].map((i): Face => {
    const gable = i === 0 ? [middle(0, 1, house.ridgeM)] : i === 2 ? [middle(2, 3, house.ridgeM)] : [];
    const outline = [at(i, 0), at(i + 1, 0), at(i + 1, house.eavesM), ...gable, at(i, house.eavesM)];
    return { kind: "face", corners: outline, temperatureK: airK + 0.7 + (i % 2) * 0.2 };
  });
  const [ridgeEast, ridgeWest] = [middle(0, 1, house.ridgeM), middle(2, 3, house.ridgeM)];
  const roof = (corners4: readonly Vector3[], warmerK: number): Face => ({
    kind: "face",
    corners: corners4,
    temperatureK: airK + warmerK,
  });
  return [
    ...walls,
    roof([at(1, house.eavesM), at(2, house.eavesM), ridgeWest, ridgeEast], -1.1),
    roof([at(3, house.eavesM), at(0, house.eavesM), ridgeEast, ridgeWest], -0.8),
  ];
};
