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
import { OwnSpeed } from "./own-speed.tsx";
import { CameraFields } from "./pattern-camera.tsx";
import { kindsLike, type PatternElement, type PatternKind, setKind, setShape, setSpacing } from "./pattern-settings.ts";
import { PlanNumber, useMapPick } from "./plan-fields.tsx";
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

/** All about a searched area or line. */
export const PatternEditor = (props: Props & { readonly plan: Plan; readonly check: PlanExamination | undefined }) => {
  const t = useTranslate();
  const { plan, element, put, check } = props;
  const inAir = useVehicle(plan.vehicleId, (vehicle) => flies(vehicle.kind)) ?? true;
  const change = useChangePlan(plan.id);
  const { shape } = element;
  const spacingM = "spacingM" in shape ? shape.spacingM : undefined;
  return (
    <>
      <Laid pattern={check?.patterns.find(({ elementId }) => elementId === element.id)} />
      <ShapeFields element={element} put={put} />
      {inAir ? (
        <CameraFields element={element} put={put} />
      ) : (
        spacingM !== undefined && (
          <PlanNumber
            label={t("pattern.spacing")}
            kind="length"
            value={spacingM}
            least={0.5}
            most={10_000}
            onChange={(next) => put(setSpacing(element, next), "spacing")}
          />
        )
      )}
      {/* Searching may go slower than the way there. */}
      <OwnSpeed label={t("plan.speed")} plan={plan} element={element} put={put} />
      <Holes plan={plan} element={element} />
      <RingCorners
        plan={plan}
        element={element}
        onChange={(next, field) => change((now) => editPlan(now, { kind: "change", element: next }), field)}
      />
    </>
  );
};
