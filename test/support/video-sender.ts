import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

/** A grey picture that is sent: row-major from the top left. */
export interface SentPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** Picture number `index` of a stream, counting from 0. */
export type PictureMaker = (index: number) => SentPicture | Promise<SentPicture>;

/** Whether the tests' ffmpeg is there; else skip with `noFfmpeg`. */
export const hasFfmpeg: boolean = spawnSync(process.env.LANTERN_FFMPEG ?? "ffmpeg", ["-version"]).status === 0;
export const noFfmpeg = "ffmpeg is not installed";

export interface VideoSenderOptions {
  /**
   * Where to: "rtp://127.0.0.1:5600" (RTP/UDP), "udp://127.0.0.1:5600" (MPEG-TS), "tcp://127.0.0.1:5600" (MPEG-TS; listens
   * there and serves one client), or a file's path (its ending says the container).
   */
  readonly to: string;
  readonly pictures: PictureMaker;
  readonly framesPerS?: number;
  readonly encoding?: "h264" | "h265" | "mjpeg";
  /** A key picture every so many; a second's worth if absent. */
  readonly keyEvery?: number;
  /** Stops after so many pictures; endless if absent. A file needs it. */
  readonly count?: number;
  /** "real-time" unless said otherwise: for files there is no need to wait. */
  readonly pace?: "real-time" | "at-once";
  readonly bitrate?: string;
  /** Of the pictures, px; 640 by 512 unless said otherwise. */
  readonly size?: readonly [number, number];
}

/**
 * Sends pictures as a real video stream with the system's ffmpeg, at a camera's pace:
 *
 *     const sender = sendVideo({ to: "rtp://127.0.0.1:5600", pictures: folderPictures(folder), framesPerS: 15 });
 *     ...
 *     await sender.close();
 *
 * `movingBlobs()` makes pictures of warm things on noise, `folderPictures(folder)` plays a folder of images in a circle.
 * `sentAtMs[i]` is when picture i was handed to the encoder, by `performance.now()`; with `marked(pictures)` each carries its
 * number in its top left corner, and `readMark` reads it back after coding: that measures delays.
 */
