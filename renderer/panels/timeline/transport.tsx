import {
  IconChevronDown,
  IconChevronUp,
  IconColumns2,
  IconNote,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { besideHash } from "../../stores/archive/archive-address.ts";
import { type ArchiveStore, archiveDurationMs, archivePositionAt } from "../../stores/archive/archive-store.ts";
import { jumpKinds, playSpeeds } from "../../stores/archive/timeline-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { jumpText } from "./mark-text.ts";
import { jump, positionNow, setSpeed, togglePlay } from "./time-controls.ts";
import type { TimelineCanvas } from "./timeline-canvas.ts";
import { timelineKeys } from "./timeline-keys.ts";

const Button = (props: {
  readonly label: string;
  /** As printed in the sheet of keys. */
  readonly shortcut?: string;
  readonly pressed?: boolean;
  readonly className?: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) => (
  <button
    type="button"
    className={`icon-button ${props.className ?? ""}`}
    title={props.shortcut === undefined ? props.label : `${props.label} (${props.shortcut})`}
    aria-label={props.label}
    aria-pressed={props.pressed}
    onClick={props.onClick}
  >
    {props.children}
  </button>
);

const Jumps = () => {
  const t = useTranslate();
  const stores = useStores();
  const { timeline } = stores;
  const jumpTo = useStore(timeline, (state) => state.jumpTo);
  const go = (direction: 1 | -1) => timeline.getState().set({ said: jumpText(t, jump(stores, direction)) });
  const kind = t(`timeline.jump.${jumpTo}`);
  return (
    <span className="transport-group">
      <Button label={t("timeline.jump.previous", { kind })} shortcut={t("keys.name.pageUp")} onClick={() => go(-1)}>
        <IconPlayerTrackPrev size={20} />
      </Button>
      <select
        className="transport-select"
        aria-label={t("timeline.jump.label")}
        value={jumpTo}
        onChange={({ target }) => {
          const chosen = jumpKinds.find((known) => known === target.value);
          if (chosen !== undefined) timeline.getState().set({ jumpTo: chosen });
        }}
      >
        {jumpKinds.map((known) => (
          <option key={known} value={known}>
            {t(`timeline.jump.${known}`)}
          </option>
        ))}
      </select>
      <Button label={t("timeline.jump.next", { kind })} shortcut={t("keys.name.pageDown")} onClick={() => go(1)}>
        <IconPlayerTrackNext size={20} />
      </Button>
    </span>
  );
};

const PlayButtons = ({ archive }: { readonly archive: ArchiveStore }) => {
  const t = useTranslate();
  const stores = useStores();
  const plays = useStore(archive, ({ player }) => (player?.playing === true ? Math.sign(player.speed) : 0));
  const { step } = archive.getState();
  const space = t("keys.name.space");
  return (
    <span className="transport-group">
      <Button label={t("timeline.stepBack")} shortcut={timelineKeys.stepBack} onClick={() => step(-1)}>
        <IconPlayerSkipBack size={20} />
      </Button>
      <Button
        label={t(plays < 0 ? "timeline.pause" : "timeline.playBack")}
        shortcut={`⇧ ${space}`}
        pressed={plays < 0}
        onClick={() => togglePlay(stores, -1)}
      >
        {plays < 0 ? <IconPlayerPauseFilled size={22} /> : <IconPlayerPlayFilled className="mirrored" size={22} />}
      </Button>
      <Button
        label={t(plays > 0 ? "timeline.pause" : "timeline.play")}
        shortcut={space}
        className="play"
        pressed={plays > 0}
        onClick={() => togglePlay(stores, 1)}
      >
        {plays > 0 ? <IconPlayerPauseFilled size={22} /> : <IconPlayerPlayFilled size={22} />}
      </Button>
      <Button label={t("timeline.stepOn")} shortcut={timelineKeys.stepOn} onClick={() => step(1)}>
        <IconPlayerSkipForward size={20} />
      </Button>
    </span>
  );
};

const Speed = ({ archive }: { readonly archive: ArchiveStore }) => {
  const t = useTranslate();
  const format = useFormat();
  const stores = useStores();
  const speed = useStore(stores.timeline, (state) => state.speed);
  const skips = useStore(archive, ({ player }) => player?.skipIdle === true);
  return (
    <span className="transport-group">
      <select
        className="transport-select speed"
        aria-label={t("timeline.speed")}
        title={`${t("timeline.speed")} (⇧ ${timelineKeys.stepBack}, ⇧ ${timelineKeys.stepOn})`}
        value={speed}
        onChange={({ target }) => setSpeed(stores, Number(target.value))}
      >
        {playSpeeds.map((known) => (
          <option key={known} value={known}>
            {`${format.number(known, known < 1 ? (known === 0.25 ? 2 : 1) : 0)}×`}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button transport-skip"
        aria-pressed={skips}
        title={t("timeline.skipIdleHint")}
        onClick={() => archive.getState().skipIdle(!skips)}
      >
        {t("timeline.skipIdle")}
      </button>
    </span>
  );
};

const Position = ({ archive }: { readonly archive: ArchiveStore }) => {
  const format = useFormat();
  const { ticker, deviceClock } = useStores();
  const durationMs = useStore(archive, archiveDurationMs);
  const dragged = useStore(archive, (state) => state.seekingMs);
  const text = useStore(ticker, () =>
    format.span(dragged ?? archivePositionAt(archive.getState(), deviceClock.nowMs()) ?? 0),
  );
  return (
    <span className="transport-position">
      {text}
      <span className="transport-whole">{` / ${format.span(durationMs)}`}</span>
    </span>
  );
};

const tabs = ["lanes", "plots", "messages"] as const;

/** What lies under the buttons; choosing one unfolds it. */
const Tabs = () => {
  const t = useTranslate();
  const { plots, settings } = useStores();
  const tab = useStore(plots, (state) => state.tab);
  return (
    <fieldset className="segments" aria-label={t("telemetry.tabs")} title={`⇧ ${timelineKeys.telemetry}`}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={tab === one}
          onClick={() => {
            plots.getState().set({ tab: one });
            settings.getState().set({ timelineFolded: false });
          }}
        >
          {t(`telemetry.${one}`)}
        </button>
      ))}
    </fieldset>
  );
};

/** The clock's buttons. */
export const Transport = (props: {
  readonly archive: ArchiveStore;
  /** Where the lanes are, to zoom them; absent where they are folded. */
  readonly canvas: TimelineCanvas | undefined;
  readonly alone: boolean;
}) => {
  const t = useTranslate();
  const stores = useStores();
  const { settings, timeline } = stores;
  const { archive, canvas, alone } = props;
  const folded = useStore(settings, (state) => state.timelineFolded);
  const notes = useStore(timeline, (state) => state.notes);
  const count = useStore(archive, ({ details }) => details?.notes.length ?? 0);
  const beside = () => {
    const place = { missionId: archive.getState().missionId, positionMs: positionNow(stores) ?? 0 };
    window.location.hash = besideHash(place, place);
  };
  return (
    <div className="transport">
      <Jumps />
      <PlayButtons archive={archive} />
      <Speed archive={archive} />
      <Position archive={archive} />
      <span className="bar-space" />
      <Tabs />
      <Button
        label={t("timeline.notes", { count })}
        shortcut={`⇧ ${timelineKeys.note}`}
        pressed={notes !== "closed"}
        onClick={() => timeline.getState().set({ notes: notes === "closed" ? "new" : "closed" })}
      >
        <IconNote size={20} />
        {count > 0 && <span className="bar-figure">{count}</span>}
      </Button>
      {alone && (
        <Button label={t("timeline.beside")} onClick={beside}>
          <IconColumns2 size={20} />
        </Button>
      )}
      {canvas !== undefined && (
        <span className="transport-group zoom">
          <Button label={t("timeline.zoomOut")} onClick={() => canvas.zoomBy(1 / 2)}>
            <IconZoomOut size={20} />
          </Button>
          <Button label={t("timeline.zoomAll")} onClick={() => canvas.showAll()}>
            <IconZoomReset size={20} />
          </Button>
          <Button label={t("timeline.zoomIn")} onClick={() => canvas.zoomBy(2)}>
            <IconZoomIn size={20} />
          </Button>
        </span>
      )}
      <Button
        label={t(folded ? "timeline.unfold" : "timeline.fold")}
        shortcut={`⇧ ${timelineKeys.fold}`}
        onClick={() => settings.getState().set({ timelineFolded: !folded })}
      >
        {folded ? <IconChevronUp size={20} /> : <IconChevronDown size={20} />}
      </Button>
    </div>
  );
};
