import type { MapController } from "../map-controller.ts";

/** Keys of the map, as printed on its buttons. */
export const mapKeys = { showAll: "0", copy: "C", centre: "Home", zoomIn: "+", zoomOut: "-" } as const;

const stepPx = 120;

/** What a key does to the map; undefined where it is none of the map's. Arrows pan only while the map has the focus. */
export function mapKeyAction(
  key: string,
  onMap: boolean,
): "showAll" | "copy" | "centre" | "zoomIn" | "zoomOut" | "left" | "right" | "up" | "down" | undefined {
  switch (key) {
    case "0":
      return "showAll";
    case "c":
    case "C":
      return "copy";
    case "Home":
      return "centre";
    case "+":
    case "=":
      return "zoomIn";
    case "-":
    case "_":
      return "zoomOut";
    case "ArrowLeft":
      return onMap ? "left" : undefined;
    case "ArrowRight":
      return onMap ? "right" : undefined;
    case "ArrowUp":
      return onMap ? "up" : undefined;
    case "ArrowDown":
      return onMap ? "down" : undefined;
    default:
      return undefined;
  }
}

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
