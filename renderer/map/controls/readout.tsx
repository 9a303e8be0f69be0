import { IconCopy, IconCrosshair, IconPointer } from "@tabler/icons-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { type CoordinateFormat, coordinateFormats, formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import { copyText } from "../../bridge/copy-text.ts";
import { mapKeys } from "../../stores/map-keys.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import type { MapController } from "../map-controller.ts";
import { heightWithReference } from "../marks/vehicle-text.ts";
import { SearchedHere } from "../search/searched-here.tsx";
import { listenToMapKeys } from "./listen-to-map-keys.ts";

type CopyState = "idle" | "copied" | "failed";
const saidForMs = 1_600;

/** Copies what is pointed at, by key or by press, and says for a moment how it went. */
const useCopy = (controller: MapController, root: HTMLElement, format: CoordinateFormat) => {
  const [copied, setCopied] = useState<CopyState>("idle");
  const copy = useCallback(() => {
    const text = formatCoordinate(controller.pointed(), format);
    if (text === undefined) setCopied("failed");
    else void copyText(text).then((done) => setCopied(done ? "copied" : "failed"));
  }, [controller, format]);
  useEffect(() => {
    if (copied === "idle") return undefined;
    const timer = window.setTimeout(() => setCopied("idle"), saidForMs);
    return () => window.clearTimeout(timer);
  }, [copied]);
  useEffect(() => listenToMapKeys(root, controller, copy), [root, controller, copy]);
  return { copied, copy };
};

/** The coordinates under the pointer, written straight into the page as it moves; copied with one key. */
export const Readout = (props: { readonly controller: MapController; readonly root: HTMLElement }) => {
  const { controller, root } = props;
  const t = useTranslate();
  const { settings } = useStores();
  const format = useStore(settings, (state) => state.coordinateFormat);
  const units = useStore(settings, (state) => state.units);
  const box = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLSpanElement>(null);
  const ground = useRef<HTMLSpanElement>(null);
  const { copied, copy } = useCopy(controller, root, format);

  useEffect(
    () =>
      controller.onPointed((pointed) => {
        if (box.current === null || place.current === null || ground.current === null) return;
        box.current.dataset.by = pointed.by;
        place.current.textContent = formatCoordinate(pointed, format) ?? "–";
        ground.current.textContent =
          pointed.groundMslM === undefined
            ? ""
            : t("map.ground", { height: heightWithReference(pointed.groundMslM, "msl", units, t) });
      }),
    [controller, format, units, t],
  );

  const next = coordinateFormats[(coordinateFormats.indexOf(format) + 1) % coordinateFormats.length] ?? "decimal";
  return (
    <div className="map-readout" ref={box}>
      <button
        type="button"
        className="map-format"
        aria-label={`${t("map.coordinateFormat")}: ${t(`map.format.${format}`)}`}
        title={t("map.coordinateFormat")}
        onClick={() => settings.getState().set({ coordinateFormat: next })}
      >
        {t(`map.format.${format}`)}
      </button>
      <span className="map-where">
        <span className="map-place">
          <IconPointer className="by-pointer" size={15} aria-label={t("map.readout.pointer")} />
          <IconCrosshair className="by-middle" size={15} aria-label={t("map.readout.middle")} />
          <span className="map-coordinates" ref={place} data-testid="map-coordinates" />
          <span className="map-ground" ref={ground} />
        </span>
        <SearchedHere controller={controller} />
      </span>
      <button
        type="button"
        className="map-copy"
        aria-label={t("map.copyCoordinates")}
        title={`${t("map.copyCoordinates")} (${mapKeys.copy})`}
        onClick={copy}
      >
        <IconCopy size={18} aria-hidden="true" />
      </button>
      <output className="map-said" data-state={copied}>
        {copied === "copied" ? t("map.copied") : copied === "failed" ? t("map.copyFailed") : ""}
      </output>
    </div>
  );
};
