import type { PlotWindow } from "../../stores/plots/plot-store.ts";
import { msAt, panBy, zoomAbout } from "../timeline/time-window.ts";

interface Finger {
  readonly x: number;
}

export interface PlotHandsOptions {
  readonly window: () => PlotWindow;
  readonly durationMs: () => number;
  readonly widthPx: () => number;
  readonly onWindow: (window: PlotWindow) => void;
  readonly onSeek: (positionMs: number) => void;
}

/** A wheel's notch looks closer by so much. */
const wheelFactor = 1.0015;

/** What hands do with plots: one moves the mission's clock, two (or one with Shift) move and zoom the window, a wheel zooms. */
export class PlotHands {
  readonly #options: PlotHandsOptions;
  readonly #fingers = new Map<number, Finger>();
  #panning = false;

  constructor(options: PlotHandsOptions) {
    this.#options = options;
  }

  down(id: number, x: number, { pan }: { readonly pan: boolean }): void {
    this.#fingers.set(id, { x });
    this.#panning = pan || this.#fingers.size > 1;
    if (!this.#panning) this.#seek(x);
  }

  move(id: number, x: number): void {
    const before = this.#fingers.get(id);
    if (before === undefined) return;
    const other = [...this.#fingers].find(([otherId]) => otherId !== id)?.[1];
    this.#fingers.set(id, { x });
    if (other !== undefined) this.#pinch(before.x, x, other.x);
    else if (this.#panning) this.#pan(x - before.x);
    else this.#seek(x);
  }

  up(id: number): void {
    this.#fingers.delete(id);
    // The last finger of two doesn't pull the clock along.
    if (this.#fingers.size === 0) this.#panning = false;
  }

  wheel(x: number, deltaY: number): void {
    const { window, durationMs, widthPx, onWindow } = this.#options;
    const atMs = msAt(window(), widthPx(), x);
    onWindow(zoomAbout(window(), durationMs(), atMs, wheelFactor ** -deltaY));
  }

  #seek(x: number): void {
    const { window, durationMs, widthPx, onSeek } = this.#options;
    onSeek(Math.max(0, Math.min(durationMs(), msAt(window(), widthPx(), x))));
  }

  #pan(byPx: number): void {
    const { window, durationMs, widthPx, onWindow } = this.#options;
    const { fromMs, toMs } = window();
    onWindow(panBy(window(), durationMs(), (-byPx / Math.max(1, widthPx())) * (toMs - fromMs)));
  }

  #pinch(beforeX: number, x: number, otherX: number): void {
    const { window, durationMs, widthPx, onWindow } = this.#options;
    const factor = Math.max(1, Math.abs(x - otherX)) / Math.max(1, Math.abs(beforeX - otherX));
    const atMs = msAt(window(), widthPx(), (beforeX + otherX) / 2);
    const zoomed = zoomAbout(window(), durationMs(), atMs, factor);
    const byPx = (x - beforeX) / 2;
    onWindow(panBy(zoomed, durationMs(), (-byPx / Math.max(1, widthPx())) * (zoomed.toMs - zoomed.fromMs)));
  }
}
