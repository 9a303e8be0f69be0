import type { PlanePoint, PlaneRing } from "../../../shared/geo/polygon.ts";

/**
 * How a team walks a segment: there and back on parallel lines from north to south, as far apart as it sees. Reaches of a line
 * that lie outside a hollow are walked through.
 */
export const sweepRing = (ring: PlaneRing, spacingM: number): readonly PlanePoint[] => {
  const norths = ring.map(({ northM }) => northM);
  const [south, north] = [Math.min(...norths), Math.max(...norths)];
  const way: PlanePoint[] = [];
  const count = Math.max(1, Math.ceil((north - south) / spacingM));
  for (let i = 0; i < count; i++) {
    const northM = north - ((i + 0.5) / count) * (north - south);
    const easts = crossings(ring, northM);
    const [west, east] = [Math.min(...easts), Math.max(...easts)];
    if (easts.length < 2) continue;
    const ends = [
      { northM, eastM: west },
      { northM, eastM: east },
    ];
    way.push(...(i % 2 === 0 ? ends : ends.reverse()));
  }
  return way;
};

const crossings = (ring: PlaneRing, northM: number): readonly number[] =>
  ring.flatMap((a, i) => {
    const b = ring[(i + 1) % ring.length];
    if (b === undefined || a.northM > northM === b.northM > northM) return [];
    return [a.eastM + ((northM - a.northM) / (b.northM - a.northM)) * (b.eastM - a.eastM)];
  });
