import type { ExchangeTarget } from "./exchange.ts";
import type { JobEvent } from "./job.ts";

/** The vehicle's own clock as it was last seen, to find that it started anew. */
export interface BootWatch {
  /** The latest time since boot that it told, ms. */
  readonly upMs: number;
  /** Since when it tells nothing but times from long before that, if it does. */
  readonly backSinceMs: number | undefined;
  /** The vehicle's model says that it is booting. */
  readonly booting: boolean;
  readonly rebooted: boolean;
}

/** Late packets tell earlier times, by as much as a link delays; a reboot takes the clock back by more. */
const slackMs = 6_000;
/** A second path that lags, or what was held up on the first, tells old times too, but between new ones and not for long. */
const surelyBackMs = 1_000;

/** Nothing seen; a vehicle that boots while the watch begins has not rebooted under it. */
export const freshBootWatch: BootWatch = { upMs: 0, backSinceMs: undefined, booting: true, rebooted: false };

/** Watches the autopilot's time since boot and what the model says of it. */
export const watchBoot = (watch: BootWatch, target: ExchangeTarget, event: JobEvent, nowMs: number): BootWatch => {
  if (event.kind === "vehicle") {
    const booting = event.vehicle.systemStatus === "boot";
    return booting === watch.booting ? watch : { ...watch, booting, rebooted: watch.rebooted || booting };
  }
  if (event.kind !== "message" || event.fromSystem !== target.systemId || event.fromComponent !== target.componentId)
    return watch;
  const { fields } = event.message;
  if (!("timeBootMs" in fields) || typeof fields.timeBootMs !== "number") return watch;
  return noteTime(watch, fields.timeBootMs, nowMs);
};

const noteTime = (watch: BootWatch, timeBootMs: number, nowMs: number): BootWatch => {
  const { upMs, backSinceMs = nowMs } = watch;
  if (timeBootMs > upMs) return { ...watch, upMs: timeBootMs, backSinceMs: undefined };
  if (timeBootMs >= upMs - slackMs)
    return watch.backSinceMs === undefined ? watch : { ...watch, backSinceMs: undefined };
  if (nowMs - backSinceMs < surelyBackMs) return { ...watch, backSinceMs };
  return { ...watch, upMs: timeBootMs, backSinceMs: undefined, rebooted: true };
};
