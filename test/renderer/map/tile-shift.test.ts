import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pxToGcj02, pxToWgs84 } from "../../../renderer/map/base/tile-shift.ts";
import { wgs84ToGcj02 } from "../../../shared/geo/gcj02.ts";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { metresPerPx, worldSizePx, worldX, worldY } from "../../../shared/geo/web-mercator.ts";

const pxOf = ({ latDeg, lonDeg }: LatLon, zoom: number) => ({
  x: worldX(lonDeg) * worldSizePx(zoom),
  y: worldY(latDeg) * worldSizePx(zoom),
});

describe("the shift of tiles in GCJ-02", () => {
  it("puts what is drawn under the place where it is", () => {
    const place = { latDeg: 30.87, lonDeg: 120.433 };
    const drawn = pxOf(wgs84ToGcj02(place), 17);

    const by = pxToWgs84(drawn, 17);

    expect(drawn.x + by.x).toBeCloseTo(pxOf(place, 17).x, 3);
    expect(drawn.y + by.y).toBeCloseTo(pxOf(place, 17).y, 3);
    expect(Math.hypot(by.x, by.y) * metresPerPx(30.87, 17)).toBeCloseTo(distanceM(place, wgs84ToGcj02(place)), -1);
  });

  it("is the other way round for what is looked for", () => {
    const at = pxOf({ latDeg: 30.87, lonDeg: 120.433 }, 15);
    const there = pxToGcj02(at, 15);

    const back = pxToWgs84({ x: at.x + there.x, y: at.y + there.y }, 15);

    expect(back.x).toBeCloseTo(-there.x, 3);
    expect(back.y).toBeCloseTo(-there.y, 3);
  });

  it("moves nothing in Hong Kong", () => {
    expect(pxToWgs84(pxOf({ latDeg: 22.28, lonDeg: 114.16 }, 16), 16).x).toBeCloseTo(0, 6);
    expect(pxToGcj02(pxOf({ latDeg: 22.28, lonDeg: 114.16 }, 16), 16).y).toBeCloseTo(0, 6);
  });

  it("differs by a pixel or two at most from one tile to the next", () => {
    const inland = fc.record({
      latDeg: fc.double({ min: 24, max: 38, noNaN: true }),
      lonDeg: fc.double({ min: 101, max: 115, noNaN: true }),
    });
    fc.assert(
      fc.property(inland, fc.integer({ min: 12, max: 19 }), (place, zoom) => {
        const at = pxOf(place, zoom);
        const own = pxToWgs84(at, zoom);
        for (const [dx, dy] of [
          [256, 0],
          [0, 256],
        ] as const) {
          const next = pxToWgs84({ x: at.x + dx, y: at.y + dy }, zoom);
          expect(Math.hypot(next.x - own.x, next.y - own.y)).toBeLessThan(2);
        }
      }),
    );
  });
});
