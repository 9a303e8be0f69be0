import { setImmediate as nextTurn } from "node:timers/promises";
import type { BaseMapFeature } from "../../../shared/geo/base-map.ts";
import type { Terrain } from "../../../shared/geo/terrain.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { LostPersonTable } from "../../../shared/search/lost-person/lost-person-table.ts";
import type { SearchView, SegmentGrade } from "../../../shared/wire/incident.ts";
import type { Ground } from "../ground.ts";
import type { EncodedVersion } from "../media/map-versions/map-version-encoder.ts";
import type { LookBook } from "./look-book.ts";
import { woodsOf } from "./open-ground.ts";
import { sampleHeights } from "./sample-heights.ts";
import type { FromSearchWorker, MapState } from "./search-messages.ts";
import { problemOf } from "./search-problem.ts";
import type { SearchSpec } from "./search-spec.ts";
import { SearchThread } from "./search-thread.ts";
import { driftTime, type SearchBeginning, specOf, specParts } from "./spec-of.ts";

export interface MapKeeperOptions {
  readonly ground: Ground;
  readonly table: LostPersonTable;
  readonly utcMs: () => number;
  readonly book: LookBook;
  readonly things: () => ReadonlyMap<string, Thing>;
  readonly beginning: (incidentId: string) => SearchBeginning | undefined;
  readonly onGrid: (incidentId: string, grid: SearchGrid) => void;
  /** Seconds since 1970 when the station started: tiles of two runs never have one version. */
  readonly firstVersion: number;
  /** Versions as they are to be kept; absent: nobody keeps them. */
  readonly onVersion?: ((version: EncodedVersion) => void) | undefined;
}

/** Edits that follow each other so closely make one map, ms of this process. */
const settleMs = 200;
/** A worker that ended is started again after this, ms of this process. */
const againMs = 5_000;
/** Rows of looks a message. */
const rowsAtOnce = 200;

/** What the worker's map was made of; while it is the same, so is the map. */
interface MadeOf {
  readonly parts: readonly object[];
  readonly terrain: object | undefined;
  readonly features: object | undefined;
}

const isSame = (a: MadeOf | undefined, b: MadeOf): boolean =>
  a !== undefined &&
  a.terrain === b.terrain &&
  a.features === b.features &&
  a.parts.length === b.parts.length &&
  a.parts.every((part, i) => part === b.parts[i]);

/** Keeps the worker's map what the incident, the ground and the searching make it; the station's thread only hands over. */
export class MapKeeper {
  readonly #options: MapKeeperOptions;
  #thread: SearchThread | undefined;
  #state: MapState | undefined;
  #view: SearchView | undefined;
  #grades: ReadonlyMap<string, SegmentGrade> = new Map();
  #spec: SearchSpec | undefined;
  #madeOf: MadeOf | undefined;
  #things: ReadonlyMap<string, Thing> | undefined;
  /** When what the map is made of changed, and the map didn't yet; ms of this process. */
  #changedMs: number | undefined;
  #making = false;
  #askedN = 0;
  #shownN = 0;
  /** The ground that the worker has. */
  #sent: { readonly terrain: Terrain | undefined; readonly features: readonly BaseMapFeature[] } | undefined;
  #failed: { readonly detail: string; readonly atMs: number } | undefined;
  /** What was looked at while older looks are still being handed over. */
  #held: Uint8Array[] | undefined;
  #waiting: ((thread: SearchThread | undefined) => void)[] = [];
  #closed = false;

  constructor(options: MapKeeperOptions) {
    this.#options = options;
  }

  get grades(): ReadonlyMap<string, SegmentGrade> {
    return this.#grades;
  }

  /** The same object until something changed; undefined without an incident. */
  get view(): SearchView | undefined {
    return this.#view;
  }

  /** Of what the map is made now. */
  get spec(): SearchSpec | undefined {
    return this.#spec;
  }

  /** Undefined while there is no map. */
  get thread(): SearchThread | undefined {
    return this.#sent === undefined ? undefined : this.#thread;
  }

