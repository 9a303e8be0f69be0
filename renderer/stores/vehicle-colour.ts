/**
 * Okabe and Ito's colours, safe for colour-blind eyes (jfly.uni-koeln.de/color, 2008), ordered so that the first few differ
 * most; orange comes last because amber is the program's own accent. Always drawn with a white and a black outline.
 */
const okabeIto = ["#56b4e9", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00", "#e69f00"] as const;

/** The CSS colour of a vehicle's `colourIndex`; any integer. */
export const vehicleColour = (colourIndex: number): string =>
  okabeIto[((Math.trunc(colourIndex) % okabeIto.length) + okabeIto.length) % okabeIto.length] ?? okabeIto[0];
