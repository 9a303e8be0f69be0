import { containers } from "../../../../hardware/thermal/source/ffmpeg-arguments.ts";
import { FfmpegProcess } from "../../../../hardware/thermal/source/ffmpeg-process.ts";
import { findProgram } from "../../../../hardware/thermal/source/find-program.ts";
import { NutDemuxer } from "../../../../hardware/thermal/source/nut-demuxer.ts";

/** A picture of a video, as JPEG. */
export interface VideoStill {
  /** Since the video's first picture, ms. */
  readonly atMs: number;
  readonly jpeg: Uint8Array;
}

export interface StillsOfVideo {
  readonly stills: readonly VideoStill[];
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface StillsAsked {
  readonly path: string;
  /** From the first of these on up to the second, ms since its first picture. */
  readonly fromMs: number;
  readonly toMs: number;
  /** So far apart at least. */
  readonly everyMs: number;
  /** Only pictures that need no other: for looking quickly through much of it. */
  readonly keysOnly: boolean;
}

const timeoutMs = 30_000;
/** The largest that is shown, px a side. */
const mostSidePx = 1280;
/** Times in a pipe begin above zero, as its container needs them. */
const offsetS = 60;

/** Has ffmpeg make pictures of a part of a video; none where it can't. */
export const readStills = async (asked: StillsAsked): Promise<StillsOfVideo> => {
  const program = findProgram(process.env.LANTERN_FFMPEG ?? "ffmpeg");
  if (program === undefined) return { stills: [], widthPx: 0, heightPx: 0 };
  const demuxer = new NutDemuxer();
  const stills: VideoStill[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const call = { arguments: argumentsOf(asked), copies: false, raw: false, heldPictures: 0 };
  const process_ = new FfmpegProcess(program, call, {
    pictures: (chunk) =>
      demuxer.push(chunk, ({ ptsMs, data }) => stills.push({ atMs: ptsMs - offsetS * 1000, jpeg: data })),
    stream: () => {},
    ended: () => resolve(),
  });
  const timer = setTimeout(resolve, timeoutMs);
  await promise;
  clearTimeout(timer);
  await process_.end();
  const { widthPx = 0, heightPx = 0 } = demuxer.stream ?? {};
  return { stills, widthPx, heightPx };
};

const argumentsOf = ({ path, fromMs, toMs, everyMs, keysOnly }: StillsAsked): readonly string[] => [
  ...["-hide_banner", "-nostats", "-nostdin", "-loglevel", "error", "-copyts", "-start_at_zero"],
  ...["-protocol_whitelist", "file,pipe", "-format_whitelist", containers],
  ...(keysOnly ? ["-skip_frame", "nokey"] : []),
  ...["-ss", seconds(fromMs), "-to", seconds(toMs), "-i", `file:${path}`, "-map", "0:v:0"],
  ...["-vf", `${thinned(everyMs)},${scaled}`, "-fps_mode", "passthrough", "-enc_time_base", "1:1000"],
  ...["-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p", "-output_ts_offset", String(offsetS)],
  ...["-f", "nut", "pipe:1"],
];

const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(3);

/** The first one, and each that comes so long after the one before; a little early is in time. */
const thinned = (everyMs: number): string =>
  `select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,${((everyMs * 0.95) / 1000).toFixed(4)})'`;

const scaled = `scale=w='trunc(iw*min(1\\,${mostSidePx}/max(iw\\,ih))/2)*2':h='trunc(ih*min(1\\,${mostSidePx}/max(iw\\,ih))/2)*2'`;
