import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMgrs, formatUtm } from "../../../shared/geo/coordinate-format.ts";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import { parseGridReference } from "../../../shared/geo/parse-grid-reference.ts";

const place = { latDeg: 30.87, lonDeg: 120.433 };

const places = fc.record({
  latDeg: fc.double({ min: -79, max: 83, noNaN: true }),
  lonDeg: fc.double({ min: -179.99, max: 179.99, noNaN: true }),
});

describe("a grid reference", () => {
  it("is read with and without blanks, in small letters too", () => {
    const mgrs = formatMgrs(place) ?? "";
    for (const text of [mgrs, mgrs.replaceAll(" ", ""), mgrs.toLowerCase(), ` ${mgrs} `]) {
      const read = parseGridReference(text);
      expect(read === undefined ? Number.NaN : distanceM(read, place)).toBeLessThan(1.5);
    }
  });

  it("comes back to where it was written, wherever that is", () => {
    fc.assert(
      fc.property(places, (somewhere) => {
        for (const text of [formatUtm(somewhere), formatMgrs(somewhere)]) {
          const read = parseGridReference(text ?? "");
          expect(read === undefined ? Number.NaN : distanceM(read, somewhere)).toBeLessThan(1.5);
        }
      }),
    );
  });

  it.each(["", "51R", "30.87, 120.43", "51R TQ 5456 18016", "61R TQ 54567 18016", "51R 254567", "hello"])(
    "is not made of %j",
    (text) => {
      expect(parseGridReference(text)).toBeUndefined();
    },
  );
});
