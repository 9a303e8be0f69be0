import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useStores } from "../../stores/stores-context.tsx";
import { type HoldEvent, type HoldState, holdFraction, holdMs, holdStep, idleHold } from "./hold-press.ts";
import { isTypingIn } from "./is-typing.ts";

/** A finger in a glove rolls: so far outside of the button it still presses it, px. */
const slackPx = 24;

export interface HoldOptions {
  readonly disabled: boolean;
  /** Held down anywhere on the page, it does the same; one letter. */
  readonly hotkey?: string | undefined;
  readonly durationMs?: number;
  readonly onDone: () => void;
}

const isInside = (element: Element, event: PointerEvent): boolean => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x >= left - slackPx && x <= right + slackPx && y >= top - slackPx && y <= bottom + slackPx;
};

/**
 * A press that must last a second, by pointer, by Space or Enter on the control, or by its key from anywhere. It ends when the
 * finger or the page's focus goes, and whenever the control is switched off meanwhile.
 * @returns how it stands, what the element needs, and what fills itself (`--hold`, 0 to 1)
 */
export const useHold = (button: RefObject<HTMLElement | null>, options: HoldOptions) => {
  const { deviceClock } = useStores();
  const { disabled, hotkey, durationMs = holdMs } = options;
  const [shown, setShown] = useState<HoldState["state"]>("idle");
  const state = useRef<HoldState>(idleHold);
  const frame = useRef(0);
  const by = useRef<string | undefined>(undefined);
  const onDone = useRef(options.onDone);
  onDone.current = options.onDone;

  const apply = useCallback(
    (event: HoldEvent) => {
      const next = holdStep(state.current, event, deviceClock.nowMs(), durationMs);
      state.current = next.state;
      button.current?.style.setProperty("--hold", String(holdFraction(next.state, durationMs)));
      setShown(next.state.state);
      if (next.fire) onDone.current();
      cancelAnimationFrame(frame.current);
      if (next.state.state === "pressing" || next.state.state === "early")
        frame.current = requestAnimationFrame(() => apply("tick"));
    },
    [button, deviceClock, durationMs],
  );
  const press = useCallback(
    (source: string) => {
      if (by.current !== undefined) return;
      by.current = source;
      apply("press");
    },
    [apply],
  );
  const release = useCallback(
    (source: string | undefined, event: "release" | "cancel" = "release") => {
      if (by.current === undefined || (source !== undefined && by.current !== source)) return;
      by.current = undefined;
      apply(event);
    },
    [apply],
  );

  useEffect(() => {
    if (disabled) release(undefined, "cancel");
  }, [disabled, release]);
  useEffect(() => {
    const letGo = () => release(undefined);
    const hidden = () => {
      if (document.visibilityState === "hidden") letGo();
    };
    window.addEventListener("blur", letGo);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("blur", letGo);
      document.removeEventListener("visibilitychange", hidden);
      cancelAnimationFrame(frame.current);
    };
  }, [release]);
  useEffect(() => {
    if (hotkey === undefined || disabled) return undefined;
    const isIt = (event: KeyboardEvent) => event.key.toLowerCase() === hotkey.toLowerCase();
    const down = (event: KeyboardEvent) => {
      if (!isIt(event) || event.repeat || event.isComposing || event.defaultPrevented) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isTypingIn(event.target)) return;
      event.preventDefault();
      press("hotkey");
    };
    const up = (event: KeyboardEvent) => {
      if (isIt(event)) release("hotkey");
    };
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
    };
  }, [hotkey, disabled, press, release]);

  const isKey = (key: string) => key === " " || key === "Enter";
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (disabled || event.button !== 0 || !event.isPrimary) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      press("pointer");
    },
    onPointerMove: (event: PointerEvent) => {
      if (!isInside(event.currentTarget, event)) release("pointer");
    },
    onPointerUp: () => release("pointer"),
    onPointerCancel: () => release("pointer"),
    onLostPointerCapture: () => release("pointer"),
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (!isKey(event.key) || disabled) return;
      event.preventDefault();
      if (!event.repeat) press(`key ${event.key}`);
    },
    onKeyUp: (event: React.KeyboardEvent) => {
      if (isKey(event.key)) release(`key ${event.key}`);
    },
    onBlur: () => {
      if (by.current?.startsWith("key ") === true) release(undefined);
    },
  };
  return { shown, handlers };
};
