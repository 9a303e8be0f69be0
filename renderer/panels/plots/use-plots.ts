import { useEffect, useMemo, useState } from "react";
import type { PlotAnswer } from "../../../shared/wire/archive.ts";
import { fetchPlot } from "../../bridge/mission-fields.ts";
import type { PlottedField, PlotWindow } from "../../stores/plots/plot-store.ts";

/** What came of a field: its line (maybe of another window, until the new one is there), or why there is none. */
export interface PlotLine {
  readonly answer?: PlotAnswer;
  readonly fault?: string;
  readonly loading: boolean;
}

export const fieldKey = ({ log, field }: PlottedField): string => `${log}:${field}`;

/** A hand that zooms asks for what it comes to, not for each step on the way, ms. */
const settleMs = 60;

/** Fetches fields over a window; what is on the screen stays until the new lines are there. */
export const usePlots = (asked: {
  readonly base: string;
  readonly fields: readonly PlottedField[];
  readonly window: PlotWindow;
  readonly widthPx: number;
  /** Lines are fetched anew when it changes: the mission grew. */
  readonly version: number;
}): ReadonlyMap<string, PlotLine> => {
  const { base, fields, window, widthPx, version } = asked;
  const [lines, setLines] = useState<ReadonlyMap<string, PlotLine>>(new Map());
  const { fromMs, toMs } = window;
  const keys = useMemo(() => new Set(fields.map(fieldKey)), [fields]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version has the same address, and other answers
  useEffect(() => {
    const abort = new AbortController();
    setLines((before) => new Map([...before].filter(([key]) => keys.has(key))));
    const timer = setTimeout(() => {
      for (const one of fields) {
        const key = fieldKey(one);
        const put = (line: PlotLine) => setLines((before) => new Map(before).set(key, { ...before.get(key), ...line }));
        put({ loading: true });
        void fetchPlot(base, { ...one, fromMs, toMs, widthPx }, abort.signal).then((answer) => {
          if (abort.signal.aborted) return;
          if (answer.ok) setLines((before) => new Map(before).set(key, { answer: answer.value, loading: false }));
          else put({ fault: answer.detail, loading: false });
        });
      }
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [base, fields, keys, fromMs, toMs, widthPx, version]);
  return lines;
};
