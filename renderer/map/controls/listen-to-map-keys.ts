import type { MapController } from "../map-controller.ts";
import { mapKeyAction } from "./map-key-action.ts";

const stepPx = 120;

/** Is somebody writing or choosing something there, so that keys are theirs? */
const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null);

/** @returns takes the keys away again */
export function listenToMapKeys(root: HTMLElement, controller: MapController, copy: () => void): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return;
    const onMap = event.target instanceof Node && root.contains(event.target);
    const action = mapKeyAction(event.key, onMap);
    if (action === undefined) return;
    event.preventDefault();
    const acts = {
      showAll: () => controller.showAll(),
      copy,
      centre: () => void controller.centreOnSelection(),
      zoomIn: () => controller.zoomBy(1),
      zoomOut: () => controller.zoomBy(-1),
      left: () => controller.panBy(-stepPx, 0),
      right: () => controller.panBy(stepPx, 0),
      up: () => controller.panBy(0, -stepPx),
      down: () => controller.panBy(0, stepPx),
    };
    acts[action]();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
