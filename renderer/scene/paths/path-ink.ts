import type { PathInk } from "../../stores/scene/scene-store.ts";

/**
 * Viridis at nine places (van der Walt and Smith, matplotlib 2015): even to the eye, safe for colour-blind ones, and still a
 * ramp in grey. The darkest part is left out: on a dark ground it would be lost.
 */
const viridis = [0x46327e, 0x3b528b, 0x2c718e, 0x21908d, 0x27ad81, 0x5cc863, 0x9fda3a, 0xd5e21a, 0xfde725] as const;

/** Of what isn't known. */
export const unknownInk = 0x9aa1a8;

/** The colour of a fraction of the range, 0xrrggbb; grey for NaN. */
export const rampInk = (fraction: number): number => {
  if (!Number.isFinite(fraction)) return unknownInk;
  const place = Math.min(0.99999, Math.max(0, fraction)) * (viridis.length - 1);
  const low = viridis[Math.floor(place)] ?? 0;
  const high = viridis[Math.floor(place) + 1] ?? low;
  const part = place - Math.floor(place);
  const mixed = (shift: number): number => {
    const from = (low >> shift) & 255;
    return Math.round(from + (((high >> shift) & 255) - from) * part) << shift;
  };
  return mixed(16) | mixed(8) | mixed(0);
};

/** Between which values the ramp runs; heights in m MSL, speeds in m/s, link quality 0 to 1. */
export interface InkRange {
  readonly low: number;
  readonly high: number;
}

/** So that two heights or speeds that hardly differ don't take the two ends. */
const leastSpans: Readonly<Record<PathInk, number>> = { height: 20, speed: 5, link: 1 };
const steps: Readonly<Record<PathInk, number>> = { height: 10, speed: 1, link: 1 };

/** Rounded outwards to whole steps, so that it seldom changes: every change colours all paths anew. */
export const inkRange = (ink: PathInk, low: number, high: number): InkRange => {
  if (ink === "link") return { low: 0.5, high: 1 };
  if (!(low <= high)) return { low: 0, high: leastSpans[ink] };
  const step = steps[ink];
  const from = ink === "speed" ? 0 : Math.floor(low / step) * step;
  return { low: from, high: Math.max(from + leastSpans[ink], Math.ceil(high / step) * step) };
};

export const inkOf = (value: number, { low, high }: InkRange): number => rampInk((value - low) / (high - low));

/** The ramp for a legend, as CSS. */
export const rampCss = `linear-gradient(to right, ${viridis.map((rgb) => `#${rgb.toString(16).padStart(6, "0")}`).join(", ")})`;
