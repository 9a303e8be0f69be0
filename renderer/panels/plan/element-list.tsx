import {
  IconArrowDown,
  IconArrowUp,
  IconCamera,
  IconDots,
  IconEye,
  IconGauge,
  IconHome,
  IconMapPin,
  IconPlaneArrival,
  IconPlaneDeparture,
  IconPolygon,
  IconRepeat,
  IconRotate,
  IconTrash,
} from "@tabler/icons-react";
import { memo, type ReactNode, useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import type { PlanExamination } from "../../stores/plan/examine-plan.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { ElementEditor } from "./element-editor.tsx";
import { elementDetail, elementTitle } from "./element-text.ts";
import { useChangePlan } from "./use-plan.ts";

const icons: Readonly<Record<PlanElement["kind"], typeof IconMapPin>> = {
  "take-off": IconPlaneDeparture,
  point: IconMapPin,
  pattern: IconPolygon,
  orbit: IconRotate,
  "look-at": IconEye,
  gimbal: IconCamera,
  speed: IconGauge,
  loop: IconRepeat,
  return: IconHome,
  land: IconPlaneArrival,
  other: IconDots,
};

const RowTools = ({ plan, index }: { readonly plan: Plan; readonly index: number }) => {
  const t = useTranslate();
  const change = useChangePlan(plan.id);
  const element = plan.elements[index];
  if (element === undefined) return undefined;
  const moveTo = (to: number) => change((now) => editPlan(now, { kind: "reorder", id: element.id, index: to }));
  return (
    <div className="plan-row-tools">
      <button
        type="button"
        className="button square"
        aria-label={t("plan.earlier")}
        title={t("plan.earlier")}
        disabled={index === 0}
        onClick={() => moveTo(index - 1)}
      >
        <IconArrowUp size={20} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="button square"
        aria-label={t("plan.later")}
        title={t("plan.later")}
        disabled={index === plan.elements.length - 1}
        onClick={() => moveTo(index + 1)}
      >
        <IconArrowDown size={20} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="button"
        onClick={() => change((now) => editPlan(now, { kind: "delete", id: element.id }))}
      >
        <IconTrash size={20} aria-hidden="true" />
        {t("plan.deleteStep")}
      </button>
    </div>
  );
};

interface HeadProps {
  readonly element: PlanElement;
  readonly index: number;
  readonly open: boolean;
  readonly worst: "error" | "warning" | undefined;
  /** Of the element that a loop goes back to. */
  readonly loopTo: number | undefined;
}

/** Drawn anew only where something of its own changed: while one point is dragged 199 others stay as they are. */
const RowHead = memo(({ element, index, open, worst, loopTo }: HeadProps) => {
  const t = useTranslate();
  const format = useFormat();
  const { planEdit } = useStores();
  const Icon = icons[element.kind];
  const detail = elementDetail(t, format, element, () => loopTo);
  return (
    <button
      type="button"
      className="plan-row-head"
      aria-expanded={open}
      onClick={() => planEdit.getState().choosePart(open ? undefined : { kind: "element", id: element.id })}
    >
      <span className="plan-number">{index + 1}</span>
      <Icon size={20} aria-hidden="true" />
      <span className="plan-row-words">
        <strong>{elementTitle(t, element)}</strong>
        {detail !== "" && <span className="small">{detail}</span>}
      </span>
      {worst !== undefined && <StateMark state={worst === "error" ? "bad" : "warn"} />}
    </button>
  );
});

/** The number of the element that a loop goes back to. */
const loopTarget = (plan: Plan, element: PlanElement): number | undefined => {
  if (element.kind !== "loop") return undefined;
  const at = plan.elements.findIndex(({ id }) => id === element.toElementId);
  return at < 0 ? undefined : at + 1;
};

/** What was opened comes into sight, here or on the map: its row at the list's foot would show nothing of it. */
const RowBody = ({ children }: { readonly children: ReactNode }) => {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which is no way to clean up.
    body.current?.closest("li")?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div ref={body} className="plan-row-body">
      {children}
    </div>
  );
};

/** What the plan does, step by step; the one that is worked at lies open. */
export const ElementList = ({ plan, check }: { readonly plan: Plan; readonly check: PlanExamination | undefined }) => {
  const t = useTranslate();
  const part = useStore(useStores().planEdit, (state) => state.part);
  const worstById = useMemo(() => {
    const worst = new Map<string, "error" | "warning">();
    // Errors come first.
    for (const { elementId, severity } of check?.problems ?? [])
      if (elementId !== undefined && !worst.has(elementId)) worst.set(elementId, severity);
    return worst;
  }, [check]);
  if (plan.elements.length === 0)
    return (
      <p className="empty">
        <strong>{t("plan.empty")}</strong>
        {t("plan.emptyTip")}
      </p>
    );
  return (
    <ol className="plan-list" aria-label={t("plan.steps")}>
      {plan.elements.map((element, index) => {
        const open = part?.kind === "element" && part.id === element.id;
        return (
          <li key={element.id} className={`plan-row ${open ? "open" : ""}`}>
            <RowHead
              element={element}
              index={index}
              open={open}
              worst={worstById.get(element.id)}
              loopTo={loopTarget(plan, element)}
            />
            {open && (
              <RowBody>
                <ElementEditor plan={plan} element={element} check={check} />
                <RowTools plan={plan} index={index} />
              </RowBody>
            )}
          </li>
        );
      })}
    </ol>
  );
};
