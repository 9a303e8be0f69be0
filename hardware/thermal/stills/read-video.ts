import { spawn } from "node:child_process";
import type { LookAtPicture } from "./newest-only.ts";
import { PgmReader } from "./pgm-reader.ts";

export interface VideoReading {
  readonly path: string;
  /** The ffmpeg to run. */
  readonly ffmpeg: string;
  /** So much of it, s; absent: to its end. */
  readonly seconds?: number;
  readonly signal: AbortSignal;
}

export type VideoEnd =
  /** `came`: with those that were passed over. */
  { readonly ok: true; readonly came: number } | { readonly ok: false; readonly detail: string };

/** No picture for so long: the file is given up. */
const STALL_MS = 20_000;
const MOST_STDERR_CHARACTERS = 2000;

/**
 * Reads every picture of a video file as 8-bit grey through ffmpeg.
 * @param onPicture gets each with its number, from 0; the next one waits for it
 * @returns how it ended; an aborted one ended well
 */
export const readVideo = async (reading: VideoReading, onPicture: LookAtPicture): Promise<VideoEnd> => {
  const child = spawn(reading.ffmpeg, argumentsOf(reading), { stdio: ["ignore", "pipe", "pipe"] });
  const exited = new Promise<{ code: number | null; missing: boolean }>((resolve) => {
    child.once("error", () => resolve({ code: null, missing: child.pid === undefined }));
    child.once("close", (code) => resolve({ code, missing: false }));
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-MOST_STDERR_CHARACTERS);
  });
  let hasStalled = false;
  const stop = () => void child.kill("SIGKILL");
  const stall = setTimeout(() => {
    hasStalled = true;
    stop();
  }, STALL_MS);
  reading.signal.addEventListener("abort", stop, { once: true });
  let came = 0;
  const reader = new PgmReader();
  try {
    for await (const chunk of child.stdout) {
      for (const picture of reader.push(chunk)) {
        clearTimeout(stall);
        await onPicture(picture, came++);
        stall.refresh();
      }
    }
  } finally {
    clearTimeout(stall);
    reading.signal.removeEventListener("abort", stop);
    stop();
  }
  const { code, missing } = await exited;
  if (missing) return { ok: false, detail: noFfmpeg(reading.ffmpeg) };
  if (hasStalled) return { ok: false, detail: `No picture came for ${STALL_MS / 1000} s.` };
  if (came === 0 && !reading.signal.aborted) {
    return { ok: false, detail: lastLine(said) ?? `ffmpeg ended with ${code} and no picture.` };
  }
  return { ok: true, came };
};

const noFfmpeg = (ffmpeg: string): string =>
  `Videos need ffmpeg, and "${ffmpeg}" can't be started. Install ffmpeg (apt install ffmpeg), or name it in LANTERN_FFMPEG.`;

const argumentsOf = ({ path, seconds }: VideoReading): readonly string[] => [
  ...["-nostdin", "-hide_banner", "-loglevel", "error"],
  // "file:" keeps a colon in a name from being taken for a protocol.
  ...["-i", `file:${path}`, "-map", "0:v:0"],
  ...(seconds === undefined ? [] : ["-t", String(seconds)]),
  // PGM says how large each picture is; passthrough: none is repeated or left out for an even pace.
  ...["-fps_mode", "passthrough", "-pix_fmt", "gray", "-c:v", "pgm", "-f", "image2pipe", "pipe:1"],
];

const lastLine = (text: string): string | undefined => text.trim().split("\n").at(-1) || undefined;
