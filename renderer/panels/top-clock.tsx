import { useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { useFormat } from "./format-context.tsx";

/** The station's time: local, and UTC by pointing at it or pressing it. */
export const TopClock = () => {
  const t = useTranslate();
  const format = useFormat();
  const { ticker, station } = useStores();
  const [utc, setUtc] = useState(false);
  const away = useStore(station, (state) => state.connection.state !== "open");
  const local = useStore(ticker, ({ utcMs }) => (utcMs === undefined ? undefined : format.localTime(utcMs)));
  const utcTime = useStore(ticker, ({ utcMs }) => (utcMs === undefined ? undefined : format.utcTime(utcMs)));
  if (local === undefined || utcTime === undefined) return undefined;
  const label = t("top.clock.switch", { local, utc: utcTime });
  return (
    <button
      type="button"
      className={`top-clock ${away ? "stale" : ""}`}
      title={label}
      aria-label={label}
      onClick={() => setUtc((before) => !before)}
    >
      <span className="clock-figure">{utc ? utcTime : local}</span>
      <span className="clock-zone">{t(utc ? "top.clock.utc" : "top.clock.local")}</span>
    </button>
  );
};
