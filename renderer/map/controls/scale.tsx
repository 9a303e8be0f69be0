import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import type { MapController } from "../map-controller.ts";
import { scaleBar, scaleText } from "../scale-bar.ts";

const mostPx = 130;

/** The scale bar; follows the map without rendering. */
export const Scale = ({ controller }: { readonly controller: MapController }) => {
  const t = useTranslate();
  const { settings } = useStores();
  const units = useStore(settings, (state) => state.units);
  const bar = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const draw = (): void => {
      if (bar.current === null || text.current === null) return;
      const { length, unit, widthPx } = scaleBar(controller.metresPerPx(), mostPx, units);
      bar.current.style.width = `${widthPx.toFixed(1)}px`;
      text.current.textContent = scaleText(length, unit);
    };
    draw();
    return controller.onMoved(draw);
  }, [controller, units]);
  return (
    <div className="map-scale" title={t("map.scale")}>
      <span ref={text} />
      <div className="map-scale-bar" ref={bar} />
    </div>
  );
};
