import { type FeedLook, FeedLookSchema } from "../../shared/wire/feeds.ts";

const timeoutMs = 4_000;

/** What lies under a place of a feed's picture, 0 to 1 from its top left. Undefined where the station doesn't say. Never throws. */
export const fetchLook = async (
  feedId: string,
  { x, y }: { readonly x: number; readonly y: number },
  signal?: AbortSignal,
): Promise<FeedLook | undefined> => {
  const query = new URLSearchParams({ x: x.toFixed(4), y: y.toFixed(4) });
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`/api/feeds/${encodeURIComponent(feedId)}/look?${query}`, {
      credentials: "same-origin",
      cache: "no-store",
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    if (!response.ok) return undefined;
    const parsed = FeedLookSchema.safeParse(await response.json());
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};
