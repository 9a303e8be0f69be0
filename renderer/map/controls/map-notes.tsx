import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import { ViewAttribution } from "../../controls/view-attribution.tsx";
import { useTranslate } from "../../stores/stores-context.tsx";
import type { MapController } from "../map-controller.ts";
import type { MapStatus } from "../map-status-store.ts";

const texts: Readonly<
  Record<NonNullable<MapStatus["notice"]>, "map.tilesUnreachable" | "map.tilesBadUrl" | "map.terrainUnreachable">
> = {
  "tiles-unreachable": "map.tilesUnreachable",
  "tiles-bad-url": "map.tilesBadUrl",
  "terrain-unreachable": "map.terrainUnreachable",
};

/** What went wrong with the map, said once. */
export const MapNote = ({ controller }: { readonly controller: MapController }) => {
  const t = useTranslate();
  const notice = useStore(controller.status, (state) => state.notice);
  return (
    <div className="map-note-place" role="status">
      {notice !== undefined && (
        <div className="view-note">
          <IconAlertTriangle size={18} aria-hidden="true" />
          <span>{t(texts[notice])}</span>
          <button
            type="button"
            aria-label={t("map.close")}
            title={t("map.close")}
            onClick={() => controller.status.setState({ notice: undefined })}
          >
            <IconX size={18} aria-hidden="true" />
          </button>
        </div>
      )}
    </div>
  );
};

/** Where the map is from; synthetic ground is never shown without saying so. */
export const MapAttribution = ({ controller }: { readonly controller: MapController }) => {
  const baseMap = useStore(controller.status, (state) => state.baseMap);
  return <ViewAttribution baseMap={baseMap} />;
};
