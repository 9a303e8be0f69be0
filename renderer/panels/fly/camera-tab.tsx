import {
  IconCamera,
  IconFocusCentered,
  IconMapPin,
  IconPlayerRecord,
  IconPlayerStop,
  IconTarget,
} from "@tabler/icons-react";
import { useCallback } from "react";
import { useStore } from "zustand";
import { degToRad, radToDeg, wrapPi } from "../../../shared/units/angle.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { CorrectionSection } from "../eyes/correction-section.tsx";
import { useFormat } from "../format-context.tsx";
import { ThermalPicture } from "../thermal-picture.tsx";
import { useIsStale, useVehicle, useVehicleView } from "../use-vehicle.ts";
import { pitchLimitsDeg, recordingOf, zoomOf } from "./camera-state.ts";
import { GateNote } from "./gate-note.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { PictureAim } from "./picture-aim.tsx";
import { ReleaseSlider } from "./release-slider.tsx";
import { isUnderWay, useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";

const gimbalLimitMs = 3_000;

/** Where the camera looks: up and down from level, sideways from the nose. */
const Angles = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const gimbal = useVehicle(id, (vehicle) => vehicle.gimbal);
  const headingRad = useVehicle(id, (vehicle) => vehicle.headingRad ?? vehicle.attitude?.yawRad);
  const stale = useIsStale(id, gimbal?.atMs, gimbalLimitMs);
  const known = gimbal !== undefined && !stale;
  const pitchDeg = known ? Math.round(radToDeg(gimbal.pitchRad)) : undefined;
  const yawDeg =
    known && headingRad !== undefined ? Math.round(radToDeg(wrapPi(gimbal.yawRad - headingRad))) : undefined;
  const turn = (change: { readonly pitchDeg?: number; readonly yawDeg?: number }) =>
    void run({
      kind: "camera-angles",
      pitchRad: degToRad(change.pitchDeg ?? pitchDeg ?? 0),
      yawRad: degToRad(change.yawDeg ?? yawDeg ?? 0),
    });
  const { least, most } = useVehicleView(id, pitchLimitsDeg) ?? { least: -90, most: 30 };
  const degrees = (value: number) => `${String(value).replace("-", "−")}°`;
  const pending = isUnderWay(command);
  return (
    <div className="block">
      <ReleaseSlider
        label={t("camera.pitch")}
        value={pitchDeg}
        least={least}
        most={most}
        step={1}
        text={degrees}
        disabled={!gate.open}
        pending={pending}
        onRelease={(value) => turn({ pitchDeg: value })}
      />
      <ReleaseSlider
        label={t("camera.yaw")}
        value={yawDeg}
        least={-180}
        most={180}
        step={5}
        text={degrees}
        disabled={!gate.open}
        pending={pending}
        onRelease={(value) => turn({ yawDeg: value })}
      />
      <OutcomeNote command={command} />
    </div>
  );
};

const Zoom = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const fraction = useVehicle(id, zoomOf);
  return (
    <div className="block">
      <ReleaseSlider
        label={t("camera.zoom")}
        value={fraction === undefined ? undefined : Math.round(fraction * 100)}
        least={0}
        most={100}
        step={5}
        text={(value) => format.percent(value / 100)}
        disabled={!gate.open}
        pending={isUnderWay(command)}
        onRelease={(value) => void run({ kind: "camera-zoom", fraction: value / 100 })}
      />
      <OutcomeNote command={command} />
    </div>
  );
};

/** What the camera is told: where to look, photo, video, zoom. What is recorded is what the camera says, not what was asked. */
export const CameraTab = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { mapTool, fleet, selection, heat, fly } = useStores();
  const gate = useGate(id);
  const look = useCommand(id);
  const shoot = useCommand(id);
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const recording = useVehicle(id, recordingOf);
  const hasMap = useStore(fly, (state) => state.hasMap);
  const noCamera = useVehicle(id, ({ cameras, gimbal }) => cameras.length === 0 && gimbal === undefined) === true;
  const heatId = useStore(selection, (state) => state.selectedHeatId);
  const source = useStore(heat, ({ byId }) => (heatId === undefined ? undefined : byId[heatId]));
  const run = look.run;
  const pick = useCallback(() => {
    mapTool.getState().pick({
      kind: "place",
      colourIndex: fleet.getState().byId[id]?.colourIndex ?? 0,
      label: t("camera.lookLabel", { name }),
      onDone: (position) => void run({ kind: "camera-look-at", position }),
    });
  }, [mapTool, fleet, id, name, run, t]);
  const off = { disabled: !gate.open, title: gateText(t, gate) };
  return (
    <>
      <GateNote id={id} />
      {noCamera && <p className="gate-note block">{t("camera.unknown")}</p>}
      <ThermalPicture
        id={id}
        overlay={<PictureAim id={id} disabled={!gate.open} onLook={(action) => void look.run(action)} />}
      />
      <div className="block">
        <div className="deck-row two">
          <button
            type="button"
            className="button"
            disabled={!gate.open || !hasMap}
            title={gateText(t, gate) ?? (hasMap ? undefined : t("fly.noMap"))}
            onClick={pick}
          >
            <IconMapPin size={20} aria-hidden="true" />
            {t("camera.onMap")}
          </button>
          <button type="button" className="button" {...off} onClick={() => void run({ kind: "camera-centre" })}>
            <IconFocusCentered size={20} aria-hidden="true" />
            {t("camera.centre")}
          </button>
        </div>
        <div className="deck-row">
          <button
            type="button"
            className="button"
            disabled={!gate.open || source?.location.located !== true}
            title={gateText(t, gate) ?? (source === undefined ? t("camera.chooseHeat") : undefined)}
            onClick={() => {
              if (source !== undefined) void run({ kind: "camera-follow-heat", heatId: source.id });
            }}
          >
            <IconTarget size={20} aria-hidden="true" />
            {source === undefined ? t("camera.followNone") : t("camera.follow", { number: source.number })}
          </button>
        </div>
        <OutcomeNote command={look.command} />
      </div>
      <Angles id={id} />
      <div className="block">
        <div className="deck-row two">
          <button type="button" className="button" {...off} onClick={() => void shoot.run({ kind: "camera-photo" })}>
            <IconCamera size={20} aria-hidden="true" />
            {t("camera.photo")}
          </button>
          <button
            type="button"
            className={`button ${recording === true ? "recording" : ""}`}
            aria-pressed={recording === true}
            {...off}
            onClick={() => void shoot.run({ kind: "camera-video", recording: recording !== true })}
          >
            {recording === true ? (
              <IconPlayerStop size={20} aria-hidden="true" />
            ) : (
              <IconPlayerRecord size={20} aria-hidden="true" />
            )}
            {t(recording === true ? "camera.stopVideo" : "camera.startVideo")}
          </button>
        </div>
        <OutcomeNote command={shoot.command} />
      </div>
      <Zoom id={id} />
      <CorrectionSection id={id} />
    </>
  );
};
