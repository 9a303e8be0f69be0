import type { TimelineSpan } from "./timeline.ts";

/** More can't be told apart on a lane, nor sent in a moment. */
const mostSpans = 4_000;

/** The spans of a lane in the order of time; where there are very many, the longest: nobody could see the others. */
export const longestSpans = (spans: readonly TimelineSpan[]): readonly TimelineSpan[] => {
  const length = ({ fromMs, toMs }: TimelineSpan): number => toMs - fromMs;
  const kept = spans.length <= mostSpans ? spans : spans.toSorted((a, b) => length(b) - length(a)).slice(0, mostSpans);
  return kept.toSorted((a, b) => a.fromMs - b.fromMs);
};
