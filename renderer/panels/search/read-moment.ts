const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "2 h", "1 h 30 min ago", "90分钟前", "1.5小时". */
const agoPattern =
  /^(?:(\d+(?:[.,]\d+)?)\s*(?:d|days?|天))?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|个?小时|时))?\s*(?:(\d+)\s*(?:m|min|mins|minutes?|分钟?))?\s*(?:ago|之?前)?$/i;
const nowPattern = /^(?:now|现在|刚才|刚刚)$/i;
const dayWords: Readonly<Record<string, number>> = { today: 0, 今天: 0, yesterday: 1, 昨天: 1, 前天: 2 };
const clockPattern = /^(?:(today|yesterday|今天|昨天|前天)\s*)?(\d{1,2})[:：点.](\d{2})?分?$/i;
const datePattern = /^(?:(\d{4})[-/.年]\s*)?(\d{1,2})[-/.月]\s*(\d{1,2})日?\s*[,T]?\s*(\d{1,2})[:：点](\d{2})?分?$/;

const amount = (text: string | undefined): number => (text === undefined ? 0 : Number(text.replace(",", ".")));

const agoMs = (text: string): number | undefined => {
  if (nowPattern.test(text)) return 0;
  const match = agoPattern.exec(text);
  if (match === null || (match[1] ?? match[2] ?? match[3]) === undefined) return undefined;
  return amount(match[1]) * dayMs + amount(match[2]) * hourMs + amount(match[3]) * minuteMs;
};

/** A clock time in this place's own time zone; refuses the 25th hour and the 31st of February. */
const localMs = (year: number, month: number, day: number, hour: number, minute: number): number | undefined => {
  const date = new Date(year, month, day, hour, minute);
  const same = date.getMonth() === month && date.getDate() === day && date.getHours() === hour && minute < 60;
  return same ? date.getTime() : undefined;
};

const clockMs = (text: string, nowMs: number): number | undefined => {
  const match = clockPattern.exec(text);
  if (match === null) return undefined;
  const [, word, hour, minute = "0"] = match;
  const back = word === undefined ? 0 : (dayWords[word.toLowerCase()] ?? 0);
  const now = new Date(nowMs);
  const at = (days: number) =>
    localMs(
      ...dateParts(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)),
      Number(hour),
      Number(minute),
    );
  const today = at(back);
  // A clock time without a day is the last time it was so: nobody was last seen tonight.
  return word === undefined && today !== undefined && today > nowMs ? at(1) : today;
};

const dateParts = (date: Date): [number, number, number] => [date.getFullYear(), date.getMonth(), date.getDate()];

const dateMs = (text: string, nowMs: number): number | undefined => {
  const match = datePattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute = "0"] = match;
  const at = (inYear: number) => localMs(inYear, Number(month) - 1, Number(day), Number(hour), Number(minute));
  if (year !== undefined) return at(Number(year));
  const thisYear = new Date(nowMs).getFullYear();
  const ms = at(thisYear);
  return ms !== undefined && ms > nowMs ? at(thisYear - 1) : ms;
};

/**
 * A moment as people say it: "2 h ago", "1小时20分钟前", "14:30", "yesterday 22:00", "昨天 22:00", "11-21 14:30",
 * "2026-11-21 14:30"; clock times are of this computer's time zone.
 * @returns ms UTC; undefined where it isn't understood
 */
export const readMoment = (text: string, nowMs: number): number | undefined => {
  const clean = text.trim();
  if (clean === "") return undefined;
  const ago = agoMs(clean);
  return ago === undefined ? (clockMs(clean, nowMs) ?? dateMs(clean, nowMs)) : nowMs - ago;
};

const two = (value: number): string => String(value).padStart(2, "0");

/** As `readMoment` reads it again, to the minute: "2026-11-21 14:30". */
export const momentText = (utcMs: number): string => {
  const date = new Date(utcMs);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
};
