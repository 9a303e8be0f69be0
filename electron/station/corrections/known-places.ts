import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { HeatIdentity } from "../../../shared/heat/heat-source.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { Landmark } from "../../../shared/wire/feeds.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";

/** Somewhere that one of our own or a mark is at one instant, better known than a camera can tell. */
export interface KnownPlace {
  /** Its errors are the same whenever it is seen. */
  readonly referenceId: string;
  readonly position: LatLon;
  /** Absent: it stands on the ground. */
  readonly altMslM?: number;
  /** One sigma of each axis. */
  readonly sigmaM: number;
  /** Warm and alone what is seen there is surely it; else a person has to say so. */
  readonly byItself: boolean;
}

export interface PlacesKnown {
  readonly vehicles: ReadonlyMap<VehicleId, VehicleState>;
  readonly landmarks: ReadonlyMap<string, Landmark>;
  /** Of the incident's teams and people, by "team/ID", "person/ID". */
  readonly whereabouts: ReadonlyMap<string, Whereabouts>;
  /** Who looks: it doesn't see itself. */
  readonly observerId: VehicleId;
  /** When, station clock and UTC. */
  readonly nowMs: number;
  readonly utcMs: number;
}

/** A position that old is not where a vehicle is any more. */
const positionLifeMs = 1_500;
/** Pictures are some tenths of a second older than the position that they are compared with. */
const lagS = 0.5;
const usualAccuracyM = 1.5;
const bestAccuracyM = 0.5;
/** A team is where it said to be for so long, ms. */
const teamLifeMs = 30_000;
/** What a team's phone told counts for so long, ms: on foot they are some ten metres further by then. */
const phoneLifeMs = 10_000;

const vehiclePlace = ({ vehicles, observerId, nowMs }: PlacesKnown, id: VehicleId): KnownPlace | undefined => {
  const vehicle = vehicles.get(id);
  const { position } = vehicle ?? {};
  if (vehicle === undefined || position === undefined || id === observerId) return undefined;
  if (vehicle.presence.state === "lost" || nowMs - position.atMs > positionLifeMs) return undefined;
  const onGround = vehicle.kind === "ground-robot" || !vehicle.armed;
  if (!onGround && position.altMslM === undefined) return undefined;
  const accuracyM = Math.max(bestAccuracyM, vehicle.gps?.horizontalAccuracyM ?? usualAccuracyM);
  const { latDeg, lonDeg } = position;
  return {
    referenceId: `vehicle-${id}`,
    position: { latDeg, lonDeg },
    ...(onGround || position.altMslM === undefined ? {} : { altMslM: position.altMslM }),
    sigmaM: Math.hypot(accuracyM, (vehicle.velocity?.groundMps ?? 0) * lagS),
    byItself: onGround,
  };
};

const landmarkPlace = ({ landmarks, utcMs }: PlacesKnown, id: string): KnownPlace | undefined => {
  const landmark = landmarks.get(id);
  if (landmark === undefined) return undefined;
  const { kind, position, sigmaM, atUtcMs } = landmark;
  const isTeam = kind === "team";
  if (isTeam && !(atUtcMs !== undefined && Math.abs(utcMs - atUtcMs) <= teamLifeMs)) return undefined;
  // Anything may lie warm beside a surveyed mark; a team is warm itself.
  return { referenceId: `landmark-${id}`, position, sigmaM, byItself: isTeam };
};

/** A team whose phone tells where it is, and how well it knows. */
const phonePlace = (who: string, { latDeg, lonDeg, sigmaM, speedMps = 0, utcMs }: Whereabouts, atUtcMs: number) => {
  const ageMs = Math.abs(atUtcMs - utcMs);
  if (!who.startsWith("team/") || sigmaM === undefined || ageMs > phoneLifeMs) return undefined;
  const movedM = speedMps * (lagS + ageMs / 1000);
  return { referenceId: who, position: { latDeg, lonDeg }, sigmaM: Math.hypot(sigmaM, movedM), byItself: true };
};

/** Where somebody said that a source is; undefined where that isn't known just then. */
export const placeOf = (known: PlacesKnown, identity: HeatIdentity): KnownPlace | undefined =>
  identity.kind === "vehicle" ? vehiclePlace(known, identity.vehicleId) : landmarkPlace(known, identity.landmarkId);

/** What needs nobody to recognise it. */
export const placesByThemselves = (known: PlacesKnown): readonly KnownPlace[] =>
  [
    ...[...known.vehicles.keys()].map((id) => vehiclePlace(known, id)),
    ...[...known.landmarks.keys()].map((id) => landmarkPlace(known, id)),
    ...[...known.whereabouts].map(([who, fix]) => phonePlace(who, fix, known.utcMs)),
  ]
    .filter((place) => place !== undefined)
    .filter(({ byItself }) => byItself);
