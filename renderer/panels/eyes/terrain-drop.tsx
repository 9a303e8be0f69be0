import { useEffect } from "react";
import { useStores } from "../../stores/stores-context.tsx";
import { isTerrainFile } from "../../stores/terrain-load-store.ts";

/** Height models that are dropped anywhere on the screen are loaded; other files are somebody else's. */
export const TerrainDrop = () => {
  const { terrainLoad, settings } = useStores();
  useEffect(() => {
    const onDrop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])].filter(isTerrainFile);
      if (files.length === 0) return;
      event.preventDefault();
      settings.getState().setFolded("aids", false);
      void terrainLoad.getState().send(files);
    };
    window.addEventListener("drop", onDrop);
    return () => window.removeEventListener("drop", onDrop);
  }, [terrainLoad, settings]);
  return undefined;
};
