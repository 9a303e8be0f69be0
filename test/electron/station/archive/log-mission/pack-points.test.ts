import fc from "fast-check";
import { expect, test } from "vitest";
import { packPoints, unpackPoints } from "../../../../../electron/station/archive/log-mission/pack-points.ts";

const fromTheWire = fc.tuple(
  fc.integer({ min: -900_000_000, max: 900_000_000 }).map((lat) => lat / 1e7),
  fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }).map((lon) => lon / 1e7),
  fc.integer({ min: 0, max: 1e12 }).map((us) => us / 1e3),
);

test("gives any trail back to the last bit", () => {
  const anything = fc.tuple(fc.double(), fc.double(), fc.double());
  fc.assert(
    fc.property(fc.array(fc.oneof(fromTheWire, anything), { maxLength: 50 }), (points) => {
      const flat = Float64Array.from(points.flat());

      expect(unpackPoints(packPoints(flat))).toEqual(flat);
    }),
  );
});

test("takes steps where a trail came from the wire, and is plain where it didn't", () => {
  expect(packPoints(Float64Array.of(30.8712345, 120.4312345, 1000.125, 30.8712346, 120.4312344, 2000.25)).kind).toBe(
    "steps",
  );
  expect(packPoints(Float64Array.of(30.87123456789, 120.4, 1000)).kind).toBe("plain");
});
