import { type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import type { SearchGrid } from "../grid/search-grid.ts";
import { type OtherPath, planPaths } from "./plan-paths.ts";
import type { SearchingVehicle } from "./searching-vehicle.ts";
import { sweepCells } from "./sweep-cells.ts";

/** One flight from where a vehicle is, searching all the way, until it must go home. */
export interface Sortie {
  readonly vehicleId: string;
  /** Waypoints in the grid's plane; the first is where it is. Empty: nothing is worth the way, or there is no time. */
  readonly path: readonly PlanePoint[];
  /** To the end of the path, s; the way home from there. */
  readonly durationS: number;
  readonly homeS: number;
  /** Probability of finding the subject on the way, after what the sorties before it have found. */
  readonly gain: number;
}

export interface PlanSortiesOptions {
  /** Sorties end at the latest so long from now, s; the way home is not in it. */
  readonly durationS: number;
  /** What others are on already. */
  readonly others?: readonly OtherPath[];
  /** How often ways are thought over, in all: what bounds the work. */
  readonly mostPlans?: number;
}

/** A way is planned so far ahead, and taken so far before it is planned again, s. */
const horizonS = 450;
const takenS = 90;
const defaultMostPlans = 36;
/** Shorter ends of a flight aren't worth a plan, s. */
const shortestS = 20;

interface Flight {
  readonly vehicle: SearchingVehicle;
  readonly path: PlanePoint[];
  headingRad: number | undefined;
  usedS: number;
  gain: number;
  /** The part of its newest plan that isn't taken yet. */
  ahead: readonly PlanePoint[];
  isDone: boolean;
}

/**
 * Whole flights of several vehicles at once: each is taken a stretch further in turn, as far as the best way over what all
 * of them have left (see `planPaths`), until its endurance or the time is used up. So they spread, and what one finds
 * is not promised twice.
 * @param left probability that is left in each cell; borrowed, not changed
 */
export const planSorties = (
  grid: SearchGrid,
  left: Float32Array,
  vehicles: readonly SearchingVehicle[],
  { durationS, others = [], mostPlans = defaultMostPlans }: PlanSortiesOptions,
): readonly Sortie[] => {
  const open = left.slice();
  for (const other of others) sweepAway(grid, open, other);
  const flights = vehicles.map(
    (vehicle): Flight => ({
      vehicle,
      path: [vehicle.at],
      headingRad: vehicle.headingRad,
      ...{ usedS: 0, gain: 0, ahead: [], isDone: false },
    }),
  );
  const wholeS = vehicles.reduce((sum, { enduranceS }) => sum + Math.min(durationS, enduranceS), 0);
  const stretchS = Math.max(takenS, wholeS / mostPlans);
  for (;;) {
    const flight = earliest(flights);
    if (flight === undefined) break;
    goOn(grid, open, flight, { flights, stretchS: Math.min(stretchS, durationS - flight.usedS), durationS });
  }
  return flights.map(({ vehicle, path, usedS, gain }) => {
    const { home, speedMps, id } = vehicle;
    const end = path.at(-1) ?? vehicle.at;
    return {
      vehicleId: id,
      path: path.length > 1 ? path : [],
      durationS: usedS,
      homeS: home === undefined ? 0 : planeDistanceM(end, home) / speedMps,
      gain,
    };
  });
};

const earliest = (flights: readonly Flight[]): Flight | undefined =>
  flights
    .filter(({ isDone }) => !isDone)
    .reduce<Flight | undefined>((first, flight) => (first && first.usedS <= flight.usedS ? first : flight), undefined);

/** Takes a flight one stretch further. */
const goOn = (
  grid: SearchGrid,
  open: Float32Array,
  flight: Flight,
  { flights, stretchS, durationS }: { flights: readonly Flight[]; stretchS: number; durationS: number },
): void => {
  const { vehicle, usedS, path, headingRad } = flight;
  const { headingRad: _before, ...still } = vehicle;
  const leftS = durationS - usedS;
  const others = flights.flatMap(({ ahead, vehicle: { swathM, detection } }, i): readonly OtherPath[] =>
    flights[i] === flight || ahead.length < 2 ? [] : [{ path: ahead, swathM, detection }],
  );
  const [planned] = planPaths(
    grid,
    open,
    [
      {
        ...still,
        at: path.at(-1) ?? vehicle.at,
        enduranceS: vehicle.enduranceS - usedS,
        ...(headingRad === undefined ? {} : { headingRad }),
      },
    ],
    { horizonS: Math.min(horizonS, Math.max(shortestS, leftS)), latestS: leftS, others },
  );
  const points = planned === undefined ? [] : freePart(planned.path, vehicle);
  if (planned === undefined || points.length < 2) {
    flight.isDone = true;
    flight.ahead = [];
    return;
  }
  const reached = planned.timesS.findIndex((s, i) => i > 0 && s >= stretchS);
  const last = reached < 0 ? points.length - 1 : Math.min(points.length - 1, reached);
  const taken = points.slice(0, last + 1);
  flight.gain += sweepAway(grid, open, { ...vehicle, path: taken });
  path.push(...taken.slice(1));
  const [before, end] = taken.slice(-2);
  if (before && end) flight.headingRad = Math.atan2(end.eastM - before.eastM, end.northM - before.northM);
  flight.usedS += planned.timesS[last] ?? 0;
  flight.ahead = points.slice(last);
  flight.isDone = flight.usedS >= durationS - shortestS;
};

/** As far as fences allow to the metre: the lattice knows them to the cell. */
const freePart = (path: readonly PlanePoint[], { mayGo, home }: SearchingVehicle): readonly PlanePoint[] => {
  if (mayGo === undefined) return path;
  const stop = path.findIndex((at, i) => i > 0 && !mayGo(path[i - 1] ?? at, at));
  const free = stop < 0 ? [...path] : path.slice(0, stop);
  for (let end = free.at(-1); end !== undefined && home !== undefined && !mayGo(end, home); end = free.at(-1))
    free.pop();
  return free;
};

/** Takes what a path finds out of what is left. @returns how much that is */
export const sweepAway = (grid: SearchGrid, open: Float32Array, { path, swathM, detection }: OtherPath): number => {
  let gain = 0;
  sweepCells(grid, path, swathM, (cell) => {
    const found = (open[cell] ?? 0) * detection;
    gain += found;
    open[cell] = (open[cell] ?? 0) - found;
  });
  return gain;
};
