import { IconMaximize, IconVideoPlus } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { type ThermalPalette, themeOf } from "../stores/settings-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { Figure } from "./aged.tsx";
import { useFormat } from "./format-context.tsx";
import { PaletteChoice } from "./palette-choice.tsx";
import { panelKeys } from "./panel-keys.ts";
import { fetchPicture, startPictureRefresh, type ThermalRange } from "./picture-refresher.ts";
import { type StateKind, StateMark } from "./state-mark.tsx";
import { applyPalette, paletteTable } from "./thermal-palette.ts";
import { useVehicleView } from "./use-vehicle.ts";

const refreshMs = 330;
/** A live picture is never older than this. */
const oldMs = 2_000;

/** A white picture would end the eyes' dark adaptation; dimmed here and not by a CSS filter, which is painted in every frame. */
const nightBrightness = 0.78;

const streamState: Readonly<Record<"connecting" | "streaming" | "stalled" | "ended", StateKind>> = {
  connecting: "idle",
  streaming: "ok",
  stalled: "warn",
  ended: "idle",
};

const drawPicture = (canvas: HTMLCanvasElement, picture: ImageBitmap, table: Uint8Array): void => {
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return;
  context.drawImage(picture, 0, 0);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  applyPalette(pixels.data, table);
  context.putImageData(pixels, 0, 0);
};

/** Of a picture that can't be taken for live any more; undefined of any other. */
const usePictureAge = (atDeviceMs: number | undefined): string | undefined => {
  const format = useFormat();
  return useStore(useStores().ticker, ({ deviceMs }) =>
    atDeviceMs !== undefined && deviceMs - atDeviceMs > oldMs ? format.age(deviceMs - atDeviceMs) : undefined,
  );
};

const PictureAge = ({ atDeviceMs }: { readonly atDeviceMs: number }) => {
  const t = useTranslate();
  const age = usePictureAge(atDeviceMs);
  return age === undefined ? undefined : <span className="picture-old">{t("thermal.old", { age })}</span>;
};

/** What the colours mean: degrees where the camera measures them, else only which end is warmer. */
const PaletteScale = (props: { readonly palette: ThermalPalette; readonly range: ThermalRange | undefined }) => {
  const t = useTranslate();
  const format = useFormat();
  const { palette, range } = props;
  const low = range === undefined ? undefined : format.temperature(range.lowK);
  const high = range === undefined ? undefined : format.temperature(range.highK);
  const title =
    low === undefined || high === undefined
      ? undefined
      : t("thermal.scale", { low: `${low.value} ${low.unit}`, high: `${high.value} ${high.unit}` });
  return (
    <span className="palette-scale" title={title}>
      {low === undefined ? <span className="small">{t("thermal.cold")}</span> : <Figure quantity={low} />}
      <span className={`palette-ramp ramp-${palette}`} aria-hidden="true" />
      {high === undefined ? <span className="small">{t("thermal.hot")}</span> : <Figure quantity={high} />}
    </span>
  );
};

