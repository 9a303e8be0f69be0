import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { TimelineSpan } from "../../../shared/archive/timeline.ts";
import { type ArchiveStore, archiveDurationMs, archivePositionAt } from "../../stores/archive/archive-store.ts";
import { missionUtcMs } from "../../stores/archive/mission-utc.ts";
import { themeOf } from "../../stores/settings-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { instantText, instantUtcText, rulerLabel, zoneMs } from "./instant-label.ts";
import { markText } from "./mark-text.ts";
import { goToMark, goToNote } from "./time-controls.ts";
import type { TimeWindow } from "./time-window.ts";
import { TimelineCanvas, type TimelineHover } from "./timeline-canvas.ts";
import type { rowsOf } from "./timeline-rows.ts";

const mostLines = 5;

/** What lies under the pointer on a lane that lasts: a mode, a gap. */
const spanAt = (hover: TimelineHover): TimelineSpan | undefined =>
  hover.row?.lane.spans.findLast(
    ({ kind, fromMs, toMs }) => kind !== "armed" && fromMs <= hover.positionMs && hover.positionMs <= toMs,
  );

/** Half the tip's greatest width, and a rim: it never leaves the window. */
const tipHalfPx = 168;

interface TipProps {
  readonly hover: TimelineHover;
  readonly archive: ArchiveStore;
  /** The timeline's upper left corner in the window. */
  readonly corner: { readonly left: number; readonly top: number };
}

const Tip = ({ hover, archive, corner }: TipProps) => {
  const t = useTranslate();
  const format = useFormat();
  const timeline = archive.getState().details?.timeline;
  if (timeline === undefined) return undefined;
  const { marks, notes } = hover;
  const first = marks[0] ?? notes[0];
  const atMs = first?.positionMs ?? hover.positionMs;
  const utcMs = missionUtcMs(timeline, atMs);
  const span = marks.length === 0 ? spanAt(hover) : undefined;
  const left = Math.max(tipHalfPx, Math.min(window.innerWidth - tipHalfPx, corner.left + hover.x));
  const others = marks.length - mostLines;
  return (
    <div className="timeline-tip" style={{ left, top: corner.top - 6 }} role="presentation">
      <strong>{instantText(timeline, format, atMs)}</strong>
      {utcMs !== undefined && <span className="small">{instantUtcText(utcMs)}</span>}
      {notes.map((note) => (
        <span key={note.id}>{note.text === "" ? t("timeline.bookmark") : note.text}</span>
      ))}
      {marks.slice(0, mostLines).map((mark, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: marks have no ids, and the tip is drawn anew for each place
        <span key={n} className={mark.severity === undefined ? "" : `tip-${mark.severity}`}>
          {markText(t, mark)}
        </span>
      ))}
      {others > 0 && <span className="small">{t("timeline.more", { count: others })}</span>}
      {span !== undefined && (
        <span>{t("mark.line", { kind: t(`span.${span.kind}`), text: span.text === "" ? "–" : span.text })}</span>
      )}
    </div>
  );
};

export interface TimelineLanesProps {
  readonly archive: ArchiveStore;
  readonly label: string;
  readonly home?: (durationMs: number) => TimeWindow;
  readonly rows?: typeof rowsOf;
  readonly onLetGo?: () => void;
  readonly onCanvas?: (canvas: TimelineCanvas | undefined) => void;
}

/** The lanes on their clock: dragged to any instant, zoomed by wheel and pinch; a slider to whoever works by keyboard. */
export const TimelineLanes = (props: TimelineLanesProps) => {
  const t = useTranslate();
  const format = useFormat();
  const stores = useStores();
  const { settings, deviceClock } = stores;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<TimelineCanvas>(undefined);
  const [hover, setHover] = useState<TimelineHover | undefined>();
  const theme = useStore(settings, themeOf);
  const { archive, home, rows, onLetGo, onCanvas } = props;
  useEffect(() => {
    if (root.current === null) return undefined;
    const made = new TimelineCanvas(root.current, {
      archive,
      nowMs: deviceClock.nowMs,
      words: {
        laneName: ({ lane }) => lane.name ?? (lane.kind === "vehicle" ? lane.id : t(`lane.${lane.kind}`)),
        label: (positionMs, stepMs) => {
          const timeline = archive.getState().details?.timeline;
          return timeline === undefined ? "" : rulerLabel(timeline, format, positionMs, stepMs);
        },
      },
      zoneMs,
      onHover: setHover,
      onMark: (mark) => goToMark({ ...stores, archive }, mark),
      onNote: (note) => goToNote({ ...stores, archive }, note),
      ...(home === undefined ? {} : { home }),
      ...(rows === undefined ? {} : { rows }),
      ...(onLetGo === undefined ? {} : { onLetGo }),
    });
    canvas.current = made;
    onCanvas?.(made);
    return () => {
      onCanvas?.(undefined);
      made.close();
    };
  }, [archive, stores, deviceClock, t, format, home, rows, onLetGo, onCanvas]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the style sheet
  useEffect(() => canvas.current?.themeChanged(), [theme]);
  const durationMs = useStore(archive, archiveDurationMs);
  // Of whole seconds: a screen reader need not hear more.
  const positionS = useStore(archive, (state) =>
    Math.round((archivePositionAt(state, deviceClock.nowMs()) ?? 0) / 1_000),
  );
  return (
    <div className="timeline-lanes">
      <div
        ref={root}
        className="timeline-canvas"
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={Math.round(durationMs / 1_000)}
        aria-valuenow={positionS}
        aria-valuetext={format.span(positionS * 1_000)}
      />
      {hover !== undefined && root.current !== null && (
        <Tip hover={hover} archive={archive} corner={root.current.getBoundingClientRect()} />
      )}
    </div>
  );
};
