/** Where a hand has put a slider: told once it is let go, kept once the station said so. */
export interface SliderMove {
  readonly at: number;
  readonly state: "moving" | "told" | "kept";
}

/**
 * The value has changed under the slider. The value that was told ends the move, and any after it was kept: somebody else's.
 * One before that is of an earlier move: the slider would jump back in between.
 */
export const afterValue = (move: SliderMove | undefined, value: number): SliderMove | undefined =>
  move === undefined || move.at === value || move.state === "kept" ? undefined : move;

/** The station has answered what was told; a hand that has moved on since goes on. */
export const afterAnswer = (
  move: SliderMove | undefined,
  told: number,
  { ok }: { readonly ok: boolean },
): SliderMove | undefined => {
  if (move?.state !== "told" || move.at !== told) return move;
  return ok ? { at: told, state: "kept" } : undefined;
};
