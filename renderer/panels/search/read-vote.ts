import type { Thing } from "../../../shared/incident/thing.ts";
import { readNumber } from "./read-number.ts";

type Vote = Thing<"vote">["fields"];

/** O'Connor's letters: A is the likeliest, I the least; they count 9 to 1. */
const voteLetters = "ABCDEFGHI";

/** A letter as it counts; undefined for anything else. */
export const letterValue = (text: string): number | undefined => {
  const at = voteLetters.indexOf(text.trim().toUpperCase());
  return text.trim().length === 1 && at >= 0 ? 9 - at : undefined;
};

/** What an expert typed, by segment; "" under this key is outside the map. */
export const restKey = "";

export type VoteDraft = Readonly<Record<string, string>>;

/** A vote as it stands in the fields. */
export const voteDraft = (vote: Vote): VoteDraft => {
  const show = (value: number) => (vote.scale === "letters" ? (voteLetters[9 - value] ?? "") : String(value));
  const values = Object.entries(vote.values ?? {}).map(([id, value]) => [id, show(value)] as const);
  return Object.fromEntries([
    ...values,
    ...(vote.restOfWorld === undefined ? [] : [[restKey, show(vote.restOfWorld)] as const]),
  ]);
};

export interface ReadVote {
  readonly values: Readonly<Record<string, number>>;
  readonly restOfWorld: number;
  /** What can't be read, by segment. */
  readonly wrong: readonly string[];
  /** Of percents; they are scaled to 100 by the map, and that is said. */
  readonly sum: number;
}

/** Reads the fields of one expert; empty ones are no opinion and stay out. */
export const readVote = (draft: VoteDraft, scale: "percent" | "letters"): ReadVote => {
  const read = (text: string) => (scale === "letters" ? letterValue(text) : readNumber(text.replace("%", ""), 0, 100));
  const typed = Object.entries(draft).filter(([, text]) => text.trim() !== "");
  const values = Object.fromEntries(
    typed.flatMap(([id, text]) => {
      const value = id === restKey ? undefined : read(text);
      return value === undefined ? [] : [[id, value]];
    }),
  );
  const restOfWorld = read(draft[restKey] ?? "") ?? 0;
  return {
    values,
    restOfWorld,
    wrong: typed.filter(([, text]) => read(text) === undefined).map(([id]) => id),
    sum: Object.values(values).reduce((total, value) => total + value, restOfWorld),
  };
};
