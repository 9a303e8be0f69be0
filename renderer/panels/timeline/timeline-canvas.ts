import type { TimelineMark } from "../../../shared/archive/timeline.ts";
import type { MissionNote } from "../../../shared/wire/archive.ts";
import { type ArchiveStore, archiveDurationMs, archivePositionAt } from "../../stores/archive/archive-store.ts";
import { rulerUtcMs } from "../../stores/archive/mission-utc.ts";
import { type DrawnRow, drawTimeline, type TimelineInk, type TimelineScene } from "./draw-timeline.ts";
import { following, msAt, panBy, type TimeWindow, wholeOf, xOf, zoomAbout } from "./time-window.ts";
import { listenToPointer } from "./timeline-pointer.ts";
import { rowAt, rowsHeightPx, rowsOf, rulerPx, type TimelineRow } from "./timeline-rows.ts";

/** What the pointer rests on, px from the timeline's upper left corner. */
export interface TimelineHover {
  readonly x: number;
  readonly y: number;
  readonly positionMs: number;
  readonly marks: readonly TimelineMark[];
  readonly notes: readonly MissionNote[];
  readonly row: TimelineRow | undefined;
}

export interface TimelineCanvasOptions {
  readonly archive: ArchiveStore;
  readonly nowMs: () => number;
  readonly words: Pick<TimelineScene, "laneName" | "label">;
  /** How the ruler's clock is ahead of UTC there, ms. */
  readonly zoneMs: (utcMs: number) => number;
  /** What a timeline without a window of its own shows; absent: the whole. */
  readonly home?: (durationMs: number) => TimeWindow;
  /** Absent: each lane has a row. */
  readonly rows?: typeof rowsOf;
  /** The hand is off: a scrub or a press is over. */
  readonly onLetGo?: () => void;
  readonly onHover: (hover: TimelineHover | undefined) => void;
  readonly onMark: (mark: TimelineMark) => void;
  readonly onNote: (note: MissionNote) => void;
}

const namesPx = { wide: 88, narrow: 62 };
/** A scrub this near to an edge of a zoomed timeline moves it on, px. */
const edgePx = 28;

const inkOf = (element: HTMLElement): TimelineInk => {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    surface: of("--surface"),
    raised: of("--surface-2"),
    line: of("--line"),
    text: of("--text"),
    quiet: of("--text-2"),
    accent: of("--accent"),
    warn: of("--warn"),
    bad: of("--bad"),
    font: style.fontFamily,
  };
};

/** The lanes, drawn and dragged outside of React: two canvases, so that the playhead moves without drawing the marks anew. */
export class TimelineCanvas {
  readonly #root: HTMLElement;
  readonly #lanes: HTMLCanvasElement;
  readonly #head: HTMLCanvasElement;
  readonly #options: TimelineCanvasOptions;
  readonly #off: (() => void)[] = [];
  #rows: readonly TimelineRow[] = [];
  #drawn: readonly DrawnRow[] = [];
  #window: TimeWindow | undefined;
  #ink: TimelineInk;
  #widthPx = 0;
  #dirty = true;
  #frame: number | undefined;
  #scrubbing = false;
  #hoverX: number | undefined;

