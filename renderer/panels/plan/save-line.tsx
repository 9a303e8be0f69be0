import { IconArrowBackUp, IconArrowForwardUp, IconCheck, IconCloudOff } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { Plan } from "../../../shared/plan/plan.ts";
import { newPlanId } from "../../stores/plan/new-id.ts";
import type { PlanDraft } from "../../stores/plan/plan-draft.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { StationWords } from "../fault-note.tsx";
import { Spinner } from "../fly/outcome-note.tsx";

type Conflict = Extract<PlanDraft["save"], { state: "conflict" }>;

/** Somebody else changed it meanwhile: both stay until a person chooses. */
const ConflictBox = ({ plan, conflict }: { readonly plan: Plan; readonly conflict: Conflict }) => {
  const t = useTranslate();
  const { planEdit } = useStores();
  const { resolve, add } = planEdit.getState();
  const { theirs } = conflict;
  const box = useRef<HTMLDivElement>(null);
  // Whoever works further down must see that there is something to decide.
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const keepBoth = () => {
    add({ ...plan, id: newPlanId(), name: t("plan.copyName", { name: plan.name, n: 2 }).slice(0, 80) });
    resolve(plan.id, "theirs");
  };
  return (
    <div ref={box} className="fault plan-conflict" role="alert">
      {theirs === undefined
        ? t("plan.conflict.deleted")
        : t("plan.conflict.changed", {
            by: theirs.changedBy,
            mine: plan.elements.length,
            theirs: theirs.plan.elements.length,
          })}
      <div className="plan-conflict-ways">
        <button type="button" className="button" onClick={() => resolve(plan.id, "mine")}>
          {t(theirs === undefined ? "plan.conflict.keep" : "plan.conflict.mine")}
        </button>
        {theirs === undefined ? (
          <button type="button" className="button" onClick={() => planEdit.getState().put(plan.id, undefined)}>
            {t("plan.conflict.drop")}
          </button>
        ) : (
          <>
            <button type="button" className="button" onClick={() => resolve(plan.id, "theirs")}>
              {t("plan.conflict.theirs", { by: theirs.changedBy })}
            </button>
            <button type="button" className="button" onClick={keepBoth}>
              {t("plan.conflict.both")}
            </button>
          </>
        )}
      </div>
    </div>
  );
};

const SaveWords = ({ draft }: { readonly draft: PlanDraft | undefined }) => {
  const t = useTranslate();
  const { station, planEdit } = useStores();
  const away = useStore(station, ({ connection }) => connection.state !== "open");
  const notKept = useStore(planEdit, (state) => state.notKept);
  const state = draft?.save.state ?? "saved";
  if (state === "saved")
    return (
      <>
        <IconCheck size={18} aria-hidden="true" />
        {t("plan.save.saved")}
      </>
    );
  if (state === "kept" || (away && state === "waiting"))
    return (
      <>
        <IconCloudOff size={18} aria-hidden="true" />
        {t(notKept ? "plan.save.notKept" : "plan.save.kept")}
      </>
    );
  if (state === "waiting" || state === "saving")
    return (
      <>
        <Spinner />
        {t("plan.save.saving")}
      </>
    );
  return <strong>{t("plan.save.not")}</strong>;
};

/** Where the plan stands with the station; undo and redo. */
export const SaveLine = ({ plan, draft }: { readonly plan: Plan; readonly draft: PlanDraft | undefined }) => {
  const t = useTranslate();
  const { undo, redo } = useStores().planEdit.getState();
  const save = draft?.save;
  return (
    <div className="plan-save">
      <div className="plan-save-row">
        <span className="plan-save-words" role="status">
          <SaveWords draft={draft} />
        </span>
        <button
          type="button"
          className="button square"
          aria-label={t("plan.undo")}
          title={t("plan.undoKey")}
          disabled={(draft?.history.past.length ?? 0) === 0}
          onClick={() => undo(plan.id)}
        >
          <IconArrowBackUp size={20} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="button square"
          aria-label={t("plan.redo")}
          title={t("plan.redoKey")}
          disabled={(draft?.history.future.length ?? 0) === 0}
          onClick={() => redo(plan.id)}
        >
          <IconArrowForwardUp size={20} aria-hidden="true" />
        </button>
      </div>
      {save?.state === "conflict" && <ConflictBox plan={plan} conflict={save} />}
      {save?.state === "refused" && (
        <p className="fault" role="alert">
          {t.loose(`fault.${save.code}` as "fault.plan-invalid", {})}
          <StationWords text={save.detail} />
        </p>
      )}
    </div>
  );
};
