import { gridFrame, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { SearchLayer } from "../../../shared/wire/search-answers.ts";
import { GradeWatch } from "./grade-watch.ts";
import { peakDensity, steadyPeak } from "./peak-density.ts";
import type { SearchEngine } from "./search-engine.ts";
import type { GradeChanges, MapState } from "./search-messages.ts";
import { problemOf } from "./search-problem.ts";
import { TileDesk } from "./tile-desk.ts";

/** More than a person will look through; all screens are told of them with every change. */
const mostProblems = 40;
/** Further than this a planning point was moved; less is a hand that trembles, m. */
const movedM = 1;

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** What the worker tells of its map: how it stands, its grades, its pictures. */
export class MapReport {
  readonly tiles: TileDesk;
  readonly #engine: SearchEngine;
  readonly #grades = new GradeWatch();
  #version: number;
  #peakPerKm2: number | undefined;

  constructor(engine: SearchEngine, firstVersion: number) {
    this.#engine = engine;
    this.#version = firstVersion;
    this.tiles = new TileDesk(engine);
  }

  get version(): number {
    return this.#version;
  }

  get peakPerKm2(): number {
    return this.#peakPerKm2 ?? 0;
  }

  /** Pictures of these layers show something else now. */
  changed(layers: readonly SearchLayer[]): void {
    this.#version += 1;
    const before = this.#peakPerKm2;
    this.#peakPerKm2 = steadyPeak(layers.includes("prior") ? undefined : before, this.#peak());
    // Another scale changes every shade.
    this.tiles.changed(before === this.#peakPerKm2 ? layers : [...layers, "poa", "prior"]);
  }

  grades(): GradeChanges {
    const { made } = this.#engine;
    return made?.built.prior === undefined ? this.#grades.forget() : this.#grades.look(made.map);
  }

  state(): MapState {
    const { made, spec } = this.#engine;
    if (made === undefined) {
      const problems = spec === undefined ? [] : [problemOf("no-planning-point")];
      return { version: this.#version, state: "none", pos: 0, restOfWorld: 1, layers: [], problems, coveredM2: 0 };
    }
    const { map, built, lasts } = made;
    const { cellM, columns, rows } = map.grid;
    return {
      version: this.#version,
      state: built.prior === undefined ? "none" : "ready",
      pos: round(map.successSoFar, 4),
      restOfWorld: round(map.row, 4),
      layers: built.layers,
      ...(built.rings === undefined ? {} : { rings: built.rings }),
      problems: [...this.#movedIpp(), ...built.problems].slice(0, mostProblems),
      grid: { cellM, columns, rows },
      bounds: boundsOf(map.grid),
      coveredM2: lasts.covered * cellM * cellM,
      ...(this.#peakPerKm2 === undefined ? {} : { peakPerKm2: Number(this.#peakPerKm2.toPrecision(4)) }),
    };
  }

  #peak(): number {
    const { made } = this.#engine;
    if (made === undefined) return 0;
    const { map } = made;
    const { cellM, columns, rows } = map.grid;
    return peakDensity((cell) => map.posteriorAt(cell), columns * rows, (cellM * cellM) / 1e6);
  }

  #movedIpp(): MapState["problems"] {
    const { made } = this.#engine;
    const [first, ipp] = [made?.spec.firstIpp, made?.spec.subject.ipp?.place];
    if (made === undefined || first === undefined || ipp === undefined) return [];
    const [a, b] = [made.frame.toNorthEast(first), made.frame.toNorthEast(ipp)];
    const distanceM = Math.hypot(a.northM - b.northM, a.eastM - b.eastM);
    return distanceM > movedM ? [problemOf("ipp-moved", { distanceM: Math.round(distanceM) })] : [];
  }
}

const boundsOf = (grid: SearchGrid): readonly [number, number, number, number] => {
  const frame = gridFrame(grid);
  const [northM, eastM] = [(grid.rows * grid.cellM) / 2, (grid.columns * grid.cellM) / 2];
  const corners = [-1, 1].flatMap((n) => [-1, 1].map((e) => frame.toLatLon(n * northM, e * eastM)));
  const [lats, lons] = [corners.map(({ latDeg }) => latDeg), corners.map(({ lonDeg }) => lonDeg)];
  return [Math.min(...lats), Math.min(...lons), Math.max(...lats), Math.max(...lons)];
};
