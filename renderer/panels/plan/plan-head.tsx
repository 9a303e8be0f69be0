import { Menu } from "@mantine/core";
import {
  IconArrowsExchange,
  IconCopy,
  IconDots,
  IconDownload,
  IconFileImport,
  IconPencil,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { PlanFormat } from "../../../shared/wire/plans.ts";
import { newPlanId } from "../../stores/plan/new-id.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { ImportNotes, useExport, useImport } from "./import-plan.tsx";
import { freeName } from "./new-element.ts";
import { useNewPlan } from "./use-new-plan.ts";
import { type OpenPlan, useAllPlans, useChangePlan } from "./use-plan.ts";

const formats: readonly PlanFormat[] = ["plan", "waypoints", "kml", "kmz", "gpx", "geojson"];

const fileNames: Readonly<Record<PlanFormat, string>> = {
  plan: "QGroundControl .plan",
  waypoints: "QGC WPL .waypoints",
  kml: "KML",
  kmz: "KMZ",
  gpx: "GPX",
  geojson: "GeoJSON",
};

const Rename = ({ plan, onEnd }: { readonly plan: Plan; readonly onEnd: () => void }) => {
  const t = useTranslate();
  const change = useChangePlan(plan.id);
  const [name, setName] = useState(plan.name);
  const trimmed = name.trim();
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed === "") return;
        change((now) => editPlan(now, { kind: "set", change: { name: trimmed } }));
        onEnd();
      }}
    >
      <input
        className="text-field"
        aria-label={t("plan.name")}
        // biome-ignore lint/a11y/noAutofocus: it was opened to type in
        autoFocus
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onEnd();
        }}
      />
      <button type="submit" className="button primary" disabled={trimmed === ""}>
        {t("common.save")}
      </button>
    </form>
  );
};

/** Deletes at the station too; the plan can be brought back. */
const useDelete = (plan: Plan | undefined) => {
  const { planEdit, plans, send, commander } = useStores();
  return async () => {
    if (plan === undefined) return;
    const was = plans.getState().byId[plan.id]?.revision;
    if (was !== undefined) {
      const outcome = await send({ kind: "plan.delete", planId: plan.id, was, operator: commander.operator() });
      if (!outcome.ok && outcome.fault.code !== "unknown-plan") return;
    }
    planEdit.getState().put(plan.id, undefined);
    planEdit.setState({ deleted: plan });
  };
};

const PlanMenu = (props: {
  readonly plan: Plan;
  readonly onRename: () => void;
  readonly onImport: () => void;
  readonly onExport: (format: PlanFormat) => void;
}) => {
  const t = useTranslate();
  const { plan } = props;
  const { planEdit } = useStores();
  const all = useAllPlans();
  const change = useChangePlan(plan.id);
  const remove = useDelete(plan);
  const copy = () => {
    const names = all.map(({ name }) => name);
    const name = freeName(names, (n) => t("plan.copyName", { name: plan.name, n }));
    planEdit.getState().add({ ...plan, id: newPlanId(), name });
  };
  return (
    <Menu position="bottom-end" width={268} shadow="none" zIndex={1100} returnFocus>
      <Menu.Target>
        <button type="button" className="button square" aria-label={t("plan.more")} title={t("plan.more")}>
          <IconDots size={20} aria-hidden="true" />
        </button>
      </Menu.Target>
      {/* Escape closes the menu and must not also let go of the vehicle. */}
      <Menu.Dropdown
        className="plan-menu"
        onKeyDown={(event) => {
          if (event.key === "Escape") event.stopPropagation();
        }}
      >
        <Menu.Item leftSection={<IconPencil size={18} />} onClick={props.onRename}>
          {t("plan.rename")}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={18} />} onClick={copy}>
          {t("plan.duplicate")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowsExchange size={18} />}
          onClick={() => change((now) => editPlan(now, { kind: "reverse" }))}
        >
          {t("plan.reverse")}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileImport size={18} />} onClick={props.onImport}>
          {t("plan.import")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("plan.export")}</Menu.Label>
        {formats.map((format) => (
          <Menu.Item key={format} onClick={() => props.onExport(format)} leftSection={<IconDownload size={18} />}>
            {fileNames[format]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={18} />} onClick={() => void remove()}>
          {t("plan.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};

/** Which of the vehicle's plans is open, a new one, and what can be done with it as a whole. */
export const PlanHead = ({ id, open }: { readonly id: VehicleId; readonly open: OpenPlan }) => {
  const t = useTranslate();
  const { planEdit } = useStores();
  const [renaming, setRenaming] = useState(false);
  const make = useNewPlan(id);
  const { choose, state } = useImport(id);
  const { plan, own } = open;
  const file = useExport(plan?.id ?? "");
  if (plan === undefined) return undefined;
  return (
    <div className="block plan-head">
      {renaming ? (
        <Rename plan={plan} onEnd={() => setRenaming(false)} />
      ) : (
        <div className="plan-choice">
          <select
            className="text-field"
            aria-label={t("plan.choose")}
            value={plan.id}
            onChange={(event) => planEdit.getState().open(id, event.currentTarget.value)}
          >
            {own.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button square"
            aria-label={t("plan.new")}
            title={t("plan.new")}
            onClick={() => make()}
          >
            <IconPlus size={20} aria-hidden="true" />
          </button>
          <PlanMenu
            plan={plan}
            onRename={() => setRenaming(true)}
            onImport={choose}
            onExport={(format) => void file.save(format)}
          />
        </div>
      )}
      <ImportNotes state={state} />
      <ImportNotes state={file.state} />
    </div>
  );
};
