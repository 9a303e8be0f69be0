import { type Box, boxesMeet, type Point } from "../landscape/geometry.ts";
import type { Area, AreaKind, Landscape, Way } from "../landscape/landscape.ts";
import { reliefMslM } from "../landscape/relief.ts";
import type { Texture } from "./texture.ts";

/** Side of a tile of ground, m. */
export const tileM = 64;
/** Cells of a quarter of a metre: a lying person covers a dozen. */
export const cellsPerM = 4;
const cells = tileM * cellsPerM;
/** One more than the cells, so that interpolation never needs the neighbour tile. */
export const tileSide = cells + 1;
const keptTiles = 160;
/** Tiles are painted this many cells wider on each side, so that softening has the same neighbours on both sides of a seam. */
const apron = 2;
const paintSide = tileSide + 2 * apron;

/**
 * What the ground is at one cell, by how warm it is relative to the air, K: [base, spread by tone, grain]. It rains and
 * the sky is covered, so the ground has hardly cooled below the air and only water still holds much of the day's heat.
 */
const covers = {
  grass: [-0.5, 0, 0.22],
  field: [-0.65, 0.8, 0.17],
  wood: [-0.3, 0.2, 0.22],
  yard: [0.4, 0.4, 0.22],
  track: [0.05, 0, 0.2],
  road: [1.0, 0, 0.1],
  bank: [-0.75, 0, 0.2],
  ditch: [0.5, 0, 0.08],
  pond: [2.6, 0.5, 0.05],
  canal: [3.0, 0, 0.06],
  lake: [3.3, 0, 0.04],
} as const;
type Cover = keyof typeof covers;
const coverNames = Object.keys(covers).filter((name): name is Cover => name in covers);
const codeOf = (cover: Cover): number => coverNames.indexOf(cover);

/** Ground temperatures, made tile by tile as cameras look at them, newest kept. */
export class SurfaceTiles {
  readonly #landscape: Landscape;
  readonly #texture: Texture;
  readonly #airK: number;
  readonly #tiles = new Map<number, Float32Array>();

  constructor(landscape: Landscape, texture: Texture, airK: number) {
    this.#landscape = landscape;
    this.#texture = texture;
    this.#airK = airK;
  }

  /** @returns `tileSide` squared kelvins, row 0 in the south, of the tile whose south-west corner is (tileE, tileN) times `tileM` */
  tile(tileE: number, tileN: number): Float32Array {
    const key = (tileN + 4096) * 8192 + tileE + 4096;
    const known = this.#tiles.get(key);
    if (known !== undefined) return known;
    const made = this.#make(tileE * tileM, tileN * tileM);
    this.#tiles.set(key, made);
    if (this.#tiles.size > keptTiles) {
      const oldest = this.#tiles.keys().next().value;
      if (oldest !== undefined) this.#tiles.delete(oldest);
    }
    return made;
  }

  /** One place's temperature, K, without making its tile's neighbours. */
  temperatureK(eastM: number, northM: number): number {
    const [tileE, tileN] = [Math.floor(eastM / tileM), Math.floor(northM / tileM)];
    const column = Math.floor((eastM - tileE * tileM) * cellsPerM);
    const row = Math.floor((northM - tileN * tileM) * cellsPerM);
    return this.tile(tileE, tileN)[row * tileSide + column] ?? this.#airK;
  }

  #make(westM: number, southM: number): Float32Array {
    const box: Box = { west: westM - 2, south: southM - 2, east: westM + tileM + 2, north: southM + tileM + 2 };
    const areas = this.#landscape.areas.filter((area) => boxesMeet(area.box, box));
    const ways = this.#landscape.ways.filter((way) => boxesMeet(way.box, box));
    const cover = new Uint8Array(paintSide * paintSide);
    const owner = new Uint16Array(paintSide * paintSide);
    const paint: Paint = {
      cover,
      owner,
      westM: westM - apron / cellsPerM,
      southM: southM - apron / cellsPerM,
      texture: this.#texture,
    };
    const dry = (kind: AreaKind) => kind === "field" || kind === "wood" || kind === "yard";
    for (const [i, area] of areas.entries()) if (dry(area.kind)) fillArea(paint, area, i + 1);
    for (const way of ways) if (way.kind === "ditch") stroke(paint, way, { cover: "bank", widthM: way.widthM + 2.2 });
    for (const way of ways) if (way.kind === "track") stroke(paint, way, { cover: "track", widthM: way.widthM });
    for (const way of ways) if (way.kind === "ditch") stroke(paint, way, { cover: "ditch", widthM: way.widthM * 0.75 });
    for (const [i, area] of areas.entries()) if (!dry(area.kind)) fillArea(paint, area, i + 1);
    for (const way of ways) if (way.kind === "road") stroke(paint, way, { cover: "road", widthM: way.widthM });
    return this.#warm(paint, areas);
  }

  #warm(paint: Paint, areas: readonly Area[]): Float32Array {
    const { westM, southM, cover, owner } = paint;
    const { seed, sizeM } = this.#landscape;
    const temperatures = new Float32Array(paintSide * paintSide);
    const texture = this.#texture;
    const hilly = reliefMslM(seed, sizeM, westM + tileM / 2, southM + tileM / 2) > 12 ? 0.5 : 0;
    for (let row = 0; row < paintSide; row++) {
      const n = southM + row / cellsPerM;
      for (let column = 0; column < paintSide; column++) {
        const e = westM + column / cellsPerM;
        const at = row * paintSide + column;
        const name = coverNames[cover[at] ?? 0] ?? "grass";
        const [base, spread, grain] = covers[name];
        const area = areas[(owner[at] ?? 0) - 1];
        let k = this.#airK + base + spread * ((area?.tone ?? 0.5) - 0.5);
        k +=
          grain *
          (texture.at(e * 9, n * 9) +
            0.9 * texture.at(e * 1.6 + 200, n * 1.6 + 90) +
            0.7 * texture.at(e * 0.35, n * 0.35 + 300));
        if (name === "field" && area !== undefined) k += furrow(area, e, n);
        temperatures[at] = k + hilly;
      }
    }
    return crop(soften(soften(temperatures, 1), paintSide));
  }
}

