import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { type PlanePoint, planeDistanceM } from "../../../shared/geo/polygon.ts";
import { simplifyLine } from "../../../shared/geo/simplify-line.ts";
import { FenceArea } from "../../../shared/plan/fence-area.ts";
import type { SearcherPlan } from "../../../shared/search/allocation/searcher.ts";
import { cellCount } from "../../../shared/search/grid/search-grid.ts";
import type { OtherPath } from "../../../shared/search/planner/plan-paths.ts";
import { planSorties, type Sortie, sweepAway } from "../../../shared/search/planner/plan-sorties.ts";
import type { SearchingVehicle } from "../../../shared/search/planner/searching-vehicle.ts";
import { fencedCells } from "./fenced-cells.ts";
import type { PlacedFlyer } from "./flyers.ts";
import type { Made } from "./search-engine.ts";
import { walkableCells } from "./walkable-cells.ts";
import type { WorkerGround } from "./worker-ground.ts";

/** A way that somebody is on already. */
export interface TakenWay {
  readonly jobId: string;
  readonly path: readonly LatLon[];
  readonly swathM: number;
  readonly detection: number;
}

export interface WaysAsk {
  readonly flyers: readonly PlacedFlyer[];
  readonly horizonS: number;
  /** Segments that others are on already. */
  readonly without: readonly string[];
  readonly takenWays: readonly TakenWay[];
}

/** Over the richest ground: where, how long, and what it adds to the probability of success of the whole search. */
export interface RichWay {
  readonly who: string;
  /** From where it is; without the way home. */
  readonly path: readonly LatLon[];
  readonly searchS: number;
  readonly homeS: number;
  /** The way home is in it. */
  readonly distanceM: number;
  readonly gain: number;
  /** It is on a way already: whose job, and what the rest of that would still add. */
  readonly insteadOf?: { readonly jobId: string; readonly gain: number };
}

/** Another way than the one that it is on must add so many times as much, and so much more: changing costs attention. */
const muchBetter = 1.25;
const leastBetter = 0.01;

/** A way that adds less than this isn't worth a battery. */
const leastGain = 1e-4;

/**
 * For each vehicle a flight of its own over what the search has left, until its battery brings it home or the time is up.
 * @param teams what the same answer proposes to those who walk: as far as they will search, less is left for vehicles
 */
export const richWays = (
  made: Made,
  ground: WorkerGround,
  ask: WaysAsk,
  teams: readonly SearcherPlan[],
): readonly RichWay[] => {
  if (ask.flyers.length === 0) return [];
  const { map, frame, openShare } = made;
  const left = map.posteriorInto(new Float32Array(cellCount(map.grid)));
  leaveToOthers(left, made, ask.without, teams);
  const taken = ask.takenWays.map(
    ({ path, jobId, ...how }): Taken => ({ ...how, jobId, path: path.map((place) => frame.toNorthEast(place)) }),
  );
  // What flies sees nothing of the ground under leaves that anybody measured: see `openGround`.
  const seen = openShare === undefined ? left : left.map((mass, cell) => mass * (openShare[cell] ?? 1));
  const walkable = ask.flyers.some(({ flies }) => !flies) ? walkableCells(ground.features, map.grid, frame) : undefined;
  const vehicleOf = (flyer: PlacedFlyer): SearchingVehicle =>
    flyer.flies
      ? flyingOf(flyer, made)
      : { ...bareOf(flyer, made), ...(walkable === undefined ? {} : { slowness: walkable }) };
  // Without a map of water and ways nobody knows where a robot can walk.
  const able = ask.flyers.filter(({ flies }) => flies || ground.features.length > 0);
  const free = able.filter(({ now }) => now === undefined);
  const flown = sortiesOf(made, seen, ask, free.filter(({ flies }) => flies).map(vehicleOf), taken);
  const walked = sortiesOf(made, left, ask, free.filter(({ flies }) => !flies).map(vehicleOf), [
    ...taken,
    ...flown.map(othersPath),
  ]);
  const planned = [...flown, ...walked];
  return [
    ...planned.flatMap(({ sortie, vehicle }) => wayOf(made, sortie, vehicle) ?? []),
    ...able.flatMap((flyer) => {
      const others = [...taken.filter(({ jobId }) => jobId !== flyer.now?.jobId), ...planned.map(othersPath)];
      return betterWay(made, flyer.flies ? seen : left, ask, { flyer, vehicle: vehicleOf, taken, others }) ?? [];
    }),
  ];
};

type Taken = OtherPath & { readonly jobId: string };

const othersPath = ({ sortie, vehicle: { swathM, detection } }: Planned): OtherPath => ({
  path: sortie.path,
  swathM,
  detection,
});

