/**
 * Viridis (van der Walt and Smith 2015, CC0) at 17 even steps, red, green, blue: perceptually even, and as good for people who
 * don't tell red from green.
 */
const viridis: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [72, 20, 103],
  [72, 38, 119],
  [69, 55, 129],
  [63, 71, 136],
  [57, 86, 140],
  [50, 100, 142],
  [45, 113, 142],
  [40, 125, 142],
  [35, 138, 141],
  [31, 150, 139],
  [41, 175, 127],
  [86, 198, 103],
  [134, 213, 73],
  [173, 220, 48],
  [216, 226, 25],
  [253, 231, 37],
];

/** What is less than this part of the brightest shade isn't drawn at all: the map below is worth more. */
const leastShade = 0.06;

/**
 * How bright a density is drawn, 0 to 1: the root of its share of the brightest one, because densities of a search span
 * decades and a straight scale would show the middle of the first ring and nothing else.
 */
export const shadeOf = (densityPerKm2: number, peakPerKm2: number): number =>
  densityPerKm2 > 0 && peakPerKm2 > 0 ? Math.min(1, Math.sqrt(densityPerKm2 / peakPerKm2)) : 0;

/** The density that has this shade: for a legend. */
export const densityOfShade = (shade: number, peakPerKm2: number): number => shade * shade * peakPerKm2;

/** Red, green, blue and opacity, 0 to 255 each, of a shade; the fainter, the more of the map below shows. */
export const shadeColour = (shade: number): readonly [number, number, number, number] => {
  if (!(shade >= leastShade)) return [0, 0, 0, 0];
  const at = Math.min(1, shade) * (viridis.length - 1);
  const low = viridis[Math.floor(at)] ?? [0, 0, 0];
  const high = viridis[Math.ceil(at)] ?? low;
  const part = at - Math.floor(at);
  const mix = (i: 0 | 1 | 2): number => Math.round(low[i] + (high[i] - low[i]) * part);
  return [mix(0), mix(1), mix(2), Math.round(90 + 120 * Math.min(1, shade))];
};

/** From these PODs on the hatching of searched ground is one step denser. */
export const podSteps: readonly number[] = [0.05, 0.25, 0.5, 0.75];
