import { useEffect } from "react";
import { useStores } from "../../stores/stores-context.tsx";
import { isTypingIn } from "../fly/is-typing.ts";

/** Ctrl Z and Ctrl Y (or Shift Ctrl Z), where nobody is typing. */
export const useUndoKeys = (planId: string | undefined): void => {
  const { planEdit } = useStores();
  useEffect(() => {
    if (planId === undefined) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented || isTypingIn(event.target))
        return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) planEdit.getState().redo(planId);
      else planEdit.getState().undo(planId);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [planEdit, planId]);
};

/** Lower than this there is room for the vehicle or its plan, not for both, px. */
const roomForBothPx = 980;

/** On a low screen the vehicle's panel folds when its plan is opened, and the other way round. */
export const useOneOfTwo = (): void => {
  const { settings } = useStores();
  useEffect(
    () =>
      settings.subscribe(({ folded, setFolded }, before) => {
        if (window.innerHeight >= roomForBothPx || folded.plan || folded.vehicle) return;
        if (before.folded.plan) setFolded("vehicle", true);
        else if (before.folded.vehicle) setFolded("plan", true);
      }),
    [settings],
  );
};
