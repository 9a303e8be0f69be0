import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import type { MissionTimeline } from "../../../shared/archive/timeline.ts";
import { type ArchiveStore, archiveDurationMs, archivePositionAt } from "../../stores/archive/archive-store.ts";
import { missionUtcMs, rulerUtcMs } from "../../stores/archive/mission-utc.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { useFormat } from "../format-context.tsx";
import { rulerLabel, zoneMs } from "../timeline/instant-label.ts";
import { msAt, rulerTicks, type TimeWindow, wholeOf } from "../timeline/time-window.ts";
import type { DrawnSeries } from "./draw-plot.ts";
import { FieldLegend } from "./field-legend.tsx";
import { PlotHands } from "./plot-hands.ts";
import { scaleOf } from "./plot-scale.ts";
import { usePlotDrawing } from "./use-plot-drawing.ts";
import { fieldKey, usePlots } from "./use-plots.ts";

const heightPx = 150;

const useWidth = () => {
  const element = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(600);
  useEffect(() => {
    if (element.current === null) return undefined;
    const resized = new ResizeObserver(([entry]) =>
      setWidthPx(Math.max(80, Math.round(entry?.contentRect.width ?? 600))),
    );
    resized.observe(element.current);
    return () => resized.disconnect();
  }, []);
  return { element, widthPx };
};

const emptyTimeline: Pick<MissionTimeline, "clock" | "startUtcMs"> = { clock: [] };

/** What the mouse and fingers do on the plot. */
const usePlotHands = (
  archive: ArchiveStore,
  element: RefObject<HTMLDivElement | null>,
  shown: { readonly window: TimeWindow; readonly durationMs: number; readonly widthPx: number },
): PlotHands => {
  const { plots } = useStores();
  const state = useRef(shown);
  state.current = shown;
  const hands = useMemo(
    () =>
      new PlotHands({
        window: () => state.current.window,
        durationMs: () => state.current.durationMs,
        widthPx: () => state.current.widthPx,
        onWindow: (next) => plots.getState().set({ window: next }),
        onSeek: (positionMs) => archive.getState().seek(positionMs),
      }),
    [plots, archive],
  );
  useEffect(() => {
    const node = element.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      hands.wheel(event.clientX - (node?.getBoundingClientRect().left ?? 0), event.deltaY);
    };
    // React's own listeners can't keep the page from scrolling.
    node?.addEventListener("wheel", onWheel, { passive: false });
    return () => node?.removeEventListener("wheel", onWheel);
  }, [element, hands]);
  return hands;
};

/** Chosen fields over time. A press or a drag moves the mission's clock, and with it the map; a wheel or two fingers zoom. */
export const PlotChart = ({ archive }: { readonly archive: ArchiveStore }) => {
  const t = useTranslate();
  const format = useFormat();
  const { plots, apiBase, deviceClock, ticker } = useStores();
  const fields = useStore(plots, (state) => state.fields);
  const chosen = useStore(plots, (state) => state.window);
  const durationMs = useStore(archive, archiveDurationMs);
  const timeline = useStore(archive, (state) => state.details?.timeline) ?? emptyTimeline;
  const window = useMemo(() => chosen ?? wholeOf(durationMs), [chosen, durationMs]);
  const { element, widthPx } = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointerMs, setPointerMs] = useState<number | undefined>();
  // All of a mission that grows is fetched as it grows; a part of it is what it is.
  const lines = usePlots({ base: apiBase, fields, window, widthPx, version: 0 });
  const series = useMemo(
    () =>
      fields.flatMap((field, i): DrawnSeries[] => {
        const answer = lines.get(fieldKey(field))?.answer;
        const scale = answer === undefined ? undefined : scaleOf(answer.least, answer.greatest);
        return answer === undefined || scale === undefined ? [] : [{ answer, scale, colour: vehicleColour(i) }];
      }),
    [fields, lines],
  );
  const ticks = useMemo(() => {
    const startUtcMs = rulerUtcMs(timeline, window.fromMs);
    const { atMs, stepMs } = rulerTicks(
      window,
      widthPx,
      startUtcMs === undefined ? 0 : startUtcMs - window.fromMs + zoneMs(startUtcMs),
    );
    return atMs.map((ms) => ({ atMs: ms, text: rulerLabel(timeline, format, ms, stepMs) }));
  }, [timeline, format, window, widthPx]);

  const hands = usePlotHands(archive, element, { window, durationMs, widthPx });
  usePlotDrawing(canvas, archive, { widthPx, heightPx, window, series, pointerMs, ticks });
  const nowMs = useStore(ticker, () => Math.round(archivePositionAt(archive.getState(), deviceClock.nowMs()) ?? 0));
  const readMs = pointerMs ?? nowMs;
  const utcMs = missionUtcMs(timeline, readMs);
  const xOf = (event: { readonly clientX: number; readonly currentTarget: Element }) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  return (
    <div className="plot-chart">
      <div
        ref={element}
        className="plot-area"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          hands.down(event.pointerId, xOf(event), { pan: event.shiftKey || event.button === 1 });
        }}
        onPointerMove={(event) => {
          setPointerMs(msAt(window, widthPx, xOf(event)));
          hands.move(event.pointerId, xOf(event));
        }}
        onPointerUp={(event) => hands.up(event.pointerId)}
        onPointerCancel={(event) => hands.up(event.pointerId)}
        onPointerLeave={() => setPointerMs(undefined)}
      >
        <canvas ref={canvas} role="img" aria-label={t("telemetry.plots")} />
        {fields.length === 0 && <p className="plot-empty">{t("plots.empty")}</p>}
      </div>
      <div className="plot-foot">
        <p className="plot-time">
          <strong>{format.span(readMs)}</strong>
          {utcMs !== undefined && <span title={format.utcTime(utcMs)}>{format.localTime(utcMs)}</span>}
          {chosen !== undefined && (
            <button type="button" className="button quiet" onClick={() => plots.getState().set({ window: undefined })}>
              {t("plots.whole")}
            </button>
          )}
        </p>
        <FieldLegend lines={lines} atMs={readMs} />
      </div>
    </div>
  );
};