export interface VideoSender {
  readonly process: ChildProcess;
  readonly sentAtMs: readonly number[];
  /** When all of `count` are sent and ffmpeg has ended. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

export const sendVideo = (options: VideoSenderOptions): VideoSender => {
  const sentAtMs: number[] = [];
  let closed = false;
  const stop = Promise.withResolvers<void>();
  const child = spawn(process.env.LANTERN_FFMPEG ?? "ffmpeg", senderArguments(options), {
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.on("error", () => {});
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  void exited.then(() => stop.resolve());
  const [widthPx, heightPx] = sizeOf(options);

  const feed = async (): Promise<void> => {
    const { pictures, framesPerS = 15, count = Number.POSITIVE_INFINITY, pace = "real-time" } = options;
    const startMs = performance.now();
    for (let i = 0; i < count && !closed; i++) {
      const picture = await pictures(i);
      if (picture.widthPx !== widthPx || picture.heightPx !== heightPx)
        throw new Error("Pictures of one size are sent.");
      if (pace === "real-time") await untilMs(startMs + (1000 * i) / framesPerS, stop.promise);
      if (closed || child.exitCode !== null) break;
      sentAtMs.push(performance.now());
      const drained = child.stdin.write(picture.data);
      if (!drained) await Promise.race([once(child.stdin, "drain").catch(() => {}), stop.promise]);
    }
    child.stdin.end();
    await exited;
  };
  const done = feed();
  done.catch(() => {});

  return {
    process: child,
    sentAtMs,
    done,
    async close() {
      closed = true;
      stop.resolve();
      child.kill("SIGKILL");
      await exited;
    },
  };
};

const sizeOf = ({ size = [640, 512] }: VideoSenderOptions): readonly [number, number] => size;

const untilMs = (atMs: number, stopped: Promise<void>): Promise<void> => {
  const waitMs = atMs - performance.now();
  if (waitMs <= 0) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    void stopped.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
};

const senderArguments = ({
  to,
  framesPerS = 15,
  encoding = "h264",
  keyEvery = Math.max(1, Math.round(framesPerS)),
  bitrate = "2M",
  size = [640, 512],
}: VideoSenderOptions): string[] => {
  const codecs = {
    h264: [
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-tune",
      "zerolatency",
      "-profile:v",
      "baseline",
      "-threads",
      "1",
    ],
    h265: [
      ...["-c:v", "libx265", "-preset", "ultrafast", "-tune", "zerolatency"],
      ...["-x265-params", `log-level=error:repeat-headers=1:pools=1:frame-threads=1:keyint=${keyEvery}`],
    ],
    mjpeg: ["-c:v", "mjpeg", "-q:v", "4"],
  };
  const pixels = encoding === "mjpeg" ? "yuvj420p" : "yuv420p";
  const coding = [...codecs[encoding], "-g", String(keyEvery), "-b:v", bitrate, "-pix_fmt", pixels];
  const repeated = encoding === "h264" ? ["-bsf:v", "dump_extra=freq=keyframe"] : [];
  const raw = ["-f", "rawvideo", "-pix_fmt", "gray", "-video_size", size.join("x")];
  const input = [...raw, "-framerate", String(framesPerS), "-i", "pipe:0"];
  const quiet = ["-hide_banner", "-loglevel", "error", "-y", "-probesize", "32", "-analyzeduration", "0"];
  return [...quiet, "-threads", "1", ...input, "-an", ...coding, "-flush_packets", "1", ...targetOf(to, repeated)];
};

const targetOf = (to: string, repeated: readonly string[]): string[] => {
  if (to.startsWith("rtp:")) return [...repeated, "-f", "rtp", `${to}?pkt_size=1200`];
  if (to.startsWith("udp:"))
    return ["-f", "mpegts", "-muxdelay", "0", "-muxpreload", "0", to.includes("?") ? to : `${to}?pkt_size=1316`];
  if (to.startsWith("tcp:")) return ["-f", "mpegts", "-muxdelay", "0", "-muxpreload", "0", `${to}?listen=1`];
  return [to];
};

/** Warm blobs that wander over a noisy ground; the same for the same number. */
export const movingBlobs =
  ({ widthPx = 640, heightPx = 512, blobs = 3 } = {}): PictureMaker =>
  (index) => {
    const data = new Uint8Array(widthPx * heightPx);
    let state = (index * 7919 + 12_345) >>> 0;
    for (let i = 0; i < data.length; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      data[i] = 76 + (state >>> 29);
    }
    for (let blob = 0; blob < blobs; blob++) {
      const xPx = ((0.2 + 0.25 * blob) * widthPx + 3 * index) % widthPx;
      const yPx = ((0.3 + 0.2 * blob) * heightPx + 2 * index) % heightPx;
      paintDisc(data, widthPx, heightPx, xPx, yPx, 8);
    }
    return { widthPx, heightPx, data };
  };

const paintDisc = (data: Uint8Array, widthPx: number, heightPx: number, xPx: number, yPx: number, radiusPx: number) => {
  for (let y = Math.max(0, Math.floor(yPx - radiusPx)); y < Math.min(heightPx, yPx + radiusPx); y++) {
    for (let x = Math.max(0, Math.floor(xPx - radiusPx)); x < Math.min(widthPx, xPx + radiusPx); x++) {
      if (Math.hypot(x - xPx, y - yPx) < radiusPx) data[y * widthPx + x] = 210;
    }
  }
};

/** The JPEGs and PNGs of a folder by name, round and round, as grey pictures of one size. */
export const folderPictures = (folder: string, { widthPx = 640, heightPx = 512 } = {}): PictureMaker => {
  const names = readdirSync(folder)
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .toSorted();
  return async (index) => {
    const name = names[index % names.length];
    if (name === undefined) throw new Error(`No pictures in ${folder}.`);
    const picture = sharp(join(folder, name)).resize(widthPx, heightPx, { fit: "fill" }).greyscale();
    const { data } = await picture.raw().toBuffer({ resolveWithObject: true });
    return { widthPx, heightPx, data };
  };
};

const MARK_BITS = 16;
const MARK_PX = 16;

/** Writes each picture's number into its top left corner as black and white squares. */
export const marked =
  (pictures: PictureMaker): PictureMaker =>
  async (index) => {
    const picture = await pictures(index);
    for (let bit = 0; bit < MARK_BITS; bit++) {
      const level = (index >> bit) & 1 ? 235 : 16;
      for (let y = 0; y < MARK_PX; y++) {
        const from = y * picture.widthPx + bit * MARK_PX;
        picture.data.fill(level, from, from + MARK_PX);
      }
    }
    return picture;
  };

/** @returns the number that `marked` wrote */
export const readMark = ({ widthPx, data }: SentPicture): number => {
  let index = 0;
  for (let bit = 0; bit < MARK_BITS; bit++) {
    const level = data[(MARK_PX / 2) * widthPx + bit * MARK_PX + MARK_PX / 2] ?? 0;
    if (level > 128) index |= 1 << bit;
  }
  return index;
};
