import { useStore } from "zustand";
import type { BaseMap } from "../../shared/geo/base-map.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { tileAttribution, tileTemplateFault } from "../stores/tile-template.ts";

/** Where the ground of the map and of the 3D view is from; synthetic ground is never shown without saying so. */
export const ViewAttribution = (props: {
  readonly baseMap: Pick<BaseMap, "attribution" | "synthetic"> | undefined;
}) => {
  const t = useTranslate();
  const { settings } = useStores();
  const url = useStore(settings, (state) => (state.showTileLayer ? state.tileLayerUrl : undefined));
  const { baseMap } = props;
  const parts: string[] = [];
  if (baseMap !== undefined)
    parts.push(
      baseMap.synthetic
        ? t("map.attribution.synthetic")
        : t("map.attribution.terrain", { source: baseMap.attribution }),
    );
  if (url !== undefined && tileTemplateFault(url) === undefined)
    parts.push(t("map.attribution.online", { source: tileAttribution(url) }));
  if (parts.length === 0) parts.push(t("map.noBaseMap"));
  return <div className="view-attribution">{parts.join(" · ")}</div>;
};
