import type { Thing } from "../../../shared/incident/thing.ts";

export const clueOrders = ["weight", "newest"] as const;
export type ClueOrder = (typeof clueOrders)[number];

const stateWeights: Readonly<Record<string, number>> = { new: 1, checking: 1, confirmed: 1, dismissed: 0 };

/** How much a clue can tell now: how sure it is, unless it was dismissed or does nothing to the map. */
const clueWeight = ({ fields }: Thing<"clue">): number => {
  const { reliability = 0.5, state = "new", effect = "here" } = fields;
  const sure = state === "confirmed" ? Math.max(reliability, 0.95) : reliability;
  return (stateWeights[state] ?? 1) * sure * (effect === "none" ? 0.25 : 1);
};

const whenOf = ({ fields, createdUtcMs }: Thing<"clue">): number => fields.utcMs ?? createdUtcMs;

/** By weight, the newest first among equals; or by when it was, but always with the dismissed ones last. */
export const clueRows = (clues: readonly Thing<"clue">[], order: ClueOrder): readonly Thing<"clue">[] =>
  clues.toSorted((a, b) => {
    const put = Number(a.fields.state === "dismissed") - Number(b.fields.state === "dismissed");
    const byTime = whenOf(b) - whenOf(a);
    return put || (order === "newest" ? byTime : clueWeight(b) - clueWeight(a) || byTime);
  });
