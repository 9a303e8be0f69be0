import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { PlanePoint, PlaneRing } from "../../../shared/geo/polygon.ts";
import { networkTable } from "../../../shared/search/detection/detection-ability.ts";
import { lookAt } from "../../../shared/search/detection/look-at.ts";
import { PassMemory } from "../../../shared/search/detection/pass-memory.ts";
import { rangedDetection } from "../../../shared/search/detection/ranged-detection.ts";
import { trackLook } from "../../../shared/search/detection/track-look.ts";
import { visibleCells } from "../../../shared/search/detection/visible-cells.ts";
import { cellsIn } from "../../../shared/search/grid/cell-spans.ts";
import { cellCount, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { LostPersonTable } from "../../../shared/search/lost-person/lost-person-table.ts";
import { ProbabilityMap } from "../../../shared/search/probability/probability-map.ts";
import type { SearchAt } from "../../../shared/wire/search-answers.ts";
import { type BuiltPrior, buildPrior, noPrior } from "./build-prior.ts";
import { type DrawnMap, searchAtOf } from "./drawn-map.ts";
import type { CameraLook, KeptLook, TrackLook } from "./kept-look.ts";
import { LastLooks } from "./last-looks.ts";
import { openGround } from "./open-ground.ts";
import type { SearchSpec } from "./search-spec.ts";
import { WorkerGround } from "./worker-ground.ts";

type GridSpec = SearchSpec & { readonly grid: SearchGrid };

/** A map with all that goes with it, for one grid. */
export interface Made {
  readonly spec: GridSpec;
  readonly frame: LocalFrame;
  readonly map: ProbabilityMap;
  readonly passes: PassMemory;
  readonly lasts: LastLooks;
  readonly built: BuiltPrior;
  /** Seen from above, by cell; undefined: all of it. */
  readonly openShare: Float32Array | undefined;
}

const drawnOf = ({ map, lasts, built }: Made): DrawnMap => ({
  grid: map.grid,
  prior: map.prior,
  missed: map.missed,
  missedResponsive: map.missedResponsive,
  covered: lasts.covered,
  posteriorAt: (cell) => map.posteriorAt(cell),
  lastLookAt: (cell) => lasts.at(cell),
  segmentAt: (cell) => built.segments.ids[built.segments.owner[cell] ?? -1],
});

/** Who looks from no higher looks from beneath the leaves, m. Ours: no crown of a wood begins lower. */
const beneathLeavesM = 2;

const sameGrid = (a: SearchGrid, b: SearchGrid): boolean =>
  a.cellM === b.cellM &&
  a.rows === b.rows &&
  a.columns === b.columns &&
  a.centre.latDeg === b.centre.latDeg &&
  a.centre.lonDeg === b.centre.lonDeg;

/** The live search of one incident: belief, searching and what follows of both. Knows no thread and no clock. */
export class SearchEngine {
  readonly #table: LostPersonTable;
  #ground = new WorkerGround();
  #spec: SearchSpec | undefined;
  #made: Made | undefined;

  constructor(table: LostPersonTable) {
    this.#table = table;
  }

  get made(): Made | undefined {
    return this.#made;
  }

  get ground(): WorkerGround {
    return this.#ground;
  }

  get spec(): SearchSpec | undefined {
    return this.#spec;
  }

  /**
   * Another belief, or other ground. On the same grid of the same incident what was searched stays, unless with `restart`: then
   * nothing is searched any more, and looks must be given again.
   */
  make({
    spec,
    ground,
    restart,
  }: {
    readonly spec: SearchSpec | undefined;
    readonly ground?: WorkerGround;
    readonly restart: boolean;
  }): void {
    this.#spec = spec;
    if (ground !== undefined) this.#ground = ground;
    if (restart) this.#made = undefined;
    this.#build();
  }

  look(looks: readonly KeptLook[]): void {
    const made = this.#made;
    if (made === undefined) return;
    for (const look of looks) {
      if (look.utcMs < (made.spec.driftUtcMs ?? Number.NEGATIVE_INFINITY)) continue;
      if (look.kind === "camera") this.#cameraLook(made, look);
      else trackedLook(made, look);
    }
  }

  /** What is shown of the map now. */
  get drawn(): DrawnMap | undefined {
    return this.#made === undefined ? undefined : drawnOf(this.#made);
  }

  at(latDeg: number, lonDeg: number): SearchAt | undefined {
    const { drawn } = this;
    return drawn === undefined ? undefined : searchAtOf(drawn, { latDeg, lonDeg });
  }

  #build(): void {
    const spec = this.#spec;
    const grid = spec?.grid;
    if (spec === undefined || grid === undefined) {
      this.#made = undefined;
      return;
    }
    const before = this.#made;
    const keeps = before !== undefined && before.spec.incidentId === spec.incidentId && sameGrid(before.map.grid, grid);
    // The grid object of before: what was worked out for it holds on.
    const gridSpec: GridSpec = { ...spec, grid: keeps ? before.map.grid : grid };
    const built = buildPrior(gridSpec, this.#ground, this.#table);
    const prior = built.prior ?? noPrior(gridSpec.grid);
    const map = keeps ? before.map : new ProbabilityMap(gridSpec.grid, prior);
    if (keeps) map.setPrior(prior);
    map.watchSegments(built.segments);
    const frame = keeps ? before.frame : new LocalFrame(grid.centre);
    this.#made = {
      ...{ spec: gridSpec, map, built, frame },
      openShare: openGround(gridSpec, gridSpec.grid, frame),
      passes: keeps ? before.passes : new PassMemory(),
      lasts: keeps ? before.lasts : new LastLooks(cellCount(grid)),
    };
  }

  #cameraLook({ map, frame, passes, lasts, openShare }: Made, look: CameraLook): void {
    const { grid } = map;
    const { by, eye, ring, aboveGroundM, ifovRad, lookMs, utcMs, exposureS } = look;
    const inside = cellsIn(grid, [ring.map((corner) => frame.toNorthEast(corner))]);
    if (inside.length === 0) return;
    const below = frame.toNorthEast(eye);
    const groundMslM = this.#ground.cellHeights(grid);
    const cells =
      groundMslM === undefined
        ? inside
        : visibleCells({ grid, groundMslM, eye: { ...below, altMslM: eye.altMslM }, radiusM: frame.radiusM }, inside);
    const leaves = openShare === undefined || aboveGroundM <= beneathLeavesM ? {} : { openShare };
    const detection = rangedDetection({ below, aboveGroundM, ifovRad, tables: [networkTable] });
    lookAt(map, passes, { lookerId: by, atMs: lookMs, exposureS, ground: { cells }, detection, ...leaves });
    lasts.note(cells, map.missed, by, utcMs);
  }
}

/** Who answers is heard or seen from further away, but by how much nobody measured: both alike. */
const trackedLook = ({ map, frame, lasts }: Made, { by, from, to, sweepWidthM, utcMs }: TrackLook): void => {
  const leg = { from: frame.toNorthEast(from), to: frame.toNorthEast(to) };
  trackLook(map, leg, { unresponsiveM: sweepWidthM, responsiveM: sweepWidthM });
  lasts.note(
    cellsIn(map.grid, [stripAlong(leg.from, leg.to, sweepWidthM / 2 + map.grid.cellM)]),
    map.missed,
    by,
    utcMs,
  );
};

/** The ground beside a way, m to each side. */
const stripAlong = (from: PlanePoint, to: PlanePoint, besideM: number): PlaneRing => {
  const [north, east] = [to.northM - from.northM, to.eastM - from.eastM];
  const share = besideM / Math.max(1e-9, Math.hypot(north, east));
  const aside = ({ northM, eastM }: PlanePoint, side: 1 | -1): PlanePoint => ({
    northM: northM + side * share * east,
    eastM: eastM - side * share * north,
  });
  return [aside(from, 1), aside(to, 1), aside(to, -1), aside(from, -1)];
};
