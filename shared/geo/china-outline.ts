import { chinaOutlineData } from "./china-outline-data.ts";
import type { LatLon } from "./lat-lon.ts";

/** Territorial sea: 12 nautical miles, m. How far off the shore Chinese maps are shifted is not published; an assumption. */
const seaReachM = 22_224;
const degreeM = 111_195;
const bandsPerDeg = 4;
/** Around everything in the data, degrees, with the sea's reach. */
const box = { south: 15, north: 54, west: 73, east: 135.5 };
/** Of Lienchiang (Matsu), whose islands the outline doesn't have though they lie within the reach of the mainland's shore. */
const matsu: readonly LatLon[] = [
  { latDeg: 26.16, lonDeg: 119.94 },
  { latDeg: 26.22, lonDeg: 119.99 },
  { latDeg: 25.97, lonDeg: 119.94 },
  { latDeg: 26.37, lonDeg: 120.49 },
];
const matsuReachM = 6_000;

/** Four numbers a side: latitude and longitude of both ends, degrees; by bands of latitude. */
type Sides = readonly (readonly number[])[];

interface Outline {
  readonly coast: Sides;
  readonly land: Sides;
  readonly neighbours: Sides;
}

const bandOf = (latDeg: number): number => Math.floor((latDeg - box.south) * bandsPerDeg);

/** Undoes Google's encoded polyline: thousandths of a degree, differences, latitude first. */
const decode = (
  text: string,
  visit: (fromLat: number, fromLon: number, toLat: number, toLon: number) => void,
): void => {
  for (const line of text.split(" ")) {
    let [at, lat, lon] = [0, 0, 0];
    const change = (): number => {
      let [bits, shift, group] = [0, 0, 32];
      while (group >= 32) {
        group = line.charCodeAt(at) - 63;
        bits |= (group & 31) << shift;
        shift += 5;
        at += 1;
      }
      return bits & 1 ? ~(bits >> 1) : bits >> 1;
    };
    while (at < line.length) {
      const isFirst = at === 0;
      const [fromLat, fromLon] = [lat, lon];
      lat += change();
      lon += change();
      if (!isFirst) visit(fromLat / 1_000, fromLon / 1_000, lat / 1_000, lon / 1_000);
    }
  }
};

const sidesOf = (...texts: readonly string[]): Sides => {
  const bands: number[][] = Array.from({ length: bandOf(box.north) + 1 }, () => []);
  for (const text of texts) {
    decode(text, (fromLat, fromLon, toLat, toLon) => {
      const last = bandOf(Math.max(fromLat, toLat));
      for (let band = bandOf(Math.min(fromLat, toLat)); band <= last; band += 1) {
        bands[band]?.push(fromLat, fromLon, toLat, toLon);
      }
    });
  }
  return bands;
};

/** Read from its text when it is first asked for, and kept: nothing is done where no place near China is. */
const outline = (() => {
  let kept: Outline | undefined;
  return (): Outline => {
    const { coast, borders, neighbours } = chinaOutlineData;
    kept ??= { coast: sidesOf(coast), land: sidesOf(coast, borders), neighbours: sidesOf(neighbours) };
    return kept;
  };
})();

/** By the even-odd rule. */
const isWithin = (sides: Sides, { latDeg, lonDeg }: LatLon): boolean => {
  const band = sides[bandOf(latDeg)] ?? [];
  let inside = false;
  for (let i = 0; i < band.length; i += 4) {
    const [fromLat = 0, fromLon = 0, toLat = 0, toLon = 0] = band.slice(i, i + 4);
    if (fromLat > latDeg === toLat > latDeg) continue;
    if (fromLon + ((latDeg - fromLat) / (toLat - fromLat)) * (toLon - fromLon) > lonDeg) inside = !inside;
  }
  return inside;
};

/** To the nearest side, m, on a sphere; right to a percent up to some 25 km, and only known to be farther beyond. */
const distanceM = (sides: Sides, { latDeg, lonDeg }: LatLon): number => {
  const eastM = degreeM * Math.cos((latDeg * Math.PI) / 180);
  const middle = bandOf(latDeg);
  let leastM = Number.POSITIVE_INFINITY;
  for (const band of sides.slice(Math.max(0, middle - 1), middle + 2)) {
    for (let i = 0; i < band.length; i += 4) {
      const [fromLat = 0, fromLon = 0, toLat = 0, toLon = 0] = band.slice(i, i + 4);
      const [y, x] = [(fromLat - latDeg) * degreeM, (fromLon - lonDeg) * eastM];
      const [dy, dx] = [(toLat - fromLat) * degreeM, (toLon - fromLon) * eastM];
      const square = dx * dx + dy * dy;
      const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(x * dx + y * dy) / square));
      leastM = Math.min(leastM, Math.hypot(x + share * dx, y + share * dy));
    }
  }
  return leastM;
};

const nearMatsu = ({ latDeg, lonDeg }: LatLon): boolean =>
  matsu.some(
    (island) =>
      Math.hypot(island.latDeg - latDeg, (island.lonDeg - lonDeg) * Math.cos((latDeg * Math.PI) / 180)) * degreeM <
      matsuReachM,
  );

/**
 * Is a WGS-84 place drawn elsewhere on maps in GCJ-02? Mainland China is, with the sea to 12 nautical miles where no
 * neighbour's shore is nearer; Hong Kong, Macao and Taiwan aren't. Right to about 1 km at borders: that good the outline is.
 */
export const isShifted = (place: LatLon): boolean => {
  const { latDeg, lonDeg } = place;
  if (!(latDeg > box.south && latDeg < box.north && lonDeg > box.west && lonDeg < box.east)) return false;
  const { coast, land, neighbours } = outline();
  if (isWithin(land, place)) return true;
  if (isWithin(neighbours, place) || nearMatsu(place)) return false;
  const offM = distanceM(coast, place);
  return offM <= seaReachM && offM < distanceM(neighbours, place);
};
