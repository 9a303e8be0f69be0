import { ClockOffset } from "./clock-offset.ts";

/** More gimbals than any vehicle has. */
const maxGimbals = 8;
const implausibleMs = 3_000;

/** Puts gimbal messages on the vehicle's clock. A gimbal that is a component of its own has a clock of its own. */
export class GimbalClocks {
  readonly #clocks = new Map<number, ClockOffset>();

  /**
   * @param stampMs the sender's time since boot, ms; 0 where it gives none: then it counts when it came
   * @param isAutopilot the sender's clock is the vehicle's
   * @param vehicleClock of the path by which it came
   * @returns undefined while nothing is known of the vehicle's clock
   */
  vehicleTime(
    stampMs: number,
    sender: { readonly componentId: number; readonly isAutopilot: boolean },
    vehicleClock: ClockOffset,
    nowMs: number,
  ): number | undefined {
    const arrivalMs = vehicleClock.vehicleTimeAt(nowMs);
    if (stampMs === 0) return arrivalMs;
    if (sender.isAutopilot) return near(stampMs, arrivalMs, vehicleClock.rate) ? stampMs : arrivalMs;
    if (arrivalMs === undefined) return undefined;
    const clock = this.#clockOf(sender.componentId);
    if (clock === undefined) return arrivalMs;
    if (clock.count > 0 && !near(stampMs, clock.vehicleTimeAt(nowMs), clock.rate)) clock.reset();
    clock.note(stampMs, nowMs);
    const takenMs = clock.stationTimeAt(stampMs);
    return takenMs === undefined ? arrivalMs : vehicleClock.vehicleTimeAt(takenMs);
  }

  #clockOf(componentId: number): ClockOffset | undefined {
    const known = this.#clocks.get(componentId);
    if (known !== undefined || this.#clocks.size >= maxGimbals) return known;
    const clock = new ClockOffset();
    this.#clocks.set(componentId, clock);
    return clock;
  }
}

const near = (stampMs: number, expectedMs: number | undefined, rate: number): boolean =>
  expectedMs === undefined || Math.abs(expectedMs - stampMs) < implausibleMs * Math.max(1, rate);
