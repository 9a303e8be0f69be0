import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";

export interface Looker {
  readonly id: VehicleId;
  readonly distanceM: number;
}

/** Can go there as it is: a robot from where it stands, a drone only while it flies. */
const canGo = ({ kind, armed, position, frozen }: VehicleView): boolean =>
  position !== undefined &&
  frozen !== true &&
  (kind === "ground-robot" || (armed && (kind === "multirotor" || kind === "helicopter" || kind === "vtol")));

/** Who could go and look at a source, the selected one first, then the nearest. */
export const lookersFor = (
  source: Pick<HeatSource, "location">,
  vehicles: readonly VehicleView[],
  selectedId: VehicleId | undefined,
  mayCommand: (id: VehicleId) => boolean,
): readonly Looker[] => {
  const { location } = source;
  if (!location.located) return [];
  return vehicles
    .flatMap((vehicle) =>
      vehicle.position !== undefined && canGo(vehicle) && mayCommand(vehicle.id)
        ? [{ id: vehicle.id, distanceM: distanceM(vehicle.position, location.position) }]
        : [],
    )
    .sort((a, b) => Number(b.id === selectedId) - Number(a.id === selectedId) || a.distanceM - b.distanceM);
};
