import type { ClockOffset } from "./clock-offset.ts";
import type { ConflictEvidence } from "./fleet-event.ts";
import type { Path } from "./path.ts";
import type { PathEvidence } from "./path-evidence.ts";

/** Two radios of one vehicle differ by their delays: a second or two, more where a network is in trouble. */
const clockToleranceMs = 5_000;
/** Clocks drift while nobody listens. */
const driftFraction = 0.001;
/** How long two clocks must disagree: a reboot reaches a slow radio later. */
const disagreeForMs = 4_000;
/** Without anything to compare, a path with the same clock is taken for the same vehicle after this long. */
const settleForMs = 3_000;
const silentMs = 1_500;

/** What is known of a vehicle, for telling whether a path leads to it. */
export interface Known {
  readonly uid: string | undefined;
  readonly mavType: number;
  readonly mavAutopilot: number;
  readonly lastHeardMs: number;
  /** The clock that was heard last. */
  readonly clock: ClockOffset | undefined;
}

/** Whether a path leads to a vehicle that is known; open where it takes more to tell. */
export type Judgement =
  | { readonly verdict: "same"; readonly rebooted: boolean }
  | { readonly verdict: "different"; readonly evidence: ConflictEvidence }
  | { readonly verdict: "open" };

const open: Judgement = { verdict: "open" };
const isSame: Judgement = { verdict: "same", rebooted: false };

/**
 * Whether a path leads to a vehicle, by evidence: the autopilot's unique id, what kind it says it is, where it is and how
 * it is turned at equal times of its clock, and the clock itself.
 * @param evidence from comparing the path with the vehicle's own paths
 */
export const judge = (path: Path, vehicle: Known, evidence: readonly PathEvidence[], nowMs: number): Judgement => {
  const saidSo = saidDifferent(path, vehicle);
  if (saidSo !== undefined) return { verdict: "different", evidence: saidSo };
  const shown = evidence.map(({ difference }) => difference).find((difference) => difference !== undefined);
  if (shown !== undefined) return { verdict: "different", evidence: shown };
  if (evidence.some(({ agrees }) => agrees)) return isSame;
  const silent = nowMs - vehicle.lastHeardMs > silentMs;
  const own = path.clock.offset;
  // Only heartbeats so far, as an autopilot sends them until it is asked for more: nothing speaks against it.
  if (own.count === 0 || vehicle.clock === undefined) return nowMs - path.firstHeardMs > settleForMs ? isSame : open;
  return silent ? judgeSilent(own, vehicle.clock, vehicle, nowMs) : judgeLive(path, vehicle.clock, nowMs);
};

const saidDifferent = (path: Path, vehicle: Known): ConflictEvidence | undefined => {
  if (path.uid !== undefined && vehicle.uid !== undefined && path.uid !== vehicle.uid) return "uid";
  const { heartbeat } = path;
  if (heartbeat === undefined) return undefined;
  return heartbeat.type !== vehicle.mavType || heartbeat.autopilot !== vehicle.mavAutopilot ? "type" : undefined;
};

/** How far two clocks are apart now, ms of the vehicle's time, in units of what delays may explain. */
export const clocksApart = (a: ClockOffset, b: ClockOffset, nowMs: number): number => {
  const apartMs = Math.abs((a.vehicleTimeAt(nowMs) ?? 0) - (b.vehicleTimeAt(nowMs) ?? 0));
  return apartMs / (clockToleranceMs * Math.max(1, a.rate, b.rate));
};

const judgeLive = (path: Path, clock: ClockOffset, nowMs: number): Judgement => {
  const own = path.clock.offset;
  const stampedForMs = nowMs - (path.stampedSinceMs ?? nowMs);
  if (clocksApart(own, clock, nowMs) <= 1) return stampedForMs > settleForMs ? isSame : open;
  const enough = own.count >= 3 && stampedForMs > disagreeForMs;
  return enough ? { verdict: "different", evidence: "clock" } : open;
};

/** The vehicle isn't heard any more: this is it, on a new path or after a reboot, or another one that was on already. */
const judgeSilent = (own: ClockOffset, clock: ClockOffset, vehicle: Known, nowMs: number): Judgement => {
  const drift = (driftFraction * (nowMs - vehicle.lastHeardMs)) / clockToleranceMs;
  if (clocksApart(own, clock, nowMs) <= 1 + drift) return isSame;
  const bootedAtMs = own.stationTimeAt(0) ?? nowMs;
  if (bootedAtMs > vehicle.lastHeardMs - clockToleranceMs) return { verdict: "same", rebooted: true };
  return own.count >= 3 ? { verdict: "different", evidence: "clock" } : open;
};
