import { cellCount, type SearchGrid } from "../grid/search-grid.ts";
import type { PriorLayer } from "./layers.ts";
import type { SegmentCells } from "./segment-cells.ts";

/**
 * "mattson": percent, together 100. "oconnor": letters A to I as 9 to 1. "proportional": any numbers. Each expert's values are
 * shares of their own sum, the rest of the world included, and experts are averaged.
 */
export type ConsensusMethod = "mattson" | "oconnor" | "proportional";

/** What one expert thinks, before anybody talked. */
export interface Vote {
  readonly expert: string;
  /** By segment; one that isn't named gets nothing from this expert. */
  readonly values: Readonly<Record<string, number>>;
  /** Rest of the world. */
  readonly row?: number;
}

export type VoteProblem =
  /** A negative value, one that is no number, or a letter outside A to I: the whole vote is left out. */
  | {
      readonly code: "negative" | "missing-value";
      readonly expert: string;
      readonly at: string;
      readonly done: "left-out";
    }
  | { readonly code: "missing-value"; readonly expert: string; readonly at: string; readonly done: "counted-as-zero" }
  | {
      readonly code: "not-one";
      readonly expert: string;
      readonly sum: number;
      readonly done: "normalised" | "left-out";
    };

export interface Consensus {
  /** Of each segment, in the order asked; with `row` together 1. */
  readonly shares: readonly number[];
  readonly row: number;
}

export interface ConsensusResult {
  /** Absent where no vote counts. */
  readonly consensus?: Consensus;
  readonly problems: readonly VoteProblem[];
}

/** How an expert's percents may miss 100 by rounding them. */
const percentTolerance = 0.5;

/** Of what experts think beside lost-person behaviour, as soon as one voted and until somebody says otherwise. */
export const usualConsensusWeight = 0.5;

/** O'Connor's letters, A most likely (9) to I very unlikely (1); undefined for others. */
export const letterValue = (letter: string): number | undefined => {
  const at = "IHGFEDCBA".indexOf(letter.trim().toUpperCase());
  return at < 0 || letter.trim().length !== 1 ? undefined : at + 1;
};

/** What experts agree on, of segments by their id (Mattson; O'Connor; proportional, sarbc.org). */
export const consensusOf = (
  method: ConsensusMethod,
  votes: readonly Vote[],
  segmentIds: readonly string[],
): ConsensusResult => {
  const problems: VoteProblem[] = [];
  const counted = votes.flatMap((vote) => {
    const shares = sharesOf(method, vote, segmentIds, problems);
    return shares ? [shares] : [];
  });
  if (counted.length === 0) return { problems };
  const mean = (at: number) => counted.reduce((sum, shares) => sum + (shares[at] ?? 0), 0) / counted.length;
  return { consensus: { shares: segmentIds.map((_, i) => mean(i)), row: mean(segmentIds.length) }, problems };
};

/** One expert's shares, the rest of the world last; undefined where the vote can't count. */
const sharesOf = (
  method: ConsensusMethod,
  { expert, values, row }: Vote,
  segmentIds: readonly string[],
  problems: VoteProblem[],
): readonly number[] | undefined => {
  const given = [...segmentIds.map((id) => ({ at: id, value: values[id] })), { at: "ROW", value: row }];
  const wrong = given.find(({ value }) => value !== undefined && !isOf(method, value));
  if (wrong) {
    const code = (wrong.value ?? 0) < 0 ? "negative" : "missing-value";
    problems.push({ code, expert, at: wrong.at, done: "left-out" });
    return undefined;
  }
  const sum = given.reduce((so, { value }) => so + (value ?? 0), 0);
  if (!(sum > 0)) {
    problems.push({ code: "not-one", expert, sum, done: "left-out" });
    return undefined;
  }
  for (const { at, value } of given)
    if (value === undefined) problems.push({ code: "missing-value", expert, at, done: "counted-as-zero" });
  if (method === "mattson" && Math.abs(sum - 100) > percentTolerance)
    problems.push({ code: "not-one", expert, sum: sum / 100, done: "normalised" });
  return given.map(({ value }) => (value ?? 0) / sum);
};

const isOf = (method: ConsensusMethod, value: number): boolean =>
  Number.isFinite(value) && value >= 0 && (method !== "oconnor" || value === 0 || (value >= 1 && value <= 9));

/** Shares of segments as a layer, evenly inside each; those of segments without a cell are outside. */
export const consensusLayer = (
  grid: SearchGrid,
  segments: SegmentCells,
  { shares, row }: Consensus,
  source: string,
): PriorLayer => {
  const mass = new Float32Array(cellCount(grid));
  for (let cell = 0; cell < mass.length; cell += 1) {
    const segment = segments.owner[cell] ?? -1;
    if (segment >= 0) mass[cell] = (shares[segment] ?? 0) / (segments.cells[segment] ?? 1);
  }
  const homeless = shares.reduce((sum, share, i) => sum + ((segments.cells[i] ?? 0) > 0 ? 0 : share), 0);
  const about = {
    kind: "consensus",
    formula: "POA = Σ (v / Σv) / n, p(A) = POA · A / A_segment",
    source,
    assumptions: [{ code: "even-inside" }],
  } as const;
  return { about, mass, outside: row + homeless };
};
