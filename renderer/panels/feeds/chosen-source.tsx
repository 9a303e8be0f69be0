import { useStore } from "zustand";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { JudgeButtons, UndoButton, useHeatDecision } from "../heat-decision.tsx";
import { NowOnly } from "../now-only.tsx";

/** The selected heat source, to be confirmed or dismissed where it is seen; as in the list and by the same keys. */
export const ChosenSource = ({ heatId }: { readonly heatId: string }) => {
  const { heat } = useStores();
  const source = useStore(heat, (state) => state.byId[heatId]);
  return source && <Chosen source={source} />;
};

const Chosen = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const format = useFormat();
  const judgement = useHeatDecision(source);
  const { number, decision, personProbability, peakK } = source;
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
        <FaultNote state={judgement.state} />
      </p>
      <NowOnly>
        <span className="note-actions">
          {decision.state === "new" ? (
            <JudgeButtons number={number} {...judgement} />
          ) : (
            <UndoButton number={number} {...judgement} />
          )}
        </span>
      </NowOnly>
    </>
  );
};
