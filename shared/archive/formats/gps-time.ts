/** 1980-01-06, ms since 1970: where GPS weeks count from. */
const gpsEpochMs = 315_964_800_000;
const weekMs = 604_800_000;

/** How far GPS time is ahead of UTC, s, from these UTC dates on. Source: IERS Bulletin C. */
const leapSeconds: readonly (readonly [fromUtcMs: number, seconds: number])[] = [
  [1_483_228_800_000, 18], // 2017-01-01
  [1_435_708_800_000, 17], // 2015-07-01
  [1_341_100_800_000, 16], // 2012-07-01
  [1_230_768_000_000, 15], // 2009-01-01
  [0, 14], // before there were such logs
];

/**
 * @param week GPS week, counted on beyond 1023
 * @param weekTimeMs of the week
 * @returns UTC, microseconds since 1970; NaN where the week is none in which autopilots flew
 */
export const gpsToUtcUs = (week: number, weekTimeMs: number): number => {
  if (!(week > 1_000 && week < 6_000 && weekTimeMs >= 0 && weekTimeMs <= weekMs)) return Number.NaN;
  const gpsMs = gpsEpochMs + week * weekMs + weekTimeMs;
  const [, seconds] = leapSeconds.find(([fromUtcMs, ahead]) => gpsMs - ahead * 1_000 >= fromUtcMs) ?? [0, 14];
  return (gpsMs - seconds * 1_000) * 1_000;
};
