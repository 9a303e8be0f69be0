import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { IncidentRecord, TrackPoint } from "../record/incident-record.ts";
import type { StationClock } from "../station-clock.ts";

export interface VehicleTracksOptions {
  readonly clock: StationClock;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly incidentId: () => string | undefined;
  readonly archive: () => Pick<IncidentRecord, "appendTracks"> | undefined;
}

/** A point is worth keeping after so long, or so far. */
const everyMs = 5_000;
const everyM = 10;

/** Where drones and robots went during the incident that is shown, beside the tracks of its people. */
export class VehicleTracks {
  readonly #options: VehicleTracksOptions;
  readonly #last = new Map<VehicleId, TrackPoint>();

  constructor(options: VehicleTracksOptions) {
    this.#options = options;
  }

  /** To be called about once a second. */
  look(): void {
    const { clock, vehicles, incidentId, archive } = this.#options;
    const id = incidentId();
    if (id === undefined) return;
    const utcMs = clock.utcMs();
    const points = [...vehicles()].flatMap(([vehicleId, { position, presence }]) => {
      if (position === undefined || presence.state !== "heard") return [];
      const point = { who: `vehicle/${vehicleId}`, utcMs, latDeg: position.latDeg, lonDeg: position.lonDeg };
      const last = this.#last.get(vehicleId);
      if (last !== undefined && utcMs - last.utcMs < everyMs && distanceM(last, point) < everyM) return [];
      this.#last.set(vehicleId, point);
      return [point];
    });
    if (points.length > 0) archive()?.appendTracks(id, points);
  }
}
