import { expect, it } from "vitest";
import { longestSpans } from "../../../shared/archive/longest-spans.ts";

it("a lane with more spans than can be seen keeps the longest, in the order of time", () => {
  const spans = Array.from({ length: 100_000 }, (_, n) => ({
    ...({ fromMs: (99_999 - n) * 10, kind: "mode", text: `${n}` } as const),
    toMs: (99_999 - n) * 10 + (n % 100 === 7 ? 9 : 1),
  }));

  const kept = longestSpans(spans);

  expect(kept.length).toBe(4_000);
  expect(kept.filter(({ fromMs, toMs }) => toMs - fromMs === 9).length).toBe(1_000);
  expect(kept.map(({ fromMs }) => fromMs)).toEqual(kept.map(({ fromMs }) => fromMs).toSorted((a, b) => a - b));
  expect(longestSpans(spans.slice(0, 3)).length).toBe(3);
});
