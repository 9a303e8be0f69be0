import { FfmpegProcess } from "../../../hardware/thermal/source/ffmpeg-process.ts";
import { findProgram } from "../../../hardware/thermal/source/find-program.ts";
import { NutDemuxer } from "../../../hardware/thermal/source/nut-demuxer.ts";
import { type FeedMessage, FeedMessageSchema } from "../../../shared/wire/feeds.ts";
import { decodeVideoMessage, encodeVideoMessage, type VideoMessage } from "../../../shared/wire/video-message.ts";
import type { FramedPiece } from "./framed-pieces.ts";

const timeoutMs = 20_000;

/**
 * For a browser that can't decode a stream (one without WebCodecs, or on a page without https): each H.264 piece from the
 * first key on becomes a JPEG with the same time, from the last one before `fromMs` on. Pieces of JPEG feeds stay as they are.
 */
export const streamAsJpegs = async (
  pieces: readonly FramedPiece[],
  fromMs: number,
): Promise<readonly FramedPiece[]> => {
  const coded: VideoMessage[] = [];
  const others: FramedPiece[] = [];
  let config: Extract<FeedMessage, { type: "config" }> | undefined;
  for (const piece of pieces) {
    const picture = piece.isText ? undefined : decodeVideoMessage(piece.data);
    if (picture !== undefined && picture.kind !== "jpeg") coded.push(picture);
    else if (piece.isText) {
      const said = FeedMessageSchema.parse(JSON.parse(new TextDecoder().decode(piece.data)));
      if (said.type === "config") config = said;
      else others.push(piece);
    } else others.push(piece);
  }
  if (coded.length === 0 || config === undefined) return pieces;
  const jpegs = await decoded(coded);
  const { codec: _coded, ...rest } = config;
  const said: FeedMessage = { ...rest, delivery: "jpeg" };
  const begin = Math.max(
    0,
    coded.findLastIndex(({ captureMs }) => captureMs <= fromMs),
  );
  const shown = coded.slice(begin).flatMap(({ sequence, captureMs }, i): FramedPiece[] => {
    const data = jpegs[begin + i];
    return data === undefined
      ? []
      : [{ isText: false, data: encodeVideoMessage({ kind: "jpeg", sequence, captureMs, data }) }];
  });
  return [{ isText: true, data: new TextEncoder().encode(JSON.stringify(said)) }, ...shown, ...others];
};

/** @returns a JPEG for each piece, in their order; fewer where ffmpeg can't */
const decoded = async (coded: readonly VideoMessage[]): Promise<readonly Uint8Array[]> => {
  const program = findProgram(process.env.LANTERN_FFMPEG ?? "ffmpeg");
  if (program === undefined) return [];
  const demuxer = new NutDemuxer();
  const jpegs: Uint8Array[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const input = Buffer.concat(coded.map(({ data }) => data));
  const decoding = new FfmpegProcess(
    program,
    { arguments: decodingArguments, input, copies: false, raw: false, heldPictures: 0 },
    {
      pictures: (chunk) => demuxer.push(chunk, ({ data }) => jpegs.push(data)),
      stream: () => {},
      ended: () => resolve(),
    },
  );
  const timer = setTimeout(resolve, timeoutMs);
  await promise;
  clearTimeout(timer);
  await decoding.end();
  return jpegs;
};

const decodingArguments = [
  ...["-hide_banner", "-nostats", "-loglevel", "error", "-protocol_whitelist", "pipe", "-f", "h264", "-i", "pipe:0"],
  ...["-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p", "-f", "nut", "pipe:1"],
];
