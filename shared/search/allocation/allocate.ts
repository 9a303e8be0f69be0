import { AllocationBoard, type Round, shortestStintS } from "./allocation-board.ts";
import { optimalEffort } from "./optimal-effort.ts";
import type { Allocation, OpenSegment, Searcher, SearcherPlan, Stint } from "./searcher.ts";

export interface AllocateOptions {
  /** How far ahead, s: 3600 for the next hour. */
  readonly horizonS: number;
}

/** A price of time so low that one stays in the best segment to the end. */
const staying = 1e-300;

/** So often at most everybody is asked again whether another round would be better for all. */
const mostRevisions = 4;

/** An improvement smaller than this is none. */
const smallest = 1e-9;

/**
 * Who searches what next, in which order and for how long: maximises the sum over segments of p (1 - e^-C), C the coverage by all
 * searchers together (Charnes and Cooper's objective, with several kinds of searchers, travel and endurance). Each gets the
 * segments that bring most for their travel and search; the times within a round are divided by Charnes and Cooper; then
 * everybody, and everybody together with whom they stand in the way of, is asked again until nobody finds a better round.
 * Heuristic: beside all possible rounds of small cases it loses a percent or so.
 */
export const allocate = (
  searchers: readonly Searcher[],
  segments: readonly OpenSegment[],
  { horizonS }: AllocateOptions,
): Allocation => {
  const board = new AllocationBoard(searchers, segments, horizonS);
  const rounds = firstRounds(board);
  improve(board, rounds);
  return told(board, rounds, segments);
};

/** The best offer of all goes first; who has lost its own to it looks again. */
const firstRounds = (board: AllocationBoard): Round[] => {
  const rounds = board.searchers.map((): Round => ({ segments: [], searchS: [] }));
  const usedS = board.searchers.map(() => 0);
  const lookAgain = (s: number) =>
    board.bestOffer(s, {
      from: rounds[s]?.segments.at(-1),
      usedS: usedS[s] ?? 0,
      visited: rounds[s]?.segments ?? [],
      price: 0,
      beside: "others",
    });
  const offers = board.searchers.map((_, s) => lookAgain(s));
  for (;;) {
    let next = -1;
    for (const [s, offer] of offers.entries()) {
      if (offer && offer.worth > (offers[next]?.worth ?? 0)) next = s;
    }
    const [offer, round] = [offers[next], rounds[next]];
    if (!offer || !round) return rounds;
    round.segments.push(offer.segment);
    round.searchS.push(offer.searchS);
    usedS[next] = (usedS[next] ?? 0) + offer.travelS + offer.searchS;
    board.place(next, { segments: [offer.segment], searchS: [offer.searchS] }, 1);
    for (const [s, other] of offers.entries()) {
      if (s === next || other?.segment === offer.segment) offers[s] = lookAgain(s);
    }
  }
};

/** A new round for one searcher, against what is on the board (without its own). */
const newRound = (board: AllocationBoard, searcher: number, price: number): Round => {
  const visited: number[] = [];
  for (let usedS = 0; ; ) {
    const offer = board.bestOffer(searcher, { from: visited.at(-1), usedS, visited, price, beside: "others" });
    if (!offer) return timed(board, searcher, visited);
    visited.push(offer.segment);
    usedS += offer.travelS + offer.searchS;
  }
};

/**
 * Divides the time that travel leaves among the segments of a round by Charnes and Cooper; who gets next to none falls
 * out, which saves travel, and the rest is divided again. What comes home may stay only so long in the far ones that it still does.
 */
const timed = (board: AllocationBoard, searcher: number, segments: readonly number[]): Round => {
  const last = segments.at(-1);
  if (last === undefined) return { segments: [], searchS: [] };
  let travelS = 0;
  for (const [k, segment] of segments.entries()) travelS += board.travelS(searcher, segments[k - 1], segment);
  const { efforts } = optimalEffort(
    segments.map((segment) => board.rate(searcher, segment)),
    segments.map((segment) => (board.probability[segment] ?? 0) * Math.exp(-(board.coverage[segment] ?? 0))),
    Math.max(0, board.untilS(searcher, last) - travelS),
  );
  const least = efforts.indexOf(Math.min(...efforts));
  if ((efforts[least] ?? 0) < (segments.length > 1 ? shortestStintS : smallest))
    return timed(
      board,
      searcher,
      segments.filter((_, k) => k !== least),
    );
  return { segments: [...segments], searchS: [...efforts] };
};

const improve = (board: AllocationBoard, rounds: Round[]): void => {
  for (const s of rounds.keys()) revise(board, rounds, [s]);
  for (let revision = 0; revision < mostRevisions; revision += 1) {
    let better = 0;
    for (const s of rounds.keys()) better += revise(board, rounds, [s]);
    for (const [s, other] of rivals(board, rounds)) better += revise(board, rounds, [s, other]);
    if (better < smallest) return;
  }
};

