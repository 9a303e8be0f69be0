import { correlate } from "../../../shared/search/correlation/correlate.ts";
import { fitTrack } from "../../../shared/search/correlation/fit-track.ts";
import { type Passage, straightM } from "../../../shared/search/correlation/passage.ts";
import type { IncidentAnswer } from "../../../shared/wire/incident.ts";
import type { DatasetColumns } from "../../../shared/wire/search-answers.ts";
import { type DatasetRow, type ReadDataset, readDataset } from "./dataset-rows.ts";

export interface ReadAsk {
  readonly id: string;
  readonly nature: "passages" | "sensors";
  readonly bytes: Uint8Array;
}

export interface CorrelateAsk {
  readonly datasetId: string;
  readonly withDatasetId?: string;
  /** Where the subject is known to have been; used without another dataset. */
  readonly track: readonly Passage[];
  readonly maxSpeedMps: number;
  readonly maxDistanceM: number;
  readonly fromUtcMs?: number;
  readonly untilUtcMs?: number;
  readonly count: number;
}

export type CorrelationAnswer = Required<Pick<IncidentAnswer, "correlation" | "correlatedMs">>;

type Fit = CorrelationAnswer["correlation"][number];

/** Between a passage and what it is compared with, ms: within an incident's days, and no further. */
const windowMs = 24 * 3_600_000;

/** Datasets as they were read, and what of them fits. */
export class DatasetShelf {
  readonly #rows = new Map<string, readonly DatasetRow[]>();

  read({ id, nature, bytes }: ReadAsk): ReadDataset {
    const read = readDataset(bytes, nature);
    if (read.ok) this.#rows.set(id, read.rows);
    return read;
  }

  columns(id: string): DatasetColumns | undefined {
    const rows = this.#rows.get(id);
    if (rows === undefined) return undefined;
    return {
      id,
      name: rows.map(({ name }) => name),
      latDeg: rows.map(({ latDeg }) => latDeg),
      lonDeg: rows.map(({ lonDeg }) => lonDeg),
      utcMs: rows.map(({ utcMs }) => utcMs ?? null),
    };
  }

  /** Which passages fit the subject's movement, or those of another dataset; the least haste first. */
  correlate(ask: CorrelateAsk): CorrelationAnswer {
    const beganMs = performance.now();
    const passages = this.#passages(ask.datasetId, ask);
    const { maxSpeedMps, maxDistanceM, withDatasetId, count } = ask;
    const rule = { maxSpeedMps, maxDistanceM, windowMs };
    const fits =
      withDatasetId === undefined
        ? fitsTrack(passages, ask.track, rule)
        : fitsPairs(passages, this.#passages(withDatasetId, ask), rule);
    return { correlation: fits.slice(0, count), correlatedMs: Math.round(performance.now() - beganMs) };
  }

  #passages(id: string, { fromUtcMs = -Infinity, untilUtcMs = Infinity }: CorrelateAsk): readonly Placed[] {
    return (this.#rows.get(id) ?? []).flatMap(({ line, name, utcMs, ...place }) =>
      utcMs === undefined || utcMs < fromUtcMs || utcMs > untilUtcMs ? [] : [{ ...place, utcMs, id: name, line }],
    );
  }
}

interface Placed extends Passage {
  readonly line: number;
}

type Rule = { readonly maxSpeedMps: number; readonly maxDistanceM: number; readonly windowMs: number };

const fitOf = (
  { line, id, latDeg, lonDeg, utcMs }: Placed,
  neededMps: number,
  distanceM: number,
  partners: number,
): Fit => ({
  ...{ row: line, name: id, latDeg, lonDeg, utcMs, neededMps, distanceM, partners },
});

const fitsTrack = (passages: readonly Placed[], track: readonly Passage[], rule: Rule): readonly Fit[] => {
  const { fits, companions } = fitTrack(track, passages, rule);
  const sightingsOf = new Map(companions.map(({ id, sightings }) => [id, sightings]));
  return fits.flatMap(({ passage, neededSpeedMps, distanceM }) => {
    const placed = passages[passage];
    if (placed === undefined) return [];
    return [fitOf(placed, neededSpeedMps, distanceM, sightingsOf.get(placed.id) ?? 0)];
  });
};

const fitsPairs = (passages: readonly Placed[], others: readonly Placed[], rule: Rule): readonly Fit[] => {
  const { partners, best, bestSpeedMps } = correlate(passages, others, rule);
  const fits: Fit[] = [];
  passages.forEach((placed, i) => {
    const other = others[best[i] ?? -1];
    if (other === undefined) return;
    fits.push(fitOf(placed, bestSpeedMps[i] ?? 0, straightM(placed, other), partners[i] ?? 0));
  });
  return fits.sort((a, b) => a.neededMps - b.neededMps || b.partners - a.partners || a.row - b.row);
};
