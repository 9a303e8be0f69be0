import { createStore } from "zustand/vanilla";
import type { BaseMap } from "../../shared/geo/base-map.ts";
import type { PathLegend } from "./paths/path-layer.ts";

export type SceneNotice = "terrain-unreachable" | "tiles-unreachable";

/** What the scene's own controls show. */
export interface SceneStatus {
  /** The graphics card took its memory back; the scene comes back with it. */
  readonly lost: boolean;
  /** No heights are known here. */
  readonly level: boolean;
  readonly notice: SceneNotice | undefined;
  readonly attribution: Pick<BaseMap, "attribution" | "synthetic"> | undefined;
  readonly legend: PathLegend | undefined;
  /** Out of whose eyes it is seen. */
  readonly view:
    | { readonly by: "orbit" }
    /** It was asked for, but nobody is selected that has a place. */
    | { readonly by: "nobody" }
    | { readonly by: "follow"; readonly name: string }
    | {
        readonly by: "first-person";
        readonly name: string;
        readonly from: "gimbal" | "nose";
        readonly assumed: boolean;
        /** Of the picture in the middle of the free part, CSS px. */
        readonly picture: { readonly width: number; readonly height: number };
      }
    /** Nothing says which way it looks: it is followed instead. */
    | { readonly by: "blind"; readonly name: string };
  /** Where the camera looks, from true north, in whole degrees. */
  readonly azimuthDeg: number;
}

export const createSceneStatus = () =>
  createStore<SceneStatus>()(() => ({
    lost: false,
    level: false,
    notice: undefined,
    attribution: undefined,
    legend: undefined,
    view: { by: "orbit" },
    azimuthDeg: 0,
  }));
export type SceneStatusStore = ReturnType<typeof createSceneStatus>;
