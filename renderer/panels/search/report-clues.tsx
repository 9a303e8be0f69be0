import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";

/** Places that are known already: a clue or a heat source may be where the subject was last. */
export const ReportClues = (props: {
  readonly onClue: (
    place: LatLon,
    utcMs: number | undefined,
    from: { readonly clueId: string } | { readonly heatId: string },
  ) => void;
}) => {
  const t = useTranslate();
  const { incident, heat } = useStores();
  const clues = useStore(
    incident,
    useShallow(({ things }) => Object.values(things.clue).filter(({ fields }) => fields.place !== undefined)),
  );
  const sources = useStore(
    heat,
    useShallow(({ byId }) => Object.values(byId).filter(({ decision }) => decision.state === "confirmed")),
  );
  const places = [
    ...clues.map(({ id, fields }) => ({
      key: `clue/${id}`,
      name: t("search.clueName", { n: fields.number ?? 0, text: fields.text ?? "" }),
      place: fields.place,
      utcMs: fields.utcMs,
      from: { clueId: id },
    })),
    ...sources.map(({ id, number, location, lastSeenUtcMs }) => ({
      key: `heat/${id}`,
      name: t("search.heatName", { n: number }),
      place: location.located ? location.position : undefined,
      utcMs: lastSeenUtcMs,
      from: { heatId: id },
    })),
  ].filter(({ place }) => place !== undefined);
  if (places.length === 0) return undefined;
  return (
    <select
      className="text-field"
      aria-label={t("report.fromClue")}
      value=""
      onChange={(event) => {
        const chosen = places.find(({ key }) => key === event.currentTarget.value);
        if (chosen?.place !== undefined) props.onClue(chosen.place, chosen.utcMs, chosen.from);
      }}
    >
      <option value="">{t("report.fromClue")}</option>
      {places.map(({ key, name }) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
};
