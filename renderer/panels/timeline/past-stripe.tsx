import { useStore } from "zustand";
import { nowMissionId } from "../../stores/archive/archive-address.ts";
import { type ArchiveStore, archivePositionAt } from "../../stores/archive/archive-store.ts";
import { missionUtcMs } from "../../stores/archive/mission-utc.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { instantUtcText } from "./instant-label.ts";

/** What keeps the past from being shown as it should, in words; undefined where nothing does. */
const useTrouble = (archive: ArchiveStore): string | undefined => {
  const t = useTranslate();
  const format = useFormat();
  const fault = useStore(archive, (state) => state.fault);
  const lost = useStore(
    archive,
    (state) => state.connection.state === "lost" || state.connection.state === "unauthorised",
  );
  const readFraction = useStore(
    archive,
    ({ player, details }) => player?.readFraction ?? details?.summary.readFraction,
  );
  if (fault !== undefined) return t(`archive.openFault.${fault}`);
  if (lost) return t("timeline.lost");
  if (readFraction !== undefined && readFraction < 1)
    return t("timeline.reading", { percent: format.percent(Math.floor(readFraction * 100) / 100) });
  return undefined;
};

/** A broad stripe that says "this is not now", how long ago it was, and leads back. */
export const PastStripe = ({ archive }: { readonly archive: ArchiveStore }) => {
  const t = useTranslate();
  const format = useFormat();
  const { ticker, live, deviceClock } = useStores();
  const trouble = useTrouble(archive);
  const name = useStore(archive, ({ details, missionId }) =>
    missionId === nowMissionId ? undefined : (details?.summary.name ?? missionId),
  );
  const isLive = useStore(
    archive,
    ({ details, missionId }) => missionId === nowMissionId || details?.summary.live === true,
  );
  // Redrawn with every tick of the mission's clock; only whole seconds are written.
  const utcS = useStore(ticker, ({ utcMs }) => {
    const state = archive.getState();
    const atMs = archivePositionAt(state, deviceClock.nowMs());
    const ofTimeline =
      atMs === undefined || state.details === undefined ? undefined : missionUtcMs(state.details.timeline, atMs);
    const exactMs = ofTimeline ?? utcMs;
    return exactMs === undefined ? undefined : Math.floor(exactMs / 1_000);
  });
  const liveUtcS = useStore(live.ticker, ({ utcMs }) => (utcMs === undefined ? undefined : Math.floor(utcMs / 1_000)));
  const agoMs = isLive && utcS !== undefined && liveUtcS !== undefined ? (liveUtcS - utcS) * 1_000 : undefined;
  return (
    <div className="past-stripe">
      <strong className="past-word">{t("timeline.past")}</strong>
      {name !== undefined && <span className="past-name">{name}</span>}
      {utcS !== undefined && (
        <time
          className="past-time"
          dateTime={new Date(utcS * 1_000).toISOString()}
          title={instantUtcText(utcS * 1_000)}
        >
          {format.localDateTime(utcS * 1_000)}
        </time>
      )}
      {agoMs !== undefined && (
        <strong className="past-ago">{t("timeline.ago", { age: format.age(Math.max(0, agoMs)) })}</strong>
      )}
      {trouble !== undefined && (
        <span className="past-trouble" role="status">
          {trouble}
        </span>
      )}
    </div>
  );
};
