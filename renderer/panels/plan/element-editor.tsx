import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan, PlanElement, PointAction } from "../../../shared/plan/plan.ts";
import type { PlanExamination } from "../../stores/plan/examine-plan.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { OwnSpeed } from "./own-speed.tsx";
import { PatternEditor } from "./pattern-editor.tsx";
import { OwnOrPlan, PlanHeight, PlanNumber, PlanPlace } from "./plan-fields.tsx";
import { useChangePlan } from "./use-plan.ts";

type Of<K extends PlanElement["kind"]> = Extract<PlanElement, { kind: K }>;

interface EditorProps<K extends PlanElement["kind"]> {
  readonly plan: Plan;
  readonly element: Of<K>;
  /** `field` names what is typed: its letters are one step of undo. */
  readonly put: (element: PlanElement, field: string) => void;
}

const OwnHeight = ({ plan, element, put }: EditorProps<"point" | "orbit" | "look-at">) => {
  const t = useTranslate();
  const { altitude, ...bare } = element;
  return (
    <>
      <OwnOrPlan
        label={t("plan.height")}
        own={altitude !== undefined}
        onOwn={(own) => put(own ? { ...element, altitude: altitude ?? plan.altitude } : bare, "own-height")}
      />
      {altitude !== undefined && (
        <PlanHeight
          label={t("plan.height")}
          plan={plan}
          value={altitude}
          onChange={(next) => put({ ...element, altitude: next }, "height")}
        />
      )}
    </>
  );
};

const actions: readonly (PointAction | "none")[] = ["none", "photo", "video-start", "video-stop"];

