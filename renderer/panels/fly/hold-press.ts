/** A press that must last: what it is at. Times are of the clock that steps it, ms. */
export type HoldState =
  | { readonly state: "idle" }
  | { readonly state: "pressing"; readonly heldMs: number; readonly lastMs: number }
  /** Let go too early: nothing was done, and it says so for a while. */
  | { readonly state: "early"; readonly untilMs: number }
  /** Done; the finger may still be down. */
  | { readonly state: "fired" };

export type HoldEvent = "press" | "release" | "tick" | "cancel";

export const holdMs = 1_000;
const earlyShownMs = 2_500;
/** A page that stood still counts for no more than this: a tap during a hang must never become a hold. */
const mostTickMs = 120;

export const idleHold: HoldState = { state: "idle" };

/** How far the press is, 0 to 1. */
export const holdFraction = (state: HoldState, durationMs = holdMs): number =>
  state.state === "pressing" ? Math.min(1, state.heldMs / durationMs) : state.state === "fired" ? 1 : 0;

/** Moves a press on; `fire` is true once, when it has lasted. The same state object where nothing changed. */
export const holdStep = (
  state: HoldState,
  event: HoldEvent,
  nowMs: number,
  durationMs = holdMs,
): { readonly state: HoldState; readonly fire: boolean } => {
  const stay = { state, fire: false };
  switch (event) {
    case "press":
      return state.state === "pressing"
        ? stay
        : { state: { state: "pressing", heldMs: 0, lastMs: nowMs }, fire: false };
    case "cancel":
      return state.state === "idle" ? stay : { state: idleHold, fire: false };
    case "release":
      if (state.state === "pressing") return { state: { state: "early", untilMs: nowMs + earlyShownMs }, fire: false };
      return state.state === "fired" ? { state: idleHold, fire: false } : stay;
    case "tick": {
      if (state.state === "early") return nowMs >= state.untilMs ? { state: idleHold, fire: false } : stay;
      if (state.state !== "pressing") return stay;
      const heldMs = state.heldMs + Math.min(mostTickMs, Math.max(0, nowMs - state.lastMs));
      return heldMs >= durationMs
        ? { state: { state: "fired" }, fire: true }
        : { state: { state: "pressing", heldMs, lastMs: nowMs }, fire: false };
    }
  }
};
