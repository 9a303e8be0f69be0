import { fullRule, type MovementRule, neededSpeedMps, type Passage, straightM } from "./passage.ts";

/** A passage that the subject's movement leaves possible. */
export interface TrackFit {
  /** Index of the passage. */
  readonly passage: number;
  /** Index of the sighting that is nearest in time. */
  readonly sighting: number;
  /** From the last sighting before and to the next one after it, whichever asks for more; m/s. */
  readonly neededSpeedMps: number;
  readonly distanceM: number;
  readonly apartMs: number;
  /** 1 for no haste at all, 0 at the fastest thought possible: an order, not a probability. */
  readonly score: number;
}

/** All passages of one `id` together: a car that was near the subject again and again. */
export interface Companion {
  readonly id: string;
  /** How many different sightings its passages are nearest to in time, and how many of its passages fit. */
  readonly sightings: number;
  readonly passages: number;
  /** How many of its passages were too far to be the subject at that time. */
  readonly contradictions: number;
}

export interface TrackFits {
  /** Best score first. */
  readonly fits: readonly TrackFit[];
  /** Passages near enough in time that the subject can't have made, by the speed that they ask for. */
  readonly tooFast: number;
  /** Outside of the window or the distance of every sighting. */
  readonly elsewhere: number;
  /** Most sightings first, and of these the fewest contradictions. */
  readonly companions: readonly Companion[];
  /** Sightings that can't both be true, as indices: one of them is somebody else, or its place or time is wrong. */
  readonly conflicts: readonly (readonly [number, number])[];
  /** Through as many sightings as fit each other and as many likely passages as fit between them, in order of time. */
  readonly chain: readonly { readonly kind: "sighting" | "passage"; readonly index: number }[];
}

/** So many passages at most are joined to a chain: the likeliest. */
const chainLimit = 1_500;

/**
 * Which of many passages fit one subject's movement: near a sighting in place and time, and to be reached at the speed from the
 * sighting before and in time for the one after.
 * @param track the subject's sightings, in any order
 */
export const fitTrack = (track: readonly Passage[], passages: readonly Passage[], rule: MovementRule): TrackFits => {
  const { maxSpeedMps, maxDistanceM, windowMs, clockToleranceMs } = fullRule(rule);
  const inTime = track.map((_, index) => index).sort((one, other) => msOf(track, one) - msOf(track, other));
  const times = inTime.map((index) => msOf(track, index));
  const fits: TrackFit[] = [];
  const companions = new Map<string, { sightings: Set<number>; passages: number; contradictions: number }>();
  let [tooFast, elsewhere] = [0, 0];
  passages.forEach((passage, index) => {
    const after = firstAtOrAfter(times, passage.utcMs);
    const around = [inTime[after - 1], inTime[after]].flatMap((sighting) => {
      const seen = sighting === undefined ? undefined : track[sighting];
      if (sighting === undefined || !seen || Math.abs(seen.utcMs - passage.utcMs) > windowMs) return [];
      const speedMps = neededSpeedMps(seen, passage, clockToleranceMs);
      const apartMs = Math.abs(seen.utcMs - passage.utcMs);
      return [{ sighting, speedMps, apartMs, distanceM: straightM(seen, passage) }];
    });
    const near = around
      .filter(({ distanceM }) => distanceM <= maxDistanceM)
      .sort((one, other) => one.apartMs - other.apartMs || one.sighting - other.sighting);
    const [nearest] = near;
    const group = companions.get(passage.id) ?? { sightings: new Set(), passages: 0, contradictions: 0 };
    companions.set(passage.id, group);
    const speedMps = Math.max(0, ...around.map((one) => one.speedMps));
    if (speedMps > maxSpeedMps) {
      tooFast += 1;
      group.contradictions += 1;
    } else if (nearest) {
      const { sighting, distanceM, apartMs } = nearest;
      group.sightings.add(sighting);
      group.passages += 1;
      const score = 1 - speedMps / maxSpeedMps;
      fits.push({ passage: index, sighting, neededSpeedMps: speedMps, distanceM, apartMs, score });
    } else elsewhere += 1;
  });
  fits.sort((one, other) => other.score - one.score || one.apartMs - other.apartMs || one.passage - other.passage);
  const reachable = (one: Passage, other: Passage) => neededSpeedMps(one, other, clockToleranceMs) <= maxSpeedMps;
  return {
    fits,
    tooFast,
    elsewhere,
    companions: [...companions]
      .filter(([, { passages: count }]) => count > 0)
      .map(([id, { sightings, ...counts }]) => ({ id, sightings: sightings.size, ...counts }))
      .sort((one, other) => other.sightings - one.sightings || one.contradictions - other.contradictions),
    conflicts: inTime.flatMap((one, i) =>
      inTime.slice(i + 1).flatMap((other): (readonly [number, number])[] => {
        const [a, b] = [track[one], track[other]];
        return a && b && !reachable(a, b) ? [[one, other]] : [];
      }),
    ),
    chain: chainOf(track, passages, fits.slice(0, chainLimit), reachable),
  };
};

/** The weightiest way through what can follow each other; one sighting outweighs all passages. */
const chainOf = (
  track: readonly Passage[],
  passages: readonly Passage[],
  fits: readonly TrackFit[],
  reachable: (one: Passage, other: Passage) => boolean,
): TrackFits["chain"] => {
  const links = [
    ...track.map((at, index) => ({ kind: "sighting" as const, index, at, weight: fits.length + 1 })),
    ...fits.flatMap(({ passage: index, score }) => {
      const at = passages[index];
      return at ? [{ kind: "passage" as const, index, at, weight: score }] : [];
    }),
  ].sort((one, other) => one.at.utcMs - other.at.utcMs);
  const sums = new Float64Array(links.length);
  const before = new Int32Array(links.length).fill(-1);
  let last = -1;
  links.forEach((link, i) => {
    let bestSum = 0;
    for (let j = i - 1; j >= 0; j -= 1) {
      const earlier = links[j];
      if (!earlier || (sums[j] ?? 0) <= bestSum || !reachable(earlier.at, link.at)) continue;
      bestSum = sums[j] ?? 0;
      before[i] = j;
    }
    sums[i] = bestSum + link.weight;
    if (last < 0 || (sums[i] ?? 0) > (sums[last] ?? 0)) last = i;
  });
  const chain: { readonly kind: "sighting" | "passage"; readonly index: number }[] = [];
  for (let at = last; at >= 0; at = before[at] ?? -1) {
    const link = links[at];
    if (link) chain.push({ kind: link.kind, index: link.index });
  }
  return chain.reverse();
};

const msOf = (track: readonly Passage[], index: number): number => track[index]?.utcMs ?? 0;

const firstAtOrAfter = (sorted: readonly number[], value: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
