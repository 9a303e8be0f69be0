import {
  IconAdjustments,
  IconArrowsDiagonal,
  IconColumns2,
  IconLayoutGrid,
  IconPictureInPicture,
  IconSquare,
  IconX,
} from "@tabler/icons-react";
import { useStore } from "zustand";
import { cameraLayouts, cameraSizes } from "../../stores/settings-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { NowOnly } from "../now-only.tsx";
import { panelKeys } from "../panel-keys.ts";
import { useVehicleView } from "../use-vehicle.ts";
import { VehicleMark } from "../vehicle-mark.tsx";

const layoutIcons = {
  single: IconSquare,
  side: IconColumns2,
  inset: IconPictureInPicture,
  wall: IconLayoutGrid,
} as const;

/** Whose pictures, how they are arranged, how large the panel is. */
export const CameraHead = (props: {
  readonly vehicleId: string | undefined;
  readonly alone: boolean;
  readonly settingsOpen: boolean;
  readonly onSettings: () => void;
}) => {
  const t = useTranslate();
  const { settings } = useStores();
  const { layout, size } = useStore(settings, (state) => state.camera);
  const vehicle = useVehicleView(props.vehicleId ?? "", ({ name, kind, colourIndex }) => ({ name, kind, colourIndex }));
  const { setCamera, setFolded } = settings.getState();
  const nextSize = cameraSizes[(cameraSizes.indexOf(size) + 1) % cameraSizes.length] ?? "medium";
  const close = `${t("panel.fold", { panel: t("panel.camera") })} (${t("panel.keyHint", { key: panelKeys.camera })})`;
  return (
    <header className="camera-head">
      <h2>
        {vehicle !== undefined && layout !== "wall" ? (
          <>
            <VehicleMark kind={vehicle.kind} colourIndex={vehicle.colourIndex} sizePx={26} />
            {vehicle.name}
          </>
        ) : (
          t("panel.camera")
        )}
      </h2>
      <fieldset className="segments camera-layouts" aria-label={t("feed.layout")}>
        {cameraLayouts.map((one) => {
          const Icon = layoutIcons[one];
          const label = t(`feed.layout.${one}`);
          return (
            <button
              key={one}
              type="button"
              aria-pressed={one === layout}
              aria-label={label}
              title={label}
              onClick={() => setCamera({ layout: one })}
            >
              <Icon size={20} aria-hidden="true" />
            </button>
          );
        })}
      </fieldset>
      <span className="camera-window">
        <NowOnly>
          <button
            type="button"
            className="button quiet square"
            aria-pressed={props.settingsOpen}
            aria-label={t("feed.settings")}
            title={t("feed.settings")}
            onClick={props.onSettings}
          >
            <IconAdjustments size={20} aria-hidden="true" />
          </button>
        </NowOnly>
        {props.alone ? (
          <a className="button quiet" href="#/">
            {t("panel.backToMap")}
          </a>
        ) : (
          <>
            <button
              type="button"
              className="button quiet square"
              aria-label={t("feed.size", { size: t(`feed.size.${nextSize}`) })}
              title={t("feed.size", { size: t(`feed.size.${nextSize}`) })}
              onClick={() => setCamera({ size: nextSize })}
            >
              <IconArrowsDiagonal size={20} aria-hidden="true" />
            </button>
            <button
              type="button"
              className="button quiet square"
              aria-label={close}
              title={close}
              onClick={() => setFolded("camera", true)}
            >
              <IconX size={20} aria-hidden="true" />
            </button>
          </>
        )}
      </span>
    </header>
  );
};
