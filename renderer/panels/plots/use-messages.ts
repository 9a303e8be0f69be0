import { useEffect, useState } from "react";
import type { LoggedMessage } from "../../../shared/wire/archive.ts";
import { fetchMessages } from "../../bridge/mission-fields.ts";

export interface ListedMessages {
  readonly messages: readonly LoggedMessage[];
  readonly fault: string | undefined;
  readonly loading: boolean;
}

/** Of many instants in a row only the one that stays is asked for, ms. */
const settleMs = 80;
/** As many before the instant and after it. */
const before = 60;
const after = 20;

/** Messages about an instant; the instant's own last ones are those with a position up to it. */
export const useMessages = (asked: {
  readonly base: string;
  readonly log: number;
  readonly streams: readonly string[];
  readonly text: string;
  readonly atMs: number;
}): ListedMessages => {
  const { base, log, streams, text, atMs } = asked;
  const [listed, setListed] = useState<ListedMessages>({ messages: [], fault: undefined, loading: true });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setListed((earlier) => ({ ...earlier, loading: true }));
      const what = { log, atMs, streams, text };
      void Promise.all([
        fetchMessages(base, { ...what, direction: "back", count: before }, abort.signal),
        fetchMessages(base, { ...what, direction: "on", count: after }, abort.signal),
      ]).then(([back, on]) => {
        if (abort.signal.aborted) return;
        if (!back.ok || !on.ok) {
          const fault = back.ok ? (on.ok ? "" : on.detail) : back.detail;
          setListed((earlier) => ({ ...earlier, fault, loading: false }));
        } else
          setListed({ messages: [...back.value.messages, ...on.value.messages], fault: undefined, loading: false });
      });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [base, log, streams, text, atMs]);
  return listed;
};
