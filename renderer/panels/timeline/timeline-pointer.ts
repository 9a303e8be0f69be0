/** What a hand does on the timeline, in px from its upper left corner. */
export interface PointerHandlers {
  /** A press that becomes a scrub; also every move of it. */
  readonly onScrub: (x: number) => void;
  /** A press without a move: on a mark, perhaps. */
  readonly onPress: (x: number, y: number, reachPx: number) => void;
  readonly onScrubEnd: () => void;
  readonly onHover: (at: { readonly x: number; readonly y: number } | undefined) => void;
  /** About a place, by a factor over 1 to look closer. */
  readonly onZoom: (x: number, factor: number) => void;
  readonly onPan: (byPx: number) => void;
  /** Elsewhere the wheel scrolls, as everywhere. */
  readonly takesWheel: (x: number) => boolean;
}

/** A hand that moved less than this meant to press, px. */
const slackPx = 4;
const reachPx = { mouse: 9, touch: 22 };
/** A wheel's notch is some 100 px in most browsers: two and a half notches double the scale. */
const zoomPerPx = Math.log(2) / 250;

interface Finger {
  readonly startX: number;
  readonly startY: number;
  readonly startMs: number;
  x: number;
  y: number;
  moved: boolean;
}

/**
 * Turns pointers into what they mean: one scrubs, two zoom and pan, Shift or the middle button pans, the wheel zooms and its
 * sideways part pans.
 * @returns ends it
 */
export const listenToPointer = (element: HTMLElement, handlers: PointerHandlers): (() => void) => {
  const abort = new AbortController();
  const options = { signal: abort.signal };
  const fingers = new Map<number, Finger>();
  let mode: "scrub" | "pan" | "pinch" | undefined;

  const placeOf = (event: PointerEvent | WheelEvent): { readonly x: number; readonly y: number } => {
    const rect = element.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };

  const pinch = (finger: Finger, to: { readonly x: number; readonly y: number }): void => {
    const other = [...fingers.values()].find((one) => one !== finger);
    if (other === undefined) return;
    const beforePx = Math.abs(finger.x - other.x);
    const afterPx = Math.abs(to.x - other.x);
    const middle = (to.x + other.x) / 2;
    handlers.onPan((finger.x - to.x) / 2);
    // Fingers above one another say nothing about time.
    if (beforePx > 12 && afterPx > 12) handlers.onZoom(middle, afterPx / beforePx);
  };

  element.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button === 2) return;
      element.setPointerCapture(event.pointerId);
      const at = placeOf(event);
      fingers.set(event.pointerId, { ...at, startX: at.x, startY: at.y, startMs: event.timeStamp, moved: false });
      if (fingers.size === 2) {
        if (mode === "scrub") handlers.onScrubEnd();
        mode = "pinch";
      } else mode = event.button === 1 || event.shiftKey ? "pan" : "scrub";
      handlers.onHover(undefined);
    },
    options,
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      const at = placeOf(event);
      const finger = fingers.get(event.pointerId);
      if (finger === undefined) {
        if (event.pointerType === "mouse") handlers.onHover(at);
        return;
      }
      const isMove = Math.hypot(at.x - finger.startX, at.y - finger.startY) > slackPx;
      if (mode === "pinch") pinch(finger, at);
      else if (mode === "pan") handlers.onPan(finger.x - at.x);
      else if (mode === "scrub" && (finger.moved || isMove)) handlers.onScrub(at.x);
      finger.moved ||= isMove;
      finger.x = at.x;
      finger.y = at.y;
    },
    options,
  );
  const release = (event: PointerEvent): void => {
    const finger = fingers.get(event.pointerId);
    fingers.delete(event.pointerId);
    if (finger === undefined) return;
    if (mode === "scrub") {
      if (!finger.moved && event.type === "pointerup")
        handlers.onPress(finger.startX, finger.startY, event.pointerType === "mouse" ? reachPx.mouse : reachPx.touch);
      handlers.onScrubEnd();
    }
    // The finger that stays after a pinch must not throw the clock about.
    mode = fingers.size === 0 ? undefined : "pan";
  };
  element.addEventListener("pointerup", release, options);
  element.addEventListener("pointercancel", release, options);
  element.addEventListener("pointerleave", () => handlers.onHover(undefined), options);
  element.addEventListener(
    "wheel",
    (event) => {
      if (!handlers.takesWheel(placeOf(event).x)) return;
      event.preventDefault();
      // Lines and pages instead of pixels: some browsers, some mice.
      const unitPx = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 33;
      const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
      if (sideways !== 0) handlers.onPan(sideways * unitPx);
      // A pinch on a touchpad comes as a wheel with Control, in small steps.
      const gain = event.ctrlKey ? 4 : 1;
      if (!event.shiftKey && event.deltaY !== 0)
        handlers.onZoom(placeOf(event).x, Math.exp(-event.deltaY * unitPx * zoomPerPx * gain));
    },
    { ...options, passive: false },
  );
  return () => abort.abort();
};
