import { ClockWitness, witnessMessages } from "../../../../shared/archive/clock/clock-witness.ts";
import { estimateOffset, type OffsetEstimate } from "../../../../shared/archive/clock/estimate-offset.ts";
import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import type { MissionLog } from "../../../../shared/wire/archive.ts";
import { openLogIndex } from "../index/open-log-index.ts";
import type { LogIndex } from "../log-index.ts";
import { RecordFrame } from "../reading/record-frame.ts";

/** Where a log begins beside the first one, and who says so. */
export interface PlacedLog {
  readonly offsetMs: number;
  readonly offsetFrom: MissionLog["offsetFrom"];
  /** 1 sigma; absent where nobody can say. */
  readonly offsetSigmaMs?: number;
  readonly by?: OffsetEstimate["by"];
}

const messages: ReadonlySet<string> = new Set(witnessMessages);

const witnessOf = async (index: LogIndex): Promise<ClockWitness> => {
  const witness = new ClockWitness();
  const reader = new RecordFrame();
  const streams = index.streams.filter(({ message }) => messages.has(message)).map(({ key }) => key);
  await index.read({ fromMs: 0, toMs: index.durationMs, streams }, ({ positionMs, bytes }) => {
    const frame = reader.of(bytes);
    witness.note(positionMs, frame, decodeMessage(frame));
  });
  return witness;
};

/**
 * Puts several logs on the clock of the first: by what both heard, else by their stamps. The indexes must be whole.
 * @param typed what a person says instead, ms, for each log; undefined: nothing
 */
export const placeLogs = async (
  indexes: readonly LogIndex[],
  typed: readonly (number | undefined)[] = [],
): Promise<readonly PlacedLog[]> => {
  const [first, ...others] = indexes;
  if (first === undefined) return [];
  const needsWitness = others.some((_, n) => typed[n + 1] === undefined);
  const witness = needsWitness ? await witnessOf(first) : undefined;
  const placed: PlacedLog[] = [{ offsetMs: typed[0] ?? 0, offsetFrom: typed[0] === undefined ? "clock" : "typed" }];
  for (const [n, index] of others.entries()) {
    const said = typed[n + 1];
    if (said !== undefined || witness === undefined) placed.push({ offsetMs: said ?? 0, offsetFrom: "typed" });
    else placed.push(placeOf(first, index, estimateOffset(witness, await witnessOf(index))));
  }
  return placed;
};

const placeOf = (first: LogIndex, index: LogIndex, estimate: OffsetEstimate | undefined): PlacedLog => {
  if (estimate !== undefined) {
    const { offsetMs, sigmaMs, by } = estimate;
    return { offsetMs, offsetFrom: "estimated", offsetSigmaMs: sigmaMs, by };
  }
  const [here, there] = [first.startUtcUs, index.startUtcUs];
  return { offsetMs: here === undefined || there === undefined ? 0 : (there - here) / 1000, offsetFrom: "clock" };
};

/**
 * Where a log file begins beside another one, whose clock counts.
 * @returns undefined where one of them can't be read
 */
export const placeLogFile = async (firstPath: string, path: string): Promise<PlacedLog | undefined> => {
  const [first, own] = await Promise.all([openLogIndex(firstPath), openLogIndex(path)]);
  const indexes = [first, own].flatMap((opened) => (opened.ok ? [opened.index] : []));
  try {
    await Promise.all(indexes.map((index) => index.whole()));
    return first.ok && own.ok ? (await placeLogs(indexes))[1] : undefined;
  } finally {
    await Promise.all(indexes.map((index) => index.close()));
  }
};
