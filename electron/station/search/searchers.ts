import { flies } from "../../../shared/plan/plan-context.ts";
import { defaultAltitude, defaultSpeedMps } from "../../../shared/plan/plan-defaults.ts";
import { detourFactors, travelSpeeds } from "../../../shared/search/dispatch/travel-speeds.ts";
import { enduranceOf, meansOfTeam, meansOfVehicle } from "./candidates.ts";
import { drivingSweepM, flyingSweepM } from "./search-camera.ts";
import type { PlacedSearcher } from "./searching.ts";
import type { TeamThere, There, VehicleThere } from "./who-is-there.ts";

/** Who can't be proposed anything, and why. */
export interface NotSearching {
  readonly who: string;
  readonly why: "busy" | "resting" | "off" | "no-position" | "old-position" | "no-sweep-width" | "no-camera";
  readonly positionAgeS?: number;
}

export interface Searching {
  readonly searchers: readonly PlacedSearcher[];
  readonly leftOut: readonly NotSearching[];
}

/** A team that was silent for so long is not where it was, ms. */
const oldMs = 3_600_000;
/** Search on foot where nobody says how fast: 1.5 mph, of sar.md's example for a team (V4). */
const searchOnFootMps = 0.67;
/** Who has no end to their shift, s. */
const noEndS = 24 * 3600;

/** Who can search now, with what width and speed; with `also` those who are busy too: for what all of them can do. */
export const searchersOf = ({ teams, vehicles, nowUtcMs }: There, also: "free" | "busy-too" = "free"): Searching => {
  const searchers: PlacedSearcher[] = [];
  const leftOut: NotSearching[] = [];
  const take = (
    who: string,
    there: TeamThere | VehicleThere,
    make: () => PlacedSearcher | NotSearching["why"],
  ): void => {
    const { readiness, place, positionUtcMs } = there;
    const positionAgeS = positionUtcMs === undefined ? undefined : Math.max(0, (nowUtcMs - positionUtcMs) / 1000);
    const age = positionAgeS === undefined ? {} : { positionAgeS };
    const isOut = readiness !== "ready" && !(readiness === "busy" && also === "busy-too");
    if (isOut) leftOut.push({ who, why: readiness, ...age });
    else if (place === undefined) leftOut.push({ who, why: "no-position" });
    else if (positionAgeS !== undefined && positionAgeS * 1000 >= oldMs)
      leftOut.push({ who, why: "old-position", ...age });
    else {
      const made = make();
      if (typeof made === "string") leftOut.push({ who, why: made, ...age });
      else searchers.push(made);
    }
  };
  for (const team of teams) take(`team/${team.team.id}`, team, () => teamSearcher(team, nowUtcMs));
  for (const vehicle of vehicles) take(`vehicle/${vehicle.vehicle.id}`, vehicle, () => vehicleSearcher(vehicle));
  return { searchers, leftOut };
};

const teamSearcher = ({ team, place }: TeamThere, nowUtcMs: number): PlacedSearcher | NotSearching["why"] => {
  const { sweepWidthM = 0, shiftEndsUtcMs } = team.fields;
  if (place === undefined) return "no-position";
  // How far they see is measured at the place; nothing is taken for it.
  if (!(sweepWidthM > 0)) return "no-sweep-width";
  const { mode, speedMps } = meansOfTeam(team.fields);
  return {
    ...{ id: `team/${team.id}`, place, sweepWidthM, reserveS: 0 },
    // The width is the whole team's.
    abreast: 1,
    searchSpeedMps:
      mode === "foot" ? Math.min(speedMps ?? searchOnFootMps, searchOnFootMps) : (speedMps ?? searchOnFootMps),
    travelSpeedMps: speedMps ?? (mode === "wing" ? searchOnFootMps : travelSpeeds[mode]),
    detour: detourFactors[mode],
    enduranceS: shiftEndsUtcMs === undefined ? noEndS : Math.max(0, (shiftEndsUtcMs - nowUtcMs) / 1000),
  };
};

const vehicleSearcher = ({ vehicle, camera, place }: VehicleThere): PlacedSearcher | NotSearching["why"] => {
  if (place === undefined) return "no-position";
  if (camera === undefined) return "no-camera";
  const { kind, home } = vehicle;
  const sweepWidthM = flies(kind) ? flyingSweepM(camera, defaultAltitude(kind).m) : drivingSweepM(camera);
  if (!(sweepWidthM > 0)) return "no-sweep-width";
  const { mode, speedMps = defaultSpeedMps(kind) } = meansOfVehicle(vehicle);
  return {
    ...{ id: `vehicle/${vehicle.id}`, place, sweepWidthM, abreast: 1, reserveS: 0 },
    // What flies sees nothing of the ground under leaves that anybody measured: see `openGround`.
    ...(flies(kind) ? { widthByCoverM: { wood: 0 } } : {}),
    ...(home === undefined ? {} : { homePlace: { latDeg: home.latDeg, lonDeg: home.lonDeg } }),
    searchSpeedMps: defaultSpeedMps(kind),
    travelSpeedMps: speedMps,
    detour: detourFactors[mode],
    enduranceS: enduranceOf(vehicle),
  };
};
