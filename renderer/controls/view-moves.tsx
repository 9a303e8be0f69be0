import { IconCurrentLocation, IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { mapKeys } from "../stores/map-keys.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { ViewButton } from "./view-button.tsx";

/** What moves the map and the 3D view alike: show everything, centre on what is selected, nearer and further. */
export const ViewMoves = (props: {
  readonly onShowAll: () => void;
  readonly onCentre: () => void;
  /** Undefined: as near, or as far, as it goes. */
  readonly onZoomIn: (() => void) | undefined;
  readonly onZoomOut: (() => void) | undefined;
  /** Buttons that join the first group. */
  readonly children?: ReactNode;
}) => {
  const t = useTranslate();
  const { selection } = useStores();
  const selected = useStore(
    selection,
    (state) => state.selectedVehicleId !== undefined || state.selectedHeatId !== undefined,
  );
  const { onZoomIn, onZoomOut } = props;
  return (
    <>
      <div className="view-button-group">
        <ViewButton label={t("map.showAll")} hotkey={mapKeys.showAll} onPress={props.onShowAll}>
          <IconMaximize size={22} aria-hidden="true" />
        </ViewButton>
        <ViewButton label={t("map.centre")} hotkey={mapKeys.centre} disabled={!selected} onPress={props.onCentre}>
          <IconCurrentLocation size={22} aria-hidden="true" />
        </ViewButton>
        {props.children}
      </div>
      <div className="view-button-group">
        <ViewButton
          label={t("map.zoomIn")}
          hotkey={mapKeys.zoomIn}
          disabled={onZoomIn === undefined}
          onPress={() => onZoomIn?.()}
        >
          <IconPlus size={22} aria-hidden="true" />
        </ViewButton>
        <ViewButton
          label={t("map.zoomOut")}
          hotkey={mapKeys.zoomOut}
          disabled={onZoomOut === undefined}
          onPress={() => onZoomOut?.()}
        >
          <IconMinus size={22} aria-hidden="true" />
        </ViewButton>
      </div>
    </>
  );
};
