import { expect, test } from "vitest";
import { tracksOf } from "../../../../electron/station/incident/read-tracks.ts";

const point = (who: string, n: number) => ({ who, utcMs: n, latDeg: n / 1000, lonDeg: n / 100 });

test("ways are columns of each, and of a long way the newest points", () => {
  const long = Array.from({ length: 2_500 }, (_, i) => point("vehicle/1", i));

  const { tracks } = tracksOf([point("team/t1", 1), point("team/t1", 2), ...long]);

  expect(tracks[0]).toEqual({ who: "team/t1", utcMs: [1, 2], latDeg: [0.001, 0.002], lonDeg: [0.01, 0.02] });
  expect(tracks[1]?.utcMs).toHaveLength(2_000);
  expect(tracks[1]?.utcMs.at(-1)).toBe(2_499);
});
