import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { VehicleTag } from "../fly/vehicle-tag.tsx";
import { NowOnly } from "../now-only.tsx";
import { PanelFrame } from "../panel-frame.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { AddElements } from "./add-elements.tsx";
import { ConflictList } from "./conflict-list.tsx";
import { ElementList } from "./element-list.tsx";
import { FenceSection } from "./fence-section.tsx";
import { ImportNotes, useImport } from "./import-plan.tsx";
import { OnboardSection } from "./onboard-section.tsx";
import { PlanFigures } from "./plan-figures.tsx";
import { PlanHead } from "./plan-head.tsx";
import { PlanProblems } from "./plan-problems.tsx";
import { PlanSettings } from "./plan-settings.tsx";
import { SaveLine } from "./save-line.tsx";
import { SplitResult, SplitSection } from "./split-section.tsx";
import { useNewPlan } from "./use-new-plan.ts";
import { useOpenPlan } from "./use-plan.ts";
import { useOneOfTwo, useUndoKeys } from "./use-plan-keys.ts";

const NoPlan = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const make = useNewPlan(id);
  const name = useVehicleView(id, (vehicle) => ({ name: vehicle.name }))?.name ?? "";
  const { choose, state } = useImport(id);
  return (
    <div className="block plan-none">
      <p className="plan-words">
        <strong>{t("plan.noneFor", { name })}</strong>
        {t("plan.noneTip")}
      </p>
      <div className="deck-row two">
        <button type="button" className="button primary" onClick={make}>
          <IconPlus size={20} aria-hidden="true" />
          {t("plan.new")}
        </button>
        <button type="button" className="button" onClick={choose}>
          <IconFileImport size={20} aria-hidden="true" />
          {t("plan.import")}
        </button>
      </div>
      <ImportNotes state={state} />
    </div>
  );
};

const VehiclePlan = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const open = useOpenPlan(id);
  const { plan } = open;
  const past = useStores().archive !== undefined;
  useUndoKeys(past ? undefined : plan?.id);
  return (
    <div className="plan-body">
      <fieldset className="plan-parts" disabled={past}>
        <PlanHead id={id} open={open} />
      </fieldset>
      <NowOnly>
        <BringBack />
      </NowOnly>
      {plan === undefined ? (
        <NowOnly>
          <NoPlan id={id} />
        </NowOnly>
      ) : (
        <fieldset key={plan.id} className="plan-parts" disabled={past}>
          {past && <p className="gate-note block">{t("gate.replay")}</p>}
          <SplitResult planId={plan.id} />
          <SaveLine plan={plan} draft={open.draft} />
          <PlanFigures plan={plan} check={open.check} />
          <PlanProblems plan={plan} check={open.check} />
          <ConflictList plan={plan} />
          <ElementList plan={plan} check={open.check} />
          <AddElements plan={plan} />
          <PlanSettings plan={plan} />
          <FenceSection plan={plan} />
          <SplitSection plan={plan} />
        </fieldset>
      )}
      <OnboardSection id={id} open={open} />
    </div>
  );
};

/** Deleted last: until something else is. */
const BringBack = () => {
  const t = useTranslate();
  const { planEdit } = useStores();
  const deleted = useStore(planEdit, (state) => state.deleted);
  if (deleted === undefined) return undefined;
  return (
    <div className="plan-bring-back" role="status">
      <span>{t("plan.deleted", { name: deleted.name })}</span>
      <button
        type="button"
        className="button"
        onClick={() => {
          planEdit.setState({ deleted: undefined });
          planEdit.getState().add(deleted);
        }}
      >
        {t("plan.bringBack")}
      </button>
    </div>
  );
};

/** Plans for the selected vehicle: its name and colour above all that is planned. */
export const PlanPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const { selection, fleet } = useStores();
  useOneOfTwo();
  const selectedId = useStore(selection, (state) => state.selectedVehicleId);
  const known = useStore(fleet, (state) => selectedId !== undefined && state.byId[selectedId] !== undefined);
  if (selectedId === undefined || !known)
    return (
      <PanelFrame name="plan" alone={alone}>
        <p className="empty">
          <strong>{t("plan.noVehicle")}</strong>
          {t("plan.noVehicleTip")}
        </p>
      </PanelFrame>
    );
  return (
    <PanelFrame name="plan" alone={alone} summary={<VehicleTag id={selectedId} />}>
      <VehiclePlan key={selectedId} id={selectedId} />
    </PanelFrame>
  );
};
