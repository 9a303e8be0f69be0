import { SeededRandom } from "../seeded-random.ts";
import { valueNoise } from "../value-noise.ts";
import { distanceToLineM, isInside, type Point } from "./geometry.ts";
import type { Area, Tree, Way } from "./landscape.ts";

interface Ground {
  readonly seed: number;
  readonly sizeM: number;
  readonly areas: readonly Area[];
  readonly ways: readonly Way[];
}

/** Trees in woods, mulberry along pond dykes, poplars along roads and now and then a canal's bank. */
export const plantTrees = (ground: Ground): Tree[] => {
  const random = new SeededRandom(ground.seed, "trees");
  const trees: Tree[] = [];
  for (const area of ground.areas) {
    if (area.kind === "wood") fillWood(area, random, trees);
    else if (area.kind === "pond")
      plantRow(area.outline, {
        random,
        trees,
        spacingM: 7,
        chance: 0.3,
        crownM: [0.9, 1.7],
        outM: 1.6,
        seed: ground.seed,
      });
    else if (area.kind === "canal")
      plantRow(area.outline, {
        random,
        trees,
        spacingM: 9,
        chance: 0.45,
        crownM: [1.8, 3.4],
        outM: 4,
        seed: ground.seed,
      });
  }
  for (const way of ground.ways) {
    if (way.kind === "road")
      plantRow(way.points, {
        random,
        trees,
        spacingM: 11,
        chance: 0.6,
        crownM: [1.6, 2.8],
        outM: way.widthM / 2 + 2,
        seed: ground.seed,
      });
  }
  const roads = ground.ways.filter((way) => way.kind !== "ditch");
  return trees.filter((tree) => !onRoad(tree, roads));
};

const onRoad = (tree: Tree, roads: readonly Way[]): boolean =>
  roads.some(({ box, points, widthM }) => {
    if (tree.eastM < box.west || tree.eastM > box.east || tree.northM < box.south || tree.northM > box.north)
      return false;
    return distanceToLineM(points, tree.eastM, tree.northM) < widthM / 2 + 0.6;
  });

const tree = (random: SeededRandom, at: Point, crownRadiusM: number): Tree => ({
  eastM: at[0],
  northM: at[1],
  crownRadiusM,
  heightM: crownRadiusM * random.range(2.1, 3.2) + 0.8,
  tone: random.next(),
});

const fillWood = (area: Area, random: SeededRandom, trees: Tree[]): void => {
  const large = area.box.east - area.box.west > 300;
  const spacing = large ? 7.5 : 4.6;
  for (let e = area.box.west; e < area.box.east; e += spacing) {
    for (let n = area.box.south; n < area.box.north; n += spacing) {
      const at: Point = [e + random.range(-0.42, 0.42) * spacing, n + random.range(-0.42, 0.42) * spacing];
      if (random.next() < 0.16 || !isInside(area.outline, at[0], at[1])) continue;
      trees.push(tree(random, at, large ? random.range(2.4, 4.4) : random.range(1.4, 2.7)));
    }
  }
};

interface Row {
  readonly random: SeededRandom;
  readonly trees: Tree[];
  readonly spacingM: number;
  readonly chance: number;
  readonly crownM: readonly [number, number];
  readonly outM: number;
  readonly seed: number;
}

/** Trees to the right of a line (outside of a counter-clockwise outline), in stretches with gaps between. */
const plantRow = (points: readonly Point[], row: Row): void => {
  let sinceM = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    const [ae, an] = points[i] ?? [0, 0];
    const [be, bn] = points[i + 1] ?? [0, 0];
    const length = Math.hypot(be - ae, bn - an);
    sinceM += length;
    if (sinceM < row.spacingM || length === 0) continue;
    sinceM = 0;
    if (valueNoise(row.seed + 71, ae / 90, an / 90) * 0.5 + 0.5 > row.chance) continue;
    const out = row.outM + row.random.range(-0.7, 0.7);
    const at: Point = [ae + ((bn - an) / length) * out, an - ((be - ae) / length) * out];
    row.trees.push(tree(row.random, at, row.random.range(row.crownM[0], row.crownM[1])));
  }
};
