import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Wanted } from "../../stores/incident-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { ringMiddle } from "../search/segment-rows.ts";

/** What is chosen now, on the map or in a list, as something that somebody can be sent to. */
export const useWantedHere = (): Wanted | undefined => {
  const { selection, incident, heat, markedPoint } = useStores();
  const key = useStore(selection, (state) => state.selectedThingKey);
  const heatId = useStore(selection, (state) => state.selectedHeatId);
  const things = useStore(
    incident,
    useShallow(({ things: { clue, segment } }) => ({ clue, segment })),
  );
  const location = useStore(heat, ({ byId }) => byId[heatId ?? ""]?.location);
  const marked = useStore(markedPoint, (state) => state.point?.position);
  const [kind, id = ""] = key?.split("/") ?? [];
  const place =
    kind === "clue"
      ? things.clue[id]?.fields.place
      : kind === "segment"
        ? ringMiddle(things.segment[id]?.fields.ring ?? [])
        : undefined;
  if (place !== undefined && (kind === "clue" || kind === "segment")) return { place, about: { kind, id } };
  if (heatId !== undefined && location?.located === true)
    return { place: location.position, about: { kind: "heat", id: heatId } };
  return marked === undefined ? undefined : { place: marked };
};

/** What somebody is wanted for, by name; undefined for a bare place. */
export const useAboutName = (wanted: Wanted | undefined): string | undefined => {
  const t = useTranslate();
  const { incident, heat } = useStores();
  const { kind, id = "" } = wanted?.about ?? {};
  const segment = useStore(incident, ({ things }) => things.segment[id]?.fields.name);
  const clue = useStore(incident, ({ things }) => things.clue[id]?.fields.number);
  const source = useStore(heat, ({ byId }) => byId[id]?.number);
  switch (kind) {
    case "segment":
      return t("segment.title", { name: segment ?? id });
    case "clue":
      return t("clue.title", { n: clue ?? id });
    case "heat":
      return t("search.heatName", { n: source ?? id });
    default:
      return undefined;
  }
};
