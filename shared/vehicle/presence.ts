import type { Presence } from "./vehicle-state.ts";

const staleAfterMs = 1_500;
const lostAfterMs = 3_500;
/** How long "back" is shown after a vehicle that was lost is heard again. */
const backForMs = 5_000;

/** How far `lastHeardMs` may lag in the published state: it would change with every message otherwise. */
const lastHeardStepMs = 250;

/**
 * The presence that follows from when a vehicle was last heard.
 * @param presence what was published last; the same object comes back where nothing changed
 * @param lastHeardMs exact, station clock
 */
export const stepPresence = (presence: Presence, lastHeardMs: number, nowMs: number): Presence => {
  const state = nextState(presence, lastHeardMs, nowMs);
  if (state !== presence.state) return { state, sinceMs: nowMs, lastHeardMs };
  if (Math.abs(lastHeardMs - presence.lastHeardMs) >= lastHeardStepMs) return { ...presence, lastHeardMs };
  return presence;
};

const nextState = (presence: Presence, lastHeardMs: number, nowMs: number): Presence["state"] => {
  const silentMs = nowMs - lastHeardMs;
  if (silentMs > lostAfterMs) return "lost";
  if (silentMs > staleAfterMs) return presence.state === "lost" ? "lost" : "stale";
  if (presence.state === "lost") return "back";
  if (presence.state === "back") return nowMs - presence.sinceMs > backForMs ? "heard" : "back";
  return "heard";
};