  /** The worker, as soon as it was told what the map is made of. To be asked for only while there is an incident. */
  whenTold(): Promise<SearchThread | undefined> {
    if (this.thread !== undefined || this.#closed) return Promise.resolve(this.thread);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** To be called some ten times a second; `nowMs` of this process. */
  tick(nowMs: number): void {
    this.#watch(nowMs);
    if (this.#failed !== undefined && nowMs - this.#failed.atMs < againMs) return;
    if (this.#changedMs === undefined || nowMs - this.#changedMs < settleMs) return;
    if (this.#making || this.#shownN < this.#askedN) return;
    this.#changedMs = undefined;
    this.#failed = undefined;
    this.#making = true;
    this.#make()
      .catch((error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.#making = false;
      });
  }

  /** Looks as they were kept just now. */
  looked(bytes: Uint8Array): void {
    if (this.#held !== undefined) this.#held.push(bytes);
    else this.#thread?.post({ kind: "looks", looks: bytes });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#tellWaiting();
    await this.#thread?.close();
  }

  #tellWaiting(): void {
    for (const resolve of this.#waiting) resolve(this.thread);
    this.#waiting = [];
  }

  #watch(nowMs: number): void {
    const { things, ground, utcMs } = this.#options;
    const { driftUtcMs } = this.#spec ?? {};
    if (driftUtcMs !== undefined && driftUtcMs !== driftTime(utcMs())) this.#changedMs ??= nowMs;
    const [terrain, features] = [ground.terrain, ground.map?.baseMap];
    if (things() === this.#things && terrain === this.#madeOf?.terrain && features === this.#madeOf?.features) return;
    this.#things = things();
    const madeOf: MadeOf = { parts: specParts(this.#things), terrain, features };
    if (isSame(this.#madeOf, madeOf)) return;
    this.#madeOf = madeOf;
    this.#changedMs ??= nowMs;
  }

  async #make(): Promise<void> {
    const { table, beginning, ground, onGrid, utcMs } = this.#options;
    const things = this.#options.things();
    const nowUtcMs = utcMs();
    const incidentId = specOf(things, undefined, table, nowUtcMs)?.incidentId;
    const spec = specOf(things, incidentId === undefined ? undefined : beginning(incidentId), table, nowUtcMs);
    const before = this.#spec;
    this.#spec = spec;
    if (spec === undefined && this.#thread === undefined) return;
    if (spec?.grid !== undefined) onGrid(spec.incidentId, spec.grid);
    if (spec !== undefined) this.#view = { ...(this.#state ?? noMap), state: "working" };
    const { terrain } = ground;
    const features = ground.map?.baseMap.features ?? noFeatures;
    const isOtherMap = this.#thread === undefined || !isSameMap(before, spec);
    // Other hills hide other ground from cameras, for all looks so far too.
    const restart = isOtherMap || terrain !== this.#sent?.terrain;
    const heights =
      restart && spec?.grid !== undefined && terrain !== undefined
        ? await sampleHeights(terrain, spec.grid, () => !this.#closed)
        : undefined;
    if (this.#closed) return;
    this.#thread ??= this.#start();
    this.#askedN += 1;
    this.#thread.post({
      ...{ kind: "make", n: this.#askedN, spec, restart },
      ...(restart ? { heights: heights ?? "unknown" } : {}),
      ...(features === this.#sent?.features && !isOtherMap ? {} : { features }),
    });
    this.#sent = { terrain, features };
    this.#tellWaiting();
    if (restart) await this.#handOver(this.#thread, spec?.grid === undefined ? undefined : spec.incidentId);
  }

  /** All looks of an incident so far, piece by piece; what is looked at meanwhile comes after them. */
  async #handOver(thread: SearchThread, incidentId: string | undefined): Promise<void> {
    this.#held = [];
    const rows = this.#options.book.open(incidentId);
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      thread.post({ kind: "restored", looks: rows.slice(from, from + rowsAtOnce), last: false });
      await nextTurn();
    }
    thread.post({ kind: "restored", looks: this.#held, last: true });
    this.#held = undefined;
  }

  #start(): SearchThread {
    const { firstVersion } = this.#options;
    const thread = new SearchThread({
      // A worker that was started again has drawn nothing yet.
      firstVersion: Math.max(firstVersion, (this.#state?.version ?? 0) + 1),
      onState: (message) => {
        if (thread === this.#thread) this.#take(message);
      },
      onVersion: this.#options.onVersion,
      onFailed: (detail) => {
        if (thread === this.#thread) this.#fail(detail);
      },
    });
    return thread;
  }

  #take({ n, state, grades }: Extract<FromSearchWorker, { readonly kind: "state" }>): void {
    this.#shownN = n;
    this.#state = state;
    if (grades.length > 0) {
      const next = new Map(this.#grades);
      for (const [id, grade] of grades) {
        if (grade === undefined) next.delete(id);
        else next.set(id, grade);
      }
      this.#grades = next;
    }
    this.#view = this.#spec === undefined ? undefined : state;
  }

  /** The map is gone with its worker; it is made anew in a while. */
  #fail(detail: string): void {
    void this.#thread?.close();
    this.#thread = undefined;
    this.#held = undefined;
    this.#sent = undefined;
    this.#askedN = this.#shownN;
    this.#failed = { detail, atMs: performance.now() };
    this.#changedMs = performance.now();
    const state = this.#state ?? noMap;
    const problems = [...state.problems, problemOf("worker-failed", { detail })];
    if (this.#options.things().size > 0) this.#view = { ...state, state: "failed", problems };
    this.#tellWaiting();
  }
}

const noFeatures: readonly BaseMapFeature[] = [];

const noMap: MapState = {
  ...{ version: 0, state: "none", pos: 0, restOfWorld: 1, coveredM2: 0 },
  ...{ layers: [], problems: [] },
};

const isSameMap = (before: SearchSpec | undefined, now: SearchSpec | undefined): boolean =>
  before?.incidentId === now?.incidentId &&
  before?.driftUtcMs === now?.driftUtcMs &&
  JSON.stringify(before?.grid) === JSON.stringify(now?.grid) &&
  // Whatever was flown over before somebody said that it is wood was not seen either.
  JSON.stringify(woodRings(before)) === JSON.stringify(woodRings(now));

const woodRings = (spec: SearchSpec | undefined) => (spec === undefined ? [] : woodsOf(spec).map(({ ring }) => ring));
