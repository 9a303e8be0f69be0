import { IconSlice } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Plan } from "../../../shared/plan/plan.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { newPlanId, newPlanPartId } from "../../stores/plan/new-id.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { Section } from "../fly/section.tsx";
import { VehicleTag } from "../fly/vehicle-tag.tsx";
import { useFormat } from "../format-context.tsx";
import type { PatternElement } from "./pattern-settings.ts";
import { type SplitOutcome, splitPlan } from "./split-plan.ts";

const useFlyers = (): readonly VehicleId[] =>
  useStore(
    useStores().fleet,
    useShallow(({ order, byId }) =>
      order.filter((id) => {
        const vehicle = byId[id];
        return vehicle !== undefined && flies(vehicle.kind);
      }),
    ),
  );

const SplitNote = ({ outcome }: { readonly outcome: SplitOutcome }) => {
  const t = useTranslate();
  const format = useFormat();
  if (!outcome.ok)
    return (
      <p className="fault" role="alert">
        {outcome.fault.code === "no-room" || outcome.fault.code === "not-parallel"
          ? t(`split.${outcome.fault.code}`)
          : t.loose(
              `patternFault.${outcome.fault.code}`,
              "points" in outcome.fault ? { points: outcome.fault.points } : {},
            )}
      </p>
    );
  return (
    <p className="caution" role="status">
      {t("split.made", { count: outcome.plans.length })}
      {outcome.leftOverFraction > 0.005 &&
        ` ${t("split.leftOver", { percent: format.percent(outcome.leftOverFraction) })}`}
      {outcome.without.length > 0 && ` ${t("split.without", { names: format.list(outcome.without) })}`}
    </p>
  );
};

/** One area for several vehicles, chosen by name: each gets a plan with its strip and a height of its own. */
export const SplitSection = ({ plan }: { readonly plan: Plan }) => {
  const t = useTranslate();
  const { planEdit, fleet } = useStores();
  const flyers = useFlyers();
  const part = useStore(planEdit, (state) => state.part);
  const [chosen, setChosen] = useState<readonly VehicleId[]>([plan.vehicleId]);
  const [outcome, setOutcome] = useState<SplitOutcome | undefined>();
  const areas = plan.elements.filter(
    (element): element is PatternElement => element.kind === "pattern" && "area" in element.shape,
  );
  const element = areas.find(({ id }) => id === part?.id) ?? areas[0];
  if (element === undefined || flyers.length < 2) return undefined;
  const number = plan.elements.indexOf(element) + 1;
  const split = () => {
    const { byId } = fleet.getState();
    const vehicles = chosen.flatMap((id) => byId[id] ?? []);
    const result = splitPlan({
      plan,
      element,
      vehicles,
      newId: newPlanId,
      newPartId: newPlanPartId,
      nameFor: ({ name }) => t("split.name", { plan: plan.name, name }),
    });
    setOutcome(result);
    if (result.ok) for (const made of result.plans) planEdit.getState().add(made);
  };
  return (
    <Section title={t("split.title")}>
      <p className="small">{t("split.tip", { number })}</p>
      <div className="split-choice">
        {flyers.map((id) => (
          <label key={id} className="split-vehicle">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(event) =>
                setChosen(event.currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
              }
            />
            <VehicleTag id={id} />
          </label>
        ))}
      </div>
      <button type="button" className="button" disabled={chosen.length < 2} onClick={split}>
        <IconSlice size={20} aria-hidden="true" />
        {t("split.do", { count: chosen.length })}
      </button>
      {outcome !== undefined && <SplitNote outcome={outcome} />}
    </Section>
  );
};
