import type { Format } from "../format.ts";

/** A probability: whole per cents from ten on, a decimal below, "<0.1 %" instead of a nought that isn't one. */
export const shareText = (format: Format, share: number): string => {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return `<${format.number(0.1, 1)} %`;
  return `${format.number(percent, percent < 9.95 && percent > 0 ? 1 : 0)} %`;
};

/** What something adds: with its sign. */
export const gainText = (format: Format, share: number): string => `+${shareText(format, Math.max(0, share))}`;
