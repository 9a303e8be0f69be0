import type { VehicleView } from "../../../shared/wire/state.ts";
import type { Translate } from "../../i18n/translate.ts";

export type Units = "metric" | "imperial";

const footM = 0.3048;

/** "42 m", "-3 ft": whole, without a minus before nothing. */
const heightText = (heightM: number, units: Units): string =>
  units === "metric" ? `${Math.round(heightM) || 0} m` : `${Math.round(heightM / footM) || 0} ft`;

/** "42 m HOME", "42 m MSL": never without its reference. */
export const heightWithReference = (heightM: number, reference: "home" | "msl", units: Units, t: Translate): string =>
  t("map.height", { height: heightText(heightM, units), reference: t(`vehicle.heightShort.${reference}`) });

/**
 * Above home where known, else above the sea: all drones by the same reference, so that their heights can be compared. Nothing
 * for what drives or floats.
 */
export function altitudeText(vehicle: VehicleView, units: Units, t: Translate): string | undefined {
  const { position, kind } = vehicle;
  if (position === undefined || kind === "ground-robot" || kind === "boat") return undefined;
  const { altHomeM, altMslM } = position;
  if (altHomeM !== undefined) return heightWithReference(altHomeM, "home", units, t);
  return altMslM === undefined ? undefined : heightWithReference(altMslM, "msl", units, t);
}

/** About how wide a mark's label is with these words, without asking the browser to lay it out. */
export function labelWidthPx(name: string, detail: string): number {
  const inkPx = (text: string, latinPx: number, widePx: number): number =>
    [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? widePx : latinPx), 0);
  return 17 + inkPx(name, 8.6, 13) + (detail === "" ? 0 : 6 + inkPx(detail, 7.4, 12));
}

/** "12 s", "4 min", "1 h 5 min": whole, rounded down. */
export function ageText(ageMs: number, t: Translate): string {
  const seconds = Math.floor(Math.max(0, ageMs) / 1_000);
  if (seconds < 60) return t("age.seconds", { n: seconds });
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? t("age.minutes", { n: minutes })
    : t("age.hours", { n: Math.floor(minutes / 60), m: minutes % 60 });
}

/** What a screen reader says of the mark. */
export function vehicleLabel(
  vehicle: VehicleView,
  age: string | undefined,
  altitude: string | undefined,
  t: Translate,
): string {
  const parts = [t("map.vehicle", { kind: t(`vehicle.kind.${vehicle.kind}`), name: vehicle.name })];
  if (vehicle.mode !== undefined) parts.push(vehicle.mode.name);
  if (altitude !== undefined) parts.push(altitude);
  if (age !== undefined)
    parts.push(t(vehicle.presence.state === "lost" ? "vehicle.lostFor" : "vehicle.silentFor", { age }));
  return parts.join(t("common.listSeparator"));
}
