import type { LatLon } from "./lat-lon.ts";

/** An outline as RFC 7946 wants it: counter-clockwise, and closed by its first corner. */
export const geoJsonRing = (ring: readonly LatLon[]): readonly LatLon[] => {
  const twice = ring.reduce((sum, { latDeg, lonDeg }, i) => {
    const next = ring[(i + 1) % ring.length] ?? { latDeg, lonDeg };
    return sum + (lonDeg * next.latDeg - next.lonDeg * latDeg);
  }, 0);
  const turned = twice < 0 ? ring.toReversed() : ring;
  return [...turned, ...turned.slice(0, 1)];
};
