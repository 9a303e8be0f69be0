import { type EncodedVersion, MapVersionEncoder } from "../media/map-versions/map-version-encoder.ts";
import type { MapReport } from "./map-report.ts";
import type { SearchEngine } from "./search-engine.ts";

/** Somebody who draws a region changes the map many times a second; searching does every four, ms. */
const leastGapMs = 3_000;

/** Packs the map's versions to be kept: each that stays for a while, and the last of those that come in a hurry. */
export class VersionKeeper {
  readonly #engine: SearchEngine;
  readonly #report: MapReport;
  readonly #onVersion: (version: EncodedVersion) => void;
  readonly #encoder = new MapVersionEncoder();
  #keptMs = Number.NEGATIVE_INFINITY;
  #isDue = false;

  constructor(engine: SearchEngine, report: MapReport, onVersion: (version: EncodedVersion) => void) {
    this.#engine = engine;
    this.#report = report;
    this.#onVersion = onVersion;
  }

  /** There is a new version; `nowMs` of this thread. */
  changed(nowMs: number): void {
    this.#isDue = true;
    this.look(nowMs);
  }

  /** To be called every few seconds. */
  look(nowMs: number): void {
    if (!this.#isDue || nowMs - this.#keptMs < leastGapMs) return;
    this.#isDue = false;
    this.#keptMs = nowMs;
    this.#onVersion(this.#encode());
  }

  #encode(): EncodedVersion {
    const { made } = this.#engine;
    const { version, peakPerKm2 } = this.#report;
    if (made === undefined) {
      const facts = { version, peakPerKm2, notFound: 1, covered: 0, names: [], segmentIds: [] };
      return this.#encoder.encode(facts, undefined);
    }
    const { map, lasts, built } = made;
    const { who, utcMs: lookUtcMs, names } = lasts.cells;
    const { ids: segmentIds, owner } = built.segments;
    const { grid, prior, missed, missedResponsive, notFound } = map;
    const found = map.found ?? new Uint8Array(prior.length);
    const facts = { version, peakPerKm2, notFound, covered: lasts.covered, names, segmentIds, grid };
    return this.#encoder.encode(facts, { prior, found, missed, missedResponsive, who, lookUtcMs, owner });
  }
}
