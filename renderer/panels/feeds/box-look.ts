import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { FeedBox } from "../../../shared/wire/feeds.ts";

/** How a box is drawn: each kind has a shape of its own, not only a colour. */
export type BoxKind = "person" | "warm" | "confirmed" | "dismissed" | "identified" | "other";

/** What a box is now: what a person said of its source outranks what the network saw in this picture. */
export const boxKind = (box: FeedBox, source: HeatSource | undefined): BoxKind => {
  if (source?.identity !== undefined) return "identified";
  if (source?.decision.state === "confirmed") return "confirmed";
  if (source?.decision.state === "dismissed") return "dismissed";
  if (box.category === "person") return "person";
  // A source by its warmth alone: the network didn't look, or saw no person in it.
  return box.heatId === undefined || box.category !== "other" ? "other" : "warm";
};

/** Cars, bicycles and what is no source of its own would only distract: they show when asked for, or when chosen. */
export const isShown = (
  kind: BoxKind,
  { showAll, chosen }: { readonly showAll: boolean; readonly chosen: boolean },
): boolean => showAll || chosen || (kind !== "other" && kind !== "dismissed");
