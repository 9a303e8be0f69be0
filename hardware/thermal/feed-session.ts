import { stretchCounts } from "../../shared/heat/network/stretch-counts.ts";
import { asRad, type Rad } from "../../shared/units/angle.ts";
import type { DetectorClient } from "./detector/person-detector.ts";
import type {
  FeedAnswer,
  FeedChange,
  FeedLookAnswer,
  FeedQuestion,
  FeedTask,
  FromFeedWorker,
} from "./feed-messages.ts";
import { openSource } from "./open-source.ts";
import { parseFeedAddress } from "./parse-feed-address.ts";
import { PictureChecks } from "./picture/picture-checks.ts";
import { VideoOut } from "./picture/video-out.ts";
import { FrameSearch } from "./search/frame-search.ts";
import type { FeedFrame, PictureSource, SourceEvents } from "./source/picture-source.ts";
import { framePicture, greyPng, type ThermalPicture } from "./thermal-png.ts";

/** While more bytes keep arriving a newer frame may be on its way; longer than this it isn't waited for. */
const DRAIN_MS = 100;
const TELL_EVERY_MS = 1000;
const SNAPSHOT_EVERY_MS = 200;
/** An older picture isn't shown as if it were live. */
const PICTURE_LIFE_MS = 3000;

export interface FeedSessionOptions {
  readonly task: FeedTask;
  /** The main thread's monotonic clock, ms. */
  readonly now: () => number;
  readonly network: DetectorClient | undefined;
  post(message: FromFeedWorker): void;
}

/** One feed inside its worker: pictures from a source to the checks, the search and whoever watches. */
export class FeedSession {
  readonly #options: FeedSessionOptions;
  readonly #source: PictureSource;
  readonly #search: FrameSearch;
  readonly #video: VideoOut;
  readonly #checks = new PictureChecks();
  #latency: { readonly latencyMs: number; readonly latencySigmaMs: number };
  #hfovRad: Rad | undefined;
  #codec = "";
  #newest: { readonly frame: FeedFrame; readonly atMs: number } | undefined;
  #snapshot: { readonly picture: ThermalPicture; readonly atMs: number } | undefined;
  #toldMs = Number.NEGATIVE_INFINITY;
  #told = "";
  #drain: { sinceMs: number; bytesCame: boolean } | undefined;
  readonly #teller: NodeJS.Timeout;

