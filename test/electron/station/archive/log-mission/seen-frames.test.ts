import { expect, test } from "vitest";
import { SeenFrames } from "../../../../../electron/station/archive/log-mission/seen-frames.ts";
import { buildFrame } from "../../../../support/mavlink-bytes.ts";

const heartbeat = buildFrame("HEARTBEAT", { type: 2 });

test("a frame that a second and a third log have is repeated in each of them", () => {
  const seen = new SeenFrames();

  expect([0, 1, 2].map((log) => seen.isRepeated(log, 10 * log, heartbeat))).toEqual([false, true, true]);
});

test("what one log has twice is a repetition in another log as often as there, no more", () => {
  const seen = new SeenFrames();
  const repeated = [0, 0, 1, 1, 1].map((log, n) => seen.isRepeated(log, n, heartbeat));

  expect(repeated).toEqual([false, false, true, true, false]);
});

test("the same bytes much later are another frame, whose number came round", () => {
  const seen = new SeenFrames();

  expect(seen.isRepeated(0, 0, heartbeat)).toBe(false);
  expect(seen.isRepeated(1, 3_500, heartbeat)).toBe(false);
  expect(seen.isRepeated(0, 4_000, heartbeat)).toBe(true);
});
