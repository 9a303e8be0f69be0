import type { SeededRandom } from "../seeded-random.ts";
import { valueNoise } from "../value-noise.ts";
import { type Box, boxOf, densify, type Point, roundCorners } from "./geometry.ts";
import type { Area, AreaKind, House } from "./landscape.ts";
import { type PlanLine, splitBox } from "./plan-blocks.ts";
import { warp } from "./relief.ts";

interface Ground {
  readonly random: SeededRandom;
  readonly seed: number;
  readonly sizeM: number;
  /** Ditches and tracks inside the block are added here. */
  readonly lines: PlanLine[];
}

interface Filled {
  readonly areas: readonly Area[];
  readonly houses: readonly House[];
}

/** Fills a block with what suits its place: a village by the crossing, fish ponds in clusters, else fields and mulberry. */
export const fillBlock = (block: Box, ground: Ground): Filled => {
  const [e, n] = [(block.west + block.east) / 2, (block.south + block.north) / 2];
  const s = ground.sizeM / 3000;
  const village = Math.hypot(e + 330 * s, n - 600 * s) < 260 * s || Math.hypot(e + 470 * s, n + 470 * s) < 170 * s;
  if (village) return villageBlock(block, ground);
  const wet = valueNoise(ground.seed + 61, e / 700, n / 700) + 0.35 * valueNoise(ground.seed + 62, e / 260, n / 260);
  if (wet > 0.04) return pondBlock(block, ground);
  return fieldBlock(block, ground);
};

const shape = (
  box: Box,
  ground: Ground,
  options: { readonly insetM: number; readonly jitterM: number; readonly round: number },
): readonly Point[] => {
  const { random, seed } = ground;
  const jitter = () => options.insetM + options.jitterM * random.next();
  const corners: Point[] = [
    [box.west + jitter(), box.south + jitter()],
    [box.east - jitter(), box.south + jitter()],
    [box.east - jitter(), box.north - jitter()],
    [box.west + jitter(), box.north - jitter()],
  ];
  const dense =
    options.round > 0 ? roundCorners(densify(corners, 24, true), options.round) : densify(corners, 16, true);
  return dense.map(([e, n]): Point => warp(seed, e, n));
};

const area = (kind: AreaKind, outline: readonly Point[], random: SeededRandom, furrowRad = 0): Area => ({
  kind,
  outline,
  box: boxOf(outline),
  tone: random.next(),
  furrowRad,
});

/** Fish ponds side by side, only a mulberry dyke between them. */
const pondBlock = (block: Box, ground: Ground): Filled => {
  const { random, lines } = ground;
  const lineOf = () => ({ kind: "dyke", widthM: 3, gapM: random.range(4, 8) }) as const;
  const ponds = splitBox(block, { random, maxM: [random.range(95, 135), random.range(48, 70)], lines, lineOf });
  const areas = ponds.map((box) => {
    const chance = random.next();
    const kind: AreaKind = chance < 0.84 ? "pond" : chance < 0.93 ? "field" : "wood";
    return area(kind, shape(box, ground, { insetM: 1, jitterM: 5, round: 2 }), random);
  });
  const hut = random.next() < 0.7 ? [houseAt([block.west + 6, block.south + 5], 0, ground, "hut")] : [];
  return { areas, houses: hut };
};

/** Long narrow parcels; now and then a mulberry grove or a pond among them. */
const fieldBlock = (block: Box, ground: Ground): Filled => {
  const { random, lines } = ground;
  const along = block.east - block.west > block.north - block.south ? Math.PI / 2 : 0;
  const lineOf = (depth: number, lengthM: number) =>
    depth === 0 && lengthM > 120
      ? ({ kind: "ditch", widthM: 1.8, gapM: 6 } as const)
      : ({ kind: "dyke", widthM: 0.8, gapM: 1.6 } as const);
  const parcels = splitBox(block, { random, maxM: [random.range(120, 190), random.range(32, 52)], lines, lineOf });
  const areas = parcels.map((box) => {
    const chance = random.next();
    const kind: AreaKind = chance < 0.09 ? "wood" : chance < 0.13 ? "pond" : "field";
    const soft = kind === "field" ? { insetM: 0.2, jitterM: 0.8, round: 0 } : { insetM: 2, jitterM: 6, round: 2 };
    const across = box.east - box.west > box.north - box.south;
    return area(kind, shape(box, ground, soft), random, across ? 0 : along || Math.PI / 2);
  });
  return { areas, houses: [] };
};

/** Rows of houses with yards, gardens behind. */
const villageBlock = (block: Box, ground: Ground): Filled => {
  const { random, lines } = ground;
  const lineOf = (depth: number, lengthM: number) =>
    depth < 3 && lengthM > 60
      ? ({ kind: "track", widthM: 3, gapM: 5 } as const)
      : ({ kind: "dyke", widthM: 1, gapM: 2 } as const);
  const rows = splitBox(block, { random, maxM: [150, 36], lines, lineOf });
  const areas: Area[] = [];
  const houses: House[] = [];
  for (const row of rows) {
    const lengthwise = row.east - row.west > row.north - row.south;
    const garden = random.next() < 0.24;
    areas.push(area(garden ? "field" : "yard", shape(row, ground, { insetM: 0.5, jitterM: 1.5, round: 0 }), random));
    if (!garden) houses.push(...rowOfHouses(row, lengthwise, ground));
  }
  return { areas, houses };
};

const rowOfHouses = (row: Box, lengthwise: boolean, ground: Ground): readonly House[] => {
  const { random } = ground;
  const [from, to] = lengthwise ? [row.west, row.east] : [row.south, row.north];
  const middle = lengthwise ? (row.south + row.north) / 2 : (row.west + row.east) / 2;
  const houses: House[] = [];
  for (let at = from + 11; at < to - 8; at += random.range(14.5, 18.5)) {
    if (random.next() < 0.14) continue;
    const off = middle + random.range(-3, 3);
    houses.push(houseAt(lengthwise ? [at, off] : [off, at], lengthwise ? 0 : Math.PI / 2, ground, "house"));
  }
  return houses;
};

const houseAt = (place: Point, angleRad: number, ground: Ground, kind: "house" | "hut"): House => {
  const { random, seed } = ground;
  const [e, n] = warp(seed, place[0], place[1]);
  const [be, bn] = warp(seed, place[0] + 6 * Math.cos(angleRad), place[1] + 6 * Math.sin(angleRad));
  const turned = Math.atan2(bn - n, be - e) + random.range(-0.05, 0.05);
  const storeys = kind === "hut" ? 1 : 1 + Math.floor(random.range(0, 2.99));
  const eavesM = 2.8 * storeys + 0.3;
  const size = kind === "hut" ? 0.45 : 1;
  return {
    centre: [e, n],
    halfLengthM: random.range(5, 6.6) * size,
    halfWidthM: random.range(4, 5.4) * size,
    angleRad: turned,
    eavesM,
    ridgeM: eavesM + (kind === "hut" ? 0.8 : 1.9),
  };
};
