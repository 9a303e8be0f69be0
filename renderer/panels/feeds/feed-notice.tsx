import { IconRefresh } from "@tabler/icons-react";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { StationWords } from "../fault-note.tsx";
import { NowOnly } from "../now-only.tsx";
import { useRequest } from "../use-request.ts";
import { searchText, usePictureAge } from "./feed-line.tsx";
import type { PlayerStatus } from "./use-feed-player.ts";

/** Over the picture: why there is none and what to try, how old the one that is still there is, and what is odd about it. */
export const FeedNotice = ({ feed, status }: { readonly feed: FeedView; readonly status: PlayerStatus }) => {
  const t = useTranslate();
  const { state, run } = useRequest();
  const past = useStores().archive !== undefined;
  const age = usePictureAge(status.shownMs);
  const { fault } = feed;
  return (
    <>
      <div className="feed-badges">
        {age !== undefined && <span className="feed-badge struck-badge">{t("feed.old", { age })}</span>}
        {feed.search.fault !== undefined && <span className="feed-badge">{searchText(t, feed)}</span>}
        {feed.warnings.map((warning) => (
          <span key={warning} className="feed-badge" title={t(`feed.warningTip.${warning}`)}>
            {t(`feed.warning.${warning}`)}
          </span>
        ))}
      </div>
      {fault !== undefined ? (
        <div className="feed-fault" role="alert">
          <strong>{t.loose(`feed.fault.${fault.code}`, {})}</strong>
          <span>{t.loose(`feed.tip.${fault.code}`, {})}</span>
          <NowOnly>
            <button
              type="button"
              className="button"
              disabled={state.state === "pending"}
              onClick={() => void run({ kind: "feed.retry", feedId: feed.id })}
            >
              <IconRefresh size={18} aria-hidden="true" />
              {t("feed.retry")}
            </button>
          </NowOnly>
          <StationWords text={fault.detail} />
        </div>
      ) : (
        status.shownMs === undefined && (
          <span className={past ? "feed-none patient" : "feed-none"}>
            {t(past ? "feed.noPicturePast" : feed.state === "connecting" ? "feed.connecting" : "feed.noPicture")}
          </span>
        )
      )}
    </>
  );
};
