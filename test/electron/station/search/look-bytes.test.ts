import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KeptLook } from "../../../../electron/station/search/kept-look.ts";
import { looksFromBytes, looksToBytes } from "../../../../electron/station/search/look-bytes.ts";

const latDeg = fc.double({ min: -89, max: 89, noNaN: true });
const lonDeg = fc.double({ min: -179, max: 179, noNaN: true });
const place = fc.record({ latDeg, lonDeg });
const ms = fc.integer({ min: 0, max: 2e12 });
const metres = fc.double({ min: 0, max: 5_000, noNaN: true });
const looked = { by: fc.string({ minLength: 1, maxLength: 60 }), utcMs: ms, lookMs: ms };
const camera = fc
  .record({
    ...looked,
    kind: fc.constant("camera" as const),
    exposureS: metres,
    eye: fc.record({ latDeg, lonDeg, altMslM: metres }),
    aboveGroundM: metres,
    ifovRad: fc.double({ min: 1e-5, max: 0.1, noNaN: true }),
    offsets: fc.array(fc.tuple(fc.integer({ min: -1e5, max: 1e5 }), fc.integer({ min: -1e5, max: 1e5 })), {
      maxLength: 24,
    }),
  })
  .map(({ offsets, ...look }) => ({
    ...look,
    ring: offsets.map(([n, e]) => ({ latDeg: look.eye.latDeg + n / 1e7, lonDeg: look.eye.lonDeg + e / 1e7 })),
  }));
const track = fc.record({
  ...looked,
  kind: fc.constant("track" as const),
  from: place,
  to: place,
  sweepWidthM: metres,
});
const looks = fc.array(fc.oneof(camera, track), { maxLength: 8 });

const rounded = (look: KeptLook): KeptLook =>
  look.kind === "track"
    ? look
    : {
        ...look,
        ring: look.ring.map((corner) => ({
          latDeg: Math.round(corner.latDeg * 1e6) / 1e6,
          lonDeg: Math.round(corner.lonDeg * 1e6) / 1e6,
        })),
      };

describe("looks as the record keeps them", () => {
  it("come back as they went in, corners to a decimetre", () => {
    fc.assert(
      fc.property(looks, (given) => {
        const back = looksFromBytes(looksToBytes(given));

        expect(back.map(rounded)).toEqual(given.map(rounded));
      }),
      { numRuns: 100 },
    );
  });

  it("cut off anywhere hold the looks before the cut, and never throw", () => {
    const [given] = fc.sample(fc.array(camera, { minLength: 3, maxLength: 3 }), { numRuns: 1, seed: 7 });
    const bytes = looksToBytes(given ?? []);

    for (let length = 0; length < bytes.length; length += 1) {
      const back = looksFromBytes(bytes.slice(0, length));

      expect(back.length).toBeLessThan(3);
      expect(back.map(({ lookMs }) => lookMs)).toEqual((given ?? []).slice(0, back.length).map(({ lookMs }) => lookMs));
    }
  });

  it("of a layout that isn't known are none", () => {
    expect(looksFromBytes(Uint8Array.of(9, 1, 2, 3))).toEqual([]);
    expect(looksFromBytes(new Uint8Array())).toEqual([]);
  });
});
