import { IconArchive, IconHistory } from "@tabler/icons-react";
import { useCallback } from "react";
import { useStore } from "zustand";
import type { MissionTimeline } from "../../../shared/archive/timeline.ts";
import { archiveHash, archiveListHash, nowMissionId } from "../../stores/archive/archive-address.ts";
import type { ArchiveStore } from "../../stores/archive/archive-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { agoText } from "./instant-label.ts";
import type { TimeWindow } from "./time-window.ts";
import { timelineKeys } from "./timeline-keys.ts";
import { TimelineLanes } from "./timeline-lanes.tsx";
import { rulerPx, type TimelineRow } from "./timeline-rows.ts";

/** What one sees at first: long enough for "what was that just now", short enough to hit it. */
const shownMs = 600_000;
/** Nearer to now than this a press means now, ms. */
const nowMs = 1_500;

const lately = (durationMs: number): TimeWindow => ({ fromMs: durationMs - shownMs, toMs: durationMs });

/** One row for all: what happened, whoever did it. Lasting things are too much for a strip. */
const oneRow = ({ lanes }: Pick<MissionTimeline, "lanes">): readonly TimelineRow[] => {
  const marks = lanes
    .flatMap((lane) => lane.marks)
    .filter(({ kind }) => kind !== "mission-item")
    .toSorted((a, b) => a.positionMs - b.positionMs);
  return [{ lane: { id: "all", kind: "record", spans: [], marks, name: "" }, yPx: rulerPx - 12, heightPx: 22 }];
};

const lookBackTo = (positionMs: number): void => {
  window.location.hash = archiveHash({ missionId: nowMissionId, positionMs });
};

const Dragged = ({ archive }: { readonly archive: ArchiveStore }) => {
  const t = useTranslate();
  const format = useFormat();
  const ago = useStore(archive, ({ seekingMs, player }) =>
    seekingMs === undefined || player === undefined ? undefined : agoText(t, format, player.durationMs - seekingMs),
  );
  return <span className={`strip-now ${ago === undefined ? "" : "past-ago"}`}>{ago ?? t("timeline.now")}</span>;
};

/** While flying: the last minutes at the map's foot. A drag to the left, a press on a mark or a key looks back. */
export const LookBackStrip = () => {
  const t = useTranslate();
  const archive = useStores().lookBack;
  const label = t("timeline.lookBack");
  const known = useStore(archive, (state) => state.details !== undefined);
  const go = useCallback(() => {
    const { seekingMs, player } = archive.getState();
    archive.setState({ seekingMs: undefined });
    if (seekingMs === undefined || player === undefined || player.durationMs - seekingMs < nowMs) return;
    lookBackTo(Math.max(0, seekingMs));
  }, [archive]);
  if (!known) return undefined;
  return (
    <section className="time-foot strip" aria-label={label}>
      <button
        type="button"
        className="button quiet"
        title={`${t("timeline.back40")} (⇧ ${timelineKeys.stepBack})`}
        onClick={() => lookBackTo(-40_000)}
      >
        <IconHistory size={18} aria-hidden="true" />
        {t("timeline.back40Short")}
      </button>
      <button
        type="button"
        className="button quiet"
        title={`${t("timeline.back10")} (${timelineKeys.stepBack})`}
        onClick={() => lookBackTo(-10_000)}
      >
        {t("timeline.back10Short")}
      </button>
      <TimelineLanes archive={archive} label={label} home={lately} rows={oneRow} onLetGo={go} />
      <Dragged archive={archive} />
      <a
        className="icon-button"
        href={archiveListHash}
        aria-label={t("archive.open")}
        title={`${t("archive.open")} (⇧ ${timelineKeys.archive})`}
      >
        <IconArchive size={20} />
      </a>
    </section>
  );
};
