import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { altitudeText } from "./element-text.ts";
import { PlanHeight, PlanNumber } from "./plan-fields.tsx";
import { useChangePlan } from "./use-plan.ts";

/** What counts for all steps that say nothing else. */
export const PlanSettings = ({ plan }: { readonly plan: Plan }) => {
  const t = useTranslate();
  const format = useFormat();
  const change = useChangePlan(plan.id);
  const inAir = useVehicle(plan.vehicleId, (vehicle) => flies(vehicle.kind)) ?? true;
  const set = (values: Partial<Pick<Plan, "altitude" | "speedMps" | "reserveFraction">>, field: string) =>
    change((now) => editPlan(now, { kind: "set", change: values }), `plan ${field}`);
  const { value, unit } = format.speed(plan.speedMps);
  const note = [...(inAir ? [altitudeText(t, format, plan.altitude)] : []), `${value} ${unit}`].join(" · ");
  return (
    <Section title={t("plan.settings")} note={note}>
      {inAir && (
        <PlanHeight
          label={t("plan.height")}
          plan={plan}
          value={plan.altitude}
          onChange={(altitude) => set({ altitude }, "height")}
        />
      )}
      <PlanNumber
        label={t("plan.speed")}
        kind="speed"
        value={plan.speedMps}
        least={0.1}
        most={60}
        onChange={(speedMps) => set({ speedMps }, "speed")}
      />
      <PlanNumber
        label={t("plan.reserve")}
        kind="count"
        suffix="%"
        value={Math.round(plan.reserveFraction * 100)}
        least={0}
        most={90}
        onChange={(percent) => set({ reserveFraction: percent / 100 }, "reserve")}
      />
    </Section>
  );
};
