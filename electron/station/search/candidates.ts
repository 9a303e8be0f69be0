import type { ThingFields } from "../../../shared/incident/things.ts";
import { performanceOf } from "../../../shared/plan/performance.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import { defaultReserveFraction, defaultSpeedMps } from "../../../shared/plan/plan-defaults.ts";
import type { Candidate, TravelMeans, TravelMode } from "../../../shared/search/dispatch/candidate.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { PersonThere, TeamThere, There, VehicleThere } from "./who-is-there.ts";

type TeamMode = NonNullable<ThingFields["team"]["mode"]>;

/** Riders take fields as a bicycle does; a search dog's team walks. */
const modes: Readonly<Record<TeamMode, TravelMode>> = {
  foot: "foot",
  dog: "foot",
  wheels: "wheels",
  bike: "bike",
  mounted: "bike",
  boat: "boat",
};

const travelModeOf = ({ mode = "foot" }: ThingFields["team"]): TravelMode => modes[mode];

export const meansOfTeam = (fields: ThingFields["team"]): TravelMeans => ({
  mode: travelModeOf(fields),
  ...(fields.speedMps === undefined || fields.speedMps === 0 ? {} : { speedMps: fields.speedMps }),
});

/** How a vehicle gets somewhere; what flies does so as fast as its kind usually does. */
export const meansOfVehicle = ({ kind, autopilot }: VehicleState): TravelMeans =>
  flies(kind)
    ? { mode: "wing", speedMps: performanceOf(kind, autopilot).airMps }
    : { mode: kind === "boat" ? "boat" : "foot", speedMps: defaultSpeedMps(kind) };

/** What is left in its battery above the reserve, s; as it measures, else as its kind usually lasts. */
export const enduranceOf = ({ kind, autopilot, battery, armed }: VehicleState): number => {
  const { enduranceS } = performanceOf(kind, autopilot);
  const leftS = (armed ? battery?.remainingS : undefined) ?? enduranceS * (battery?.fraction ?? 1);
  return Math.max(0, leftS - defaultReserveFraction * enduranceS);
};

const ofTeam = ({ team, readiness, place, positionUtcMs }: TeamThere, nowUtcMs: number): Candidate => {
  const { shiftEndsUtcMs, skills = [] } = team.fields;
  return {
    ...{ id: `team/${team.id}`, teamId: team.id, readiness, skills },
    means: [meansOfTeam(team.fields)],
    ...(place === undefined ? {} : { place }),
    ...(positionUtcMs === undefined ? {} : { positionUtcMs }),
    ...(shiftEndsUtcMs === undefined ? {} : { enduranceS: Math.max(0, (shiftEndsUtcMs - nowUtcMs) / 1000) }),
  };
};

const ofPerson = (
  { person, readiness, place, positionUtcMs }: PersonThere,
  team: ThingFields["team"] | undefined,
): Candidate => ({
  ...{ id: `person/${person.id}`, readiness },
  skills: [...(person.fields.skills ?? []), ...(team?.skills ?? [])],
  means: [team === undefined ? { mode: "foot" } : meansOfTeam(team)],
  ...(person.fields.teamId === undefined ? {} : { teamId: person.fields.teamId }),
  ...(place === undefined ? {} : { place }),
  ...(positionUtcMs === undefined ? {} : { positionUtcMs }),
});

const ofVehicle = ({ vehicle, readiness, place, positionUtcMs }: VehicleThere): Candidate => ({
  ...{ id: `vehicle/${vehicle.id}`, readiness, skills: [] },
  means: [meansOfVehicle(vehicle)],
  enduranceS: enduranceOf(vehicle),
  ...(vehicle.home === undefined ? {} : { home: vehicle.home }),
  ...(place === undefined ? {} : { place }),
  ...(positionUtcMs === undefined ? {} : { positionUtcMs }),
});

/** All who can be sent: teams first, so that a team is named before its leader, who stands at the same place. */
export const candidatesOf = ({ teams, people, vehicles, nowUtcMs }: There): readonly Candidate[] => {
  const byId = new Map(teams.map(({ team }) => [team.id, team.fields]));
  return [
    ...teams.map((team) => ofTeam(team, nowUtcMs)),
    // Somebody without a phone is where their team is.
    ...people
      .filter(({ person, place }) => place !== undefined || person.fields.teamId === undefined)
      .map((person) => ofPerson(person, byId.get(person.person.fields.teamId ?? ""))),
    ...vehicles.map(ofVehicle),
  ];
};