/** Pairs of whom the first would rather be where the second one is, were it alone. */
const rivals = (board: AllocationBoard, rounds: readonly Round[]): readonly (readonly [number, number])[] => {
  const holders = new Map(rounds.flatMap(({ segments }, s) => segments.map((segment) => [segment, s] as const)));
  return rounds.flatMap((_, s) => {
    const wish = board.bestOffer(s, { from: undefined, usedS: 0, visited: [], price: 0, beside: "alone" });
    const other = wish && holders.get(wish.segment);
    return other === undefined || other === s ? [] : [[s, other] as const];
  });
};

/** What a second of a round brings, its travel counted; where staying no longer brings that, it is time to go on. */
const priceOf = (board: AllocationBoard, searcher: number, round: Round): number => {
  const last = round.segments.at(-1);
  return last === undefined ? 0 : board.worthOf(searcher, round) / board.untilS(searcher, last);
};

/** Takes the rounds of some off, lets them choose again one after the other, and keeps that if it is better together. */
const revise = (board: AllocationBoard, rounds: Round[], who: readonly number[]): number => {
  const before = who.map((s) => rounds[s] ?? { segments: [], searchS: [] });
  for (const [k, s] of who.entries()) board.place(s, before[k] ?? { segments: [], searchS: [] }, -1);
  const placed = (choose: (s: number, k: number) => Round): { readonly made: Round[]; readonly gain: number } => {
    let gain = 0;
    const made = who.map((s, k) => {
      const round = choose(s, k);
      gain += board.worthOf(s, round);
      board.place(s, round, 1);
      return round;
    });
    for (const [k, s] of who.entries()) board.place(s, made[k] ?? { segments: [], searchS: [] }, -1);
    return { made, gain };
  };
  const old = placed((_, k) => before[k] ?? { segments: [], searchS: [] });
  const ways = [
    placed((s) => newRound(board, s, 0)),
    placed((s) => newRound(board, s, staying)),
    placed((s, k) => newRound(board, s, priceOf(board, s, before[k] ?? { segments: [], searchS: [] }))),
    placed((s, k) => timed(board, s, before[k]?.segments ?? [])),
  ];
  const best = ways.reduce((one, other) => (other.gain > one.gain ? other : one), old);
  for (const [k, s] of who.entries()) {
    const round = best.made[k] ?? { segments: [], searchS: [] };
    rounds[s] = round;
    board.place(s, round, 1);
  }
  return best.gain - old.gain;
};

const told = (board: AllocationBoard, rounds: readonly Round[], segments: readonly OpenSegment[]): Allocation => {
  const bySegment = new Map<number, number[]>();
  for (const [s, round] of rounds.entries())
    for (const segment of round.segments) bySegment.set(segment, [...(bySegment.get(segment) ?? []), s]);
  const plans = rounds.map((round, s): SearcherPlan => {
    const searcher = board.searchers[s];
    let clockS = 0;
    const stints = round.segments.map((segment, k): Stint => {
      const searchS = round.searchS[k] ?? 0;
      const from = round.segments[k - 1];
      const travelS = board.travelS(s, from, segment);
      const coverage = board.rate(s, segment) * searchS;
      const together = board.coverage[segment] ?? 0;
      const startS = clockS + travelS;
      clockS = startS + searchS;
      return {
        segmentId: segments[segment]?.id ?? "",
        distanceM: board.distanceM(s, from, segment),
        travelS,
        startS,
        searchS,
        coverage,
        pod: -Math.expm1(-coverage),
        gain: (-(board.probability[segment] ?? 0) * Math.expm1(-together) * coverage) / together,
        sharedWith: (bySegment.get(segment) ?? []).filter((o) => o !== s).map((o) => board.searchers[o]?.id ?? ""),
      };
    });
    const last = round.segments.at(-1);
    const idle = last === undefined ? whyIdle(board, s) : undefined;
    return {
      searcherId: searcher?.id ?? "",
      stints,
      gain: stints.reduce((sum, { gain }) => sum + gain, 0),
      ...(last !== undefined && searcher?.home && { leftAtHomeS: searcher.enduranceS - clockS - board.homeS(s, last) }),
      ...(idle && { idle }),
    };
  });
  return { plans, gain: plans.reduce((sum, { gain }) => sum + gain, 0) };
};

const whyIdle = (board: AllocationBoard, s: number): NonNullable<SearcherPlan["idle"]> => {
  let [worth, allowed, inTime] = [false, false, false];
  for (let i = 0; i < board.count; i += 1) {
    if ((board.probability[i] ?? 0) <= 0) continue;
    worth = true;
    if (board.rate(s, i) <= 0) continue;
    allowed = true;
    if (board.untilS(s, i) - board.travelS(s, undefined, i) > 0) inTime = true;
  }
  if (!worth) return "nothing-left";
  if (!allowed) return "not-its-ground";
  return inTime ? "too-far" : "no-time";
};