const Picture = (props: {
  readonly id: VehicleId;
  readonly name: string;
  readonly overlay: ReactNode;
  readonly shownAtMs: number | undefined;
  readonly onShown: (range: ThermalRange | undefined, atDeviceMs: number) => void;
}) => {
  const t = useTranslate();
  const { id, name, shownAtMs, onShown } = props;
  const { settings, deviceClock, station, apiBase } = useStores();
  const palette = useStore(settings, (state) => state.thermalPalette);
  const canvas = useRef<HTMLCanvasElement>(null);
  const night = useStore(settings, (state) => themeOf(state) === "night");
  const newestTable = useMemo(() => paletteTable(palette, night ? nightBrightness : 1), [palette, night]);
  const table = useRef(newestTable);
  useEffect(() => {
    table.current = newestTable;
  }, [newestTable]);
  useEffect(
    () =>
      startPictureRefresh({
        url: `${apiBase}/vehicles/${encodeURIComponent(id)}/thermal.png`,
        fetchPicture,
        everyMs: refreshMs,
        isPaused: () => document.visibilityState === "hidden" || station.getState().connection.state !== "open",
        onPicture: (picture) => {
          if (canvas.current !== null) drawPicture(canvas.current, picture.bitmap, table.current);
          picture.bitmap.close();
          onShown(picture.range, deviceClock.nowMs());
        },
        onNone: () => undefined,
      }),
    [id, deviceClock, station, apiBase, onShown],
  );
  return (
    <div className="picture">
      <canvas ref={canvas} role="img" aria-label={t("thermal.picture", { name })} width={640} height={512} />
      {shownAtMs === undefined ? (
        <span className="picture-none">{t("thermal.noPicture")}</span>
      ) : (
        <PictureAge atDeviceMs={shownAtMs} />
      )}
      {props.overlay}
    </div>
  );
};

/** Opens the camera panel, where the picture is large and live. */
const OpenCameras = ({ without }: { readonly without?: boolean }) => {
  const t = useTranslate();
  const { settings, fly } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const label = t(without === true ? "feed.addHere" : "feed.open", { key: panelKeys.camera });
  const Icon = without === true ? IconVideoPlus : IconMaximize;
  const open = () => {
    if (hasMap) settings.getState().setFolded("camera", false);
    else window.location.hash = "#/panel/camera";
  };
  return (
    <button type="button" className="button open-cameras" aria-label={label} title={label} onClick={open}>
      <Icon size={18} aria-hidden="true" />
      {without === true && label}
    </button>
  );
};

/** What the vehicle's thermal camera sees now, in the palette of one's choice. */
export const ThermalPicture = (props: {
  readonly id: VehicleId;
  /** Over the picture itself: what takes presses on it. */
  readonly overlay?: ReactNode;
}) => {
  const { id } = props;
  const t = useTranslate();
  const { settings } = useStores();
  const palette = useStore(settings, (state) => state.thermalPalette);
  const away = useStore(useStores().station, (state) => state.connection.state !== "open");
  const view = useVehicleView(id, (vehicle) => ({ name: vehicle.name, state: vehicle.thermal?.state }));
  const frozen = useStore(useStores().feeds, ({ byId }) =>
    Object.values(byId).some(
      ({ vehicleId, spectrum, warnings }) => vehicleId === id && spectrum === "thermal" && warnings.includes("frozen"),
    ),
  );
  const [range, setRange] = useState<ThermalRange | undefined>();
  const [shownAtMs, setShownAtMs] = useState<number | undefined>();
  const onShown = useCallback((of: ThermalRange | undefined, atDeviceMs: number) => {
    setRange(of);
    setShownAtMs(atDeviceMs);
  }, []);
  const late = usePictureAge(shownAtMs) !== undefined;
  if (view === undefined) return undefined;
  if (view.state === undefined)
    return (
      <div className="block thermal-none">
        <OpenCameras without />
      </div>
    );
  // It comes, but it can't be taken for what is there now.
  const isOdd = !away && view.state === "streaming" && (frozen || late);
  return (
    <div className="block thermal">
      <div className="block-head">
        <h3>{t("thermal.title")}</h3>
        <span className="fact-line">
          <StateMark state={away ? "idle" : isOdd ? "warn" : streamState[view.state]} sizePx={12} />
          {isOdd ? t(`feed.state.${frozen ? "frozen" : "late"}`) : t(`thermal.${away ? "stalled" : view.state}`)}
          <OpenCameras />
        </span>
      </div>
      <Picture id={id} name={view.name} overlay={props.overlay} shownAtMs={shownAtMs} onShown={onShown} />
      <div className="palette-row">
        <PaletteScale palette={palette} range={range} />
        <PaletteChoice />
      </div>
    </div>
  );
};
