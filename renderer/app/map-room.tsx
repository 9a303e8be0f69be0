import { lazy, Suspense, useEffect } from "react";
import { useStore } from "zustand";
import { TileSource } from "../map/base/tile-source.ts";
import { MapView } from "../map/map-view.tsx";
import { sceneKey } from "../stores/scene/scene-key.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";

/** With its graphics library: loaded when somebody looks. */
const SceneView = lazy(async () => ({ default: (await import("../scene/scene-view.tsx")).SceneView }));

/** The 3D view lies under the same picture as the map. */
const makePainter = (...of: ConstructorParameters<typeof TileSource>): TileSource => new TileSource(...of);

const typingIn = "input, textarea, select, [contenteditable=true], [role=dialog]";

/** Shift and M: before the map's and the app's own keys, for which M alone is another. */
const useViewKey = (): void => {
  const { scene } = useStores();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isOurs = event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
      // Two of them may stand beside each other, and change together.
      if (!isOurs || event.defaultPrevented || event.isComposing || event.key.toUpperCase() !== sceneKey) return;
      if (event.target instanceof Element && event.target.closest(typingIn) !== null) return;
      event.preventDefault();
      const { view, show } = scene.getState();
      show(view === "2d" ? "3d" : "2d");
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [scene]);
};

const Waiting = () => {
  const t = useTranslate();
  return (
    <div className="map-waits" role="status">
      {t("scene.loading")}
    </div>
  );
};

/** What fills the middle: the map, or the ground in 3D. Places are shown on the map: it comes back while somebody is asked for one. */
export const MapRoom = () => {
  const { scene, mapTool } = useStores();
  const wanted = useStore(scene, (state) => state.view);
  const isAsked = useStore(mapTool, (state) => state.current !== undefined);
  useViewKey();
  if (wanted === "2d" || isAsked) return <MapView />;
  return (
    <Suspense fallback={<Waiting />}>
      <SceneView makePainter={makePainter} />
    </Suspense>
  );
};
