import type { MissionFeed } from "../../../../shared/wire/archive.ts";
import type { FeedMessage } from "../../../../shared/wire/feeds.ts";
import { encodeVideoMessage } from "../../../../shared/wire/video-message.ts";
import { framedPieces } from "../framed-pieces.ts";
import type { MissionVideo } from "./mission-video.ts";
import { readStills, type StillsOfVideo, type VideoStill } from "./read-stills.ts";

/** Pictures a second are enough to see how something moves. */
const usualEveryMs = 100;
/** From here on only pictures that need no other are looked at. */
const keysFromMs = 1_000;
/** What is read at once: as many pictures as somebody sees in some seconds. */
const stillsAtOnce = 40;
/** Of pictures that were read lately. */
const mostCacheBytes = 64 << 20;
/** Each is an ffmpeg that takes a core. */
const mostAtOnce = 2;
/** A video with few key pictures is looked back through so far. */
const mostBack = 4;

interface Part {
  readonly key: string;
  readonly video: MissionVideo;
  readonly everyMs: number;
  /** Counted from the video's beginning. */
  readonly n: number;
}

/** Pictures of imported videos, as a feed's pieces; read by ffmpeg when they are asked for. */
export class VideoPieces {
  readonly #videos = new Map<string, MissionVideo>();
  /** In the order they were asked for last. */
  readonly #parts = new Map<string, { readonly stills: Promise<StillsOfVideo>; bytes: number }>();
  #running = 0;
  readonly #queue: (() => void)[] = [];
  #closed = false;

  get feeds(): readonly MissionFeed[] {
    return [...this.#videos.values()].map(({ id, name, vehicleId, startMs, durationMs }) => ({
      ...{ id, name, fromMs: startMs, toMs: startMs + durationMs },
      ...(vehicleId === undefined ? {} : { vehicleId }),
    }));
  }

  set(videos: readonly MissionVideo[]): void {
    this.#videos.clear();
    for (const video of videos) this.#videos.set(video.id, video);
  }

  has(feedId: string): boolean {
    return this.#videos.has(feedId);
  }

  async pieces(feedId: string, fromMs: number, toMs: number, askedMs?: number): Promise<Uint8Array | undefined> {
    const video = this.#videos.get(feedId);
    if (video === undefined) return undefined;
    const [from, to] = [fromMs - video.startMs, Math.min(toMs - video.startMs, video.durationMs)];
    if (to < 0) return framedPieces([]);
    const everyMs = stepOf(askedMs);
    const partMs = everyMs * stillsAtOnce;
    const [first, last] = [Math.max(0, Math.floor(from / partMs)), Math.max(0, Math.floor(to / partMs))];
    const parts: StillsOfVideo[] = [];
    for (let n = first; n <= Math.min(last, first + mostBack); n += 1) parts.push(await this.#part(video, everyMs, n));
    let stills = parts.flatMap((part) => part.stills).filter(({ atMs }) => atMs <= to);
    for (let n = first - 1; n >= 0 && n >= first - mostBack && !stills.some(({ atMs }) => atMs <= from); n -= 1) {
      const before = await this.#part(video, everyMs, n);
      parts.push(before);
      stills = [...before.stills.slice(-1), ...stills];
    }
    const begin = Math.max(
      0,
      stills.findLastIndex(({ atMs }) => atMs <= from),
    );
    const size = parts.find(({ widthPx }) => widthPx > 0);
    return size === undefined ? framedPieces([]) : framed(video, size, stills.slice(begin));
  }

  /** What is being read is read to its end, and shown to nobody. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const next of this.#queue.splice(0)) next();
    await Promise.allSettled([...this.#parts.values()].map(({ stills }) => stills));
    this.#parts.clear();
  }

  #part(video: MissionVideo, everyMs: number, n: number): Promise<StillsOfVideo> {
    const key = `${video.path}\n${everyMs}\n${n}`;
    const known = this.#parts.get(key) ?? this.#read({ key, video, everyMs, n });
    this.#parts.delete(key);
    this.#parts.set(key, known);
    return known.stills;
  }

  #read({ key, video, everyMs, n }: Part) {
    const partMs = everyMs * stillsAtOnce;
    const stills = this.#inTurn(() =>
      readStills({
        ...{ path: video.path, everyMs, keysOnly: everyMs >= keysFromMs },
        ...{ fromMs: n * partMs, toMs: (n + 1) * partMs },
      }),
    );
    const part = { stills, bytes: 0 };
    void stills.then((read) => {
      part.bytes = read.stills.reduce((sum, { jpeg }) => sum + jpeg.length, 0);
      this.#makeRoom(key);
    });
    return part;
  }

  #makeRoom(newest: string): void {
    let bytes = [...this.#parts.values()].reduce((sum, part) => sum + part.bytes, 0);
    for (const [key, part] of this.#parts) {
      if (bytes <= mostCacheBytes) return;
      if (key === newest) continue;
      bytes -= part.bytes;
      this.#parts.delete(key);
    }
  }

  async #inTurn(work: () => Promise<StillsOfVideo>): Promise<StillsOfVideo> {
    if (this.#running >= mostAtOnce) await new Promise<void>((resolve) => this.#queue.push(resolve));
    if (this.#closed) return { stills: [], widthPx: 0, heightPx: 0 };
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#queue.shift()?.();
    }
  }
}

/** Steps that double, so that what was read serves askers of about that step. */
const stepOf = (askedMs: number | undefined): number => {
  if (askedMs === undefined || askedMs <= usualEveryMs) return usualEveryMs;
  return usualEveryMs * 2 ** Math.floor(Math.log2(askedMs / usualEveryMs));
};

const framed = ({ startMs }: MissionVideo, size: StillsOfVideo, stills: readonly VideoStill[]): Uint8Array => {
  const { widthPx, heightPx } = size;
  const config: FeedMessage = { type: "config", delivery: "jpeg", widthPx, heightPx, grey: false };
  return framedPieces([
    { isText: true, data: new TextEncoder().encode(JSON.stringify(config)) },
    ...stills.map(({ atMs, jpeg }) => ({
      isText: false,
      data: encodeVideoMessage({
        ...{ kind: "jpeg", captureMs: startMs + atMs, data: jpeg },
        sequence: Math.max(0, Math.round(atMs)),
      }),
    })),
  ]);
};
