import "leaflet/dist/leaflet.css";
import "./map.css";
import "./marks/vehicle-mark.css";
import "./marks/heat-mark.css";
import "./controls/map-controls.css";
import "./tool/tool.css";
import "./measure/measure.css";
import "./search/search.css";
import { useEffect, useRef, useState } from "react";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { MapButtons } from "./controls/map-buttons.tsx";
import { MapAttribution, MapNote } from "./controls/map-notes.tsx";
import { Readout } from "./controls/readout.tsx";
import { Scale } from "./controls/scale.tsx";
import { MapController } from "./map-controller.ts";
import { MeasureCard } from "./measure/measure-card.tsx";
import { SearchLegend } from "./search/legend.tsx";
import { ToolBar } from "./tool/tool-bar.tsx";

/** The map, filling its parent. React mounts it and its controls; everything that moves on it is drawn outside of React. */
export const MapView = () => {
  const t = useTranslate();
  const stores = useStores();
  const element = useRef<HTMLDivElement>(null);
  const [mounted, setMounted] = useState<{ readonly controller: MapController; readonly root: HTMLElement }>();
  useEffect(() => {
    if (element.current === null) return undefined;
    const controller = new MapController(element.current, stores);
    setMounted({ controller, root: element.current });
    return () => {
      setMounted(undefined);
      controller.close();
    };
  }, [stores]);
  return (
    <div className="lantern-map">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the map takes the focus so that arrow keys pan it */}
      <div className="lantern-leaflet" ref={element} role="application" aria-label={t("map.label")} tabIndex={0} />
      {mounted !== undefined && (
        <div className="view-frame">
          <MapNote controller={mounted.controller} />
          <ToolBar />
          <MeasureCard />
          <MapButtons controller={mounted.controller} />
          <div className="view-foot">
            <MapAttribution controller={mounted.controller} />
            <SearchLegend />
            <Scale controller={mounted.controller} />
            <Readout controller={mounted.controller} root={mounted.root} />
          </div>
        </div>
      )}
    </div>
  );
};
