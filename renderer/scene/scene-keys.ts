import { mapKeys } from "../stores/map-keys.ts";
import type { SceneController } from "./scene-controller.ts";

const stepRad = Math.PI / 16;
const nearer = 1 / 1.4;

type SceneKeys = Pick<SceneController, "showAll" | "centreOnSelection" | "zoomBy" | "turnBy">;

/** Is somebody writing or choosing something there, so that keys are theirs? */
const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null);

/** What a key does; the map's own keys do the same here. Arrows turn only while the scene has the focus. @returns whether it did something */
export const pressSceneKey = (key: string, onScene: boolean, scene: SceneKeys): boolean => {
  switch (key) {
    case mapKeys.showAll:
      scene.showAll();
      return true;
    case mapKeys.centre:
      scene.centreOnSelection();
      return true;
    case mapKeys.zoomIn:
    case "=":
      scene.zoomBy(nearer);
      return true;
    case mapKeys.zoomOut:
    case "_":
      scene.zoomBy(1 / nearer);
      return true;
    default:
      return onScene && turn(key, scene);
  }
};

const turn = (key: string, scene: SceneKeys): boolean => {
  const [right = 0, up = 0] = arrows[key] ?? [];
  if (right === 0 && up === 0) return false;
  scene.turnBy(-right * stepRad, (up * stepRad) / 2);
  return true;
};

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** @returns takes the keys away again */
export const listenToSceneKeys = (root: HTMLElement, scene: SceneKeys): (() => void) => {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return;
    if (pressSceneKey(event.key, event.target === root, scene)) event.preventDefault();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
};
