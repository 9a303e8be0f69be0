import { IconArrowBackUp, IconCheck, IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";

/** The selected heat source, to be confirmed or dismissed where it is seen; as in the list and by the same keys. */
export const ChosenSource = ({ heatId }: { readonly heatId: string }) => {
  const t = useTranslate();
  const format = useFormat();
  const { heat, settings } = useStores();
  const source = useStore(heat, (state) => state.byId[heatId]);
  const { state, run } = useRequest();
  if (source === undefined) return undefined;
  const { number, decision, personProbability, peakK } = source;
  const decide = (next: "new" | "confirmed" | "dismissed") => {
    const by = settings.getState().operatorName.trim();
    void run({ kind: "heat.decide", heatId, decision: next, was: decision.state, ...(by === "" ? {} : { by }) });
  };
  const pending = state.state === "pending";
  const peak = peakK === undefined ? undefined : format.temperature(peakK);
  const facts = [
    personProbability === undefined
      ? undefined
      : t("feed.personChance", { percent: format.percent(personProbability) }),
    peak === undefined ? undefined : t("heat.peak", { value: `${peak.value} ${peak.unit}` }),
  ].filter(Boolean);
  return (
    <>
      <p className="note-words">
        <strong>{t("heat.number", { number })}</strong>
        <span className="small">
          {[decision.state === "new" ? undefined : t(`heat.state.${decision.state}`), ...facts]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <FaultNote state={state} />
      </p>
      <span className="note-actions">
        {decision.state === "new" ? (
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
        ) : (
          <button
            type="button"
            className="button"
            disabled={pending}
            aria-label={t("heat.undoLabel", { number })}
            onClick={() => decide("new")}
          >
            <IconArrowBackUp size={18} aria-hidden="true" />
            {t("heat.undo")}
          </button>
        )}
      </span>
    </>
  );
};
