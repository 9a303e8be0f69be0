import { expect, test } from "vitest";
import { Tracks } from "../../../../renderer/map/search/draw-tracks.ts";
import type { Whereabouts } from "../../../../shared/wire/incident.ts";

const at = (latDeg: number, lonDeg: number): Whereabouts => ({ latDeg, lonDeg, utcMs: 0, source: "phone" });

test("a way goes on from what the record has of it, once each place", () => {
  const tracks = new Tracks();
  tracks.take({ "team/1": at(3, 3) }, {});
  tracks.take({ "team/1": at(4, 4) }, { "team/1": at(3, 3) });

  tracks.restore({ tracks: [{ who: "team/1", utcMs: [1, 2, 3], latDeg: [1, 2, 3], lonDeg: [1, 2, 3] }] });
  tracks.take({ "team/1": at(5, 5) }, { "team/1": at(4, 4) });

  expect(tracks.of("team/1")).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});

test("who wasn't seen since is drawn from the record alone", () => {
  const tracks = new Tracks();

  tracks.restore({ tracks: [{ who: "team/2", utcMs: [1, 2], latDeg: [1, 2], lonDeg: [7, 8] }] });

  expect(tracks.of("team/2")).toEqual([1, 7, 2, 8]);
  expect(tracks.of("team/3")).toEqual([]);
});
