import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { OwnOrPlan, PlanNumber } from "./plan-fields.tsx";

/** The speed of a step: the plan's, or one of its own. */
export const OwnSpeed = (props: {
  readonly label: string;
  readonly plan: Plan;
  readonly element: Extract<PlanElement, { readonly kind: "point" | "pattern" }>;
  /** `field` names what is typed: its letters are one step of undo. */
  readonly put: (element: PlanElement, field: string) => void;
}) => {
  const t = useTranslate();
  const { label, plan, element, put } = props;
  const { speedMps, ...bare } = element;
  return (
    <>
      <OwnOrPlan
        label={label}
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
