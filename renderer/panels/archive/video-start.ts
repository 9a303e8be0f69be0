const videoName = /\.(?:mp4|m4v|mov|mkv|avi|ts|webm)$/i;
export const isVideo = ({ name }: { readonly name: string }): boolean => videoName.test(name);

/**
 * When a video begins, as its name says it: cameras write "20261121_191244" or "2026-11-21 19-12-44", by their own local time.
 * @returns ms since 1970; undefined where the name holds no date and time
 */
export const startInName = (name: string): number | undefined => {
  const digits = /(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[-_ T.]?(\d\d)[-_:.]?(\d\d)[-_:.]?(\d\d)/.exec(name);
  if (digits === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits.slice(1).map(Number);
  const at = new Date(year, month - 1, day, hour, minute, second);
  // 2026-13-45 is no date: a clock that wraps it would be worse than none.
  const isDate = at.getMonth() === month - 1 && at.getDate() === day && at.getHours() === hour;
  return isDate ? at.getTime() : undefined;
};

const pad = (value: number): string => String(value).padStart(2, "0");

/** As an input of date and time wants it, in local time, to the second. */
export const inputOf = (utcMs: number): string => {
  const at = new Date(utcMs);
  const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${date}T${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
};
