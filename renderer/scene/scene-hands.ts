import { type PerspectiveCamera, Vector3 } from "three";
import type { Stores } from "../stores/create-stores.ts";
import { listenToCameraInput } from "./camera/camera-input.ts";
import type { CameraRig } from "./camera/camera-rig.ts";
import type { EnuPoint } from "./enu-frame.ts";
import { type PickSpot, pickNearest } from "./marks/pick.ts";
import type { SceneThings } from "./scene-things.ts";

interface Hands {
  readonly element: HTMLElement;
  readonly rig: CameraRig;
  readonly camera: PerspectiveCamera;
  readonly things: SceneThings;
  readonly stores: Stores;
  readonly wake: () => void;
  /** A hand took the camera: it no longer goes anywhere by itself. */
  readonly onTaken: () => void;
}

const reachesPx = { vehicle: 30, heat: 24, team: 26 } as const;

/** Selects by a mark's key: "vehicle/7", "heat/ID", "team/ID". */
export const selectThing = ({ selection }: Stores, key: string): void => {
  const state = selection.getState();
  const at = key.indexOf("/");
  const [kind, id] = [key.slice(0, at), key.slice(at + 1)];
  if (kind === "vehicle") state.selectVehicle(id);
  else if (kind === "heat") state.selectHeat(id);
  else state.selectThing(key);
};

/** Mouse and touch on the scene: the camera, and what is pressed or pointed at. @returns lets go */
export const listenToHands = (hands: Hands): (() => void) => {
  const { element, rig, stores, wake } = hands;
  const pick = (xPx: number, yPx: number): string | undefined => pickNearest(spotsOf(hands), xPx, yPx);
  return listenToCameraInput({
    element,
    rig,
    wake,
    onPress: (xPx, yPx) => {
      const key = pick(xPx, yPx);
      if (key !== undefined) selectThing(stores, key);
    },
    onHover: (at) => hover(stores, element, at === undefined ? undefined : pick(at.xPx, at.yPx)),
    onTaken: () => {
      hands.onTaken();
      const { watchedVehicleId, watchVehicle } = stores.selection.getState();
      if (watchedVehicleId !== undefined) watchVehicle(undefined);
    },
  });
};

const hover = ({ selection }: Stores, element: HTMLElement, key: string | undefined): void => {
  element.classList.toggle("over-thing", key !== undefined);
  const at = key?.indexOf("/") ?? 0;
  const idOf = (kind: string): string | undefined => (key?.slice(0, at) === kind ? key.slice(at + 1) : undefined);
  const { hoveredVehicleId, hoveredHeatId, hoverVehicle, hoverHeat } = selection.getState();
  const [vehicleId, heatId] = [idOf("vehicle"), idOf("heat")];
  if (hoveredVehicleId !== vehicleId) hoverVehicle(vehicleId);
  if (hoveredHeatId !== heatId) hoverHeat(heatId);
};

const seen = new Vector3();

/** Everything that can be pressed, where it is on the screen now. */
function* spotsOf({ things, camera, element }: Hands): Generator<PickSpot> {
  const size = { width: element.clientWidth, height: element.clientHeight };
  const spot = function* (key: string, place: EnuPoint, reachPx: number): Generator<PickSpot> {
    seen.set(place.x, place.y, place.z).project(camera);
    if (seen.z > 1 || Math.abs(seen.x) > 1.1 || Math.abs(seen.y) > 1.1) return;
    yield { key, xPx: ((seen.x + 1) / 2) * size.width, yPx: ((1 - seen.y) / 2) * size.height, reachPx };
  };
  for (const { id, place } of things.vehicles.entries)
    if (id !== things.vehicles.hidden) yield* spot(`vehicle/${id}`, place, reachesPx.vehicle);
  for (const { source, top } of things.heat.drawn) yield* spot(`heat/${source.id}`, top, reachesPx.heat);
  for (const { key, top } of things.pins.teams) yield* spot(key, top, reachesPx.team);
}
