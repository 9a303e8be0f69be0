import type { Units } from "../../stores/settings-store.ts";

/** What a number that a person types is. */
export type QuantityKind = "height" | "length" | "speed" | "angle" | "count";

const feet = 0.3048;
const mph = 0.44704;

interface Shown {
  readonly unit: string;
  /** One of the shown unit in SI. */
  readonly inSi: number;
  /** What a press of + adds, in the shown unit. */
  readonly step: number;
}

const shownBy: Readonly<Record<QuantityKind, Readonly<Record<Units, Shown>>>> = {
  height: { metric: { unit: "m", inSi: 1, step: 5 }, imperial: { unit: "ft", inSi: feet, step: 10 } },
  length: { metric: { unit: "m", inSi: 1, step: 10 }, imperial: { unit: "ft", inSi: feet, step: 25 } },
  speed: { metric: { unit: "m/s", inSi: 1, step: 1 }, imperial: { unit: "mph", inSi: mph, step: 2 } },
  angle: {
    metric: { unit: "°", inSi: Math.PI / 180, step: 10 },
    imperial: { unit: "°", inSi: Math.PI / 180, step: 10 },
  },
  count: { metric: { unit: "", inSi: 1, step: 1 }, imperial: { unit: "", inSi: 1, step: 1 } },
};

export const shownUnit = (kind: QuantityKind, units: Units): Shown => shownBy[kind][units];

/** As a person types it: at most one decimal, no group signs. */
export const toShown = (si: number, kind: QuantityKind, units: Units): string =>
  String(Math.round((si / shownUnit(kind, units).inSi) * 10) / 10);

/** What was typed, in SI units; undefined where it is no number or out of range. A comma is taken for a point. */
export const fromShown = (
  text: string,
  kind: QuantityKind,
  units: Units,
  range: { readonly least: number; readonly most: number },
): number | undefined => {
  const clean = text.trim().replace(",", ".").replace("−", "-");
  if (!/^[+-]?\d{1,6}(\.\d{0,6})?$/.test(clean)) return undefined;
  const si = Number(clean) * shownUnit(kind, units).inSi;
  // Half a step of rounding on the way to the screen and back is no fault.
  const slack = 0.051 * shownUnit(kind, units).inSi;
  if (si < range.least - slack || si > range.most + slack) return undefined;
  return Math.min(range.most, Math.max(range.least, si));
};
