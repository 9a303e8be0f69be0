import { type RefObject, useEffect, useRef, useState } from "react";
import type { FeedBox } from "../../../shared/wire/feeds.ts";
import type { FeedPicture } from "../../bridge/feed-decoder.ts";
import type { FeedConfig } from "../../bridge/feed-video.ts";
import { translator } from "../../i18n/translate.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { languageOf, themeOf } from "../../stores/settings-store.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { drawnBoxes } from "./box-drawing.ts";
import { BoxLayer } from "./box-layer.ts";
import { BoxTimeline } from "./box-timeline.ts";
import type { FeedPainter } from "./feed-painter.ts";
import { type FeedSource, feedSourceOf } from "./feed-source.ts";

/** What a picture's own line says of it; sampled twice a second. */
export interface PlayerStatus {
  readonly config?: FeedConfig;
  /** When the picture on screen was taken, station clock. */
  readonly shownMs?: number;
  readonly framesPerS: number;
  /** From capture to this screen, ms. */
  readonly latencyMs?: number;
}

const sampleMs = 500;
const nothing: PlayerStatus = { framesPerS: 0 };

/** One feed's picture on one canvas, with its boxes. Draws only in animation frames, and only what changed. */
class Player {
  readonly #stores: Stores;
  readonly #painter: FeedPainter;
  readonly #canvas: HTMLCanvasElement;
  readonly #layer: BoxLayer;
  readonly #timeline = new BoxTimeline();
  readonly #video: FeedSource;
  #config: FeedConfig | undefined;
  readonly #onFirst: () => void;
  #shown: FeedPicture | undefined;
  #latencyMs: number | undefined;
  #style = "";
  #boxes: readonly FeedBox[] = [];
  #boxState: unknown[] = [];
  #frame = 0;

  constructor(
    stores: Stores,
    painter: FeedPainter,
    feedId: string,
    canvas: HTMLCanvasElement,
    root: HTMLElement,
    onFirst: () => void,
  ) {
    this.#stores = stores;
    this.#onFirst = onFirst;
    this.#painter = painter;
    this.#canvas = canvas;
    this.#layer = new BoxLayer(root, {
      onPress: (heatId) => {
        const { selectedHeatId, selectHeat, requestFlyTo } = stores.selection.getState();
        selectHeat(selectedHeatId === heatId ? undefined : heatId);
        const source = stores.heat.getState().byId[heatId];
        if (selectedHeatId !== heatId && source?.location.located === true) requestFlyTo(source.location.position);
      },
      onHover: (heatId) => stores.selection.getState().hoverHeat(heatId),
    });
    this.#video = feedSourceOf(stores, {
      feedId,
      onConfig: (config) => {
        this.#config = config;
        this.#style = "";
        this.#timeline.clear();
      },
      onBoxes: (boxes) => this.#timeline.add(boxes, performance.now()),
    });
  }

  get shownMs(): number | undefined {
    return this.#shown?.captureMs;
  }

  status(): PlayerStatus {
    const shownMs = this.#shown?.captureMs;
    return {
      framesPerS: this.#video.stats().framesPerS,
      ...(this.#config === undefined ? {} : { config: this.#config }),
      ...(shownMs === undefined ? {} : { shownMs }),
      ...(this.#latencyMs === undefined ? {} : { latencyMs: this.#latencyMs }),
    };
  }

  start(): void {
    this.#video.start();
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(this.#draw);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#video.stop();
  }

  close(): void {
    this.stop();
    this.#layer.clear();
    this.#shown?.close();
    this.#shown = undefined;
  }

  readonly #draw = (): void => {
    this.#frame = requestAnimationFrame(this.#draw);
    const next = this.#video.take();
    const first = this.#shown === undefined;
    const settings = this.#stores.settings.getState();
    const night = themeOf(settings) === "night";
    const style = `${settings.thermalPalette} ${night}`;
    if (next !== undefined) {
      this.#shown?.close();
      this.#shown = next;
    }
    const shown = this.#shown;
    if (shown === undefined) return;
    if (next !== undefined || style !== this.#style) {
      this.#style = style;
      this.#painter.paint(this.#canvas, shown, {
        palette: settings.thermalPalette,
        grey: this.#config?.grey ?? false,
        night,
      });
      this.#canvas.dataset.captureMs = String(shown.captureMs);
    }
    if (next !== undefined) {
      const nowMs = this.#stores.stationNow();
      this.#latencyMs = nowMs === undefined ? undefined : nowMs - next.captureMs;
      if (first) this.#onFirst();
    }
    this.#drawBoxes(shown.captureMs);
  };

  #drawBoxes(captureMs: number): void {
    const { boxes, opacity } = this.#timeline.at(captureMs, performance.now());
    const { selectedHeatId, hoveredHeatId } = this.#stores.selection.getState();
    const settings = this.#stores.settings.getState();
    const heat = this.#stores.heat.getState().byId;
    const language = languageOf(settings);
    const state = [boxes, opacity, selectedHeatId, hoveredHeatId, heat, settings.camera.showAll, language];
    if (state.every((value, i) => value === this.#boxState[i])) return;
    this.#boxState = state;
    this.#boxes = boxes;
    const { fleet, landmarks } = this.#stores;
    const drawn = drawnBoxes(translator(language), this.#boxes, {
      heat,
      selectedHeatId,
      hoveredHeatId,
      showAll: settings.camera.showAll,
      vehicleName: (id) => fleet.getState().byId[id]?.name,
      landmarkName: (id) => landmarks.getState().byId[id]?.name,
    });
    this.#layer.show(drawn, opacity);
  }
}

/**
 * Plays a feed while its canvas is in sight and the page is looked at.
 * @returns its status, and when the picture that is on screen now was taken
 */
export const useFeedPlayer = (options: {
  readonly feedId: string;
  readonly painter: FeedPainter;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly boxes: RefObject<HTMLDivElement | null>;
}): { readonly status: PlayerStatus; readonly shownMs: () => number | undefined } => {
  const { feedId, painter, canvas, boxes } = options;
  const stores = useStores();
  const [status, setStatus] = useState(nothing);
  const player = useRef<Player | undefined>(undefined);
  useEffect(() => {
    if (canvas.current === null || boxes.current === null) return undefined;
    // That there is no picture must not stand on the first one until the next sample.
    const made: Player = new Player(stores, painter, feedId, canvas.current, boxes.current, () =>
      setStatus(made.status()),
    );
    player.current = made;
    let inSight = true;
    const follow = () => {
      if (inSight && document.visibilityState === "visible") made.start();
      else made.stop();
    };
    const observer = new IntersectionObserver(([entry]) => {
      inSight = entry?.isIntersecting ?? true;
      follow();
    });
    observer.observe(canvas.current);
    document.addEventListener("visibilitychange", follow);
    const timer = window.setInterval(() => setStatus(made.status()), sampleMs);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener("visibilitychange", follow);
      observer.disconnect();
      made.close();
      player.current = undefined;
      setStatus(nothing);
    };
  }, [stores, painter, feedId, canvas, boxes]);
  return { status, shownMs: () => player.current?.shownMs };
};
