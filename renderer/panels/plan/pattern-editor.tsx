import { Switch } from "@mantine/core";
import { IconPolygon, IconTrash } from "@tabler/icons-react";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import type { PatternShape } from "../../../shared/search/patterns/pattern.ts";
import type { ExaminedPattern, PlanExamination } from "../../stores/plan/examine-plan.ts";
import { withHole, withoutHole } from "../../stores/plan/shape-edit.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { cameraNamed, cameraPresets, personInPicture } from "./camera-presets.ts";
import {
  kindsLike,
  type PatternElement,
  type PatternKind,
  setCamera,
  setHeight,
  setKind,
  setShape,
  setSpacing,
  spacingOf,
} from "./pattern-settings.ts";
import { OwnOrPlan, PlanNumber, useMapPick } from "./plan-fields.tsx";
import { RingCorners } from "./ring-corners.tsx";
import { useChangePlan } from "./use-plan.ts";

interface Props {
  readonly element: PatternElement;
  readonly put: (element: PlanElement, field: string) => void;
}

/** How it is searched, and the numbers of that way alone. */
const ShapeFields = ({ element, put }: Props) => {
  const t = useTranslate();
  const { shape } = element;
  const change = (next: PatternShape, field: string) => put(setShape(element, next), field);
  const kinds = kindsLike(shape);
  return (
    <>
      {kinds.length > 1 && (
        <label className="field-label">
          {t("pattern.how")}
          <select
            className="text-field"
            value={shape.kind}
            onChange={(event) => put(setKind(element, event.currentTarget.value as PatternKind), "kind")}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`pattern.kind.${kind}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <HeadingField shape={shape} onChange={(next) => change(next, "heading")} />
      {shape.kind === "corridor" && (
        <PlanNumber
          label={t("pattern.width")}
          kind="length"
          value={shape.widthM}
          least={1}
          most={5000}
          onChange={(widthM) => change({ ...shape, widthM }, "width")}
        />
      )}
      {shape.kind === "perimeter" && (
        <>
          <PlanNumber
            label={t("pattern.inset")}
            kind="length"
            value={shape.insetM}
            least={0}
            most={5000}
            onChange={(insetM) => change({ ...shape, insetM }, "inset")}
          />
          <PlanNumber
            label={t("pattern.laps")}
            kind="count"
            value={shape.laps}
            least={1}
            most={50}
            onChange={(laps) => change({ ...shape, laps: Math.round(laps) }, "laps")}
          />
        </>
      )}
      {shape.kind === "expanding-square" && (
        <PlanNumber
          label={t("pattern.legs")}
          kind="count"
          value={shape.legs}
          least={1}
          most={400}
          onChange={(legs) => change({ ...shape, legs: Math.round(legs) }, "legs")}
        />
      )}
      {shape.kind === "sector" && (
        <>
          <PlanNumber
            label={t("plan.radius")}
            kind="length"
            value={shape.radiusM}
            least={10}
            most={20_000}
            onChange={(radiusM) => change({ ...shape, radiusM }, "radius")}
          />
          <PlanNumber
            label={t("pattern.rounds")}
            kind="count"
            value={shape.rounds}
            least={1}
            most={2}
            onChange={(rounds) => change({ ...shape, rounds: Math.round(rounds) }, "rounds")}
          />
        </>
      )}
    </>
  );
};

/** Lines of a parallel sweep find their direction themselves unless somebody says. */
const HeadingField = (props: { readonly shape: PatternShape; readonly onChange: (shape: PatternShape) => void }) => {
  const t = useTranslate();
  const { shape, onChange } = props;
  if (shape.kind === "parallel") {
    const { lineHeadingRad, ...bare } = shape;
    return (
      <>
        <fieldset className="segments" aria-label={t("pattern.lines")}>
          <button type="button" aria-pressed={lineHeadingRad === undefined} onClick={() => onChange(bare)}>
            {t("pattern.fewestTurns")}
          </button>
          <button
            type="button"
            aria-pressed={lineHeadingRad !== undefined}
            onClick={() => onChange({ ...shape, lineHeadingRad: lineHeadingRad ?? 0 })}
          >
            {t("pattern.ownHeading")}
          </button>
        </fieldset>
        {lineHeadingRad !== undefined && (
          <Heading value={lineHeadingRad} onChange={(next) => onChange({ ...shape, lineHeadingRad: next })} />
        )}
      </>
    );
  }
  if (shape.kind === "creeping")
    return (
      <Heading
        value={shape.advanceHeadingRad}
        label={t("pattern.advance")}
        onChange={(advanceHeadingRad) => onChange({ ...shape, advanceHeadingRad })}
      />
    );
  if (shape.kind === "expanding-square" || shape.kind === "sector")
    return (
      <Heading
        value={shape.firstHeadingRad}
        label={t("pattern.firstHeading")}
        onChange={(firstHeadingRad) => onChange({ ...shape, firstHeadingRad })}
      />
    );
  return undefined;
};

const Heading = (props: {
  readonly value: number;
  readonly label?: string;
  readonly onChange: (valueRad: number) => void;
}) => {
  const t = useTranslate();
  return (
    <PlanNumber
      label={props.label ?? t("pattern.heading")}
      kind="angle"
      value={props.value}
      least={-Math.PI}
      most={2 * Math.PI}
      onChange={props.onChange}
    />
  );
};

/** Camera, height and angle, and what comes of them: swath, spacing, a person's size in the picture. */
const CameraFields = ({ element, put }: Props) => {
  const t = useTranslate();
  const { camera, height, shape } = element;
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
      {"spacingM" in shape && (
        <PlanNumber
          label={t("pattern.spacing")}
          kind="length"
          value={shape.spacingM}
          least={0.5}
          most={10_000}
          onChange={(spacingM) => put(setSpacing(element, spacingM), "spacing")}
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

/** What was laid: covered or why not. */
const Laid = ({ pattern }: { readonly pattern: ExaminedPattern | undefined }) => {
  const t = useTranslate();
  const format = useFormat();
  if (pattern === undefined) return undefined;
  const { result } = pattern;
  if (!result.ok)
    return (
      <p className="fault" role="alert">
        {t.loose(`patternFault.${result.fault.code}`, "points" in result.fault ? { points: result.fault.points } : {})}
      </p>
    );
  const left = 1 - result.coveredFraction;
  return (
    <p className="plan-seen">
      <StateMark state={left > 0.02 ? "warn" : "ok"} />
      <span>
        {t("pattern.covered", { percent: format.percent(result.coveredFraction) })}
        {result.uncovered.length > 0 && <span className="small"> {t("pattern.uncovered")}</span>}
      </span>
    </p>
  );
};

const Holes = ({ plan, element }: { readonly plan: Plan; readonly element: PatternElement }) => {
  const t = useTranslate();
  const ask = useMapPick(plan);
  const change = useChangePlan(plan.id);
  if (!("area" in element.shape)) return undefined;
  const draw = () =>
    ask({
      kind: "area",
      label: t("pattern.drawHole"),
      onDone: (hole) => change((now) => withHole(now, element.id, hole)),
    });
  return (
    <div className="plan-holes">
      {element.shape.area.holes.map((hole, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: holes have no names, their order is what tells them apart
          key={i}
          type="button"
          className="button"
          onClick={() => change((now) => withoutHole(now, element.id, i))}
        >
          <IconTrash size={18} aria-hidden="true" />
          {t("pattern.deleteHole", { n: i + 1, corners: hole.length })}
        </button>
      ))}
      <button type="button" className="button" onClick={draw}>
        <IconPolygon size={20} aria-hidden="true" />
        {t("pattern.drawHole")}
      </button>
    </div>
  );
};

/** Searching may go slower than the way there. */
const SpeedField = ({ plan, element, put }: Props & { readonly plan: Plan }) => {
  const t = useTranslate();
  const { speedMps, ...bare } = element;
  return (
    <>
      <OwnOrPlan
        label={t("plan.speed")}
        own={speedMps !== undefined}
        onOwn={(own) => put(own ? { ...element, speedMps: plan.speedMps } : bare, "own-speed")}
      />
      {speedMps !== undefined && (
        <PlanNumber
          label={t("plan.speed")}
          kind="speed"
          value={speedMps}
          least={0.1}
          most={60}
          onChange={(next) => put({ ...element, speedMps: next }, "speed")}
        />
      )}
    </>
  );
};

/** All about a searched area or line. */
export const PatternEditor = (props: Props & { readonly plan: Plan; readonly check: PlanExamination | undefined }) => {
  const t = useTranslate();
  const { plan, element, put, check } = props;
  const inAir = useVehicle(plan.vehicleId, (vehicle) => flies(vehicle.kind)) ?? true;
  const change = useChangePlan(plan.id);
  return (
    <>
      <Laid pattern={check?.patterns.find(({ elementId }) => elementId === element.id)} />
      <ShapeFields element={element} put={put} />
      {inAir ? (
        <CameraFields element={element} put={put} />
      ) : (
        "spacingM" in element.shape && (
          <PlanNumber
            label={t("pattern.spacing")}
            kind="length"
            value={element.shape.spacingM}
            least={0.5}
            most={10_000}
            onChange={(spacingM) => put(setSpacing(element, spacingM), "spacing")}
          />
        )
      )}
      <SpeedField plan={plan} element={element} put={put} />
      <Holes plan={plan} element={element} />
      <RingCorners
        plan={plan}
        element={element}
        onChange={(next, field) => change((now) => editPlan(now, { kind: "change", element: next }), field)}
      />
    </>
  );
};
