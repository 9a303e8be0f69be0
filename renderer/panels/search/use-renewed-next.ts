import { type RefObject, useEffect } from "react";
import type { IncidentAnswer } from "../../../shared/wire/incident.ts";
import type { NextWork } from "../../stores/search-panel-store.ts";
import { useStores } from "../../stores/stores-context.tsx";

/** An answer stays so long at least, and is looked at again so soon where it had to wait, ms. */
const staysMs = 30_000;
const againMs = 5_000;

/**
 * Works "what next" out again as the map changes, while it is looked at: what was searched meanwhile is no longer proposed. Only
 * offered: nobody who is on their way is touched, and nothing moves under a hand that is about to press.
 * @param list what must not change while the pointer or the keyboard is in it
 */
export const useRenewedNext = (answer: NextWork | undefined, list: RefObject<HTMLElement | null>): void => {
  const { send, station, stationUtcNow, searchPanel } = useStores();
  useEffect(() => {
    if (answer?.version === undefined) return undefined;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isHeld = (): boolean =>
      list.current === null || list.current.matches(":hover") || list.current.contains(document.activeElement);
    const later = (ms: number): void => {
      timer = setTimeout(() => void look(), ms);
    };
    const look = async (): Promise<void> => {
      const version = station.getState().view?.search?.version;
      if (version === undefined || version === answer.version || isHeld()) return later(againMs);
      const outcome = await send({ kind: "search.propose", horizonMin: answer.horizonMin });
      // It was asked for anew, or sent, while this was on its way.
      if (isOver) return;
      if (!outcome.ok || isHeld()) return later(staysMs);
      const { proposals = [], leftOut = [] } = outcome as IncidentAnswer;
      searchPanel.getState().renewNext({ proposals, leftOut, utcMs: stationUtcNow(), version });
    };
    later(Math.max(0, staysMs - Math.max(0, (stationUtcNow() ?? 0) - (answer.utcMs ?? 0))));
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [answer, list, send, station, stationUtcNow, searchPanel]);
};