  constructor(options: FeedSessionOptions) {
    this.#options = options;
    const { task, now, network, post } = options;
    const address = parseFeedAddress(task.uri, task);
    if (!address.ok) throw new Error(address.detail);
    this.#latency = task;
    this.#hfovRad = task.hfovRad;
    this.#video = new VideoOut({ now, post: (to, piece) => post({ kind: "video", to, piece }) });
    this.#search = new FrameSearch({
      now,
      network,
      searches: task.spectrum === "thermal",
      found: (sightings) => post({ kind: "event", event: { kind: "sightings", sightings } }),
    });
    const { latencyMs, latencySigmaMs } = task;
    const { place, shown } = address;
    this.#source = openSource({ place, shown, latencyMs, latencySigmaMs, now, events: this.#events() });
    this.#teller = setInterval(() => this.#tell(), TELL_EVERY_MS / 2);
  }

  set(change: FeedChange): void {
    if (change.gsdM !== undefined) this.#search.gsdM = change.gsdM;
    if (change.rangeK !== undefined) this.#video.range.set(change.rangeK);
    if ("hfovRad" in change) this.#hfovRad = change.hfovRad;
    const { latencyMs = this.#latency.latencyMs, latencySigmaMs = this.#latency.latencySigmaMs } = change;
    this.#latency = { latencyMs, latencySigmaMs };
    this.#source.setLatency(this.#latency);
  }

  watch(id: number, asked: { readonly delivery?: "jpeg"; readonly jpegsPerS?: number }): void {
    this.#video.join(id, asked);
  }

  unwatch(id: number): void {
    this.#video.leave(id);
  }

  answer(question: FeedQuestion): FeedAnswer {
    switch (question.what) {
      case "look":
        return this.#look(question.x, question.y);
      case "snapshot":
        return this.#smallPicture();
      case "still": {
        const still = this.#search.stills.at(question.captureProcessMs);
        if (!still) return undefined;
        const { data, ...rest } = still;
        const { widthPx, heightPx } = still;
        const grey = data instanceof Uint16Array ? stretchCounts(data, widthPx, heightPx).data : data;
        return { ...rest, png: greyPng(widthPx, heightPx, grey) };
      }
    }
  }

  retry(): void {
    this.#source.retry();
  }

  async close(): Promise<void> {
    clearInterval(this.#teller);
    await this.#source.close();
    this.#options.network?.close();
  }

  #events(): SourceEvents {
    const { post, now } = this.#options;
    return {
      state: (state, fault) => {
        if (state !== "streaming") {
          this.#checks.restarted();
          this.#video.restarted();
        }
        post({ kind: "event", event: { kind: "state", state, ...(fault ? { fault } : {}) } });
      },
      codec: (codec) => {
        this.#codec = codec;
      },
      bytes: () => {
        if (this.#drain) this.#drain.bytesCame = true;
      },
      coded: (picture) => this.#video.coded(picture),
      frame: (frame) => this.#take(frame, now()),
    };
  }

  #take(frame: FeedFrame, nowMs: number): void {
    this.#checks.note(frame, nowMs);
    const seen = this.#withView(frame);
    this.#newest = { frame: seen, atMs: nowMs };
    this.#search.offer(seen, this.#checks.mask);
    this.#video.frame(seen);
    if (nowMs - this.#toldMs > TELL_EVERY_MS) this.#tell();
    if (this.#drain) return;
    this.#drain = { sinceMs: nowMs, bytesCame: false };
    setImmediate(() => this.#searchWhenDrained());
  }

  /** Behind, it doesn't search what is outdated already: whatever waits in the pipes is taken in first. */
  #searchWhenDrained(): void {
    const drain = this.#drain;
    if (drain?.bytesCame && this.#options.now() - drain.sinceMs < DRAIN_MS) {
      drain.bytesCame = false;
      setImmediate(() => this.#searchWhenDrained());
      return;
    }
    this.#drain = undefined;
    this.#search.step();
  }

  /** A picture with bars at its sides shows more than the camera does: its view is as wide as if the bars were scene. */
  #withView(frame: FeedFrame): FeedFrame {
    const hfovRad = frame.hfovRad ?? this.#hfovRad;
    const area = this.#checks.content;
    if (hfovRad === undefined || !area)
      return hfovRad === frame.hfovRad || hfovRad === undefined ? frame : { ...frame, hfovRad };
    const part = frame.widthPx / Math.max(1, area.right - area.left);
    return { ...frame, hfovRad: asRad(2 * Math.atan(Math.tan(hfovRad / 2) * part)) };
  }

  #tell(): void {
    const newest = this.#newest;
    const nowMs = this.#options.now();
    if (!newest) return;
    const { widthPx, heightPx, values, captureVehicleTimeMs, hfovRad } = newest.frame;
    const { meter } = this.#search;
    const warnings = this.#checks.warnings(nowMs, meter.framesPerS);
    const isLive = nowMs - newest.atMs < PICTURE_LIFE_MS;
    const news = JSON.stringify([widthPx, heightPx, this.#codec, warnings]);
    if (!isLive || (nowMs - this.#toldMs < TELL_EVERY_MS - 50 && news === this.#told)) return;
    this.#toldMs = nowMs;
    this.#told = news;
    if (values.kind === "counts") this.#video.range.follow({ widthPx, heightPx, ...values });
    const range = values.kind === "counts" ? this.#video.range.range : undefined;
    this.#options.post({
      kind: "event",
      event: {
        ...{ kind: "picture", widthPx, heightPx, framesPerS: meter.framesPerS, codec: this.#codec, warnings },
        radiometric: values.kind === "counts" && values.radiometry !== undefined,
        stamped: captureVehicleTimeMs !== undefined,
        ...(hfovRad === undefined ? {} : { hfovRad }),
        ...(range ? { range } : {}),
        search: meter.search,
      },
    });
  }

  #live(): FeedFrame | undefined {
    return this.#newest && this.#options.now() - this.#newest.atMs <= PICTURE_LIFE_MS ? this.#newest.frame : undefined;
  }

  #look(x: number, y: number): FeedLookAnswer {
    const frame = this.#live();
    if (!frame || !(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return undefined;
    const { widthPx, heightPx, values, captureProcessMs } = frame;
    const seen = { captureProcessMs, widthPx, heightPx };
    if (values.kind !== "counts" || !values.radiometry) return seen;
    const middleX = Math.min(widthPx - 2, Math.max(1, Math.floor(x * widthPx)));
    const middleY = Math.min(heightPx - 2, Math.max(1, Math.floor(y * heightPx)));
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) sum += values.data[(middleY + dy) * widthPx + middleX + dx] ?? 0;
    }
    const { kelvinPerCount, kelvinAtZero } = values.radiometry;
    return { ...seen, temperatureK: (sum / 9) * kelvinPerCount + kelvinAtZero };
  }

  #smallPicture(): ThermalPicture | undefined {
    const frame = this.#live();
    const nowMs = this.#options.now();
    if (!frame) return undefined;
    if (!this.#snapshot || nowMs - this.#snapshot.atMs > SNAPSHOT_EVERY_MS) {
      const { widthPx, heightPx, values } = frame;
      this.#snapshot = { picture: framePicture({ widthPx, heightPx, ...values }), atMs: nowMs };
    }
    return this.#snapshot.picture;
  }
}
