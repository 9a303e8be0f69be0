import { SeededRandom } from "../seeded-random.ts";
import { valueNoise } from "../value-noise.ts";
import { fillBlock } from "./fill-block.ts";
import {
  type Box,
  boxOf,
  centroidOf,
  clipToBox,
  densify,
  isInside,
  type Point,
  piecesInBox,
  stripAlong,
} from "./geometry.ts";
import type { Area, House, Landscape, Tree, Way } from "./landscape.ts";
import { type PlanLine, planBlocks } from "./plan-blocks.ts";
import { plantTrees } from "./plant-trees.ts";
import { hillFootMslM, reliefMslM, warp } from "./relief.ts";

/**
 * Lays out the country around Linghu: canals, roads, a lake, clusters of fish ponds between mulberry dykes, parcels with
 * ditches, villages along the road, woods on the hills. The same seed gives the same landscape.
 */
export const planLandscape = (options: { readonly seed: number; readonly sizeM: number }): Landscape => {
  const { seed, sizeM } = options;
  const edge = sizeM / 2;
  const map: Box = { west: -edge, south: -edge, east: edge, north: edge };
  const random = new SeededRandom(seed, "landscape");
  const plan = planBlocks(random, sizeM);
  const lines: PlanLine[] = [...plan.lines];
  const lake = lakeOf(seed, sizeM);
  const areas: Area[] = [lake];
  const houses: House[] = [];
  for (const block of plan.blocks) {
    const filled = fillBlock(block, { random, seed, sizeM, lines });
    areas.push(...filled.areas);
    houses.push(...filled.houses);
  }
  areas.push(...hillWoods(seed, sizeM));
  const bent = lines.map((line) => ({ line, points: bend(line, seed) }));
  const canals = bent
    .filter(({ line }) => line.kind === "canal")
    .map(({ line, points }) => canalOf(line, points, seed));
  const ashore = (p: Point) => !isInside(lake.outline, p[0], p[1]);
  const dry = (p: Point) => ashore(p) && reliefMslM(seed, sizeM, p[0], p[1]) < hillFootMslM;
  const ways = bent.flatMap(({ line, points }) => waysOf(line, points, map, { dry, ashore }));
  const kept = [...areas, ...canals]
    .filter((area) => area === lake || keepArea(area, lake, (p) => reliefMslM(seed, sizeM, p[0], p[1])))
    .flatMap((area) => clipArea(area, map));
  const trees: Tree[] = plantTrees({ seed, sizeM, areas: kept, ways });
  const standing = houses.filter((house) => dry(house.centre) && Math.hypot(...house.centre) < edge * 1.35);
  return { seed, sizeM, areas: kept, ways, houses: standing.filter((h) => inBox(h.centre, map)), trees };
};

const inBox = (p: Point, box: Box): boolean =>
  p[0] > box.west + 10 && p[0] < box.east - 10 && p[1] > box.south + 10 && p[1] < box.north - 10;

const bend = (line: PlanLine, seed: number): readonly Point[] =>
  densify([line.from, line.to], 12, false).map(([e, n]): Point => warp(seed, e, n));

const canalOf = (line: PlanLine, points: readonly Point[], seed: number): Area => {
  const half = (i: number) => (line.widthM / 2) * (1 + 0.22 * valueNoise(seed + 31, i / 9, line.widthM));
  const outline = stripAlong(points, half);
  const name = line.name === undefined ? {} : { name: line.name };
  return { kind: "canal", outline, box: boxOf(outline), tone: 0.5, furrowRad: 0, ...name };
};

const lakeOf = (seed: number, sizeM: number): Area => {
  const at: Point = [0.6 * (sizeM / 2), -0.62 * (sizeM / 2)];
  const outline = Array.from({ length: 96 }, (_, i): Point => {
    const angle = (i / 96) * 2 * Math.PI;
    const [ce, cn] = [Math.cos(angle), Math.sin(angle)];
    const r =
      (sizeM / 3000) *
      (285 +
        95 * valueNoise(seed + 41, ce * 1.2 + 3.4, cn * 1.2 + 7.3) +
        40 * valueNoise(seed + 42, ce * 3 + 1.3, cn * 3 + 5.7));
    return [at[0] + r * ce * 1.25, at[1] + r * cn * 0.85];
  });
  return { kind: "lake", outline, box: boxOf(outline), tone: 0.5, furrowRad: 0, name: "Ling Hu" };
};

/** Woods follow the hills' foot, with a ragged edge and a clearing here and there. */
const hillWoods = (seed: number, sizeM: number): readonly Area[] => {
  const half = sizeM / 2;
  const centres: Point[] = [
    [-half * 0.93, half * 0.9],
    [half * 0.95, half * 1.05],
  ];
  return centres.map(([ce, cn], which) => {
    const outline = Array.from({ length: 80 }, (_, i): Point => {
      const angle = (i / 80) * 2 * Math.PI;
      let r = 20;
      while (
        r < 620 &&
        reliefMslM(seed, sizeM, ce + r * Math.cos(angle), cn + r * Math.sin(angle)) > hillFootMslM + 2.5
      )
        r += 8;
      r *= 0.96 + 0.1 * valueNoise(seed + 51 + which, Math.cos(angle) * 5, Math.sin(angle) * 5);
      return [ce + r * Math.cos(angle), cn + r * Math.sin(angle)];
    });
    return { kind: "wood", outline, box: boxOf(outline), tone: 0.3, furrowRad: 0 };
  });
};

interface Where {
  /** Neither lake nor hill. */
  readonly dry: (p: Point) => boolean;
  /** Not in the lake. */
  readonly ashore: (p: Point) => boolean;
}

const waysOf = (line: PlanLine, points: readonly Point[], map: Box, where: Where): readonly Way[] => {
  const { dry, ashore } = where;
  const way = (kind: Way["kind"], course: readonly Point[], widthM: number): Way[] =>
    piecesInBox(course, map).map((piece) => {
      const name = kind === "road" && line.name !== undefined ? { name: line.name } : {};
      return { kind, points: piece, widthM, box: boxOf(piece, widthM + 2), ...name };
    });
  const onLand = longestRun(points, line.kind === "road" ? ashore : dry);
  if (onLand.length < 3 || line.kind === "canal" || line.kind === "dyke") return [];
  if (line.kind !== "track-and-ditch") return way(line.kind, onLand, line.widthM);
  const ditch = stripAlong(onLand, () => 4.2).slice(0, onLand.length);
  return [...way("track", onLand, line.widthM), ...way("ditch", ditch, 2.4)];
};

const longestRun = (points: readonly Point[], wanted: (p: Point) => boolean): readonly Point[] => {
  let best: Point[] = [];
  let run: Point[] = [];
  for (const point of points) {
    run = wanted(point) ? [...run, point] : [];
    if (run.length > best.length) best = run;
  }
  return best;
};

const keepArea = (area: Area, lake: Area, heightAt: (p: Point) => number): boolean => {
  if (area.kind === "canal") return true;
  if (area.outline.some(([e, n]) => isInside(lake.outline, e, n))) return false;
  const middle = centroidOf(area.outline);
  const hilly = heightAt(middle) > hillFootMslM || area.outline.some((p) => heightAt(p) > hillFootMslM + 2);
  return area.kind === "wood" ? area.box.east - area.box.west > 300 || !hilly : !hilly;
};

const clipArea = (area: Area, map: Box): readonly Area[] => {
  const outline = clipToBox(area.outline, map);
  return outline.length < 3 ? [] : [{ ...area, outline, box: boxOf(outline) }];
};
