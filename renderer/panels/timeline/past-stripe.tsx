import { useStore } from "zustand";
import { nowMissionId } from "../../stores/archive/archive-address.ts";
import { type ArchiveStore, archiveDurationMs, archivePositionAt } from "../../stores/archive/archive-store.ts";
import { missionUtcMs } from "../../stores/archive/mission-utc.ts";
import { StoresProvider, useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { missionName } from "../mission-name.ts";
import { agoText, instantUtcText } from "./instant-label.ts";
import { LiveRow } from "./live-row.tsx";

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
export const PastStripe = ({ archive, alone }: { readonly archive: ArchiveStore; readonly alone: boolean }) => {
  const t = useTranslate();
  const format = useFormat();
  const { ticker, live, deviceClock } = useStores();
  const trouble = useTrouble(archive);
  const name = useStore(archive, ({ details, missionId }) =>
    missionId === nowMissionId ? undefined : details === undefined ? missionId : missionName(t, details.summary),
  );
  const isLive = useStore(
    archive,
    ({ details, missionId }) => missionId === nowMissionId || details?.summary.live === true,
  );
  // Selected with every tick of the mission's clock, and drawn when a whole second is another one.
  const utcS = useStore(ticker, ({ utcMs }) => {
    const { seekingMs, details } = archive.getState();
    const soughtMs =
      seekingMs === undefined || details === undefined ? undefined : missionUtcMs(details.timeline, seekingMs);
    const shownMs = soughtMs ?? utcMs;
    return shownMs === undefined ? undefined : Math.floor(shownMs / 1_000);
  });
  const agoS = useStore(ticker, () => {
    const state = archive.getState();
    const deviceMs = deviceClock.nowMs();
    const atMs = archivePositionAt(state, deviceMs);
    if (!isLive || state.player === undefined || atMs === undefined) return undefined;
    // Its end goes on between the player's words.
    const rate = live.station.getState().clock?.rate ?? 1;
    const endMs = archiveDurationMs(state) + (deviceMs - state.player.receivedDeviceMs) * rate;
    return Math.max(1, Math.round((endMs - atMs) / 1_000));
  });
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
          {/* Of a moment ago the day is known, and room is scarce. */}
          {isLive ? format.localTime(utcS * 1_000) : format.localDateTime(utcS * 1_000)}
        </time>
      )}
      {agoS !== undefined && <strong className="past-ago">{agoText(t, format, agoS * 1_000)}</strong>}
      {trouble !== undefined && (
        <span className="past-trouble" role="status">
          {trouble}
        </span>
      )}
      {alone && (
        <StoresProvider stores={live}>
          <LiveRow />
        </StoresProvider>
      )}
    </div>
  );
};