/** Heat flows: edges are soft. One pass of 1-2-1 along rows (`stride` 1) or columns (`stride` = side). */
const soften = (from: Float32Array, stride: number): Float32Array => {
  const out = from.slice();
  for (let i = stride; i < from.length - stride; i++) {
    const position = stride === 1 ? i % paintSide : 1;
    if (position === 0 || position === paintSide - 1) continue;
    out[i] = ((from[i - stride] ?? 0) + 2 * (from[i] ?? 0) + (from[i + stride] ?? 0)) / 4;
  }
  return out;
};

const crop = (from: Float32Array): Float32Array => {
  const out = new Float32Array(tileSide * tileSide);
  for (let row = 0; row < tileSide; row++) {
    const start = (row + apron) * paintSide + apron;
    out.set(from.subarray(start, start + tileSide), row * tileSide);
  }
  return out;
};

/** Beds and the furrows between them, a metre or two apart; some parcels lie fallow. */
const furrow = (area: Area, e: number, n: number): number => {
  if (area.tone < 0.25) return 0;
  const across = n * Math.cos(area.furrowRad) - e * Math.sin(area.furrowRad);
  return (0.09 + 0.14 * area.tone) * Math.sin(across * (area.tone > 0.6 ? 2.6 : 4.2));
};

interface Paint {
  readonly cover: Uint8Array;
  readonly owner: Uint16Array;
  readonly westM: number;
  readonly southM: number;
  readonly texture: Texture;
}

/** Scan-line fill: crossings of each row with the outline, filled pairwise. */
const fillArea = (paint: Paint, area: Area, owner: number): void => {
  const code = codeOf(area.kind);
  const { outline } = area;
  for (let row = 0; row < paintSide; row++) {
    const n = paint.southM + row / cellsPerM;
    if (n < area.box.south || n > area.box.north) continue;
    const crossings = crossingsAt(outline, n);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(((crossings[i] ?? 0) - paint.westM) * cellsPerM));
      const to = Math.min(paintSide - 1, Math.floor(((crossings[i + 1] ?? 0) - paint.westM) * cellsPerM));
      if (to < from) continue;
      paint.cover.fill(code, row * paintSide + from, row * paintSide + to + 1);
      paint.owner.fill(owner, row * paintSide + from, row * paintSide + to + 1);
    }
  }
};

const crossingsAt = (outline: readonly Point[], n: number): number[] => {
  const crossings: number[] = [];
  let previous = outline.at(-1) ?? [0, 0];
  for (const point of outline) {
    if (point[1] > n !== previous[1] > n) {
      crossings.push(((previous[0] - point[0]) * (n - point[1])) / (previous[1] - point[1]) + point[0]);
    }
    previous = point;
  }
  return crossings.sort((a, b) => a - b);
};

const stroke = (paint: Paint, way: Way, pen: { readonly cover: Cover; readonly widthM: number }): void => {
  const code = codeOf(pen.cover);
  const half = pen.widthM / 2;
  for (let i = 0; i + 1 < way.points.length; i++) {
    const a = way.points[i] ?? [0, 0];
    const b = way.points[i + 1] ?? [0, 0];
    strokePiece(paint, a, b, half, code);
  }
};

/** How far a way's edge wanders, of its half-width. */
const ragged = 0.22;

const strokePiece = (paint: Paint, a: Point, b: Point, half: number, code: number): void => {
  const reach = half * (1 + ragged);
  const index = (m: number, origin: number) => Math.round((m - origin) * cellsPerM);
  const west = Math.max(0, index(Math.min(a[0], b[0]) - reach, paint.westM));
  const east = Math.min(paintSide - 1, index(Math.max(a[0], b[0]) + reach, paint.westM));
  const south = Math.max(0, index(Math.min(a[1], b[1]) - reach, paint.southM));
  const north = Math.min(paintSide - 1, index(Math.max(a[1], b[1]) + reach, paint.southM));
  const [de, dn] = [b[0] - a[0], b[1] - a[1]];
  const squared = de * de + dn * dn || 1;
  for (let row = south; row <= north; row++) {
    const n = paint.southM + row / cellsPerM - a[1];
    for (let column = west; column <= east; column++) {
      const e = paint.westM + column / cellsPerM - a[0];
      const t = Math.max(0, Math.min(1, (e * de + n * dn) / squared));
      // Banks are ragged: the half-width wanders along the way.
      const edge = half * (1 + ragged * paint.texture.at((e + a[0]) * 5, (n + a[1]) * 5));
      if ((e - t * de) ** 2 + (n - t * dn) ** 2 > edge * edge) continue;
      paint.cover[row * paintSide + column] = code;
      paint.owner[row * paintSide + column] = 0;
    }
  }
};
