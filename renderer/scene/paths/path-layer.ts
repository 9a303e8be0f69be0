import { Group, type ShaderMaterial } from "three";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { FlownPath, PathBook } from "../../stores/scene/path-book.ts";
import type { PathInk } from "../../stores/scene/scene-store.ts";
import { type Ground, liftM } from "../marks/draped.ts";
import type { DrawnVehicle } from "../marks/vehicle-layer.ts";
import { LineBuffer } from "./line-buffer.ts";
import { type InkRange, inkOf, inkRange } from "./path-ink.ts";
import { WideLines } from "./wide-lines.ts";

interface DrawnPath {
  readonly buffer: LineBuffer;
  readonly lines: WideLines;
  /** Which of the path's points each drawn one is. */
  readonly indices: number[];
  /** So many of the path's points were looked at. */
  taken: number;
  path: FlownPath;
  epoch: number;
  /** Of the points with no height. */
  unknown: number;
}

/** What a legend says of the paths. */
export interface PathLegend {
  /** Undefined while nothing is known of what colours them. */
  readonly range: InkRange | undefined;
  /** Some points' heights aren't known: they lie on the ground. */
  readonly hasUnknownHeights: boolean;
  readonly hasPaths: boolean;
}

const alpha = 240;
const unknownHeightAlpha = 205;
const point = { x: 0, y: 0, z: 0 };

/** Where vehicles flew, coloured by what was chosen. New points are added in place; all are coloured anew only where the range grows. */
export class PathLayer {
  readonly group = new Group();
  readonly #material: ShaderMaterial;
  readonly #stride: number;
  readonly #drawn = new Map<VehicleId, DrawnPath>();
  readonly #headBuffer = new LineBuffer(128);
  readonly #heads: WideLines;
  #ink: PathInk = "height";
  #range: InkRange = inkRange("height", Number.NaN, Number.NaN);
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;

