import type { FeedView } from "../../../shared/wire/feeds.ts";
import type { CameraChoices } from "../../stores/settings-store.ts";

type Feeds = Readonly<Record<string, FeedView>>;

const weight = ({ state }: FeedView): number => (state === "streaming" ? 0 : state === "stalled" ? 1 : 2);

/** A vehicle's feeds: thermal ones first, and of those the ones that bring pictures. */
export const feedsOf = (byId: Feeds, vehicleId: string | undefined): readonly FeedView[] =>
  Object.values(byId)
    .filter((feed) => feed.vehicleId === vehicleId)
    .sort(
      (a, b) =>
        Number(a.spectrum === "visible") - Number(b.spectrum === "visible") ||
        a.id.localeCompare(b.id, "en", { numeric: true }),
    );

/** Whose pictures are shown: the selected vehicle's, or while none is selected those of the first that has any. */
export const vehicleShown = (
  byId: Feeds,
  selectedId: string | undefined,
  order: readonly string[],
): string | undefined => {
  if (selectedId !== undefined) return selectedId;
  const withFeeds = new Set(Object.values(byId).map((feed) => feed.vehicleId));
  return order.find((id) => withFeeds.has(id)) ?? order[0];
};

/** Pictures on a wall: more would be too small to see a person in, and too many to look at. */
const mostOnWall = 8;

/** Which feeds a layout shows, the main one first. */
export const shownFeeds = (
  byId: Feeds,
  order: readonly string[],
  vehicleId: string | undefined,
  { layout, main, mainFeedId }: Pick<CameraChoices, "layout" | "main" | "mainFeedId">,
): readonly FeedView[] => {
  if (layout === "wall")
    return order
      .flatMap((id) => feedsOf(byId, id).filter(({ spectrum }) => spectrum === "thermal"))
      .slice(0, mostOnWall);
  const all = feedsOf(byId, vehicleId);
  const best = (spectrum: "thermal" | "visible") =>
    all.filter((feed) => feed.spectrum === spectrum).sort((a, b) => weight(a) - weight(b))[0];
  const first = all.find(({ id }) => id === mainFeedId) ?? best(main) ?? all[0];
  if (first === undefined) return [];
  if (layout === "single") return [first];
  const second = best(first.spectrum === "thermal" ? "visible" : "thermal") ?? all.find((feed) => feed !== first);
  return second === undefined ? [first] : [first, second];
};
