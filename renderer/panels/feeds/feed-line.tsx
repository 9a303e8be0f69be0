import { useStore } from "zustand";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import type { Translate } from "../../i18n/translate.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { type StateKind, StateMark } from "../state-mark.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { VehicleMark } from "../vehicle-mark.tsx";
import type { PlayerStatus } from "./use-feed-player.ts";

/** A live picture is never older than this, ms. */
const oldMs = 2_000;

const streamMark: Readonly<Record<FeedView["state"], StateKind>> = {
  connecting: "idle",
  streaming: "ok",
  stalled: "warn",
  ended: "idle",
};

/** The age of what is on screen, once it can't be taken for live any more. */
export const usePictureAge = (shownMs: number | undefined): string | undefined => {
  const format = useFormat();
  return useStore(useStores().ticker, ({ nowMs }) =>
    nowMs === undefined || shownMs === undefined || nowMs - shownMs <= oldMs ? undefined : format.age(nowMs - shownMs),
  );
};

/** "search: network 12/s", or what stands in its way. */
export const searchText = (t: Translate, { search }: Pick<FeedView, "search">): string => {
  const what = t("feed.searchBy", { by: t(`feed.search.${search.by}`) });
  if (search.fault !== undefined) return `${what} (${t(`feed.detector.${search.fault}`)})`;
  return search.by === "off" ? what : `${what} ${Math.round(search.framesPerS)}/s`;
};

/** One line about a picture: whose it is, whether it is live, how many a second, how late, and who searches it. */
export const FeedLine = ({ feed, status }: { readonly feed: FeedView; readonly status: PlayerStatus }) => {
  const t = useTranslate();
  const { station, archive } = useStores();
  const away = useStore(station, (state) => state.connection.state !== "open");
  const vehicle = useVehicleView(feed.vehicleId, ({ name, kind, colourIndex }) => ({ name, kind, colourIndex }));
  const age = usePictureAge(status.shownMs);
  const live = feed.state === "streaming" && !away;
  const frozen = feed.warnings.includes("frozen");
  // The camera sends, but what is on screen was taken long ago: whoever looks at it must not take it for now.
  const late = live && age !== undefined;
  const mark: StateKind = away ? "idle" : frozen || late ? "warn" : streamMark[feed.state];
  // What was live then is a recording now.
  const streamed = archive !== undefined && feed.state === "streaming" ? "recorded" : feed.state;
  const state = t(`feed.state.${away ? "stalled" : frozen ? "frozen" : late ? "late" : streamed}`);
  const { latencyMs, framesPerS } = status;
  const old = age !== undefined || !live || frozen;
  return (
    <figcaption className="feed-line">
      {vehicle !== undefined && (
        <strong className="feed-who">
          <VehicleMark kind={vehicle.kind} colourIndex={vehicle.colourIndex} sizePx={20} />
          {vehicle.name}
        </strong>
      )}
      <span className="feed-what">{t(`feed.spectrum.${feed.spectrum}`)}</span>
      <span className="feed-live">
        <StateMark state={mark} sizePx={11} />
        {state}
      </span>
      {latencyMs !== undefined && archive === undefined && (
        <span
          className={`feed-rate ${old ? "struck" : ""}`}
          title={t("feed.latencyTitle", {
            ms: Math.round(feed.latency.ms),
            sigma: Math.round(feed.latency.sigmaMs),
            from: t(`feed.latencyFrom.${feed.latency.from}`),
          })}
        >
          {t("feed.rate", {
            frames: Math.round(framesPerS),
            ms: Math.max(0, Math.round(latencyMs / 10) * 10),
          })}
        </span>
      )}
      <span
        className={`feed-search ${feed.search.fault === undefined ? "" : "state-warn"} ${live ? "" : "struck"}`}
        title={searchText(t, feed)}
      >
        {searchText(t, feed)}
      </span>
    </figcaption>
  );
};
