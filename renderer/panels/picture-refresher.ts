export interface PictureRefresherOptions {
  readonly url: string;
  readonly fetchPicture: (url: string, signal: AbortSignal) => Promise<ImageBitmap | undefined>;
  readonly onPicture: (picture: ImageBitmap) => void;
  readonly onNone: () => void;
  readonly everyMs: number;
  /** Nobody looks, or nobody would answer. */
  readonly isPaused: () => boolean;
}

/** @returns undefined where the station has no picture now; throws when it can't be reached */
export const fetchBitmap = async (url: string, signal: AbortSignal): Promise<ImageBitmap | undefined> => {
  const response = await fetch(url, { signal, credentials: "same-origin", cache: "no-store" });
  return response.ok ? await createImageBitmap(await response.blob()) : undefined;
};

/**
 * Asks for a picture again and again, the next one only after the last came, so that a slow link gets fewer pictures and
 * not a queue of them. @returns what stops it
 */
export const startPictureRefresh = (options: PictureRefresherOptions): (() => void) => {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = () => {
    if (!abort.signal.aborted) timer = setTimeout(() => void next(), options.everyMs);
  };
  const next = async () => {
    if (options.isPaused()) return again();
    try {
      const picture = await options.fetchPicture(options.url, abort.signal);
      if (abort.signal.aborted) picture?.close();
      else if (picture === undefined) options.onNone();
      else options.onPicture(picture);
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
