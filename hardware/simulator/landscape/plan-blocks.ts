import type { SeededRandom } from "../seeded-random.ts";
import type { Box } from "./geometry.ts";

/** A straight line of the plan, not yet bent. */
export interface PlanLine {
  readonly kind: "canal" | "road" | "track" | "ditch" | "track-and-ditch" | "dyke";
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly widthM: number;
  readonly name?: string;
}

export interface Plan {
  readonly blocks: readonly Box[];
  readonly lines: readonly PlanLine[];
}

interface Cut {
  readonly axis: "east" | "north";
  readonly at: number;
  readonly line: Pick<PlanLine, "kind" | "widthM" | "name">;
  /** Ground kept free for the line. */
  readonly gapM: number;
}

/** Cuts those boxes that the line crosses. */
const cutAll = (boxes: readonly Box[], cut: Omit<Cut, "line">, within: (box: Box) => boolean): Box[] =>
  boxes.flatMap((box) => {
    const [low, high] = cut.axis === "east" ? [box.west, box.east] : [box.south, box.north];
    if (!within(box) || cut.at <= low + 20 || cut.at >= high - 20) return [box];
    return halves(box, cut);
  });

const halves = (box: Box, cut: Omit<Cut, "line">): Box[] => {
  const half = cut.gapM / 2;
  return cut.axis === "east"
    ? [
        { ...box, east: cut.at - half },
        { ...box, west: cut.at + half },
      ]
    : [
        { ...box, north: cut.at - half },
        { ...box, south: cut.at + half },
      ];
};

const cutBox = (box: Box, cut: Cut, lines: PlanLine[]): Box[] => {
  if (cut.axis === "east") lines.push({ ...cut.line, from: [cut.at, box.south], to: [cut.at, box.north] });
  else lines.push({ ...cut.line, from: [box.west, cut.at], to: [box.east, cut.at] });
  return halves(box, cut);
};

/** Splits a box across its longer side until no side is longer than `maxM`; `lineOf(depth)` says what lies between. */
export const splitBox = (
  box: Box,
  options: {
    readonly random: SeededRandom;
    readonly maxM: readonly [number, number];
    readonly lines: PlanLine[];
    readonly lineOf: (depth: number, lengthM: number) => Pick<PlanLine, "kind" | "widthM"> & { readonly gapM: number };
  },
  depth = 0,
): Box[] => {
  const width = box.east - box.west;
  const height = box.north - box.south;
  const [maxLong, maxShort] = options.maxM;
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const splitLong = long > maxLong;
  if (!splitLong && short <= maxShort) return [box];
  const axis = width >= height === splitLong ? "east" : "north";
  const low = axis === "east" ? box.west : box.south;
  const extent = axis === "east" ? width : height;
  const at = low + extent * options.random.range(0.42, 0.58);
  const { gapM, ...line } = options.lineOf(depth, axis === "east" ? height : width);
  return cutBox(box, { axis, at, line, gapM }, options.lines).flatMap((part) => splitBox(part, options, depth + 1));
};

/** The big pattern: two canals, the roads, and blocks of some 300 m with tracks and ditches between. */
export const planBlocks = (random: SeededRandom, sizeM: number): Plan => {
  // Far enough that the map's corners are still filled after the plan is turned and bent.
  const reach = (sizeM / 2) * 1.34;
  const s = sizeM / 3000;
  const [canal, street, north, branch, south] = [-330 * s, -430 * s, 560 * s, 640 * s, -960 * s];
  const lines: PlanLine[] = [
    { kind: "canal", widthM: 30, name: "Linghu Tang", from: [-reach, canal], to: [reach, canal] },
    { kind: "canal", widthM: 16, name: "Sheng Gang", from: [branch, canal], to: [branch, reach] },
    { kind: "road", widthM: 7, name: "Ling Xian", from: [street, -reach], to: [street, reach] },
    { kind: "road", widthM: 6, from: [-reach, north], to: [reach, north] },
    { kind: "road", widthM: 6, from: [-reach, south], to: [reach, south] },
  ];
  const aboveCanal = (box: Box) => box.south > canal;
  let boxes: Box[] = [{ west: -reach, south: -reach, east: reach, north: reach }];
  boxes = cutAll(boxes, { axis: "north", at: canal, gapM: 52 }, () => true);
  boxes = cutAll(boxes, { axis: "east", at: street, gapM: 18 }, () => true);
  boxes = cutAll(boxes, { axis: "north", at: north, gapM: 16 }, aboveCanal);
  boxes = cutAll(boxes, { axis: "east", at: branch, gapM: 34 }, aboveCanal);
  boxes = cutAll(boxes, { axis: "north", at: south, gapM: 14 }, (box) => !aboveCanal(box));
  const lineOf = (depth: number) =>
    depth === 0
      ? ({ kind: "track-and-ditch", widthM: 3.2, gapM: 15 } as const)
      : random.next() < 0.45
        ? ({ kind: "track", widthM: 2.6, gapM: 9 } as const)
        : ({ kind: "ditch", widthM: 2.6, gapM: 10 } as const);
  const blocks = boxes.flatMap((box) => splitBox(box, { random, maxM: [360, 300], lines, lineOf }));
  return { blocks, lines };
};
