import { Popover, Switch } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useStore } from "zustand";
import { mapLayers } from "../../stores/settings-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";

/** What the map shows; each line is a switch of full touch height. */
export const LayersMenu = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const layers = useStore(settings, (state) => state.layers);
  const showTileLayer = useStore(settings, (state) => state.showTileLayer);
  const { set, setLayer } = settings.getState();
  return (
    <Popover position="left-start" trapFocus returnFocus shadow="none" width={268} zIndex={1100}>
      <Popover.Target>
        <button type="button" className="map-button alone" aria-label={t("map.layers")} title={t("map.layers")}>
          <IconStack2 size={22} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="map-layers" aria-label={t("map.layers")}>
        {mapLayers.map((layer) => (
          <Switch
            key={layer}
            className="map-layer"
            labelPosition="left"
            label={t(`map.layer.${layer}`)}
            checked={layers[layer]}
            onChange={(event) => setLayer(layer, event.currentTarget.checked)}
          />
        ))}
        <Switch
          className="map-layer apart"
          labelPosition="left"
          label={t("map.layer.tiles")}
          description={t("map.layer.tilesHint")}
          checked={showTileLayer}
          onChange={(event) => set({ showTileLayer: event.currentTarget.checked })}
        />
      </Popover.Dropdown>
    </Popover>
  );
};
