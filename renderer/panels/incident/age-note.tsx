import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";

/** A position older than this isn't where they are any more, ms; the same as on the map. */
const oldPositionMs = 5 * 60_000;

/** How long ago on the station's clock, as text; renders only when the text changes. */
export const useUtcAge = (utcMs: number | undefined): string | undefined => {
  const format = useFormat();
  return useStore(useStores().ticker, (state) =>
    state.utcMs === undefined || utcMs === undefined ? undefined : format.age(state.utcMs - utcMs),
  );
};

/** The age of somebody's position: struck and grey once it is old. */
export const PositionAge = ({ who }: { readonly who: string }) => {
  const { incident, ticker } = useStores();
  const utcMs = useStore(incident, (state) => state.whereabouts[who]?.utcMs);
  const age = useUtcAge(utcMs);
  const isOld = useStore(
    ticker,
    (state) => state.utcMs !== undefined && utcMs !== undefined && state.utcMs - utcMs > oldPositionMs,
  );
  return <span className={isOld ? "position-age old" : "position-age"}>{age ?? "–"}</span>;
};

/** Hours and minutes; seconds and UTC by hovering. */
export const ShortTime = ({ utcMs }: { readonly utcMs: number }) => {
  const t = useTranslate();
  const format = useFormat();
  return (
    <time title={[format.localDateTime(utcMs), format.utcTime(utcMs), t("top.clock.utc")].join(" ")}>
      {format.localTime(utcMs).slice(0, 5)}
    </time>
  );
};
