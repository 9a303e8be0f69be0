import type { Feed, FeedEvent, FeedOptions, VideoConfig, VideoPiece } from "../../hardware/thermal/feed.ts";
import { openFeed } from "../../hardware/thermal/open-feed.ts";
import type { FrameSightings } from "../../hardware/thermal/thermal-source.ts";

/** A feed and everything that it says. */
export class WatchedFeed {
  readonly events: FeedEvent[] = [];
  readonly video: (VideoPiece | VideoConfig)[] = [];
  readonly feed: Feed;
  #waiting: (() => void)[] = [];

  constructor(uri: string, options: Partial<FeedOptions> = {}) {
    this.feed = openFeed({ spectrum: "thermal", latencyMs: 0, latencySigmaMs: 20, ...options, uri });
    this.feed.on((event) => {
      this.events.push(event);
      this.#wake();
    });
  }

  /** @param video where its pieces go */
  watch(asked: { readonly delivery?: "jpeg" } = {}, video = this.video): () => void {
    return this.feed.watch((piece) => {
      video.push(piece);
      this.#wake();
    }, asked);
  }

  get states(): string[] {
    const states = this.events.flatMap((event) => (event.kind === "state" ? [event.state] : []));
    return states.filter((state, at) => state !== states[at - 1]);
  }

  get faults(): { readonly code: string; readonly detail: string }[] {
    return this.events.flatMap((event) => (event.kind === "state" && event.fault ? [event.fault] : []));
  }

  get pictures(): Extract<FeedEvent, { readonly kind: "picture" }>[] {
    return this.events.flatMap((event) => (event.kind === "picture" ? [event] : []));
  }

  get sightings(): FrameSightings[] {
    return this.events.flatMap((event) => (event.kind === "sightings" ? [event.sightings] : []));
  }

  /** How often it began to bring pictures. */
  get starts(): number {
    return this.states.filter((state) => state === "streaming").length;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
