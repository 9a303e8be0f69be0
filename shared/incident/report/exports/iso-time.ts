/** ISO 8601 in UTC. */
export const isoTime = (utcMs: number | undefined): string | undefined =>
  utcMs === undefined ? undefined : new Date(utcMs).toISOString();
