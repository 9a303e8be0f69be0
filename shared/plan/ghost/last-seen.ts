import type { LatLon } from "../../geo/lat-lon.ts";
import type { Terrain } from "../../geo/terrain.ts";
import type { MissionItem } from "../../protocols/mission/mission-item.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";

/** What is known of a vehicle at the moment its link was lost. */
export interface LastSeen {
  /** As it was heard last. */
  readonly vehicle: VehicleState;
  /** When that was, station clock, ms. */
  readonly lostMs: number;
  /** What is surely on board, home at the beginning where the firmware counts it; absent: not known. */
  readonly mission?: readonly MissionItem[] | undefined;
  /** A parameter of the vehicle by its name; undefined where it isn't known. */
  readonly parameter: (name: string) => number | undefined;
  /** Where it was told to go, if it was. */
  readonly goTo?: (LatLon & { readonly altMslM?: number }) | undefined;
  /** The way it came, oldest first: some firmwares return along it. */
  readonly trail?: readonly LatLon[] | undefined;
  /** Where the station's antenna is; absent: home stands for it. */
  readonly station?: LatLon | undefined;
  readonly terrain?: Terrain | undefined;
}
