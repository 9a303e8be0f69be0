import { IconBulb, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { IncidentAnswer, Proposal } from "../../../shared/wire/incident.ts";
import type { Translate } from "../../i18n/translate.ts";
import type { NextWork } from "../../stores/search-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Spinner } from "../fly/outcome-note.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { Choice } from "./fields.tsx";
import { LeadPart } from "./lead-part.tsx";
import { proposedAssignment, whoIs } from "./proposal-order.ts";
import { ProposalRow, type Sent } from "./proposal-row.tsx";
import { SearcherName } from "./searcher-name.tsx";
import { gainText } from "./share-text.ts";
import { useLead } from "./use-lead.ts";

const horizonsMin = ["30", "60", "120", "240"] as const;
type Horizon = (typeof horizonsMin)[number];

const horizonText = (t: Translate, minutes: number): string => {
  return minutes < 60 ? t("search.minutes", { n: minutes }) : t("search.hours", { n: minutes / 60 });
};

/** Who can't be used, and why. */
const LeftOut = ({ leftOut }: { readonly leftOut: NextWork["leftOut"] }) => {
  const t = useTranslate();
  const format = useFormat();
  if (leftOut.length === 0) return undefined;
  return (
    <Section title={t("next.leftOut", { count: leftOut.length })}>
      <ul className="left-out">
        {leftOut.map(({ who, why, positionAgeS }) => (
          <li key={who}>
            <SearcherName who={who} />
            <span className="small">
              {t.loose(`next.why.${why}` as never, {})}
              {positionAgeS !== undefined && ` · ${t("next.positionAge", { age: format.age(positionAgeS * 1000) })}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** Makes the chosen lines into assignments, one after the other, so that each gets its own number and its own answer. */
const useSending = (incident: Thing<"incident">) => {
  const { send, commander, incident: things, fleet, searchPanel } = useStores();
  const { noteSent } = searchPanel.getState();
  return async (proposals: readonly Proposal[]) => {
    for (const proposal of proposals) {
      const to = whoIs(proposal.who);
      const assignment = proposedAssignment(proposal, {
        teamMode: to?.kind === "team" ? things.getState().things.team[to.id]?.fields.mode : undefined,
        vehicleKind: to?.kind === "vehicle" ? fleet.getState().byId[to.id]?.kind : undefined,
        period: incident.fields.period,
      });
      if (assignment === undefined) continue;
      noteSent(proposal.who, "pending");
      const { removed: _never, ...fields } = assignment;
      const outcome = await send({ kind: "incident.send", assignment: fields, operator: commander.operator() });
      noteSent(proposal.who, outcome);
    }
  };
};

const isDone = (sent: Sent): boolean => sent === "pending" || sent?.ok === true;

/** Who should search what next: proposed, looked at, sent with one press. */
export const NextTab = ({ incident }: { readonly incident: Thing<"incident"> }) => {
  const t = useTranslate();
  const format = useFormat();
  const { stationUtcNow, incident: things, ticker, searchPanel } = useStores();
  const hasSegments = useStore(things, (state) => Object.keys(state.things.segment).length > 0);
  const { may } = useLead();
  const { state, run } = useRequest();
  const [horizon, setHorizon] = useState<Horizon>("60");
  const answer = useStore(searchPanel, ({ next }) => next);
  const { setNext, dropNext } = searchPanel.getState();
  const sendAll = useSending(incident);
  const { sent, dropped }: Pick<NextWork, "sent" | "dropped"> = answer ?? { sent: {}, dropped: [] };
  const age = useStore(ticker, ({ utcMs }) =>
    utcMs === undefined || answer?.utcMs === undefined ? undefined : format.age(utcMs - answer.utcMs),
  );
  const propose = async () => {
    const outcome = await run({ kind: "search.propose", horizonMin: Number(horizon) });
    if (!outcome.ok) return;
    const { proposals = [], leftOut = [] } = outcome as IncidentAnswer;
    setNext({ horizonMin: Number(horizon), proposals, leftOut, utcMs: stationUtcNow(), dropped: [], sent: {} });
  };
  const open = answer?.proposals.filter(({ who }) => !dropped.includes(who) && !isDone(sent[who])) ?? [];
  const gain = answer?.proposals.reduce((sum, { expectedPos }) => sum + expectedPos, 0) ?? 0;
  if (!hasSegments) return <p className="search-lead">{t("next.needsSegments")}</p>;
  return (
    <>
      <div className="search-fields">
        <Choice
          label={t("next.horizon")}
          options={horizonsMin.map((value) => ({ value, text: horizonText(t, Number(value)) }))}
          value={horizon}
          onChange={setHorizon}
        />
        <button
          type="button"
          className={`button ${answer === undefined ? "primary" : ""}`}
          disabled={state.state === "pending"}
          onClick={() => void propose()}
        >
          {state.state === "pending" ? <Spinner /> : <IconBulb size={20} aria-hidden="true" />}
          {t(answer === undefined ? "next.propose" : "next.proposeAgain")}
        </button>
        {answer === undefined && <p className="small">{t("next.sendTip")}</p>}
        <FaultNote state={state} />
      </div>
      {answer !== undefined && (
        <>
          <p className="search-lead" role="status">
            {answer.proposals.length === 0
              ? t("next.nothing")
              : t("next.together", { gain: gainText(format, gain), time: horizonText(t, answer.horizonMin) })}
            {age !== undefined && <span className="small">{t("next.workedOut", { age })}</span>}
          </p>
          <ul className="proposals">
            {answer.proposals.map((proposal) => (
              <ProposalRow
                key={proposal.who}
                proposal={proposal}
                picked={!dropped.includes(proposal.who)}
                canPick={may}
                sent={sent[proposal.who]}
                onPick={(picked) =>
                  dropNext(picked ? dropped.filter((who) => who !== proposal.who) : [...dropped, proposal.who])
                }
              />
            ))}
          </ul>
          <LeftOut leftOut={answer.leftOut} />
          {answer.proposals.some(({ who }) => !isDone(sent[who])) && (
            <div className="search-foot">
              <LeadPart>
                <button
                  type="button"
                  className="button primary search-big"
                  disabled={open.length === 0}
                  title={t("next.sendTip")}
                  onClick={() => void sendAll(open)}
                >
                  <IconSend size={20} aria-hidden="true" />
                  {t("next.send", { count: open.length })}
                </button>
              </LeadPart>
            </div>
          )}
        </>
      )}
    </>
  );
};
