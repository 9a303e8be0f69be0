import type { Fleet } from "../../../shared/vehicle/fleet.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { StationClock } from "../station-clock.ts";

/** When a picture was taken, as a camera or we can tell. */
export interface StampedCapture {
  /** By the vehicle's time since boot ... */
  readonly captureVehicleTimeMs?: number | undefined;
  /** ... or by this process's monotonic clock. */
  readonly captureProcessMs?: number | undefined;
}

/**
 * A stamp that is older when it comes, or so far ahead, is by another clock than the vehicle's: of a camera or computer that was
 * switched on at another time, or of another vehicle. No live link holds pictures for so long. By the vehicle's clock, ms.
 */
const oldestStampMs = 10_000;
const aheadMs = 1_000;

/** Between the clock of this process, that of the station and those of vehicles. */
export class CaptureTimes {
  readonly #clock: Pick<StationClock, "nowMs" | "rate">;
  readonly #fleet: () => Pick<Fleet, "vehicleTimeAt">;

  constructor(clock: Pick<StationClock, "nowMs" | "rate">, fleet: () => Pick<Fleet, "vehicleTimeAt">) {
    this.#clock = clock;
    this.#fleet = fleet;
  }

  /** A scenario that runs faster than life grows old as fast. */
  stationMs(processMs: number): number {
    return this.#clock.nowMs() - (performance.now() - processMs) * this.#clock.rate();
  }

  processMs(stationMs: number): number {
    const rate = this.#clock.rate();
    return performance.now() - (rate > 0 ? (this.#clock.nowMs() - stationMs) / rate : 0);
  }

  /** A capture as the station's clock has it; now, where nothing relates the vehicle's clock to ours. */
  stationOf(vehicleId: VehicleId, { captureVehicleTimeMs, captureProcessMs }: StampedCapture): number {
    if (captureProcessMs !== undefined) return this.stationMs(captureProcessMs);
    const nowMs = this.#clock.nowMs();
    const vehicleNowMs = this.#fleet().vehicleTimeAt(vehicleId, nowMs);
    return captureVehicleTimeMs === undefined || vehicleNowMs === undefined
      ? nowMs
      : nowMs - (vehicleNowMs - captureVehicleTimeMs);
  }

  /**
   * By the vehicle's clock; undefined where nothing relates it to ours, or a stamp can't be of that clock.
   * @param arrivedMs when it came, by the station's clock
   */
  vehicleMs(
    vehicleId: VehicleId,
    { captureVehicleTimeMs, captureProcessMs }: StampedCapture,
    arrivedMs: number,
  ): number | undefined {
    if (captureVehicleTimeMs !== undefined) {
      const arrivedVehicleMs = this.#fleet().vehicleTimeAt(vehicleId, arrivedMs);
      const ageMs = arrivedVehicleMs === undefined ? 0 : arrivedVehicleMs - captureVehicleTimeMs;
      const rate = Math.max(1, this.#clock.rate());
      return ageMs > oldestStampMs * rate || ageMs < -aheadMs * rate ? undefined : captureVehicleTimeMs;
    }
    if (captureProcessMs === undefined) return undefined;
    return this.#fleet().vehicleTimeAt(vehicleId, this.stationMs(captureProcessMs));
  }
}
