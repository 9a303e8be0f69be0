import { spawn } from "node:child_process";
import type { GreyPicture } from "../../../shared/heat/network/grey-picture.ts";
import { PgmReader } from "./pgm-reader.ts";

export interface VideoReading {
  /** A file, or an address that ffmpeg understands. */
  readonly input: string;
  /** The ffmpeg to run. */
  readonly ffmpeg: string;
  /** "every": the video waits for whoever looks at its pictures. "newest": what comes meanwhile is passed over. */
  readonly pace: "every" | "newest";
  /** So much of it, s; absent: to its end. */
  readonly seconds?: number;
  readonly signal: AbortSignal;
}

export type VideoEnd =
  /** `came`: with those that were passed over. */
  | { readonly ok: true; readonly came: number }
  | { readonly ok: false; readonly code: "no-ffmpeg" | "not-readable" | "stalled"; readonly detail: string };

/** No picture for so long: the stream is given up. Longer than any camera takes to its first key picture. */
const STALL_MS = 20_000;
const MOST_STDERR_CHARACTERS = 2000;

/**
 * Reads a video's pictures as 8-bit grey through ffmpeg.
 * @param onPicture gets each with its number, from 0; the next one waits for it
 * @returns how it ended; an aborted one ended well
 */
export const readVideo = async (
  reading: VideoReading,
  onPicture: (picture: GreyPicture, index: number) => Promise<void>,
): Promise<VideoEnd> => {
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
  const look: Look = reading.pace === "every" ? onPicture : newestOnly(onPicture);
  const reader = new PgmReader();
  try {
    for await (const chunk of child.stdout) {
      for (const picture of reader.push(chunk)) {
        clearTimeout(stall);
        await look(picture, came++);
        stall.refresh();
      }
    }
    await look.rest?.();
  } finally {
    clearTimeout(stall);
    reading.signal.removeEventListener("abort", stop);
    stop();
  }
  const { code, missing } = await exited;
  if (missing) return { ok: false, code: "no-ffmpeg", detail: noFfmpeg(reading.ffmpeg) };
  if (hasStalled) return { ok: false, code: "stalled", detail: `No picture came for ${STALL_MS / 1000} s.` };
  if (came === 0 && !reading.signal.aborted) {
    return { ok: false, code: "not-readable", detail: lastLine(said) ?? `ffmpeg ended with ${code} and no picture.` };
  }
  return { ok: true, came };
};

const noFfmpeg = (ffmpeg: string): string =>
  `Videos need ffmpeg, and "${ffmpeg}" can't be started. Install ffmpeg (apt install ffmpeg), or name it in LANTERN_FFMPEG.`;

const argumentsOf = ({ input, seconds }: VideoReading): readonly string[] => [
  ...["-nostdin", "-hide_banner", "-loglevel", "error"],
  ...(input.startsWith("rtsp://") ? ["-rtsp_transport", "tcp"] : []),
  ...["-i", input, "-map", "0:v:0"],
  ...(seconds === undefined ? [] : ["-t", String(seconds)]),
  // PGM says how large each picture is; passthrough: none is repeated or left out for an even pace.
  ...["-fps_mode", "passthrough", "-pix_fmt", "gray", "-c:v", "pgm", "-f", "image2pipe", "pipe:1"],
];

const lastLine = (text: string): string | undefined => text.trim().split("\n").at(-1) || undefined;

interface Look {
  (picture: GreyPicture, index: number): Promise<void>;
  /** Waits for what is still being looked at. */
  rest?(): Promise<void>;
}

/** Never lets the stream wait: while one picture is looked at, only the newest of those that come is kept. */
const newestOnly = (onPicture: (picture: GreyPicture, index: number) => Promise<void>): Look => {
  let waiting: { picture: GreyPicture; index: number } | undefined;
  let running: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  const run = async (): Promise<void> => {
    while (waiting && !failure) {
      const { picture, index } = waiting;
      waiting = undefined;
      await onPicture(picture, index).catch((error: unknown) => {
        failure = { error };
      });
    }
    running = undefined;
  };
  const look = async (picture: GreyPicture, index: number): Promise<void> => {
    if (failure) throw failure.error;
    waiting = { picture, index };
    running ??= run();
  };
  const rest = async (): Promise<void> => {
    await running;
    if (failure) throw failure.error;
  };
  return Object.assign(look, { rest });
};
