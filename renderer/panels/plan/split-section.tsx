import { IconSlice, IconX } from "@tabler/icons-react";
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

const SplitFault = ({ fault }: { readonly fault: Extract<SplitOutcome, { ok: false }>["fault"] }) => {
  const t = useTranslate();
  return (
    <p className="fault" role="alert">
      {fault.code === "no-room" || fault.code === "not-parallel"
        ? t(`split.${fault.code}`)
        : t.loose(`patternFault.${fault.code}`, "points" in fault ? { points: fault.points } : {})}
    </p>
  );
};

/** What came of the last split, above whichever of its plans is open. */
export const SplitResult = ({ planId }: { readonly planId: string }) => {
  const t = useTranslate();
  const format = useFormat();
  const { planEdit } = useStores();
  const split = useStore(planEdit, (state) => state.lastSplit);
  if (split === undefined || !split.planIds.includes(planId)) return undefined;
  return (
    <div className="plan-bring-back" role="status">
      <span>
        {t("split.made", { count: split.planIds.length })}
        {split.leftOverFraction > 0.005 &&
          ` ${t("split.leftOver", { percent: format.percent(split.leftOverFraction) })}`}
        {split.without.length > 0 && ` ${t("split.without", { names: format.list(split.without) })}`}
      </span>
      <button
        type="button"
        className="button quiet square"
        aria-label={t("common.close")}
        title={t("common.close")}
        onClick={() => planEdit.setState({ lastSplit: undefined })}
      >
        <IconX size={18} aria-hidden="true" />
      </button>
    </div>
  );
};

/** One area for several vehicles, chosen by name: each gets a plan with its strip and a height of its own. */
export const SplitSection = ({ plan }: { readonly plan: Plan }) => {
  const t = useTranslate();
  const { planEdit, fleet } = useStores();
  const flyers = useFlyers();
  const part = useStore(planEdit, (state) => state.part);
  const [chosen, setChosen] = useState<readonly VehicleId[]>([plan.vehicleId]);
  const [fault, setFault] = useState<Extract<SplitOutcome, { ok: false }>["fault"] | undefined>();
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
    setFault(result.ok ? undefined : result.fault);
    if (!result.ok) return;
    for (const made of result.plans) planEdit.getState().add(made);
    const { plans, leftOverFraction, without } = result;
    planEdit.setState({ lastSplit: { planIds: plans.map(({ id }) => id), leftOverFraction, without } });
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
        {chosen.length < 2 ? t("split.markTwo") : t("split.do", { count: chosen.length })}
      </button>
      {fault !== undefined && <SplitFault fault={fault} />}
    </Section>
  );
};
