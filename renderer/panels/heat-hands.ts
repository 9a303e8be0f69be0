import { type RefObject, useEffect, useState } from "react";
import { useStores } from "../stores/stores-context.tsx";

/** What hands do on a list. */
export interface Hands {
  readonly pressed: boolean;
  /** The pointer or the focus is in it. */
  readonly inside: boolean;
  /** When they last moved, pressed or scrolled there, device clock; undefined: never. */
  readonly lastMs: number | undefined;
}

/** A hand that left may come back for the row it meant. */
const leftMs = 2_000;
/** A pointer or a focus that rests in the list this long was forgotten there; it must not hide what is new forever. */
const forgottenMs = 10_000;

/** Until when rows must stay where they are, device clock, ms. */
export const busyUntilMs = ({ pressed, inside, lastMs }: Hands): number => {
  if (pressed) return Number.POSITIVE_INFINITY;
  return lastMs === undefined ? Number.NEGATIVE_INFINITY : lastMs + (inside ? forgottenMs : leftMs);
};

const acts = ["pointermove", "pointerdown", "pointerup", "pointercancel", "wheel", "keydown", "focusin"] as const;

/** Whether somebody's hands are on the list, so that its rows may not move. */
export const useHands = (list: RefObject<HTMLElement | null>): boolean => {
  const { deviceClock } = useStores();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    let hands: Hands = { pressed: false, inside: false, lastMs: undefined };
    let timer: number | undefined;
    const look = (): void => {
      window.clearTimeout(timer);
      const restMs = busyUntilMs(hands) - deviceClock.nowMs();
      setBusy(restMs > 0);
      if (restMs > 0 && Number.isFinite(restMs)) timer = window.setTimeout(look, restMs + 10);
    };
    const take = (change: Partial<Hands>): void => {
      hands = { ...hands, ...change, lastMs: deviceClock.nowMs() };
      look();
    };
    const isInside = () => element.matches(":hover") || element.contains(document.activeElement);
    const onAct = (event: Event): void => {
      const pressed =
        event.type === "pointerdown" ? true : /pointer(up|cancel)/.test(event.type) ? false : hands.pressed;
      take({ pressed, inside: true });
    };
    const onGone = (): void => take({ inside: isInside() });
    // Let go anywhere: a press that began here ends there.
    const onUp = (): void => {
      if (hands.pressed) take({ pressed: false, inside: isInside() });
    };
    for (const act of acts) element.addEventListener(act, onAct, { passive: true });
    element.addEventListener("pointerleave", onGone);
    element.addEventListener("focusout", onGone);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onUp);
    return () => {
      window.clearTimeout(timer);
      for (const act of acts) element.removeEventListener(act, onAct);
      element.removeEventListener("pointerleave", onGone);
      element.removeEventListener("focusout", onGone);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onUp);
    };
  }, [list, deviceClock]);
  return busy;
};
