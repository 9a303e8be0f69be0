import type { MissionTimeline, TimelineMark } from "../../../../shared/archive/timeline.ts";
import type { ChunkSummary } from "../../journal/chunk-summary.ts";

interface Known {
  readonly positionMs: number;
  readonly utcMs: number;
  /** ms of UTC in one of the mission. */
  readonly utcRate: number;
}

type ToldClock = ChunkSummary["clock"][number];

/** UTC that is further off than this from where the clock before it would be was set, ms. */
const stepMs = 1_000;
/** A segment of the timeline's clock may be off by so much, ms. */
const closeMs = 250;

/** Where UTC went in a session. */
export class MissionClock {
  readonly #known: readonly Known[];

  constructor(summaries: readonly ChunkSummary[]) {
    const clock = summaries.flatMap((summary) => summary.clock);
    const [utcRate, isFast] = [utcRateOf(clock), ({ rate }: ToldClock) => rate > 0 && rate !== 1];
    this.#known = clock.map((told) => ({ ...told, utcRate: isFast(told) ? utcRate : 1 }));
  }

  utcAt(positionMs: number): number | undefined {
    const known = this.#known.findLast((one) => one.positionMs <= positionMs) ?? this.#known[0];
    return known === undefined ? undefined : utcOf(known, positionMs);
  }

  /** Where a UTC lies; of one that came twice the first place. */
  positionOf(utcMs: number): number | undefined {
    for (const [i, known] of this.#known.entries()) {
      const nextMs = this.#known[i + 1]?.positionMs ?? Number.POSITIVE_INFINITY;
      const positionMs = known.positionMs + (utcMs - known.utcMs) / known.utcRate;
      if (positionMs < nextMs && (positionMs >= known.positionMs || i === 0)) return positionMs;
    }
    return undefined;
  }

  /** As the timeline says it. */
  segments(): MissionTimeline["clock"] {
    const segments: { fromMs: number; utcOffsetMs: number }[] = [];
    for (const { positionMs: fromMs, utcMs } of this.#known) {
      const utcOffsetMs = utcMs - fromMs;
      const last = segments.at(-1);
      if (last === undefined || Math.abs(utcOffsetMs - last.utcOffsetMs) > closeMs)
        segments.push({ fromMs, utcOffsetMs });
    }
    return segments;
  }

  /** Where it was set. */
  marks(): readonly TimelineMark[] {
    return this.#known.flatMap((known, i): TimelineMark[] => {
      const before = this.#known[i - 1];
      const byMs = before === undefined ? 0 : known.utcMs - utcOf(before, known.positionMs);
      if (Math.abs(byMs) <= stepMs) return [];
      const { positionMs } = known;
      const kind = byMs > 0 ? "clock-jump" : "clock-back";
      return [{ positionMs, kind, text: String(Math.round(byMs)), severity: "warning" }];
    });
  }
}

const utcOf = ({ positionMs, utcMs, utcRate }: Known, atMs: number): number => utcMs + (atMs - positionMs) * utcRate;

/**
 * UTC runs with the mission. Older Lanterns dated a simulation that was faster than life by the computer's UTC, so that theirs
 * went as many times more slowly; which of the two it was shows over the longest stretch.
 */
const utcRateOf = (clock: readonly ToldClock[]): number => {
  const [first, last] = [clock[0], clock.at(-1)];
  if (first === undefined || last === undefined || first === last) return 1;
  const utcRate = (last.utcMs - first.utcMs) / (last.positionMs - first.positionMs);
  return Math.abs(utcRate - 1 / first.rate) < Math.abs(utcRate - 1) ? 1 / first.rate : 1;
};
