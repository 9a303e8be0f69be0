import { thermalHighHeader, thermalLowHeader } from "../../shared/wire/thermal-headers.ts";

/** What black and white of a picture mean, K. */
export interface ThermalRange {
  readonly lowK: number;
  readonly highK: number;
}

export interface FetchedPicture {
  readonly bitmap: ImageBitmap;
  /** Undefined where the camera isn't radiometric. */
  readonly range: ThermalRange | undefined;
}

export interface PictureRefresherOptions {
  readonly url: string;
  readonly fetchPicture: (url: string, signal: AbortSignal) => Promise<FetchedPicture | undefined>;
  readonly onPicture: (picture: FetchedPicture) => void;
  readonly onNone: () => void;
  readonly everyMs: number;
  /** Nobody looks, or nobody would answer. */
  readonly isPaused: () => boolean;
}

/** What a picture's headers say of its range; undefined where they say nothing or nonsense. */
export const rangeOf = (headers: Pick<Headers, "get">): ThermalRange | undefined => {
  const lowK = Number.parseFloat(headers.get(thermalLowHeader) ?? "");
  const highK = Number.parseFloat(headers.get(thermalHighHeader) ?? "");
  return lowK > 0 && highK > lowK && Number.isFinite(highK) ? { lowK, highK } : undefined;
};

/** @returns undefined where the station has no picture now; throws when it can't be reached */
export const fetchPicture = async (url: string, signal: AbortSignal): Promise<FetchedPicture | undefined> => {
  const response = await fetch(url, { signal, credentials: "same-origin", cache: "no-store" });
  if (!response.ok) return undefined;
  return { bitmap: await createImageBitmap(await response.blob()), range: rangeOf(response.headers) };
};

/** A camera without a picture is asked so many times less often: each refusal is an error in the browser's own log. */
const noneTimes = 6;

/**
 * Asks for a picture again and again, the next one only after the last came, so that a slow link gets fewer pictures and
 * not a queue of them. @returns what stops it
 */
export const startPictureRefresh = (options: PictureRefresherOptions): (() => void) => {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (afterMs = options.everyMs) => {
    if (!abort.signal.aborted) timer = setTimeout(() => void next(), afterMs);
  };
  const next = async () => {
    if (options.isPaused()) return again();
    try {
      const picture = await options.fetchPicture(options.url, abort.signal);
      if (abort.signal.aborted) picture?.bitmap.close();
      else if (picture === undefined) {
        options.onNone();
        return again(noneTimes * options.everyMs);
      } else options.onPicture(picture);
    } catch {
      // Away or aborted: the age beside the picture says that it is old.
    }
    again();
  };
  void next();
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
};
