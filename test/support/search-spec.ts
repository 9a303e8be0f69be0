import type { CameraLook, KeptLook } from "../../electron/station/search/kept-look.ts";
import type { SearchSpec } from "../../electron/station/search/search-spec.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../shared/geo/local-frame.ts";
import { gridFor } from "../../shared/search/grid/search-grid.ts";

/** Where the search of these tests begins. */
export const ippPlace: LatLon = { latDeg: 30.87, lonDeg: 120.433 };

const frame = new LocalFrame(ippPlace);

/** A place so many metres from the planning point. */
export const placeAt = (northM: number, eastM: number): LatLon => frame.toLatLon(northM, eastM);

/** A square ring, `sideM` across, its middle so far from the planning point. */
export const squareAt = (northM: number, eastM: number, sideM: number): LatLon[] => {
  const h = sideM / 2;
  return [
    placeAt(northM - h, eastM - h),
    placeAt(northM - h, eastM + h),
    placeAt(northM + h, eastM + h),
    placeAt(northM + h, eastM - h),
  ];
};

/** A search for somebody with dementia around the planning point, 1.5 km to each side, cells of 5 m. */
export const buildSpec = (change: Partial<SearchSpec> = {}): SearchSpec => ({
  incidentId: "incident-1",
  incident: { nature: "lost" },
  subject: { category: "dementia", ipp: { place: ippPlace, utcMs: 0 } },
  model: {},
  segments: [],
  votes: [],
  clues: [],
  grid: gridFor(ippPlace, 1_500, 360_000),
  ...change,
});

/** A look straight down from 40 m, 60 m across. */
export const buildLook = (northM: number, eastM: number, change: Partial<CameraLook> = {}): KeptLook => ({
  kind: "camera",
  by: "vehicle/1",
  utcMs: 1_000,
  lookMs: 1_000,
  exposureS: 1,
  eye: { ...placeAt(northM, eastM), altMslM: 40 },
  aboveGroundM: 40,
  ifovRad: 0.00132,
  ring: squareAt(northM, eastM, 60),
  ...change,
});
