import type { VehicleView } from "../../../shared/wire/state.ts";
import type { Translate } from "../../i18n/translate.ts";

export type Units = "metric" | "imperial";

const footM = 0.3048;

/** "42 m", "-3 ft": whole, without a minus before nothing. */
export const heightText = (heightM: number, units: Units): string =>
  units === "metric" ? `${Math.round(heightM) || 0} m` : `${Math.round(heightM / footM) || 0} ft`;

/** "42 m HOME": above home where known, else above the ground, else above the sea; never without its reference. Nothing for what drives or floats. */
export function altitudeText(vehicle: VehicleView, units: Units, t: Translate): string | undefined {
  const { position, kind } = vehicle;
  if (position === undefined || kind === "ground-robot" || kind === "boat") return undefined;
  const { altHomeM, altTerrainM, altMslM } = position;
  if (altHomeM !== undefined) return `${heightText(altHomeM, units)} ${t("vehicle.heightShort.home")}`;
  if (altTerrainM !== undefined) return `${heightText(altTerrainM, units)} ${t("vehicle.heightShort.terrain")}`;
  if (altMslM !== undefined) return `${heightText(altMslM, units)} ${t("vehicle.heightShort.msl")}`;
  return undefined;
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
