import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";

/** Who holds the camera of the 3D view: the person, the selected vehicle's tail, or its gimbal. */
export const sceneCameras = ["orbit", "follow", "first-person"] as const;
export type SceneCamera = (typeof sceneCameras)[number];

/** What colours the paths in the 3D view. */
export const pathInks = ["height", "speed", "link"] as const;
export type PathInk = (typeof pathInks)[number];

/** What a map or the 3D view showed when it was left, so that the other one begins there. */
export interface LastView extends LatLon {
  /** About how much ground it showed from side to side, m. */
  readonly spanM: number;
  /** Of the 3D view: where it looked, from true north, and from how high above. Absent where the map was left. */
  readonly azimuthRad?: number;
  readonly elevationRad?: number;
}

/** How the ground is looked at; the same for the live state and for every archive, so it is shared by their stores. */
export interface SceneState {
  readonly view: "2d" | "3d";
  readonly camera: SceneCamera;
  readonly pathInk: PathInk;
  readonly lastView: LastView | undefined;
  readonly show: (view: SceneState["view"]) => void;
  readonly setCamera: (camera: SceneCamera) => void;
  readonly setPathInk: (pathInk: PathInk) => void;
}

/** Nothing of it is kept: where 3D doesn't work, a reload always leads back to the map. */
export const createSceneStore = () =>
  createStore<SceneState>()((set) => ({
    view: "2d",
    camera: "orbit",
    pathInk: "height",
    lastView: undefined,
    show: (view) => set({ view }),
    setCamera: (camera) => set({ camera }),
    setPathInk: (pathInk) => set({ pathInk }),
  }));
export type SceneStore = ReturnType<typeof createSceneStore>;
