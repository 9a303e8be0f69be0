import { Popover, Switch } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useStore } from "zustand";
import { type MapLayer, mapLayers, searchLayers } from "../../stores/settings-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";

/** One switch of full touch height. */
const LayerSwitch = ({ layer }: { readonly layer: MapLayer }) => {
  const t = useTranslate();
  const { settings } = useStores();
  const on = useStore(settings, (state) => state.layers[layer]);
  return (
    <Switch
      className="map-layer"
      labelPosition="left"
      label={t(`map.layer.${layer}`)}
      checked={on}
      onChange={(event) => settings.getState().setLayer(layer, event.currentTarget.checked)}
    />
  );
};

/** What the map shows: the search's layers in one column, all others in the other. */
export const LayersMenu = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const showTileLayer = useStore(settings, (state) => state.showTileLayer);
  return (
    <Popover position="left-start" trapFocus returnFocus shadow="none" width={524} zIndex={1100}>
      <Popover.Target>
        <button type="button" className="view-button alone" aria-label={t("map.layers")} title={t("map.layers")}>
          <IconStack2 size={22} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="map-layers" aria-label={t("map.layers")}>
        <section aria-label={t("map.layersOfMap")}>
          {mapLayers.map((layer) => (
            <LayerSwitch key={layer} layer={layer} />
          ))}
        </section>
        <section aria-label={t("map.layersOfSearch")}>
          {searchLayers.map((layer) => (
            <LayerSwitch key={layer} layer={layer} />
          ))}
          <Switch
            className="map-layer apart"
            labelPosition="left"
            label={t("map.layer.tiles")}
            description={t("map.layer.tilesHint")}
            checked={showTileLayer}
            onChange={(event) => settings.getState().set({ showTileLayer: event.currentTarget.checked })}
          />
        </section>
      </Popover.Dropdown>
    </Popover>
  );
};
