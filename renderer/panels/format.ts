import type { Language } from "../i18n/language.ts";
import { translator } from "../i18n/translate.ts";
import type { Units } from "../stores/settings-store.ts";

/** A number and its unit apart, so that the unit can be small and grey behind the number. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

export interface Format {
  readonly speed: (mps: number) => Quantity;
  readonly climb: (mps: number) => Quantity;
  readonly height: (m: number) => Quantity;
  readonly length: (m: number) => Quantity;
  /** A difference, K: the same number in degrees Celsius. */
  readonly temperatureDifference: (kelvin: number) => Quantity;
  readonly temperature: (kelvin: number) => Quantity;
  readonly voltage: (v: number) => Quantity;
  readonly current: (a: number) => Quantity;
  readonly number: (value: number, digits: number) => string;
  readonly percent: (fraction: number) => string;
  readonly bytes: (count: number) => string;
  /** "12 s", "3 min", "1 h 5 min"; under a second "now". */
  readonly age: (ms: number) => string;
  /** "4:07", "1:04:07": a position in a log, a flight time left. */
  readonly span: (ms: number) => string;
  readonly localTime: (utcMs: number) => string;
  readonly utcTime: (utcMs: number) => string;
  readonly localDateTime: (utcMs: number) => string;
  readonly localDate: (utcMs: number) => string;
  readonly degrees: (rad: number) => string;
  readonly list: (items: readonly string[]) => string;
}

const feetPerMetre = 1 / 0.3048;
const mphPerMps = 3600 / 1609.344;
const minus = "\u2212";

const pad = (value: number): string => String(value).padStart(2, "0");

const ageText = (language: Language, ms: number): string => {
  const t = translator(language);
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  if (seconds < 1) return t("age.now");
  if (seconds < 60) return t("age.seconds", { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t("age.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t("age.hours", { n: hours, m: minutes % 60 });
  return t("age.days", { n: Math.floor(hours / 24) });
};

const spanText = (ms: number): string => {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const hours = Math.floor(seconds / 3600);
  const rest = `${hours > 0 ? pad(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
};

const bytesText = (language: Language, count: number): string => {
  const steps = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(3, count < 1000 ? 0 : Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** step;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: steps[step] ?? "byte",
    unitDisplay: step === 0 ? "narrow" : "short",
    maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
  }).format(value);
};

/** All numbers and times on screen, in one language and one set of units. */
export const createFormat = (language: Language, units: Units): Format => {
  const byDigits = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const number = (value: number, digits: number): string => {
    const format = byDigits[digits];
    if (format === undefined) throw new Error(`Asked for ${digits} digits when 0 to 2 are known.`);
    // A rounded -0.04 must not read as minus nothing.
    const text = format.format(Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value);
    return text.replace("-", minus);
  };
  const percentFormat = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const time = (timeZone: string | undefined) =>
    new Intl.DateTimeFormat(language, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZone,
    });
  const local = time(undefined);
  const utc = time("UTC");
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const metric = units === "metric";
  const length = (m: number): Quantity => {
    const value = metric ? m : m * feetPerMetre;
    return { value: number(value, Math.abs(value) < 9.95 ? 1 : 0), unit: metric ? "m" : "ft" };
  };
  return {
    speed: (mps) => ({ value: number(metric ? mps : mps * mphPerMps, 1), unit: metric ? "m/s" : "mph" }),
    climb: (mps) => ({ value: number(metric ? mps : mps * feetPerMetre, 1), unit: metric ? "m/s" : "ft/s" }),
    height: (m) => ({ value: number(metric ? m : m * feetPerMetre, metric ? 1 : 0), unit: metric ? "m" : "ft" }),
    length,
    temperatureDifference: (kelvin) => ({
      value: `${kelvin >= 0 ? "+" : ""}${number(metric ? kelvin : kelvin * 1.8, 1)}`,
      unit: metric ? "°C" : "°F",
    }),
    temperature: (kelvin) => ({
      value: number(metric ? kelvin - 273.15 : (kelvin - 273.15) * 1.8 + 32, 1),
      unit: metric ? "°C" : "°F",
    }),
    voltage: (v) => ({ value: number(v, 1), unit: "V" }),
    current: (a) => ({ value: number(a, 1), unit: "A" }),
    number,
    percent: (fraction) => percentFormat.format(fraction),
    bytes: (count) => bytesText(language, count),
    age: (ms) => ageText(language, ms),
    span: spanText,
    localTime: (utcMs) => local.format(utcMs),
    utcTime: (utcMs) => utc.format(utcMs),
    localDateTime: (utcMs) => dateTime.format(utcMs),
    localDate: (utcMs) => date.format(utcMs),
    degrees: (rad) => String(Math.round((((rad * 180) / Math.PI) % 360) + 360) % 360).padStart(3, "0"),
    list: (items) => items.join(translator(language)("common.listSeparator")),
  };
};
