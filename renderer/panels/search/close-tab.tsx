import { IconArrowForwardUp, IconLock, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { HoldButton } from "../fly/hold-button.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { DocumentsSection } from "./documents-section.tsx";
import { FieldConflict } from "./field-conflict.tsx";
import { placeText, TextField } from "./fields.tsx";
import { LeadPart } from "./lead-part.tsx";
import { OtherSearches } from "./other-searches.tsx";
import { OutcomeForm } from "./outcome-form.tsx";
import { type FieldChange, usePut } from "./use-put.ts";

type Props = { readonly incident: Thing<"incident"> };
type Phase = NonNullable<Thing<"incident">["fields"]["phase"]>;

/** How it ended, or that it goes on. */
const Standing = ({ incident }: Props) => {
  const t = useTranslate();
  const format = useFormat();
  const coordinateFormat = useStore(useStores().settings, (state) => state.coordinateFormat);
  const { phase = "reported", outcome, handedTo } = incident.fields;
  return (
    <div className="search-standing">
      <p>
        <strong>{t(`search.phase.${phase}`)}</strong>
        {phase === "handed-over" && handedTo !== undefined && ` · ${handedTo}`}
      </p>
      {outcome !== undefined && (
        <dl className="search-facts">
          <div>
            <dt>{t("close.state")}</dt>
            <dd>{t(`close.state.${outcome.state}`)}</dd>
          </div>
          <div>
            <dt>{t("close.when")}</dt>
            <dd>{format.localDateTime(outcome.utcMs)}</dd>
          </div>
          <div>
            <dt>{t("close.where")}</dt>
            <dd>{outcome.place === undefined ? "–" : placeText(outcome.place, coordinateFormat)}</dd>
          </div>
          <div>
            <dt>{t("close.by")}</dt>
            <dd>{outcome.by}</dd>
          </div>
        </dl>
      )}
      <FieldConflict thing={incident} field="phase" show={(value) => t(`search.phase.${value as Phase}`)} />
    </div>
  );
};

const HandOver = ({ incident, change }: Props & { readonly change: (fields: FieldChange<"incident">) => void }) => {
  const t = useTranslate();
  const [to, setTo] = useState("");
  return (
    <>
      <p className="small">{t("close.handOverTip")}</p>
      <TextField label={t("close.handOverTo")} value={to} onChange={setTo} />
      <HoldButton
        label={t("close.handOver")}
        spoken={t("close.handOver")}
        icon={<IconArrowForwardUp size={18} aria-hidden="true" />}
        disabled={to.trim() === ""}
        reason={to.trim() === "" ? t("close.handOverNeeds") : undefined}
        onDone={() => change({ phase: "handed-over", handedTo: to.trim() })}
      />
      <a className="button" href={`/api/incidents/${encodeURIComponent(incident.id)}/log.jsonl`} download>
        {t("close.log")}
      </a>
    </>
  );
};

/** Found, suspended, handed over, closed; and what is written down of it. */
export const CloseTab = ({ incident }: Props) => {
  const t = useTranslate();
  const { state, put } = usePut();
  const phase = incident.fields.phase ?? "reported";
  const goesOn = phase === "reported" || phase === "searching";
  const change = (fields: FieldChange<"incident">) => void put(incident, fields);
  return (
    <>
      <Standing incident={incident} />
      <FaultNote state={state} />
      <LeadPart>
        {phase === "reported" && (
          <div className="search-block">
            <button type="button" className="button primary" onClick={() => change({ phase: "searching" })}>
              <IconPlayerPlay size={18} aria-hidden="true" />
              {t("close.begin")}
            </button>
          </div>
        )}
        {!goesOn && (
          <div className="search-block">
            <button type="button" className="button" onClick={() => change({ phase: "searching" })}>
              <IconPlayerPlay size={18} aria-hidden="true" />
              {t(phase === "suspended" ? "close.resume" : "close.reopen")}
            </button>
            <p className="small">{t("close.reopenTip")}</p>
          </div>
        )}
        {phase !== "found" && phase !== "closed" && (
          <Section title={t("close.foundTitle")} open={goesOn}>
            <OutcomeForm incident={incident} />
          </Section>
        )}
        {goesOn && (
          <Section title={t("close.suspendTitle")}>
            <p className="small">{t("close.suspendTip")}</p>
            <HoldButton
              label={t("close.suspend")}
              spoken={t("close.suspend")}
              icon={<IconPlayerPause size={18} aria-hidden="true" />}
              onDone={() => change({ phase: "suspended" })}
            />
          </Section>
        )}
        {goesOn && (
          <Section title={t("close.handOverTitle")}>
            <HandOver incident={incident} change={change} />
          </Section>
        )}
        {phase !== "closed" && (
          <Section title={t("close.closeTitle")} open={phase === "found"}>
            <p className="small">{t("close.closeTip")}</p>
            <HoldButton
              label={t("close.close")}
              spoken={t("close.close")}
              icon={<IconLock size={18} aria-hidden="true" />}
              onDone={() => change({ phase: "closed" })}
            />
          </Section>
        )}
      </LeadPart>
      <Section title={t("close.documents")} open={!goesOn}>
        <DocumentsSection incidentId={incident.id} />
      </Section>
      <Section title={t("others.title")} open={phase === "closed" || phase === "handed-over"}>
        <OtherSearches withNew />
      </Section>
    </>
  );
};
