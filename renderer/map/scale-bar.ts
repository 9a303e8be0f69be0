export interface ScaleBar {
  readonly lengthM: number;
  readonly widthPx: number;
}

/** The longest of 1, 2, 5 x 10^n metres that fits. */
export function scaleBar(metresPerPx: number, maxWidthPx: number): ScaleBar {
  const mostM = metresPerPx * maxWidthPx;
  if (!(mostM > 0) || !Number.isFinite(mostM)) return { lengthM: 0, widthPx: 0 };
  const decade = 10 ** Math.floor(Math.log10(mostM));
  const lengthM = decade * (mostM >= 5 * decade ? 5 : mostM >= 2 * decade ? 2 : 1);
  return { lengthM, widthPx: lengthM / metresPerPx };
}
