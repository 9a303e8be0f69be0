import type { CameraRig } from "./camera-rig.ts";

export interface CameraInputOptions {
  readonly element: HTMLElement;
  readonly rig: CameraRig;
  readonly wake: () => void;
  /** A press that moved nothing, px from the element's corner. */
  readonly onPress: (xPx: number, yPx: number) => void;
  readonly onHover: (at: { readonly xPx: number; readonly yPx: number } | undefined) => void;
  /** A hand took the camera: it no longer goes anywhere by itself. */
  readonly onTaken: () => void;
}

const turnPerPx = 0.0052;
/** Less is a press, not a pull, px. */
const pullPx = 5;

interface Hand {
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  pulled: boolean;
}

/**
 * Mouse: left pulls the ground, right or with Shift turns, the wheel goes nearer. Touch: one finger pulls, two turn, tilt and
 * pinch. @returns lets go of the element
 */
export const listenToCameraInput = (options: CameraInputOptions): (() => void) => {
  const { element, rig, wake } = options;
  const abort = new AbortController();
  const { signal } = abort;
  const hands = new Map<number, Hand>();
  let turns = false;

  const two = (): { readonly x: number; readonly y: number; readonly apart: number; readonly angle: number } => {
    const [a, b] = [...hands.values()];
    if (a === undefined || b === undefined) return { x: 0, y: 0, apart: 1, angle: 0 };
    return {
      x: (a.x + b.x) / 2,
      y: (a.y + b.y) / 2,
      apart: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
      angle: Math.atan2(b.y - a.y, b.x - a.x),
    };
  };

  const drag = (hand: Hand, x: number, y: number): void => {
    const [right, down] = [x - hand.x, y - hand.y];
    hand.x = x;
    hand.y = y;
    if (turns || rig.mode === "follow") rig.turnBy(right * turnPerPx, down * turnPerPx);
    else rig.panBy(right / element.clientHeight, down / element.clientHeight);
  };

  const pinch = (hand: Hand, x: number, y: number): void => {
    const before = two();
    hand.x = x;
    hand.y = y;
    const after = two();
    rig.zoomBy(before.apart / after.apart);
    rig.turnBy(-(after.angle - before.angle), (after.y - before.y) * turnPerPx);
  };

  element.addEventListener(
    "pointerdown",
    (event) => {
      if (event.target !== element && !(event.target instanceof HTMLCanvasElement)) return;
      element.setPointerCapture(event.pointerId);
      turns = event.button === 2 || event.shiftKey || event.ctrlKey;
      const { clientX: x, clientY: y } = event;
      hands.set(event.pointerId, { startX: x, startY: y, x, y, pulled: hands.size > 0 });
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      const hand = hands.get(event.pointerId);
      const { left, top } = element.getBoundingClientRect();
      if (hand === undefined) {
        options.onHover({ xPx: event.clientX - left, yPx: event.clientY - top });
        return;
      }
      if (!hand.pulled && Math.hypot(event.clientX - hand.startX, event.clientY - hand.startY) < pullPx) return;
      hand.pulled = true;
      options.onTaken();
      if (hands.size >= 2) pinch(hand, event.clientX, event.clientY);
      else drag(hand, event.clientX, event.clientY);
      wake();
    },
    { signal },
  );
  const release = (event: PointerEvent): void => {
    const hand = hands.get(event.pointerId);
    hands.delete(event.pointerId);
    if (hand === undefined || hand.pulled || event.type !== "pointerup" || event.button === 2) return;
    const { left, top } = element.getBoundingClientRect();
    options.onPress(event.clientX - left, event.clientY - top);
  };
  for (const name of ["pointerup", "pointercancel"] as const) element.addEventListener(name, release, { signal });
  element.addEventListener("pointerleave", () => options.onHover(undefined), { signal });
  element.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      options.onTaken();
      const px = event.deltaMode === 0 ? event.deltaY : event.deltaY * 30;
      rig.zoomBy(1.0016 ** Math.max(-400, Math.min(400, px)));
      wake();
    },
    { signal, passive: false },
  );
  return () => abort.abort();
};
