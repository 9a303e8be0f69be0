import type { ExchangeTarget } from "./exchange.ts";
import type { JobEvent } from "./job.ts";

/** The vehicle's own clock as it was last seen, to find that it started anew. */
export interface BootWatch {
  /** The latest time since boot that it told, ms. */
  readonly upMs: number;
  /** The vehicle's model says that it is booting. */
  readonly booting: boolean;
  readonly rebooted: boolean;
}

/** Late packets tell earlier times, by as much as a link delays; a reboot takes the clock back by more. */
const slackMs = 6_000;

/** Nothing seen; a vehicle that boots while the watch begins has not rebooted under it. */
export const freshBootWatch: BootWatch = { upMs: 0, booting: true, rebooted: false };

/** Watches the autopilot's time since boot and what the model says of it. */
export const watchBoot = (watch: BootWatch, target: ExchangeTarget, event: JobEvent): BootWatch => {
  if (event.kind === "vehicle") {
    const booting = event.vehicle.systemStatus === "boot";
    return booting === watch.booting ? watch : { ...watch, booting, rebooted: watch.rebooted || booting };
  }
  if (event.kind !== "message" || event.fromSystem !== target.systemId || event.fromComponent !== target.componentId)
    return watch;
  const { fields } = event.message;
  if (!("timeBootMs" in fields) || typeof fields.timeBootMs !== "number") return watch;
  if (fields.timeBootMs > watch.upMs) return { ...watch, upMs: fields.timeBootMs };
  return fields.timeBootMs < watch.upMs - slackMs ? { ...watch, upMs: fields.timeBootMs, rebooted: true } : watch;
};
