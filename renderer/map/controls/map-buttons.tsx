import { useStore } from "zustand";
import { ViewButton } from "../../controls/view-button.tsx";
import { ViewMoves } from "../../controls/view-moves.tsx";
import { sceneKey } from "../../stores/scene/scene-key.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import type { MapController } from "../map-controller.ts";
import { MeasureButton } from "../measure/measure-card.tsx";
import { LayersMenu } from "./layers-menu.tsx";

/** Layers, show everything, centre, zoom: a stack at the map's free right edge. */
export const MapButtons = ({ controller }: { readonly controller: MapController }) => {
  const t = useTranslate();
  const { scene } = useStores();
  const canZoomIn = useStore(controller.status, (state) => state.canZoomIn);
  const canZoomOut = useStore(controller.status, (state) => state.canZoomOut);
  return (
    <div className="view-buttons">
      <LayersMenu />
      <div className="view-button-group">
        <ViewButton label={t("scene.show3d")} hotkey={`⇧ ${sceneKey}`} onPress={() => scene.getState().show("3d")}>
          <span className="map-3d" aria-hidden="true">
            {t("scene.short")}
          </span>
        </ViewButton>
      </div>
      <div className="view-button-group">
        <MeasureButton />
      </div>
      <ViewMoves
        onShowAll={() => controller.showAll()}
        onCentre={() => controller.centreOnSelection()}
        onZoomIn={canZoomIn ? () => controller.zoomBy(1) : undefined}
        onZoomOut={canZoomOut ? () => controller.zoomBy(-1) : undefined}
      />
    </div>
  );
};
