import { useEffect } from "react";
import type { Stores } from "../../stores/create-stores.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { isUsable, type Pad } from "./gamepad-sticks.ts";
import { type SteerState, steerOff, steerRequest, steerStep } from "./steer-machine.ts";
import { gateNow } from "./use-gate.ts";

/** As often as sticks are read and sent: 20 Hz. */
const everyMs = 50;

/** The first that can be used, else the first that is there. */
const padOf = (pads: readonly (Pad | null)[]): Pad | undefined => {
  const there = pads.filter((pad) => pad !== null);
  return there.find(isUsable) ?? there[0];
};

/** Reads the gamepad and says what hands want on the stream, for as long as the page stands. @returns what ends it */
const startSteering = (window: Window, stores: Stores): (() => void) => {
  const { fly, selection, fleet, commander } = stores;
  let state: SteerState = steerOff;
  /** The vehicle that may be steered now: selected, made ready, and ours to command. */
  const vehicleNow = () => {
    const { readyToSteer } = fly.getState();
    const { selectedVehicleId } = selection.getState();
    if (readyToSteer === undefined) return undefined;
    if (readyToSteer !== selectedVehicleId || !gateNow(stores, readyToSteer).open) {
      fly.getState().setReadyToSteer(undefined);
      return undefined;
    }
    return readyToSteer;
  };
  const look = (present: boolean) => {
    const pad = padOf(window.navigator.getGamepads());
    const vehicleId = vehicleNow();
    const kind = vehicleId === undefined ? undefined : fleet.getState().byId[vehicleId]?.kind;
    const next = steerStep(state, { pad, vehicleId, onGround: kind === "ground-robot" || kind === "boat", present });
    state = next.state;
    let heard = true;
    for (const send of next.send)
      heard =
        stores.sendOnStream({
          kind: "vehicle.steer",
          ...commander.addressed(send.vehicleId),
          ...commander.asked(),
          ...steerRequest(send),
        }) && heard;
    // Nobody hears it: the vehicle ends by its own time limit, and nothing goes on by itself once the stream is back.
    if (!heard && state.state === "steering") state = { state: "let-go-first" };
    show(pad, vehicleId !== undefined);
  };
  const show = (pad: Pad | undefined, ready: boolean) => {
    const shown = fly.getState();
    const gamepad = pad === undefined ? undefined : { name: pad.id, usable: isUsable(pad) };
    if (gamepad?.name !== shown.gamepad?.name || gamepad?.usable !== shown.gamepad?.usable) fly.setState({ gamepad });
    const steering = state.state === "steering" ? { vehicleId: state.vehicleId, ...state.sticks } : undefined;
    if (steering !== shown.steering && (steering !== undefined || shown.steering !== undefined))
      fly.setState({ steering });
    const steerNeeds =
      ready && (state.state === "centre-first" || state.state === "let-go-first") ? state.state : undefined;
    if (steerNeeds !== shown.steerNeeds) fly.setState({ steerNeeds });
  };
  const isPresent = () => window.document.visibilityState === "visible" && window.document.hasFocus();
  const gone = () => look(false);
  const changed = () => look(isPresent());
  const timer = window.setInterval(changed, everyMs);
  // At once, not only at the next look.
  const offSelection = selection.subscribe((now, before) => {
    if (now.selectedVehicleId !== before.selectedVehicleId) changed();
  });
  window.addEventListener("blur", gone);
  window.addEventListener("pagehide", gone);
  window.addEventListener("gamepaddisconnected", changed);
  window.document.addEventListener("visibilitychange", changed);
  return () => {
    gone();
    window.clearInterval(timer);
    offSelection();
    window.removeEventListener("blur", gone);
    window.removeEventListener("pagehide", gone);
    window.removeEventListener("gamepaddisconnected", changed);
    window.document.removeEventListener("visibilitychange", changed);
  };
};

/** Hands on the stick, while the program is shown. */
export const useSteering = (): void => {
  const stores = useStores();
  useEffect(() => startSteering(window, stores), [stores]);
};
