import type { PlanEstimate } from "../../../shared/plan/estimate-plan.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { PlanExamination } from "../../stores/plan/examine-plan.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import type { Quantity } from "../format.ts";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";

const Figure = ({ label, quantity }: { readonly label: string; readonly quantity: Quantity }) => (
  <div>
    <dt>{label}</dt>
    <dd>
      <span className="figure">{quantity.value}</span>
      <span className="unit">{quantity.unit}</span>
    </dd>
  </div>
);

const marks = { yes: "ok", no: "bad", unknown: "idle" } as const;

/** Enough or not, in words, with what it was worked out from. */
const Battery = ({ estimate }: { readonly estimate: PlanEstimate }) => {
  const t = useTranslate();
  const format = useFormat();
  const { enough, batteryNeededFraction, batteryLeftFraction, reserveFraction, basis, perRound } = estimate;
  const needed = format.percent(batteryNeededFraction);
  const reserve = format.percent(reserveFraction);
  const left = batteryLeftFraction === undefined ? t("common.unknown") : format.percent(batteryLeftFraction);
  return (
    <div className={`plan-battery enough-${enough}`}>
      <StateMark state={marks[enough]} />
      <div>
        <strong>{t(`plan.battery.${enough}`)}</strong>
        <span className="small">
          {t(perRound ? "plan.battery.sumRound" : "plan.battery.sum", { needed, reserve, left })}
          {" · "}
          {t(`plan.battery.${basis}`)}
        </span>
      </div>
    </div>
  );
};

/** What the plan takes: way, time, battery against what is left and the reserve. */
export const PlanFigures = ({ plan, check }: { readonly plan: Plan; readonly check: PlanExamination | undefined }) => {
  const t = useTranslate();
  const format = useFormat();
  if (check === undefined || plan.elements.length === 0) return undefined;
  const { estimate } = check;
  const way = estimate.distanceM;
  const distance: Quantity =
    way >= 10_000 ? { value: format.number(way / 1000, 1), unit: "km" } : format.length(Math.round(way));
  return (
    <section className="plan-figures" aria-label={t("plan.figures")}>
      <dl>
        <Figure label={t("plan.distance")} quantity={distance} />
        <Figure
          label={t(estimate.perRound ? "plan.timePerRound" : "plan.time")}
          quantity={{ value: format.span(estimate.durationS * 1000), unit: "" }}
        />
        <Figure
          label={t("plan.batteryNeeded")}
          quantity={{ value: format.percent(estimate.batteryNeededFraction), unit: "" }}
        />
      </dl>
      <Battery estimate={estimate} />
      {estimate.cut && <p className="small">{t("plan.cut")}</p>}
    </section>
  );
};
