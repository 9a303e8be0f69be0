import { IconCurrentLocation, IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { mapKeys } from "../../stores/map-keys.ts";
import { sceneKey } from "../../stores/scene/scene-key.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import type { MapController } from "../map-controller.ts";
import { MeasureButton } from "../measure/measure-card.tsx";
import { LayersMenu } from "./layers-menu.tsx";

const Button = (props: {
  readonly label: string;
  readonly hotkey: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) => (
  <button
    type="button"
    className="map-button"
    aria-label={props.label}
    title={`${props.label} (${props.hotkey})`}
    aria-disabled={props.disabled ?? false}
    onClick={props.onPress}
  >
    {props.children}
  </button>
);

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
    <div className="map-buttons">
      <LayersMenu />
      <div className="map-button-group">
        <Button label={t("scene.show3d")} hotkey={`⇧ ${sceneKey}`} onPress={() => scene.getState().show("3d")}>
          <span className="map-3d" aria-hidden="true">
            {t("scene.short")}
          </span>
        </Button>
      </div>
      <div className="map-button-group">
        <MeasureButton />
      </div>
      <div className="map-button-group">
        <Button label={t("map.showAll")} hotkey={mapKeys.showAll} onPress={() => controller.showAll()}>
          <IconMaximize size={22} aria-hidden="true" />
        </Button>
        <Button
          label={t("map.centre")}
          hotkey={mapKeys.centre}
          disabled={!selected}
          onPress={() => controller.centreOnSelection()}
        >
          <IconCurrentLocation size={22} aria-hidden="true" />
        </Button>
      </div>
      <div className="map-button-group">
        <Button
          label={t("map.zoomIn")}
          hotkey={mapKeys.zoomIn}
          disabled={!canZoomIn}
          onPress={() => controller.zoomBy(1)}
        >
          <IconPlus size={22} aria-hidden="true" />
        </Button>
        <Button
          label={t("map.zoomOut")}
          hotkey={mapKeys.zoomOut}
          disabled={!canZoomOut}
          onPress={() => controller.zoomBy(-1)}
        >
          <IconMinus size={22} aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
};