const PointEditor = ({ plan, element, put }: EditorProps<"point">) => {
  const t = useTranslate();
  const { action, ...withoutAction } = element;
  return (
    <>
      <PlanPlace
        label={t("plan.place")}
        plan={plan}
        value={element.position}
        onChange={(position) => put({ ...element, position }, "place")}
      />
      <OwnHeight plan={plan} element={element} put={put} />
      <OwnSpeed label={t("plan.speedFromHere")} plan={plan} element={element} put={put} />
      <PlanNumber
        label={t("plan.delay")}
        kind="count"
        suffix="s"
        value={element.delayS ?? 0}
        least={0}
        most={3600}
        onChange={(delayS) => put({ ...element, delayS }, "delay")}
      />
      <label className="field-label">
        {t("plan.actionThere")}
        <select
          className="text-field"
          value={action ?? "none"}
          onChange={(event) => {
            const chosen = actions.find((one) => one === event.currentTarget.value) ?? "none";
            put(chosen === "none" ? withoutAction : { ...element, action: chosen }, "action");
          }}
        >
          {actions.map((one) => (
            <option key={one} value={one}>
              {t(`plan.action.${one}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
};

const OrbitEditor = ({ plan, element, put }: EditorProps<"orbit">) => {
  const t = useTranslate();
  return (
    <>
      <PlanPlace
        label={t("plan.centre")}
        plan={plan}
        value={element.centre}
        onChange={(centre) => put({ ...element, centre }, "place")}
      />
      <PlanNumber
        label={t("plan.radius")}
        kind="length"
        value={element.radiusM}
        least={5}
        most={2000}
        onChange={(radiusM) => put({ ...element, radiusM }, "radius")}
      />
      <PlanNumber
        label={t("plan.turns")}
        kind="count"
        value={element.turns}
        least={0.5}
        most={1000}
        onChange={(turns) => put({ ...element, turns }, "turns")}
      />
      <fieldset className="segments" aria-label={t("plan.direction")}>
        <button
          type="button"
          aria-pressed={element.clockwise}
          onClick={() => put({ ...element, clockwise: true }, "way")}
        >
          {t("plan.clockwise")}
        </button>
        <button
          type="button"
          aria-pressed={!element.clockwise}
          onClick={() => put({ ...element, clockwise: false }, "way")}
        >
          {t("plan.anticlockwise")}
        </button>
      </fieldset>
      <OwnHeight plan={plan} element={element} put={put} />
    </>
  );
};

const LoopEditor = ({ plan, element, put }: EditorProps<"loop">) => {
  const t = useTranslate();
  const { times, ...forever } = element;
  const at = plan.elements.findIndex(({ id }) => id === element.id);
  return (
    <>
      <label className="field-label">
        {t("plan.loopBackTo")}
        <select
          className="text-field"
          value={element.toElementId}
          onChange={(event) => put({ ...element, toElementId: event.currentTarget.value }, "target")}
        >
          {plan.elements.slice(0, at).map((one, i) => (
            <option key={one.id} value={one.id}>
              {i + 1} ·{" "}
              {t(`plan.element.${one.kind === "loop" ? "loopForever" : one.kind === "other" ? "any" : one.kind}`)}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="segments" aria-label={t("plan.times")}>
        <button
          type="button"
          aria-pressed={times !== undefined}
          onClick={() => put({ ...element, times: times ?? 3 }, "endless")}
        >
          {t("plan.soManyTimes")}
        </button>
        <button type="button" aria-pressed={times === undefined} onClick={() => put(forever, "endless")}>
          {t("plan.untilStopped")}
        </button>
      </fieldset>
      {times !== undefined && (
        <PlanNumber
          label={t("plan.times")}
          kind="count"
          value={times}
          least={1}
          most={10_000}
          onChange={(next) => put({ ...element, times: Math.round(next) }, "times")}
        />
      )}
    </>
  );
};

const GimbalEditor = ({ element, put }: EditorProps<"gimbal">) => {
  const t = useTranslate();
  return (
    <>
      <PlanNumber
        label={t("plan.pitch")}
        kind="angle"
        value={element.pitchRad}
        least={-Math.PI / 2}
        most={Math.PI / 6}
        onChange={(pitchRad) => put({ ...element, pitchRad }, "pitch")}
      />
      <PlanNumber
        label={t("plan.yaw")}
        kind="angle"
        value={element.yawRad}
        least={-Math.PI}
        most={Math.PI}
        onChange={(yawRad) => put({ ...element, yawRad }, "yaw")}
      />
    </>
  );
};

const OptionalPlace = ({ plan, element, put }: EditorProps<"land" | "look-at">) => {
  const t = useTranslate();
  const { position, ...bare } = element;
  return (
    <>
      <PlanPlace
        label={t("plan.place")}
        plan={plan}
        value={position}
        onChange={(next) => put({ ...element, position: next }, "place")}
      />
      {position !== undefined && (
        <button type="button" className="button" onClick={() => put(bare, "no-place")}>
          {t(element.kind === "land" ? "plan.landWhereItIs" : "plan.lookAhead")}
        </button>
      )}
      {element.kind === "look-at" && position !== undefined && <OwnHeight plan={plan} element={element} put={put} />}
    </>
  );
};

/** The fields of one step. */
export const ElementEditor = (props: {
  readonly plan: Plan;
  readonly element: PlanElement;
  readonly check: PlanExamination | undefined;
}) => {
  const t = useTranslate();
  const { plan, element } = props;
  const change = useChangePlan(plan.id);
  const put = (next: PlanElement, field: string) =>
    change((now) => editPlan(now, { kind: "change", element: next }), `${next.id} ${field}`);
  switch (element.kind) {
    case "take-off":
      return (
        <PlanHeight
          label={t("plan.takeOffTo")}
          plan={plan}
          value={element.altitude}
          onChange={(altitude) => put({ ...element, altitude }, "height")}
        />
      );
    case "point":
      return <PointEditor plan={plan} element={element} put={put} />;
    case "pattern":
      return <PatternEditor plan={plan} element={element} check={props.check} put={put} />;
    case "orbit":
      return <OrbitEditor plan={plan} element={element} put={put} />;
    case "look-at":
    case "land":
      return <OptionalPlace plan={plan} element={element} put={put} />;
    case "gimbal":
      return <GimbalEditor plan={plan} element={element} put={put} />;
    case "speed":
      return (
        <PlanNumber
          label={t("plan.speed")}
          kind="speed"
          value={element.speedMps}
          least={0.1}
          most={60}
          onChange={(speedMps) => put({ ...element, speedMps }, "speed")}
        />
      );
    case "loop":
      return <LoopEditor plan={plan} element={element} put={put} />;
    case "return":
      return <p className="small">{t("plan.returnTip")}</p>;
    case "other":
      return (
        <p className="small words">
          {t("plan.otherTip", { command: element.item.command, params: element.item.params.join(", ") })}
        </p>
      );
  }
};
