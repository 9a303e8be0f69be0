import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";

export interface Looker {
  readonly id: VehicleId;
  readonly distanceM: number;
  /** About how long it takes to get there, s. */
  readonly etaS: number;
  /** It has a camera, and its battery lasts for the way there and back. */
  readonly isFit: boolean;
}

/** Can go there as it is: a robot from where it stands, a drone only while it flies. */
const canGo = ({ kind, armed, position, frozen }: VehicleView): boolean =>
  position !== undefined &&
  frozen !== true &&
  (kind === "ground-robot" || (armed && (kind === "multirotor" || kind === "helicopter" || kind === "vtol")));

/**
 * How fast it gets somewhere, m/s: the firmwares' defaults (ArduCopter WPNAV_SPEED 10, PX4 MPC_XY_CRUISE 5, ArduPlane Q_WP_SPEED
 * 5); a robot dog walks 1.2 and can't go straight, by a guess a third more way.
 */
const speedMps = ({ kind, autopilot }: VehicleView): number => {
  if (kind === "ground-robot") return 1.2 / 1.33;
  if (kind === "vtol") return 5;
  return autopilot === "px4" ? 5 : 10;
};

/** Of a battery that lasts for the way there and back, what must be left, s. */
const spareS = 120;
/** The least that it must hold where nobody says for how long that lasts. */
const leastFraction = 0.2;

const isFit = ({ battery, cameras, gimbal, thermal }: VehicleView, etaS: number): boolean => {
  const sees = thermal !== undefined || cameras.length > 0 || gimbal !== undefined;
  if (battery?.remainingS !== undefined && battery.remainingS < 2 * etaS + spareS) return false;
  return sees && (battery?.fraction === undefined || battery.fraction >= leastFraction);
};

/** Who could go and look at a source: the selected one first, then who is fit to, then who is there first. */
export const lookersFor = (
  source: Pick<HeatSource, "location">,
  vehicles: readonly VehicleView[],
  selectedId: VehicleId | undefined,
  mayCommand: (id: VehicleId) => boolean,
): readonly Looker[] => {
  const { location } = source;
  if (!location.located) return [];
  return vehicles
    .flatMap((vehicle): Looker[] => {
      if (vehicle.position === undefined || !canGo(vehicle) || !mayCommand(vehicle.id)) return [];
      const awayM = distanceM(vehicle.position, location.position);
      const etaS = awayM / speedMps(vehicle);
      return [{ id: vehicle.id, distanceM: awayM, etaS, isFit: isFit(vehicle, etaS) }];
    })
    .sort(
      (a, b) =>
        Number(b.id === selectedId) - Number(a.id === selectedId) ||
        Number(b.isFit) - Number(a.isFit) ||
        a.etaS - b.etaS,
    );
};

/** Another is proposed only where it would be there so much sooner: the proposal must not change to and fro under a hand. */
const soonerS = 15;

/** Who is proposed: the first to be there of those who are fit, and the one that was proposed before while it is about as near. */
export const proposedLooker = (lookers: readonly Looker[], beforeId: VehicleId | undefined): Looker | undefined => {
  const fit = lookers.filter((looker) => looker.isFit);
  const first = fit.reduce<Looker | undefined>(
    (best, looker) => (best === undefined || looker.etaS < best.etaS ? looker : best),
    undefined,
  );
  const before = fit.find((looker) => looker.id === beforeId);
  return first !== undefined && before !== undefined && before.etaS - first.etaS < soonerS ? before : first;
};