  /** @param stride each so many-th point is drawn; those beside a gap always */
  constructor(material: ShaderMaterial, stride: number) {
    this.#material = material;
    this.#stride = stride;
    this.#heads = new WideLines(this.#headBuffer, material, 4);
    this.group.add(this.#heads.mesh);
  }

  get legend(): PathLegend {
    const drawn = [...this.#drawn.values()];
    return {
      range: this.#low <= this.#high ? this.#range : undefined,
      hasUnknownHeights: drawn.some(({ unknown }) => unknown > 0),
      hasPaths: drawn.some(({ buffer }) => buffer.count > 1),
    };
  }

  /** Takes what was added to the book. */
  take(book: PathBook, ground: Ground, ink: PathInk): void {
    if (ink !== this.#ink) this.#newInk(ink);
    for (const [id, drawn] of this.#drawn) if (!book.paths.has(id)) this.#drop(id, drawn);
    for (const [id, path] of book.paths) this.#span(this.#drawn.get(id), path);
    const range = inkRange(ink, this.#low, this.#high);
    const recolour = range.low !== this.#range.low || range.high !== this.#range.high;
    this.#range = range;
    for (const [id, path] of book.paths) {
      const drawn = this.#drawn.get(id) ?? this.#create(path);
      this.#drawn.set(id, drawn);
      if (drawn.path !== path || drawn.epoch !== path.epoch) {
        drawn.buffer.clear();
        drawn.path = path;
        drawn.epoch = path.epoch;
        drawn.unknown = 0;
        drawn.taken = 0;
        drawn.indices.length = 0;
      }
      if (recolour) for (let i = 0; i < drawn.buffer.count; i += 1) this.#paint(drawn, i);
      for (; drawn.taken < path.count; drawn.taken += 1)
        if (drawn.taken % this.#stride === 0 || path.isAfterGap(drawn.taken)) this.#add(drawn, drawn.taken, ground);
      drawn.lines.update();
    }
  }

  /** The last stretch of each path, up to where its vehicle is drawn now. */
  drawHeads(entry: (id: VehicleId) => DrawnVehicle | undefined): void {
    const heads = this.#headBuffer;
    heads.clear();
    for (const [id, { buffer, path, indices }] of this.#drawn) {
      const vehicle = entry(id);
      const last = buffer.count - 1;
      const point = indices[last] ?? 0;
      if (vehicle === undefined || last < 0 || vehicle.view.presence.state === "lost") continue;
      // From the ground up, where the path lies for want of heights, would be a way that nobody flew.
      if (Number.isNaN(path.mslM[point] ?? Number.NaN)) continue;
      const { positions } = buffer;
      const { x, y, z } = vehicle.place;
      const [px = 0, py = 0, pz = 0] = [positions[3 * last], positions[3 * last + 1], positions[3 * last + 2]];
      if (Math.hypot(x - px, y - py, z - pz) > 120) continue;
      const rgb = inkOf(this.#valueOf(path, point), this.#range);
      heads.setInk(heads.push(px, py, pz), rgb, alpha);
      heads.setInk(heads.push(x, y, z), rgb, 0);
    }
    this.#heads.update();
  }

  /** In another frame, or after a jump: all is laid out anew. */
  restart(): void {
    for (const [id, drawn] of this.#drawn) this.#drop(id, drawn);
    this.#low = Number.POSITIVE_INFINITY;
    this.#high = Number.NEGATIVE_INFINITY;
  }

  close(): void {
    this.restart();
    this.#heads.close();
    this.group.removeFromParent();
  }

  #newInk(ink: PathInk): void {
    this.#ink = ink;
    this.restart();
    this.#range = inkRange(ink, Number.NaN, Number.NaN);
  }

  #span(drawn: DrawnPath | undefined, path: FlownPath): void {
    const from = drawn === undefined || drawn.path !== path || drawn.epoch !== path.epoch ? 0 : drawn.taken;
    for (let i = from; i < path.count; i += 1) {
      const value = this.#valueOf(path, i);
      if (Number.isNaN(value)) continue;
      this.#low = Math.min(this.#low, value);
      this.#high = Math.max(this.#high, value);
    }
  }

  #valueOf(path: FlownPath, i: number): number {
    return (this.#ink === "height" ? path.mslM : this.#ink === "speed" ? path.speedMps : path.link)[i] ?? Number.NaN;
  }

  #add(drawn: DrawnPath, i: number, ground: Ground): void {
    const { path, buffer, indices } = drawn;
    const mslM = path.mslM[i] ?? Number.NaN;
    const isUnknown = Number.isNaN(mslM);
    const place = { latDeg: path.latDeg[i] ?? 0, lonDeg: path.lonDeg[i] ?? 0 };
    ground.frame.toEnu(place, isUnknown ? ground.frame.originMslM : mslM, point);
    const groundM = ground.upM(point.x, point.y) + liftM;
    // Neither what walks nor what lands leaves its path below the ground that is drawn.
    const at = buffer.push(point.x, point.y, isUnknown ? groundM : Math.max(point.z, groundM));
    indices[at] = i;
    if (isUnknown) drawn.unknown += 1;
    this.#paint(drawn, at);
    if (at > 0) this.#paint(drawn, at - 1);
  }

  #paint({ buffer, path, indices }: DrawnPath, at: number): void {
    const i = indices[at] ?? 0;
    const next = indices[at + 1];
    const isEnd = next !== undefined && path.isAfterGap(next);
    const strong = Number.isNaN(path.mslM[i] ?? Number.NaN) ? unknownHeightAlpha : alpha;
    buffer.setInk(at, inkOf(this.#valueOf(path, i), this.#range), isEnd ? 0 : strong);
  }

  #create(path: FlownPath): DrawnPath {
    const buffer = new LineBuffer(768);
    const lines = new WideLines(buffer, this.#material, 4);
    this.group.add(lines.mesh);
    return { buffer, lines, path, epoch: path.epoch, unknown: 0, taken: 0, indices: [] };
  }

  #drop(id: VehicleId, { lines }: DrawnPath): void {
    lines.close();
    this.#drawn.delete(id);
  }
}
