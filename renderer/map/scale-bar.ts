const footM = 0.3048;
const mileM = 1_609.344;

export type ScaleUnit = "m" | "km" | "ft" | "mi";

export interface ScaleBar {
  /** A round number of `unit`. */
  readonly length: number;
  readonly unit: ScaleUnit;
  readonly widthPx: number;
}

/** The longest of 1, 2, 5 x 10^n metres (feet, then miles from half a mile up) that fits. */
export function scaleBar(metresPerPx: number, maxWidthPx: number, units: "metric" | "imperial"): ScaleBar {
  const mostM = metresPerPx * maxWidthPx;
  if (!(mostM > 0) || !Number.isFinite(mostM)) return { length: 0, unit: "m", widthPx: 0 };
  const { unit, unitM } =
    units === "metric"
      ? mostM >= 1_000
        ? { unit: "km" as const, unitM: 1_000 }
        : { unit: "m" as const, unitM: 1 }
      : mostM >= mileM / 2
        ? { unit: "mi" as const, unitM: mileM }
        : { unit: "ft" as const, unitM: footM };
  const most = mostM / unitM;
  const decade = 10 ** Math.floor(Math.log10(most) + 1e-12);
  const length = decade * (most >= 5 * decade ? 5 : most >= 2 * decade ? 2 : 1);
  return { length, unit, widthPx: (length * unitM) / metresPerPx };
}

/** "200 m", "0.5 mi". */
export const scaleText = (length: number, unit: ScaleUnit): string => `${Number(length.toPrecision(3))} ${unit}`;
