import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";

/** A place, a path or a circle that was shown on the map for a vehicle. */
export interface Target {
  readonly vehicleId: VehicleId;
  readonly path: readonly LatLon[];
  readonly closed: boolean;
  /** Of a circle around the only point. */
  readonly radiusM?: number;
}
