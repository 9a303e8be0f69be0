import type { BaseMap } from "../../../shared/geo/base-map.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { curvatureRadii, northEastM } from "../../../shared/geo/local-frame.ts";
import type { Terrain } from "../../../shared/geo/terrain.ts";

/** Ten kilometres, a search and its ways there: a megabyte for each client. */
const side = 512;
const cellM = 20;
const degRad = Math.PI / 180;

/** A square piece of loaded heights as clients draw it; undefined where nothing is known around the place. */
export const mapAround = (
  place: LatLon,
  terrain: Terrain,
  names: readonly string[],
): { readonly baseMap: BaseMap; readonly heightsMslM: Float32Array } | undefined => {
  const { meridianM, primeVerticalM } = curvatureRadii(place.latDeg);
  const stepLatDeg = cellM / (meridianM * degRad);
  const stepLonDeg = cellM / (primeVerticalM * Math.cos(place.latDeg * degRad) * degRad);
  const half = (side - 1) / 2;
  const [southDeg, westDeg] = [place.latDeg - half * stepLatDeg, place.lonDeg - half * stepLonDeg];
  const heightsMslM = new Float32Array(side * side);
  let known = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const heightM = terrain.heightMslM(southDeg + row * stepLatDeg, westDeg + column * stepLonDeg);
      heightsMslM[row * side + column] = heightM ?? Number.NaN;
      if (heightM !== undefined) known++;
    }
  }
  if (known === 0) return undefined;
  const meta = { southDeg, westDeg, stepLatDeg, stepLonDeg, rows: side, columns: side };
  const id = `loaded-${place.latDeg.toFixed(3)}-${place.lonDeg.toFixed(3)}`;
  return {
    baseMap: { id, attribution: names.join(", "), synthetic: false, terrain: meta, features: [] },
    heightsMslM,
  };
};

/** Whether a place is in the middle half of the piece around another: it needs no other piece. */
export const isWellInside = (place: LatLon, around: LatLon): boolean => {
  const { northM, eastM } = northEastM(around, place);
  return Math.max(Math.abs(northM), Math.abs(eastM)) <= (side * cellM) / 4;
};
