import { Switch } from "@mantine/core";
import type { PlanElement } from "../../../shared/plan/plan.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { cameraNamed, cameraPresets, personInPicture } from "./camera-presets.ts";
import { type PatternElement, setCamera, setHeight, setSpacing, spacingOf } from "./pattern-settings.ts";
import { PlanNumber } from "./plan-fields.tsx";

interface Props {
  readonly element: PatternElement;
  readonly put: (element: PlanElement, field: string) => void;
}

/** Camera, height and angle, and what comes of them: swath, spacing, a person's size in the picture. */
export const CameraFields = ({ element, put }: Props) => {
  const t = useTranslate();
  const { camera, height, shape } = element;
  const spacingM = "spacingM" in shape ? shape.spacingM : undefined;
  return (
    <>
      <label className="field-label">
        {t("pattern.camera")}
        <select
          className="text-field"
          value={camera?.name ?? ""}
          onChange={(event) => put(setCamera(element, cameraNamed(event.currentTarget.value, camera)), "camera")}
        >
          {camera !== undefined && !cameraPresets.some(({ name }) => name === camera.name) && (
            <option value={camera.name}>{camera.name}</option>
          )}
          {cameraPresets.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value="">{t("pattern.noCamera")}</option>
        </select>
      </label>
      <PlanNumber
        label={t("pattern.height")}
        kind="height"
        suffix={t("heightFrom.short.ground")}
        value={height.aglM}
        least={2}
        most={2000}
        onChange={(aglM) => put(setHeight(element, { aglM }), "height")}
      />
      {camera !== undefined && (
        <>
          <PlanNumber
            label={t("pattern.gimbal")}
            kind="angle"
            value={camera.pitchRad}
            least={-Math.PI / 2}
            most={-Math.PI / 36}
            onChange={(pitchRad) => put(setCamera(element, { ...camera, pitchRad }), "pitch")}
          />
          <PlanNumber
            label={t("pattern.overlap")}
            kind="count"
            suffix="%"
            value={Math.round(camera.sideOverlap * 100)}
            least={0}
            most={95}
            onChange={(percent) => put(setCamera(element, { ...camera, sideOverlap: percent / 100 }), "overlap")}
          />
        </>
      )}
      {spacingM !== undefined && (
        <PlanNumber
          label={t("pattern.spacing")}
          kind="length"
          value={spacingM}
          least={0.5}
          most={10_000}
          onChange={(next) => put(setSpacing(element, next), "spacing")}
        />
      )}
      <Seen element={element} />
      <Switch
        className="plan-switch"
        labelPosition="left"
        label={t("pattern.follow")}
        checked={height.followTerrain}
        onChange={(event) => put(setHeight(element, { followTerrain: event.currentTarget.checked }), "follow")}
      />
      {height.followTerrain && (
        <PlanNumber
          label={t("pattern.maxClimb")}
          kind="count"
          suffix="%"
          value={Math.round(height.maxClimb * 100)}
          least={1}
          most={300}
          onChange={(percent) => put(setHeight(element, { maxClimb: percent / 100 }), "climb")}
        />
      )}
    </>
  );
};

const Seen = ({ element }: { readonly element: PatternElement }) => {
  const t = useTranslate();
  const format = useFormat();
  const spacing = spacingOf(element);
  if (element.camera === undefined) return undefined;
  if (spacing === undefined) return <p className="small">{t("pattern.seesSky")}</p>;
  const { longPx, shortPx, enough } = personInPicture(spacing.gsdM);
  const length = ({ value, unit }: { readonly value: string; readonly unit: string }) => `${value} ${unit}`;
  return (
    <div className="plan-seen">
      <StateMark state={enough === "none" ? "bad" : enough === "detect" ? "warn" : "ok"} />
      <div>
        <strong>{t(`pattern.person.${enough}`)}</strong>
        <span className="small">
          {t("pattern.seen", {
            long: Math.round(longPx),
            short: format.number(shortPx, shortPx < 10 ? 1 : 0),
            swath: length(format.length(spacing.swathM)),
            along: length(format.length(spacing.alongTrackM)),
          })}
        </span>
      </div>
    </div>
  );
};
