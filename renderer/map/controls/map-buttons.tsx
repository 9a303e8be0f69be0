import { IconCurrentLocation, IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import { useStore } from "zustand";
import { ViewButton } from "../../controls/view-button.tsx";
import { mapKeys } from "../../stores/map-keys.ts";
import { sceneKey } from "../../stores/scene/scene-key.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import type { MapController } from "../map-controller.ts";
import { MeasureButton } from "../measure/measure-card.tsx";
import { LayersMenu } from "./layers-menu.tsx";

/** Layers, show everything, centre, zoom: a stack at the map's free right edge. */
export const MapButtons = ({ controller }: { readonly controller: MapController }) => {
  const t = useTranslate();
  const { selection, scene } = useStores();
  const canZoomIn = useStore(controller.status, (state) => state.canZoomIn);
  const canZoomOut = useStore(controller.status, (state) => state.canZoomOut);
  const selected = useStore(
    selection,
    (state) => state.selectedVehicleId !== undefined || state.selectedHeatId !== undefined,
  );
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
      <div className="view-button-group">
        <ViewButton label={t("map.showAll")} hotkey={mapKeys.showAll} onPress={() => controller.showAll()}>
          <IconMaximize size={22} aria-hidden="true" />
        </ViewButton>
        <ViewButton
          label={t("map.centre")}
          hotkey={mapKeys.centre}
          disabled={!selected}
          onPress={() => controller.centreOnSelection()}
        >
          <IconCurrentLocation size={22} aria-hidden="true" />
        </ViewButton>
      </div>
      <div className="view-button-group">
        <ViewButton
          label={t("map.zoomIn")}
          hotkey={mapKeys.zoomIn}
          disabled={!canZoomIn}
          onPress={() => controller.zoomBy(1)}
        >
          <IconPlus size={22} aria-hidden="true" />
        </ViewButton>
        <ViewButton
          label={t("map.zoomOut")}
          hotkey={mapKeys.zoomOut}
          disabled={!canZoomOut}
          onPress={() => controller.zoomBy(-1)}
        >
          <IconMinus size={22} aria-hidden="true" />
        </ViewButton>
      </div>
    </div>
  );
};
