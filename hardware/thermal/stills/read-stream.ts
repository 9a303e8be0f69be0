import type { GreyPicture } from "../../../shared/heat/network/grey-picture.ts";
import { stretchCounts } from "../../../shared/heat/network/stretch-counts.ts";
import { openSource } from "../open-source.ts";
import { parseFeedAddress } from "../parse-feed-address.ts";
import type { FeedFrame, SourceFault } from "../source/picture-source.ts";
import { type LookAtPicture, NewestOnly } from "./newest-only.ts";
import type { VideoEnd } from "./read-video.ts";

export interface StreamReading {
  /** As a feed's. */
  readonly address: string;
  /** So long from the first picture on, s; absent: until it ends or is aborted. */
  readonly seconds?: number;
  readonly signal: AbortSignal;
}

/** No picture for so long: the stream is given up. A source tries several times meanwhile. */
const NO_PICTURE_MS = 20_000;
/** Trying again helps nobody. */
const final: readonly SourceFault["code"][] = ["no-ffmpeg", "bad-address", "file-missing", "device-missing"];

/**
 * Reads a camera's stream as the station does. It never waits: what comes while a picture is looked at is passed over.
 * @param onPicture gets each that is looked at, with its number among all that came
 */
export const readStream = async (reading: StreamReading, onPicture: LookAtPicture): Promise<VideoEnd> => {
  const parsed = parseFeedAddress(reading.address);
  if (!parsed.ok) return parsed;
  const { place, shown } = parsed;
  const newest = new NewestOnly(onPicture);
  let came = 0;
  let fault: SourceFault | undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const silent = setTimeout(end, NO_PICTURE_MS);
  let enough: NodeJS.Timeout | undefined;
  reading.signal.addEventListener("abort", () => end(), { once: true });
  const source = openSource({
    place,
    shown,
    latencyMs: 0,
    latencySigmaMs: 0,
    now: () => performance.now(),
    events: {
      state: (state, why) => {
        fault = why;
        if (state === "ended" || (why && final.includes(why.code))) end();
      },
      frame: (frame) => {
        silent.refresh();
        if (reading.seconds !== undefined) enough ??= setTimeout(end, reading.seconds * 1000);
        newest.offer(greyOf(frame), came++);
        if (newest.hasFailed) end();
      },
      codec: () => {},
      coded: () => {},
      bytes: () => {},
    },
  });
  await ended;
  clearTimeout(silent);
  clearTimeout(enough);
  await source.close();
  await newest.rest();
  if (came > 0 || reading.signal.aborted) return { ok: true, came };
  return { ok: false, detail: fault?.detail ?? `${shown}: no picture came for ${NO_PICTURE_MS / 1000} s.` };
};

/** Its own copy: a source's pictures are borrowed. */
const greyOf = ({ widthPx, heightPx, values }: FeedFrame): GreyPicture =>
  values.kind === "counts"
    ? stretchCounts(values.data, widthPx, heightPx)
    : { widthPx, heightPx, data: values.data.slice() };
