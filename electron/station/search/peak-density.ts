/** Bins to a doubling of density. */
const binsPerOctave = 8;
/** Densities from 2^-30 to 2^30 per km². */
const [fromOctave, toOctave] = [-30, 30];

/** What is densest up to this part of the probability doesn't set the scale: one bright cell would darken all the rest. */
const brightestPart = 0.1;
/** A scale that moves with each picture can't be read: it stays until it is so far off. */
const keepWithin = 1.5;

/**
 * The density that is drawn brightest: a tenth of the probability lies in denser cells.
 * @param massAt of cells that all have one area; every seventh of many is looked at
 */
export const peakDensity = (massAt: (cell: number) => number, count: number, cellAreaKm2: number): number => {
  const bins = new Float64Array((toOctave - fromOctave) * binsPerOctave);
  let whole = 0;
  for (let cell = 0; cell < count; cell += count > 10_000 ? 7 : 1) {
    const mass = massAt(cell);
    if (!(mass > 0)) continue;
    const bin = Math.floor((Math.log2(mass / cellAreaKm2) - fromOctave) * binsPerOctave);
    const at = Math.min(bins.length - 1, Math.max(0, bin));
    bins[at] = (bins[at] ?? 0) + mass;
    whole += mass;
  }
  let above = 0;
  for (let bin = bins.length - 1; bin >= 0; bin -= 1) {
    above += bins[bin] ?? 0;
    if (above > whole * brightestPart) return 2 ** ((bin + 1) / binsPerOctave + fromOctave);
  }
  return 0;
};

/** The scale from now on: the one before, as long as it still fits. */
export const steadyPeak = (before: number | undefined, now: number): number =>
  before !== undefined && before > 0 && now > 0 && now / before < keepWithin && before / now < keepWithin
    ? before
    : now;
