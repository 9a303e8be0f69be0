import { IconArrowBackUp, IconCheck, IconX } from "@tabler/icons-react";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { type RequestState, useRequest } from "./use-request.ts";

type Decision = HeatSource["decision"]["state"];

interface HeatDecision {
  readonly state: RequestState;
  readonly decide: (decision: Decision) => void;
}

/** Says what somebody decided about a source, against what was on screen then. */
export const useHeatDecision = ({ id, decision: was }: Pick<HeatSource, "id" | "decision">): HeatDecision => {
  const { settings } = useStores();
  const { state, run } = useRequest();
  const decide = (decision: Decision) => {
    const by = settings.getState().operatorName.trim();
    void run({ kind: "heat.decide", heatId: id, decision, was: was.state, ...(by === "" ? {} : { by }) });
  };
  return { state, decide };
};

interface ButtonProps extends HeatDecision {
  readonly number: number;
}

/** For a source that nobody judged yet: confirm it, or dismiss it. */
export const JudgeButtons = ({ number, state, decide }: ButtonProps) => {
  const t = useTranslate();
  const pending = state.state === "pending";
  return (
    <>
      <button
        type="button"
        className="button confirm"
        disabled={pending}
        aria-label={t("heat.confirmLabel", { number })}
        onClick={() => decide("confirmed")}
      >
        <IconCheck size={18} aria-hidden="true" />
        {t("heat.confirm")}
      </button>
      <button
        type="button"
        className="button"
        disabled={pending}
        aria-label={t("heat.dismissLabel", { number })}
        onClick={() => decide("dismissed")}
      >
        <IconX size={18} aria-hidden="true" />
        {t("heat.dismiss")}
      </button>
    </>
  );
};

/** Takes a decision back. */
export const UndoButton = ({ number, state, decide, quiet }: ButtonProps & { readonly quiet?: boolean }) => {
  const t = useTranslate();
  return (
    <button
      type="button"
      className={quiet === true ? "button quiet" : "button"}
      disabled={state.state === "pending"}
      aria-label={t("heat.undoLabel", { number })}
      onClick={() => decide("new")}
    >
      <IconArrowBackUp size={18} aria-hidden="true" />
      {t("heat.undo")}
    </button>
  );
};
