import { IconAlertTriangle, IconDrone, IconMap, IconRotate360, IconVideo, IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import { ViewAttribution } from "../controls/view-attribution.tsx";
import { ViewButton } from "../controls/view-button.tsx";
import { ViewMoves } from "../controls/view-moves.tsx";
import { groundKey } from "../stores/ground-key.ts";
import { sceneKey } from "../stores/scene/scene-key.ts";
import { type SceneCamera, sceneCameras } from "../stores/scene/scene-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import type { SceneController } from "./scene-controller.ts";
import { SceneLegend } from "./scene-legend.tsx";

interface Props {
  readonly controller: SceneController;
}

const cameraIcons: Readonly<Record<SceneCamera, typeof IconDrone>> = {
  orbit: IconRotate360,
  follow: IconDrone,
  "first-person": IconVideo,
};

const Buttons = ({ controller }: Props) => {
  const t = useTranslate();
  const { scene } = useStores();
  const camera = useStore(scene, (state) => state.camera);
  const azimuthDeg = useStore(controller.status, (state) => state.azimuthDeg);
  return (
    <div className="view-buttons">
      <div className="view-button-group">
        <ViewButton label={t("scene.show2d")} hotkey={`⇧ ${sceneKey}`} onPress={() => scene.getState().show("2d")}>
          <IconMap size={22} aria-hidden="true" />
        </ViewButton>
      </div>
      <fieldset className="view-button-group" aria-label={t("scene.camera")}>
        {sceneCameras.map((one) => {
          const Icon = cameraIcons[one];
          return (
            <ViewButton
              key={one}
              label={t(`scene.camera.${one}`)}
              pressed={camera === one}
              onPress={() => scene.getState().setCamera(one)}
            >
              <Icon size={22} aria-hidden="true" />
            </ViewButton>
          );
        })}
      </fieldset>
      <ViewMoves
        onShowAll={() => controller.showAll()}
        onCentre={() => controller.centreOnSelection()}
        onZoomIn={() => controller.zoomBy(1 / 1.6)}
        onZoomOut={() => controller.zoomBy(1.6)}
      >
        <ViewButton label={t("scene.north")} onPress={() => controller.faceNorth()}>
          <svg viewBox="-12 -12 24 24" width="26" height="26" aria-hidden="true">
            <g transform={`rotate(${-azimuthDeg})`}>
              <path d="M0 -10L4.4 1H-4.4z" fill="currentColor" />
              <path d="M0 10L4.4 1H-4.4z" fill="none" stroke="currentColor" strokeWidth="1.3" />
            </g>
          </svg>
        </ViewButton>
      </ViewMoves>
    </div>
  );
};

/** Out of whose eyes this is, while it isn't simply looked around. */
const ViewNote = ({ controller }: Props) => {
  const t = useTranslate();
  const view = useStore(controller.status, (state) => state.view);
  if (view.by === "orbit") return undefined;
  const words = {
    nobody: () => t("scene.by.nobody"),
    follow: (name: string) => t("scene.by.follow", { name }),
    blind: (name: string) => t("scene.by.blind", { name }),
    "first-person": (name: string) =>
      view.by === "first-person" && view.from === "nose"
        ? t("scene.by.nose", { name })
        : t("scene.by.gimbal", { name }),
  }[view.by]("name" in view ? view.name : "");
  return (
    <p className="view-note quiet" role="status">
      {words}
      {view.by === "first-person" && view.assumed && <small>{t("scene.assumedView")}</small>}
    </p>
  );
};

const Notes = ({ controller }: Props) => {
  const t = useTranslate();
  const { station, live } = useStores();
  const { lost, level, notice } = useStore(controller.status, (state) => state);
  const shownGround = useStore(station, ({ view }) => groundKey(view));
  const groundNow = useStore(live.station, ({ view }) => groundKey(view));
  return (
    <div className="scene-notes">
      {lost && (
        <p className="view-note" role="alert">
          <IconAlertTriangle size={18} aria-hidden="true" />
          {t("scene.lost")}
        </p>
      )}
      {notice !== undefined && (
        <p className="view-note" role="status">
          <IconAlertTriangle size={18} aria-hidden="true" />
          {t(notice === "terrain-unreachable" ? "scene.terrainUnreachable" : "scene.tilesUnreachable")}
          <button
            type="button"
            aria-label={t("map.close")}
            onClick={() => controller.status.setState({ notice: undefined })}
          >
            <IconX size={18} aria-hidden="true" />
          </button>
        </p>
      )}
      {level && (
        <p className="view-note quiet" role="status">
          {t("scene.level")}
        </p>
      )}
      {!level && shownGround !== groundNow && (
        <p className="view-note quiet" role="status">
          {t("scene.otherGround")}
        </p>
      )}
      <ViewNote controller={controller} />
    </div>
  );
};

/** The outline of the picture that the vehicle's camera takes. */
const PictureFrame = ({ controller }: Props) => {
  const view = useStore(controller.status, (state) => state.view);
  if (view.by !== "first-person") return undefined;
  const { width, height } = view.picture;
  return (
    <div className="scene-picture">
      <svg width={width} height={height} aria-hidden="true">
        <rect x="1" y="1" width={width - 2} height={height - 2} rx="4" />
      </svg>
    </div>
  );
};

const Attribution = ({ controller }: Props) => {
  const baseMap = useStore(controller.status, (state) => state.attribution);
  return <ViewAttribution baseMap={baseMap} />;
};

/** Everything over the scene that is pressed or read: inside of what the panels leave free. */
export const SceneControls = ({ controller }: Props) => (
  <div className="view-frame">
    <PictureFrame controller={controller} />
    <Notes controller={controller} />
    <Buttons controller={controller} />
    <div className="view-foot">
      <Attribution controller={controller} />
      <SceneLegend controller={controller} />
    </div>
  </div>
);
