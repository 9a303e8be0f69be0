import { useEffect, useRef, useState } from "react";
import type { FeedLook } from "../../../shared/wire/feeds.ts";
import { fetchLook } from "../../bridge/feed-look.ts";
import { useStores } from "../../stores/stores-context.tsx";
import type { Spot } from "./fit-picture.ts";

/** No more than eight questions a second, and one now and then while the pointer rests: the picture moves under it. */
const leastMs = 125;
const restMs = 500;

/** What lies under the pointer; undefined while nothing is pointed at or nothing is known. One question at a time. */
export const useSpotLook = (feedId: string, spot: Spot | undefined): FeedLook | undefined => {
  const [look, setLook] = useState<FeedLook | undefined>();
  const newest = useRef(spot);
  const moved = useRef<(() => void) | undefined>(undefined);
  // Of a picture of the past only what was found in it is known.
  const isPast = useStores().archive !== undefined;
  const pointing = spot !== undefined && !isPast;
  useEffect(() => {
    newest.current = spot;
    moved.current?.();
  }, [spot]);
  useEffect(() => {
    if (!pointing) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waiting = false;
    let asked: Spot | undefined;
    const wait = (ms: number) => {
      clearTimeout(timer);
      waiting = true;
      timer = setTimeout(() => void ask(), ms);
    };
    const ask = async () => {
      waiting = false;
      asked = newest.current;
      if (asked === undefined) return;
      const answer = await fetchLook(feedId, asked, abort.signal);
      if (abort.signal.aborted) return;
      setLook(answer);
      wait(newest.current === asked ? restMs : leastMs);
    };
    moved.current = () => {
      if (waiting && newest.current !== asked) wait(leastMs);
    };
    wait(0);
    return () => {
      abort.abort();
      clearTimeout(timer);
      moved.current = undefined;
      setLook(undefined);
    };
  }, [feedId, pointing]);
  return pointing ? look : undefined;
};
