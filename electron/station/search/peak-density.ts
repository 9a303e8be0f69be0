/** Bins to a doubling of density. */
const binsPerOctave = 8;
/** Densities from 2^-30 to 2^30 per km². */
const [fromOctave, toOctave] = [-30, 30];

/** The densest cells up to this part of those that hold anything don't set the scale: one bright cell would darken the rest. */
const brightestPart = 0.001;
/** A scale that moves with each picture can't be read: it stays until it is so far off. */
const keepWithin = 1.5;

/**
 * The density that is drawn brightest: all but a thousandth of the cells are fainter.
 * @param masses of cells, all of one area
 * @param count their number; every seventh is looked at
 */
export const peakDensity = (massAt: (cell: number) => number, count: number, cellAreaKm2: number): number => {
  const bins = new Int32Array((toOctave - fromOctave) * binsPerOctave);
  let held = 0;
  for (let cell = 0; cell < count; cell += count > 10_000 ? 7 : 1) {
    const density = massAt(cell) / cellAreaKm2;
    if (!(density > 0)) continue;
    const bin = Math.floor((Math.log2(density) - fromOctave) * binsPerOctave);
    held += 1;
    bins[Math.min(bins.length - 1, Math.max(0, bin))] = (bins[Math.min(bins.length - 1, Math.max(0, bin))] ?? 0) + 1;
  }
  if (held === 0) return 0;
  let above = 0;
  for (let bin = bins.length - 1; bin >= 0; bin -= 1) {
    above += bins[bin] ?? 0;
    if (above > held * brightestPart) return 2 ** ((bin + 1) / binsPerOctave + fromOctave);
  }
  return 0;
};

/** The scale from now on: the one before, as long as it still fits. */
export const steadyPeak = (before: number | undefined, now: number): number =>
  before !== undefined && before > 0 && now > 0 && now / before < keepWithin && before / now < keepWithin
    ? before
    : now;
