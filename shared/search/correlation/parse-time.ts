const minuteMs = 60_000;

/** Year, month, day, morning or afternoon, hour, minute, second, fraction, zone. */
const written =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]*(上午|下午|AM|PM)?\s*(\d{1,2})[:时点](\d{1,2})[:分]?(?:(\d{1,2})(?:[.,](\d{1,9}))?秒?)?\s*(AM|PM)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const packed = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})?$/;

/**
 * A time as people and cameras write it: ISO 8601, 2026/11/3 22:20:05, 2026年11月3日 22时20分5秒, 20261103222005, or seconds or
 * milliseconds since 1970. A day without a time is none, and neither is a day before its month: nobody can tell which is which.
 * @param offsetMs of local time from UTC, for times that name no zone
 * @returns ms UTC; undefined where it isn't a time
 */
export const parseTime = (text: string, offsetMs: number): number | undefined => {
  const trimmed = text.trim();
  if (/^\d{10}$/.test(trimmed)) return Number(trimmed) * 1000;
  if (/^\d{13}$/.test(trimmed)) return Number(trimmed);
  const close = packed.exec(trimmed);
  if (close) {
    const [, year, month, day, hour, minute, second, ms] = close;
    return fromParts([year, month, day, hour, minute, second, ms], offsetMs);
  }
  const match = written.exec(trimmed);
  if (!match) return undefined;
  const [, year, month, day, before, hour, minute, second, fraction, after, zone] = match;
  const half = (before ?? after)?.toUpperCase();
  const hour24 = half === undefined ? hour : onClock(Number(hour), half === "PM" || half === "下午");
  const ms = fraction === undefined ? undefined : `${Math.floor(Number(`0.${fraction}`) * 1000)}`;
  return fromParts([year, month, day, hour24, minute, second, ms], zone === undefined ? offsetMs : zoneMs(zone));
};

/** "13" in the afternoon is 13, and 12 in the morning is 0. */
const onClock = (hour: number, isAfternoon: boolean): string =>
  `${hour > 12 ? hour : (hour % 12) + (isAfternoon ? 12 : 0)}`;

const zoneMs = (zone: string): number => {
  if (zone.toUpperCase() === "Z") return 0;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (digits.startsWith("-") ? -minutes : minutes) * minuteMs;
};

/** Undefined where a part is out of its range: the 31st of June is no day. */
const fromParts = (parts: readonly (string | undefined)[], offsetMs: number): number | undefined => {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const utcMs = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const date = new Date(utcMs);
  const isSame =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isSame ? utcMs - offsetMs : undefined;
};