/** For a vehicle that is on a way: another one, where it adds clearly more than the rest of that. */
const betterWay = (
  made: Made,
  left: Float32Array,
  ask: WaysAsk,
  {
    flyer,
    vehicle,
    taken,
    others,
  }: {
    readonly flyer: PlacedFlyer;
    readonly vehicle: (flyer: PlacedFlyer) => SearchingVehicle;
    readonly taken: readonly Taken[];
    readonly others: readonly OtherPath[];
  },
): RichWay | undefined => {
  const own = taken.find(({ jobId }) => jobId === flyer.now?.jobId);
  if (own === undefined) return undefined;
  const [planned] = sortiesOf(made, left, ask, [vehicle(flyer)], others);
  const way = planned && wayOf(made, planned.sortie, planned.vehicle);
  const open = left.slice();
  for (const other of others) sweepAway(made.map.grid, open, other);
  // What it has flown of it already counts for nothing any more: it was searched.
  const rest = sweepAway(made.map.grid, open, own) * made.map.notFound;
  if (way === undefined || way.gain < muchBetter * rest || way.gain - rest < leastBetter) return undefined;
  return { ...way, insteadOf: { jobId: own.jobId, gain: rest } };
};

interface Planned {
  readonly sortie: Sortie;
  readonly vehicle: SearchingVehicle;
}

const sortiesOf = (
  { map }: Made,
  left: Float32Array,
  { horizonS }: WaysAsk,
  vehicles: readonly SearchingVehicle[],
  others: readonly OtherPath[],
): readonly Planned[] =>
  vehicles.length === 0
    ? []
    : planSorties(map.grid, left, vehicles, { durationS: horizonS, others }).flatMap((sortie, i) => {
        const vehicle = vehicles[i];
        return vehicle === undefined ? [] : [{ sortie, vehicle }];
      });

/** Segments that somebody is on are theirs; where teams are about to go, what they will miss is left. */
const leaveToOthers = (
  left: Float32Array,
  { built }: Made,
  without: readonly string[],
  teams: readonly SearcherPlan[],
): void => {
  const kept = new Map<string, number>(without.map((id) => [id, 0]));
  for (const { stints } of teams)
    for (const { segmentId, pod } of stints) kept.set(segmentId, (kept.get(segmentId) ?? 1) * (1 - pod));
  if (kept.size === 0) return;
  const { ids, owner } = built.segments;
  const shares = ids.map((id) => kept.get(id) ?? 1);
  for (let cell = 0; cell < left.length; cell += 1) left[cell] = (left[cell] ?? 0) * (shares[owner[cell] ?? -1] ?? 1);
};

const bareOf = (flyer: PlacedFlyer, { frame }: Made): SearchingVehicle => {
  const { id, place, homePlace, headingRad, speedMps, swathM, detection, turnS, enduranceS } = flyer;
  return {
    ...{ id, speedMps, swathM, detection, turnS, enduranceS, at: frame.toNorthEast(place) },
    ...(homePlace === undefined ? {} : { home: frame.toNorthEast(homePlace) }),
    ...(headingRad === undefined ? {} : { headingRad }),
  };
};

const flyingOf = (flyer: PlacedFlyer, made: Made): SearchingVehicle => {
  const { fences, autopilot } = flyer;
  const bare = bareOf(flyer, made);
  if (fences.length === 0) return bare;
  const { frame, map } = made;
  const area = new FenceArea(fences, autopilot);
  const placeOf = ({ northM, eastM }: PlanePoint): LatLon => frame.toLatLon(northM, eastM);
  return {
    ...bare,
    slowness: fencedCells(fences, map.grid, frame, autopilot),
    mayGo: (from, to) => area.along(placeOf(from), placeOf(to)) === "inside",
  };
};

const wayOf = (
  { map, frame }: Made,
  { path, durationS, homeS, gain }: Sortie,
  { mayGo, id, speedMps }: SearchingVehicle,
): RichWay | undefined => {
  const share = gain * map.notFound;
  if (path.length < 2 || share < leastGain) return undefined;
  // Straight stretches are many steps of the lattice. Beside fences every one of them was looked at, no other.
  const line = simplifyLine(path, mayGo === undefined ? map.grid.cellM / 4 : 0.01);
  const flownM = line.reduce((sum, at, i) => sum + planeDistanceM(line[i - 1] ?? at, at), 0);
  return {
    who: id,
    path: line.map(({ northM, eastM }) => frame.toLatLon(northM, eastM)),
    ...{ searchS: durationS, homeS, gain: share },
    distanceM: flownM + homeS * speedMps,
  };
};
