import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { containers } from "../../../../hardware/thermal/source/ffmpeg-arguments.ts";
import { findProgram } from "../../../../hardware/thermal/source/find-program.ts";
import type { VideoFacts } from "./mission-video.ts";

/** What a video file is, or why it can't be used: "no-ffmpeg": there is no ffprobe on this computer. */
export type ProbedVideo =
  | { readonly ok: true; readonly facts: VideoFacts }
  | { readonly ok: false; readonly fault: { readonly code: "no-ffmpeg" | "not-decodable"; readonly detail: string } };

const timeoutMs = 20_000;
const mostAnswerBytes = 1 << 20;

/** Cameras whose clock was never set say 1904 or 1970: that is no time. */
const earliestUtcMs = Date.UTC(2000, 0, 1);

const Tags = z.object({ creation_time: z.string().exactOptional() }).exactOptional();
const Probe = z.object({
  format: z.object({ duration: z.string().exactOptional(), tags: Tags }),
  streams: z.array(
    z.object({
      codec_name: z.string().exactOptional(),
      width: z.number().exactOptional(),
      height: z.number().exactOptional(),
      avg_frame_rate: z.string().exactOptional(),
      duration: z.string().exactOptional(),
      tags: Tags,
    }),
  ),
});

/** `LANTERN_FFMPEG` names an ffmpeg; its ffprobe lies beside it. */
const findProbe = (): string | undefined => {
  const named = process.env.LANTERN_FFMPEG;
  const beside = named === undefined || !/[/\\]/.test(named) ? undefined : findProgram(join(dirname(named), "ffprobe"));
  return beside ?? findProgram("ffprobe");
};

const entries = [
  "format=duration:format_tags=creation_time",
  "stream=codec_name,width,height,avg_frame_rate,duration:stream_tags=creation_time",
].join(":");

/** Asks a video file what it is and when it was taken. */
export const probeVideo = async (path: string): Promise<ProbedVideo> => {
  const program = findProbe();
  if (program === undefined) {
    const detail = "Videos need ffmpeg with its ffprobe. Install ffmpeg, or name it in LANTERN_FFMPEG.";
    return { ok: false, fault: { code: "no-ffmpeg", detail } };
  }
  const source = ["-protocol_whitelist", "file", "-format_whitelist", containers, `file:${path}`];
  const asked = ["-v", "error", "-of", "json", "-select_streams", "v:0", "-show_entries", entries, ...source];
  try {
    const { stdout } = await promisify(execFile)(program, asked, { timeout: timeoutMs, maxBuffer: mostAnswerBytes });
    return factsOf(Probe.parse(JSON.parse(stdout)));
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n").at(-1) : "";
    return notDecodable(said === "" || said === undefined ? "It is no video file that ffmpeg knows." : said);
  }
};

const notDecodable = (detail: string): ProbedVideo => ({ ok: false, fault: { code: "not-decodable", detail } });

const factsOf = ({ format, streams }: z.infer<typeof Probe>): ProbedVideo => {
  const [stream] = streams;
  const durationMs = 1000 * Number(format.duration ?? stream?.duration);
  if (stream?.width === undefined || stream.height === undefined) return notDecodable("There is no picture in it.");
  if (!(durationMs > 0)) return notDecodable("It doesn't say how long it is: it may be cut off.");
  const [frames = 0, perS = 1] = (stream.avg_frame_rate ?? "").split("/").map(Number);
  const creationUtcMs = Date.parse(format.tags?.creation_time ?? stream.tags?.creation_time ?? "");
  const facts: VideoFacts = {
    durationMs,
    widthPx: stream.width,
    heightPx: stream.height,
    framesPerS: frames > 0 && perS > 0 ? frames / perS : 0,
    codec: stream.codec_name ?? "",
    ...(creationUtcMs >= earliestUtcMs ? { creationUtcMs } : {}),
  };
  return { ok: true, facts };
};
