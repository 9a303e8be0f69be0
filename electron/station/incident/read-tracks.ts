import type { Tracks } from "../../../shared/wire/search-answers.ts";
import type { TrackPoint } from "../record/incident-record.ts";

/** Of one way: a point each five seconds for three hours; the report has all of it. */
const mostPoints = 2_000;

/** Tracks as columns, those of each together. @param points by who, each by time */
export const tracksOf = (points: readonly TrackPoint[]): Tracks => ({
  tracks: [...Map.groupBy(points, ({ who }) => who)].map(([who, all]) => {
    const newest = all.slice(-mostPoints);
    return {
      who,
      utcMs: newest.map(({ utcMs }) => utcMs),
      latDeg: newest.map(({ latDeg }) => latDeg),
      lonDeg: newest.map(({ lonDeg }) => lonDeg),
    };
  }),
});