  constructor(root: HTMLElement, options: TimelineCanvasOptions) {
    this.#root = root;
    this.#options = options;
    this.#lanes = document.createElement("canvas");
    this.#head = document.createElement("canvas");
    this.#head.className = "timeline-head";
    root.replaceChildren(this.#lanes, this.#head);
    this.#ink = inkOf(root);
    const { archive } = options;
    const resized = new ResizeObserver(() => this.#resize());
    resized.observe(root);
    this.#off.push(
      () => resized.disconnect(),
      archive.subscribe((state, before) => {
        if (state.details !== before.details) this.#missionChanged();
        else if (archiveDurationMs(state) !== archiveDurationMs(before)) this.#dirty = true;
        this.#wake();
      }),
      listenToPointer(root, {
        onScrub: (x) => this.#scrub(x),
        onPress: (x, y, reachPx) => this.#press(x, y, reachPx),
        onScrubEnd: () => {
          this.#scrubbing = false;
          options.onLetGo?.();
          this.#wake();
        },
        onHover: (at) => this.#hover(at),
        takesWheel: (x) => x >= this.#namesPx,
        onZoom: (x, factor) => this.#setWindow(zoomAbout(this.window, this.#durationMs, this.#msAt(x), factor)),
        onPan: (byPx) => {
          const spanMs = this.window.toMs - this.window.fromMs;
          this.#setWindow(panBy(this.window, this.#durationMs, (byPx / this.#timePx) * spanMs));
        },
      }),
    );
    this.#missionChanged();
    this.#resize();
  }

  get window(): TimeWindow {
    return this.#window ?? (this.#options.home ?? wholeOf)(this.#durationMs);
  }

  zoomBy(factor: number): void {
    const { fromMs, toMs } = this.window;
    const at = this.#positionMs;
    const isShown = at !== undefined && at >= fromMs && at <= toMs;
    this.#setWindow(zoomAbout(this.window, this.#durationMs, isShown ? at : (fromMs + toMs) / 2, factor));
  }

  showAll(): void {
    this.#setWindow(undefined);
  }

  /** Colours of another theme. */
  themeChanged(): void {
    this.#ink = inkOf(this.#root);
    this.#dirty = true;
    this.#wake();
  }

  close(): void {
    for (const off of this.#off) off();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  get #durationMs(): number {
    return archiveDurationMs(this.#options.archive.getState());
  }

  get #positionMs(): number | undefined {
    return archivePositionAt(this.#options.archive.getState(), this.#options.nowMs());
  }

  get #namesPx(): number {
    return this.#widthPx < 700 ? namesPx.narrow : namesPx.wide;
  }

  get #timePx(): number {
    return Math.max(1, this.#widthPx - this.#namesPx);
  }

  #msAt(x: number): number {
    return msAt(this.window, this.#timePx, x - this.#namesPx);
  }

  #setWindow(window: TimeWindow | undefined): void {
    const home = (this.#options.home ?? wholeOf)(this.#durationMs);
    const isWhole = window === undefined || (window.fromMs <= home.fromMs && window.toMs >= home.toMs);
    // The whole stays whole while the mission grows.
    this.#window = isWhole ? undefined : window;
    this.#dirty = true;
    this.#wake();
  }

  #missionChanged(): void {
    const { details } = this.#options.archive.getState();
    this.#rows = details === undefined ? [] : (this.#options.rows ?? rowsOf)(details.timeline);
    this.#root.style.height = `${rowsHeightPx(this.#rows)}px`;
    this.#resize();
  }

  #resize(): void {
    const ratio = window.devicePixelRatio;
    this.#widthPx = this.#root.clientWidth;
    const heightPx = rowsHeightPx(this.#rows);
    for (const canvas of [this.#lanes, this.#head]) {
      canvas.width = Math.round(this.#widthPx * ratio);
      canvas.height = Math.round(heightPx * ratio);
      canvas.style.width = `${this.#widthPx}px`;
      canvas.style.height = `${heightPx}px`;
    }
    this.#dirty = true;
    this.#wake();
  }

  #wake(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  #draw(): void {
    const { archive } = this.#options;
    const { details, player } = archive.getState();
    const positionMs = this.#positionMs;
    if (this.#window !== undefined && positionMs !== undefined && (player?.playing === true || this.#scrubbing)) {
      const next = following(this.#window, this.#durationMs, positionMs);
      if (next !== this.#window) this.#setWindow(next);
    }
    const context = this.#lanes.getContext("2d");
    if (this.#dirty && context !== null && details !== undefined && this.#widthPx > 0) {
      this.#dirty = false;
      const startUtcMs = rulerUtcMs(details.timeline, this.window.fromMs);
      context.setTransform(window.devicePixelRatio, 0, 0, window.devicePixelRatio, 0, 0);
      this.#drawn = drawTimeline(context, {
        timeline: details.timeline,
        notes: details.notes,
        rows: this.#rows,
        window: this.window,
        durationMs: this.#durationMs,
        widthPx: this.#widthPx,
        namesPx: this.#namesPx,
        ink: this.#ink,
        ...this.#options.words,
        originMs: startUtcMs === undefined ? 0 : startUtcMs - this.window.fromMs + this.#options.zoneMs(startUtcMs),
      });
    }
    this.#drawHead(positionMs);
    if (player?.playing === true) this.#wake();
  }

  #drawHead(positionMs: number | undefined): void {
    const context = this.#head.getContext("2d");
    if (context === null) return;
    const heightPx = rowsHeightPx(this.#rows);
    context.setTransform(window.devicePixelRatio, 0, 0, window.devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.#widthPx, heightPx);
    if (this.#hoverX !== undefined) {
      context.strokeStyle = this.#ink.quiet;
      context.setLineDash([3, 3]);
      context.beginPath();
      context.moveTo(Math.round(this.#hoverX) + 0.5, 0);
      context.lineTo(Math.round(this.#hoverX) + 0.5, heightPx);
      context.stroke();
      context.setLineDash([]);
    }
    if (positionMs === undefined) return;
    const x = this.#namesPx + xOf(this.window, this.#timePx, positionMs);
    if (x < this.#namesPx - 1 || x > this.#widthPx + 1) return;
    context.globalAlpha = 0.6;
    context.fillStyle = this.#ink.surface;
    context.fillRect(x - 2.5, 0, 5, heightPx);
    context.globalAlpha = 1;
    context.fillStyle = this.#ink.accent;
    context.fillRect(x - 1.25, 0, 2.5, heightPx);
    context.beginPath();
    context.moveTo(x - 9, 0);
    context.lineTo(x + 9, 0);
    context.lineTo(x + 9, rulerPx * 0.45);
    context.lineTo(x, rulerPx * 0.8);
    context.lineTo(x - 9, rulerPx * 0.45);
    context.closePath();
    context.fill();
  }

  #scrub(x: number): void {
    this.#scrubbing = true;
    const within = Math.max(this.#namesPx, Math.min(this.#widthPx, x));
    if (this.#window !== undefined) {
      const spanMs = this.#window.toMs - this.#window.fromMs;
      const overPx = x > this.#widthPx - edgePx ? 1 : x < this.#namesPx + edgePx ? -1 : 0;
      if (overPx !== 0) this.#setWindow(panBy(this.#window, this.#durationMs, overPx * spanMs * 0.01));
    }
    this.#options.archive.getState().seek(this.#msAt(within));
  }

  #press(x: number, y: number, reachPx: number): void {
    const { marks, notes } = this.#hit(x, y, reachPx);
    const [note] = notes;
    const [mark] = marks;
    if (note !== undefined) this.#options.onNote(note);
    else if (mark !== undefined) this.#options.onMark(mark);
    else if (x >= this.#namesPx) this.#options.archive.getState().seek(this.#msAt(x));
  }

  #hover(at: { readonly x: number; readonly y: number } | undefined): void {
    const isInTime = at !== undefined && at.x >= this.#namesPx && at.x <= this.#widthPx;
    this.#hoverX = isInTime ? at.x : undefined;
    this.#wake();
    if (!isInTime) {
      this.#options.onHover(undefined);
      return;
    }
    const hit = this.#hit(at.x, at.y, 9);
    this.#options.onHover({ ...at, ...hit, positionMs: this.#msAt(at.x), row: rowAt(this.#rows, at.y) });
  }

  /** The marks under a place, the gravest first. */
  #hit(x: number, y: number, reachPx: number): Pick<TimelineHover, "marks" | "notes"> {
    if (y < rulerPx) {
      const notes = this.#options.archive.getState().details?.notes ?? [];
      const xPx = (note: MissionNote) => this.#namesPx + xOf(this.window, this.#timePx, note.positionMs);
      return { marks: [], notes: notes.filter((note) => x > xPx(note) - reachPx / 2 && x < xPx(note) + reachPx + 6) };
    }
    const row = rowAt(this.#rows, y);
    const groups = this.#drawn.find((drawn) => drawn.row.lane.id === row?.lane.id)?.groups ?? [];
    const beside = (xPx: number) => Math.abs(xPx + this.#namesPx - x);
    const nearest = groups.toSorted((a, b) => beside(a.xPx) - beside(b.xPx))[0];
    if (nearest === undefined || beside(nearest.xPx) > reachPx) return { marks: [], notes: [] };
    const others = nearest.marks.filter((mark) => mark !== nearest.gravest);
    return { marks: [nearest.gravest, ...others], notes: [] };
  }
}
