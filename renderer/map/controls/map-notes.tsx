import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
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
  const t = useTranslate();
  const baseMap = useStore(controller.status, (state) => state.baseMap);
  const online = useStore(controller.status, (state) => state.online);
  const parts: string[] = [];
  if (baseMap !== undefined) {
    parts.push(
      baseMap.synthetic
        ? t("map.attribution.synthetic")
        : t("map.attribution.terrain", { source: baseMap.attribution }),
    );
  }
  if (online !== undefined) parts.push(t("map.attribution.online", { source: online }));
  if (parts.length === 0) parts.push(t("map.noBaseMap"));
  return <div className="map-attribution">{parts.join(" · ")}</div>;
};
