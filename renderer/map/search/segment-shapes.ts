import { worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { BoxIndex } from "../crowd/box-index.ts";

/** A segment's outline in parts of the spherical Mercator square. */
export interface SegmentShape {
  readonly id: string;
  readonly name: string;
  /** x and y in turn, without the first corner again. */
  readonly xy: Float64Array;
  readonly westX: number;
  readonly northY: number;
  readonly eastX: number;
  readonly southY: number;
  /** Where its name stands: the middle of its area. */
  readonly middleX: number;
  readonly middleY: number;
}

/** @returns undefined where it has no ring */
export const shapeOf = (segment: Thing<"segment">): SegmentShape | undefined => {
  const ring = segment.fields.ring ?? [];
  if (ring.length < 3) return undefined;
  const xy = new Float64Array(ring.length * 2);
  ring.forEach(({ latDeg, lonDeg }, i) => {
    xy[2 * i] = worldX(lonDeg);
    xy[2 * i + 1] = worldY(latDeg);
  });
  let [westX, northY, eastX, southY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    westX = Math.min(westX, xy[i] ?? 0);
    eastX = Math.max(eastX, xy[i] ?? 0);
    northY = Math.min(northY, xy[i + 1] ?? 0);
    southY = Math.max(southY, xy[i + 1] ?? 0);
  }
  const middle = centroid(xy, westX, northY);
  const inside = middle !== undefined && holds(xy, middle.x, middle.y);
  return {
    id: segment.id,
    name: segment.fields.name ?? "",
    xy,
    westX,
    northY,
    eastX,
    southY,
    middleX: inside ? middle.x : (westX + eastX) / 2,
    middleY: inside ? middle.y : (northY + southY) / 2,
  };
};

/** Of the area; about the ring's own corner, because the square's numbers are large beside a segment. */
function centroid(xy: Float64Array, x0: number, y0: number): { readonly x: number; readonly y: number } | undefined {
  let [twice, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    const [ax, ay] = [(xy[i] ?? 0) - x0, (xy[i + 1] ?? 0) - y0];
    const [bx, by] = [(xy[j] ?? 0) - x0, (xy[j + 1] ?? 0) - y0];
    const cross = ax * by - bx * ay;
    twice += cross;
    sumX += (ax + bx) * cross;
    sumY += (ay + by) * cross;
  }
  return twice === 0 ? undefined : { x: x0 + sumX / (3 * twice), y: y0 + sumY / (3 * twice) };
}

/** Is the point inside the ring? Even and odd crossings. */
export function holds(xy: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [xy[i] ?? 0, xy[i + 1] ?? 0, xy[j] ?? 0, xy[j + 1] ?? 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** All segments, to be drawn and found by place. */
export class SegmentShapes {
  readonly shapes: readonly SegmentShape[];
  readonly byId: ReadonlyMap<string, SegmentShape>;
  readonly #index: BoxIndex;

  constructor(shapes: readonly SegmentShape[]) {
    this.shapes = shapes;
    this.byId = new Map(shapes.map((shape) => [shape.id, shape]));
    const boxes = new Float64Array(shapes.length * 4);
    shapes.forEach(({ westX, northY, eastX, southY }, i) => {
      boxes.set([westX, northY, eastX, southY], 4 * i);
    });
    this.#index = new BoxIndex(boxes);
  }

  /** Those whose box meets this one. */
  within(west: number, north: number, east: number, south: number): SegmentShape[] {
    const found: number[] = [];
    this.#index.within(west, north, east, south, (i) => found.push(i));
    // Always in the same order, so that overlapping ones don't change places.
    return found.sort((a, b) => a - b).flatMap((i) => this.shapes[i] ?? []);
  }

  /** The segment at a point of the square; where they overlap, the smallest. */
  at(x: number, y: number): SegmentShape | undefined {
    const size = ({ westX, eastX, northY, southY }: SegmentShape) => (eastX - westX) * (southY - northY);
    return this.within(x, y, x, y)
      .filter(({ xy }) => holds(xy, x, y))
      .sort((a, b) => size(a) - size(b))[0];
  }
}

/** Shapes of things, worked out anew only for those that changed. */
export const shapeMaker = () => {
  const known = new WeakMap<Thing<"segment">, SegmentShape | "none">();
  return (segments: Readonly<Record<string, Thing<"segment">>>): SegmentShapes =>
    new SegmentShapes(
      Object.values(segments).flatMap((segment) => {
        const shape = known.get(segment) ?? shapeOf(segment) ?? "none";
        known.set(segment, shape);
        return shape === "none" ? [] : [shape];
      }),
    );
};
