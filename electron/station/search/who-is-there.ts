import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { CameraModel } from "../../../shared/heat/camera-model.ts";
import { lastWords } from "../../../shared/incident/last-words.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import { jobsUnderWay, teamView } from "../../../shared/incident/team-view.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { StationClock } from "../station-clock.ts";

export interface WhoIsThereOptions {
  readonly clock: StationClock;
  readonly things: () => ReadonlyMap<string, Thing>;
  readonly whereabouts: () => ReadonlyMap<string, Whereabouts>;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  /** Of its thermal pictures; undefined where nobody says how wide they look. */
  readonly cameraOf: (vehicle: VehicleState) => CameraModel | undefined;
}

export type Readiness = "ready" | "busy" | "resting" | "off";

/** Somewhere, as of a time. */
export interface Placed {
  readonly place?: LatLon;
  readonly positionUtcMs?: number;
}

export interface TeamThere extends Placed {
  readonly team: Thing<"team">;
  readonly readiness: Readiness;
}

export interface PersonThere extends Placed {
  readonly person: Thing<"person">;
  readonly readiness: Readiness;
}

export interface VehicleThere extends Placed {
  readonly vehicle: VehicleState;
  readonly camera: CameraModel | undefined;
  readonly readiness: Readiness;
}

/** Everybody and everything that can be sent, as of one instant. */
export interface There {
  readonly nowUtcMs: number;
  readonly teams: readonly TeamThere[];
  readonly people: readonly PersonThere[];
  readonly vehicles: readonly VehicleThere[];
  /** Segments that somebody is on. */
  readonly takenSegments: ReadonlySet<string>;
  /** Ways that vehicles are on. */
  readonly takenWays: readonly OwnWay[];
}

/** A way that a vehicle was given. */
export interface OwnWay {
  readonly vehicleId: VehicleId;
  readonly jobId: string;
  readonly path: readonly LatLon[];
  /** It has no other job. */
  readonly isAll: boolean;
}

const placedAt = (at: Whereabouts | undefined): Placed =>
  at === undefined ? {} : { place: { latDeg: at.latDeg, lonDeg: at.lonDeg }, positionUtcMs: at.utcMs };

/** Looks who is there: teams and people of the incident, vehicles that are heard. */
export const whoIsThere = ({ clock, things: thingsOf, whereabouts, vehicles, cameraOf }: WhoIsThereOptions): There => {
  const [things, places] = [thingsOf(), whereabouts()];
  const nowUtcMs = clock.utcMs();
  const jobs = jobsUnderWay(things);
  const times = { nowUtcMs, words: lastWords(things), positionUtcMs: (who: string) => places.get(who)?.utcMs };
  const teams = ofKind(things, "team").map((team): TeamThere => {
    const { state } = teamView(team, jobs, times);
    const readiness = state === "free" || state === "staging" ? "ready" : state;
    return { team, readiness, ...placedAt(places.get(`team/${team.id}`)) };
  });
  const readinessOfTeam = new Map(teams.map(({ team, readiness }) => [team.id, readiness]));
  const people = ofKind(things, "person").map((person): PersonThere => {
    const own = jobs.has(`person/${person.id}`) ? "busy" : undefined;
    const readiness = own ?? readinessOfTeam.get(person.fields.teamId ?? "") ?? "ready";
    return { person, readiness, ...placedAt(places.get(`person/${person.id}`)) };
  });
  return {
    ...{ nowUtcMs, teams, people },
    vehicles: [...vehicles().values()].flatMap((vehicle) => {
      if (vehicle.presence.state === "lost") return [];
      const { position } = vehicle;
      const readiness = jobs.has(`vehicle/${vehicle.id}`) ? "busy" : "ready";
      return [{ vehicle, readiness, camera: cameraOf(vehicle), ...positionOf(position, clock, nowUtcMs) }];
    }),
    takenSegments: new Set([...jobs.values()].flat().flatMap(({ fields }) => fields.segmentIds ?? [])),
    takenWays: [...jobs.values()].flatMap((own) =>
      own.flatMap(({ id: jobId, fields: { to, path } }) =>
        to?.kind === "vehicle" && path !== undefined
          ? [{ vehicleId: to.id, jobId, path, isAll: own.length === 1 }]
          : [],
      ),
    ),
  };
};

const positionOf = (position: VehicleState["position"], clock: StationClock, nowUtcMs: number): Placed => {
  if (position === undefined) return {};
  const { latDeg, lonDeg, atMs } = position;
  return { place: { latDeg, lonDeg }, positionUtcMs: nowUtcMs - Math.max(0, clock.nowMs() - atMs) };
};
