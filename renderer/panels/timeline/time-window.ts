/** The part of a mission that the timeline shows, ms since its beginning. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Closer than this nothing more is to be seen: telemetry comes some hundred times a second at most. */
const leastSpanMs = 500;

export const wholeOf = (durationMs: number): TimeWindow => ({ fromMs: 0, toMs: Math.max(leastSpanMs, durationMs) });

export const xOf = ({ fromMs, toMs }: TimeWindow, widthPx: number, positionMs: number): number =>
  ((positionMs - fromMs) / (toMs - fromMs)) * widthPx;

export const msAt = ({ fromMs, toMs }: TimeWindow, widthPx: number, x: number): number =>
  fromMs + (x / Math.max(1, widthPx)) * (toMs - fromMs);

/** Keeps a window inside of the mission, by moving it before narrowing it. */
const inside = ({ fromMs, toMs }: TimeWindow, durationMs: number): TimeWindow => {
  const whole = wholeOf(durationMs);
  const spanMs = Math.min(whole.toMs, Math.max(leastSpanMs, toMs - fromMs));
  const start = Math.max(0, Math.min(whole.toMs - spanMs, fromMs));
  return { fromMs: start, toMs: start + spanMs };
};

/** Zooms about an instant that keeps its place on the screen; a factor over 1 looks closer. */
export const zoomAbout = (window: TimeWindow, durationMs: number, atMs: number, factor: number): TimeWindow => {
  const spanMs = window.toMs - window.fromMs;
  const nextSpanMs = Math.min(wholeOf(durationMs).toMs, Math.max(leastSpanMs, spanMs / factor));
  const fraction = (atMs - window.fromMs) / spanMs;
  const fromMs = atMs - fraction * nextSpanMs;
  return inside({ fromMs, toMs: fromMs + nextSpanMs }, durationMs);
};

export const panBy = (window: TimeWindow, durationMs: number, byMs: number): TimeWindow =>
  inside({ fromMs: window.fromMs + byMs, toMs: window.toMs + byMs }, durationMs);

/** How near the playhead may come to the window's end before the window goes along, of its span. */
const margin = 0.08;

/** A window that the playhead doesn't leave: the same one while it is well inside. */
export const following = (window: TimeWindow, durationMs: number, positionMs: number): TimeWindow => {
  const spanMs = window.toMs - window.fromMs;
  if (positionMs < window.fromMs) return panBy(window, durationMs, positionMs - window.fromMs - spanMs * margin);
  if (positionMs > window.toMs) return panBy(window, durationMs, positionMs - window.toMs + spanMs * margin);
  return window;
};

const stepsMs = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1800e3, 3600e3,
  7200e3, 14400e3, 21600e3, 43200e3, 86400e3, 172800e3, 604800e3,
] as const;

/** From one label of the ruler to the next at least, px. */
const labelPx = 92;

/**
 * The ruler's steps: of a length that people count in, at whole multiples of it in `originMs`'s clock.
 * @param originMs what stands at position 0 on the clock that is written, so that labels read 19:10:00
 */
export const rulerTicks = (
  window: TimeWindow,
  widthPx: number,
  originMs: number,
): { readonly stepMs: number; readonly atMs: readonly number[] } => {
  const spanMs = window.toMs - window.fromMs;
  const wantedMs = (spanMs / Math.max(1, widthPx)) * labelPx;
  const stepMs = stepsMs.find((step) => step >= wantedMs) ?? Math.ceil(wantedMs / 604800e3) * 604800e3;
  const first = Math.ceil((window.fromMs + originMs) / stepMs) * stepMs - originMs;
  const count = Math.max(0, Math.floor((window.toMs - first) / stepMs) + 1);
  return { stepMs, atMs: Array.from({ length: count }, (_, i) => first + i * stepMs) };
};
