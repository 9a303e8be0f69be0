import { type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import type { SearchGrid } from "../grid/search-grid.ts";
import { type BeamPath, beamSearch } from "./beam-search.ts";
import { PlanningWindow } from "./planning-window.ts";
import { richPlace } from "./rich-place.ts";
import type { PlannedPath, SearchingVehicle } from "./searching-vehicle.ts";
import { stepsFor } from "./steps.ts";
import { sweepCells } from "./sweep-cells.ts";
import { worthwhileMass } from "./time-price.ts";

export interface PlanPathsOptions {
  /** How far ahead paths reach, s. */
  readonly horizonS: number;
  /** Nobody flies to where it would only be later than this, s from now; absent: as far as its endurance goes. */
  readonly latestS?: number;
  /** Time over which effort is weighed against effort, s: what all vehicles can sweep in it is worth searching. */
  readonly effortS?: number;
  /** What others are flying now and won't be asked again: searched already as far as this plan is concerned. */
  readonly others?: readonly OtherPath[];
}

export interface OtherPath {
  readonly path: readonly PlanePoint[];
  readonly swathM: number;
  readonly detection: number;
}

const defaultEffortS = 1200;

/** A way that brings less than this share of what time is worth elsewhere is given up for a better place. */
const poorShare = 0.3;
/** Nearer than a step there is nowhere to fly over to. */
const cellsAStep = 3;

/**
 * Where each vehicle goes next: the way that collects most probability for its time, from what the search has left in each
 * cell. One vehicle after the other; what one will sweep is taken as swept for the next, so that they spread.
 * @param left probability that is left in each cell; borrowed, not changed
 */
export const planPaths = (
  grid: SearchGrid,
  left: Float32Array,
  vehicles: readonly SearchingVehicle[],
  { horizonS, latestS = Number.POSITIVE_INFINITY, effortS = defaultEffortS, others = [] }: PlanPathsOptions,
): readonly PlannedPath[] => {
  const open = left.slice();
  const take = ({ path, swathM, detection }: OtherPath): void =>
    sweepCells(grid, path, swathM, (cell) => {
      open[cell] = (open[cell] ?? 0) * (1 - detection);
    });
  for (const other of others) take(other);
  const sweepM2 = vehicles.reduce((sum, { swathM, speedMps }) => sum + swathM * speedMps * effortS, 0);
  const densityPerM2 = worthwhileMass(open, sweepM2 / grid.cellM ** 2) / grid.cellM ** 2;
  return vehicles.map((vehicle): PlannedPath => {
    const price = vehicle.detection * densityPerM2 * vehicle.swathM * vehicle.speedMps;
    const planned = planOne(grid, open, vehicle, { price, horizonS, latestS });
    take({ path: planned.path, swathM: vehicle.swathM, detection: vehicle.detection });
    return planned;
  });
};

const nothing = ({ id }: SearchingVehicle): PlannedPath => ({
  vehicleId: id,
  path: [],
  timesS: [],
  durationS: 0,
  gain: 0,
});

const planOne = (
  grid: SearchGrid,
  open: Float32Array,
  vehicle: SearchingVehicle,
  { price, horizonS, latestS }: { readonly price: number; readonly horizonS: number; readonly latestS: number },
): PlannedPath => {
  const window = new PlanningWindow(grid, open, vehicle, horizonS * vehicle.speedMps);
  const steps = stepsFor(window.cellM, vehicle.swathM);
  const { home, speedMps, enduranceS, mayGo } = vehicle;
  const hasWayHome = wayHomeOf(window, vehicle);
  // What walks must find its way step by step.
  const flies = vehicle.slowness === undefined || mayGo !== undefined;
  const [row, column] = [window.rowAt(vehicle.at), window.columnAt(vehicle.at)];
  const inS = wayInS(window.middle(row, column), vehicle, window.cellM);
  if (inS > latestS || (inS > 0 && !flies)) return nothing(vehicle);
  const best = beamSearch({
    window,
    steps,
    row,
    column,
    headingRad: vehicle.headingRad,
    speedMps,
    detection: vehicle.detection,
    turnS: vehicle.turnS,
    horizonS,
    price,
    mayBeAt: (toRow, toColumn, afterS) =>
      inS + afterS + (home ? planeDistanceM(window.middle(toRow, toColumn), home) / speedMps : 0) <= enduranceS &&
      (hasWayHome === undefined || hasWayHome(toRow, toColumn)),
  });
  const isPoor = best === undefined || best.gain <= poorShare * price * (inS + (best.timesS.at(-1) ?? 0));
  const over = isPoor && flies ? richPlace(grid, open, vehicle, latestS) : undefined;
  if (over && planeDistanceM(over, vehicle.at) > window.cellM * cellsAStep) return flyOver(grid, open, vehicle, over);
  return best === undefined || best.gain <= 0 ? nothing(vehicle) : told(vehicle, window, best, inS);
};

/** Whoever is outside of the map has to come to its edge first: how long that takes, s; 0 within it. */
const wayInS = (edge: PlanePoint, { at, speedMps }: SearchingVehicle, cellM: number): number => {
  const wayM = planeDistanceM(at, edge);
  return wayM > cellM ? wayM / speedMps : 0;
};

/** Straight there; what lies beneath is searched on the way. */
const flyOver = (grid: SearchGrid, open: Float32Array, vehicle: SearchingVehicle, over: PlanePoint): PlannedPath => {
  const path = [vehicle.at, over];
  let swept = 0;
  sweepCells(grid, path, vehicle.swathM, (cell) => {
    swept += open[cell] ?? 0;
  });
  const durationS = planeDistanceM(vehicle.at, over) / vehicle.speedMps;
  return {
    vehicleId: vehicle.id,
    path,
    timesS: [0, durationS],
    durationS,
    gain: vehicle.detection * swept,
  };
};

/** Among fences: whether the straight way home from a block is free; looked at once for each. */
const wayHomeOf = (
  window: PlanningWindow,
  { home, mayGo }: SearchingVehicle,
): ((row: number, column: number) => boolean) | undefined => {
  if (home === undefined || mayGo === undefined) return undefined;
  const known = new Map<number, boolean>();
  return (row, column) => {
    const block = row * window.columns + column;
    const before = known.get(block);
    if (before !== undefined) return before;
    const isFree = mayGo(window.middle(row, column), home);
    known.set(block, isFree);
    return isFree;
  };
};

const told = (
  vehicle: SearchingVehicle,
  window: PlanningWindow,
  { rows, columns, timesS, gain }: BeamPath,
  inS: number,
): PlannedPath => ({
  vehicleId: vehicle.id,
  path: [vehicle.at, ...rows.slice(1).map((row, i) => window.middle(row, columns[i + 1] ?? 0))],
  timesS: timesS.map((s, i) => (i === 0 ? s : inS + s)),
  durationS: inS + (timesS.at(-1) ?? 0),
  gain,
});
