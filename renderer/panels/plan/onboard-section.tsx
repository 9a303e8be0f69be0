import { IconCheck, IconDownload, IconTrash, IconUpload } from "@tabler/icons-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { OnboardMission } from "../../../shared/wire/operations.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { HoldButton } from "../fly/hold-button.tsx";
import { OperationNote, OutcomeNote } from "../fly/outcome-note.tsx";
import { Section } from "../fly/section.tsx";
import { isUnderWay, useOrder } from "../fly/use-command.ts";
import { gateText, useGate } from "../fly/use-gate.ts";
import { NowOnly } from "../now-only.tsx";
import { StateMark } from "../state-mark.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { type Aboard, aboardOf } from "./aboard.ts";
import { saidProblems } from "./said-problems.ts";
import type { OpenPlan } from "./use-plan.ts";

const marks: Readonly<Record<Aboard, "ok" | "warn" | "bad" | "idle">> = {
  same: "ok",
  older: "warn",
  other: "warn",
  foreign: "warn",
  none: "idle",
  mixed: "bad",
  unknown: "idle",
};

const AboardLine = (props: {
  readonly aboard: Aboard;
  readonly onboard: OnboardMission | undefined;
  readonly name: string;
}) => {
  const t = useTranslate();
  const { aboard, onboard, name } = props;
  return (
    <p className={`plan-aboard ${aboard === "mixed" ? "fault" : ""}`} role="status">
      <StateMark state={marks[aboard]} />
      <span>{t(`aboard.${aboard}`, { name, count: onboard?.count ?? 0 })}</span>
    </p>
  );
};

const Upload = ({ id, plan, open }: { readonly id: VehicleId; readonly plan: Plan; readonly open: OpenPlan }) => {
  const t = useTranslate();
  const { commander, send } = useStores();
  const gate = useGate(id);
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const onboard = useVehicle(id, (vehicle) => vehicle.onboard);
  const { command, order } = useOrder();
  const { plans, operations } = useStores();
  // Begun on another screen, or here before this page was loaded anew.
  const running = useStore(operations, ({ byId }) =>
    Object.values(byId).find(
      ({ vehicleId, kind, state }) =>
        vehicleId === id && kind === "plan-upload" && (state === "running" || state === "waiting"),
    ),
  );
  const revision = plans.getState().byId[plan.id]?.revision ?? open.draft?.was;
  const saved = (open.draft?.save.state ?? "saved") === "saved" && revision !== undefined && revision > 0;
  const errors = saidProblems(open.check).filter(({ severity }) => severity === "error").length;
  const reason =
    gateText(t, gate) ??
    (errors > 0 ? t("upload.errors", { count: errors }) : saved ? undefined : t("upload.notSaved"));
  const aboard = aboardOf(plan.id, revision, saved, onboard);
  const upload = () => {
    if (revision === undefined) return;
    const uid = commander.addressed(id).uid;
    void order(() =>
      send({
        kind: "plan.upload",
        planId: plan.id,
        revision,
        ...commander.asked(),
        ...(uid === undefined ? {} : { uid }),
      }),
    );
  };
  return (
    <div className="plan-upload">
      <AboardLine aboard={aboard} onboard={onboard} name={name} />
      <HoldButton
        // What is on board needs nobody's attention.
        className={aboard === "same" ? "" : "primary"}
        label={t("upload.hold", { name })}
        spoken={t("upload.spoken", { plan: plan.name, name })}
        icon={<IconUpload size={20} aria-hidden="true" />}
        disabled={reason !== undefined || isUnderWay(command) || running !== undefined}
        reason={reason}
        onDone={upload}
      />
      {reason !== undefined && <p className="small plan-reason">{reason}</p>}
      {command.state === "asked" && command.operation.state === "done" ? (
        <p className="outcome done">
          <IconCheck size={18} aria-hidden="true" />
          {t("upload.done", { name })}
        </p>
      ) : command.state === "idle" && running !== undefined ? (
        <OperationNote operation={running} />
      ) : (
        <OutcomeNote command={command} />
      )}
    </div>
  );
};

const Vehicle = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { commander, send } = useStores();
  const gate = useGate(id);
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const download = useOrder();
  const clear = useOrder();
  const reason = gateText(t, gate);
  const { planEdit } = useStores();
  const readId =
    download.command.state === "asked" && download.command.operation.state === "done"
      ? download.command.operation.planId
      : undefined;
  useEffect(() => {
    if (readId !== undefined) planEdit.getState().open(id, readId);
  }, [readId, id, planEdit]);
  return (
    <Section title={t("aboard.title", { name })}>
      <button
        type="button"
        className="button"
        disabled={!gate.open || isUnderWay(download.command)}
        title={reason}
        onClick={() =>
          void download.order(() => send({ kind: "plan.download", ...commander.addressed(id), ...commander.asked() }))
        }
      >
        <IconDownload size={20} aria-hidden="true" />
        {t("aboard.download", { name })}
      </button>
      <OutcomeNote command={download.command} />
      <HoldButton
        label={t("aboard.clear", { name })}
        spoken={t("aboard.clear", { name })}
        icon={<IconTrash size={20} aria-hidden="true" />}
        disabled={!gate.open || isUnderWay(clear.command)}
        reason={reason}
        onDone={() =>
          void clear.order(() => send({ kind: "mission.clear", ...commander.addressed(id), ...commander.asked() }))
        }
      />
      <OutcomeNote command={clear.command} />
      {reason !== undefined && <p className="small">{reason}</p>}
    </Section>
  );
};

/** What is on board, and how the plan gets there; "uploaded" is said only of what was read back equal. */
export const OnboardSection = ({ id, open }: { readonly id: VehicleId; readonly open: OpenPlan }) => (
  <>
    <Vehicle id={id} />
    <NowOnly>
      {open.plan !== undefined && open.plan.elements.length > 0 && (
        <Upload key={open.plan.id} id={id} plan={open.plan} open={open} />
      )}
    </NowOnly>
  </>
);
