import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { autopilotNumber, modesOf } from "../../../shared/vehicle/modes.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { AlertBook } from "../alert-book.ts";
import type { StationClock } from "../station-clock.ts";
import type { VehicleBoard } from "../vehicle-board.ts";
import type { Custody } from "./custody.ts";
import { idConflict } from "./id-conflict.ts";
import type { Steering } from "./steering.ts";

export interface FlightWatchOptions {
  readonly clock: StationClock;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly board: VehicleBoard;
  readonly alerts: AlertBook;
  readonly custody: Custody;
  readonly steering: Steering;
  readonly groundMslM: (place: LatLon) => number | undefined;
}

/** Above this, unmanned flight needs permission everywhere in China (Interim Regulation of 2024, article 19). */
const limitM = 120;
/** It is over only this far below, so that a gust doesn't make it flicker. */
const hysteresisM = 5;
const positionLivesMs = 5_000;

/**
 * Height above the ground below it, m: by the vehicle's own terrain, else by the station's, else by its rangefinder (which may
 * say no more than its own reach).
 */
const heightAboveGroundM = (
  { position, rangefinderM, kind }: VehicleState,
  groundMslM: (place: LatLon) => number | undefined,
  nowMs: number,
): number | undefined => {
  if (kind === "ground-robot" || kind === "boat" || position === undefined) return undefined;
  if (nowMs - position.atMs > positionLivesMs) return undefined;
  const { altTerrainM, altMslM } = position;
  const ground = groundMslM(position);
  const byMap = ground === undefined || altMslM === undefined ? undefined : altMslM - ground;
  const known = altTerrainM ?? byMap ?? rangefinderM;
  return known === undefined ? undefined : Math.round(known * 10) / 10;
};

/** What the station adds to each vehicle for flying it, and what it warns of. */
export class FlightWatch {
  readonly #options: FlightWatchOptions;
  /** The same array each time, so that it is no news. */
  readonly #modes = new Map<string, readonly string[]>();

  constructor(options: FlightWatchOptions) {
    this.#options = options;
  }

  /** To be called some times a second. */
  look(): void {
    const { clock, vehicles, board, custody, steering, groundMslM } = this.#options;
    const nowMs = clock.nowMs();
    const all = vehicles();
    for (const vehicle of all.values()) {
      const aglM = heightAboveGroundM(vehicle, groundMslM, nowMs);
      board.setExtras(vehicle.id, {
        aglM,
        idConflict: idConflict(vehicle, all.values(), nowMs) ? true : undefined,
        custody: custody.view(vehicle.id),
        manual: steering.steeredBy(vehicle.id),
        modes: this.#modesOf(vehicle),
      });
      this.#warnOfHeight(vehicle, aglM);
    }
  }

  #modesOf({ autopilot, mavType }: VehicleState): readonly string[] | undefined {
    const key = `${autopilot}/${mavType}`;
    const known = this.#modes.get(key);
    if (known !== undefined) return known.length === 0 ? undefined : known;
    const modes = modesOf(autopilotNumber(autopilot) ?? -1, mavType);
    this.#modes.set(key, modes);
    return modes.length === 0 ? undefined : modes;
  }

  /** Where nothing is known of the ground, home's height is the next best. */
  #warnOfHeight({ id, armed, position, kind }: VehicleState, aglM: number | undefined): void {
    const { alerts } = this.#options;
    const flies = kind !== "ground-robot" && kind !== "boat";
    const heightM = aglM ?? (flies ? position?.altHomeM : undefined);
    if (heightM === undefined) return;
    if (armed && heightM > limitM) {
      const params = { height: Math.floor(heightM / 5) * 5 };
      alerts.report({ code: "above-120m", severity: "warning", vehicleId: id, params, lasting: true });
    } else if (!armed || heightM < limitM - hysteresisM) alerts.settle({ code: "above-120m", vehicleId: id });
  }
}
