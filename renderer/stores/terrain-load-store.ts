import { createStore } from "zustand/vanilla";
import { loadTerrainFile } from "../bridge/load-terrain-file.ts";
import type { OpenUpload } from "../bridge/send-file.ts";

/** What is a height model by its name: HGT, GeoTIFF, or one of them zipped. */
const terrainName = /\.(?:hgt|tiff?|zip)$/i;
export const isTerrainFile = ({ name }: { readonly name: string }): boolean => terrainName.test(name);
export const acceptedTerrain = ".hgt,.tif,.tiff,.zip";

export type TerrainLoad =
  | { readonly state: "sending"; readonly file: string; readonly fraction: number }
  | { readonly state: "done"; readonly file: string }
  | { readonly state: "refused"; readonly file: string; readonly code: string; readonly detail: string };

export interface TerrainLoadState {
  /** What is being loaded, or was last. */
  readonly load: TerrainLoad | undefined;
  /** Sends files one after the other; stops at one that is refused, so that its reason stays in sight. */
  readonly send: (files: readonly File[]) => Promise<void>;
}

/** @param openUpload opens a request that says how far it has sent */
export const createTerrainLoadStore = (openUpload: OpenUpload) =>
  createStore<TerrainLoadState>()((set, get) => ({
    load: undefined,
    send: async (files) => {
      if (get().load?.state === "sending") return;
      for (const file of files) {
        const { name } = file;
        set({ load: { state: "sending", file: name, fraction: 0 } });
        const outcome = await loadTerrainFile(openUpload, file, (fraction) =>
          set({ load: { state: "sending", file: name, fraction } }),
        );
        if (outcome.ok) {
          set({ load: { state: "done", file: name } });
          continue;
        }
        set({ load: { state: "refused", file: name, code: outcome.fault.code, detail: outcome.fault.detail } });
        return;
      }
    },
  }));
export type TerrainLoadStore = ReturnType<typeof createTerrainLoadStore>;
