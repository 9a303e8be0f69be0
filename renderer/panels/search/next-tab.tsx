import { IconBulb, IconSend } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { IncidentAnswer, Proposal } from "../../../shared/wire/incident.ts";
import type { Translate } from "../../i18n/translate.ts";
import { asideAtFirst, type NextWork } from "../../stores/search-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Spinner } from "../fly/outcome-note.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { Choice } from "./fields.tsx";
import { LeadPart } from "./lead-part.tsx";
import { gainOf, proposedAssignment, whoIs, workOf } from "./proposal-order.ts";
import { ProposalRow, type Sent } from "./proposal-row.tsx";
import { SearcherName } from "./searcher-name.tsx";
import { gainText } from "./share-text.ts";
import { useLead } from "./use-lead.ts";
import { useRenewedNext } from "./use-renewed-next.ts";

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
  const t = useTranslate();
  const format = useFormat();
  const { send, commander, incident: things, fleet, searchPanel } = useStores();
  const { noteSent } = searchPanel.getState();
  return async (proposals: readonly Proposal[]) => {
    for (const proposal of proposals) {
      const to = whoIs(proposal.who);
      const assignment = proposedAssignment(proposal, {
        work: workOf(proposal, searchPanel.getState().next?.chosen[proposal.who]),
        wayText: t("next.wayText", { km: format.number((proposal.way?.distanceM ?? 0) / 1000, 1) }),
        teamMode: to?.kind === "team" ? things.getState().things.team[to.id]?.fields.mode : undefined,
        vehicleKind: to?.kind === "vehicle" ? fleet.getState().byId[to.id]?.kind : undefined,
        period: incident.fields.period,
      });
      if (assignment === undefined) continue;
      noteSent(proposal.who, "pending");
      const { removed: _never, ...fields } = assignment;
      const operator = commander.operator();
      const thingId = proposal.way?.insteadOf?.assignmentId;
      // The job before ends first: where that fails nothing is sent, so that nobody has two, and it can be tried again.
      if (thingId !== undefined && fields.path !== undefined) {
        const ended = await send({ kind: "incident.step", thing: "assignment", thingId, step: "cancelled", operator });
        if (!ended.ok) {
          noteSent(proposal.who, ended);
          continue;
        }
      }
      noteSent(proposal.who, await send({ kind: "incident.send", assignment: fields, operator }));
    }
  };
};

/** Draws what is proposed and not sent yet on the map, as it would be done. */
const useDrawnProposals = (answer: NextWork | undefined): void => {
  const { proposals } = useStores();
  useEffect(() => {
    const open = (answer?.proposals ?? []).filter(
      ({ who }) => answer?.dropped.includes(who) !== true && !isDone(answer?.sent[who]),
    );
    proposals.setState({
      proposals: open.map((one) => {
        const { way: _way, ...inLines } = one;
        return workOf(one, answer?.chosen[one.who]) === "way" ? { ...one, segmentIds: [] } : inLines;
      }),
    });
    return () => proposals.setState({ proposals: [], hoveredWho: undefined });
  }, [answer, proposals]);
};

const isDone = (sent: Sent): boolean => sent === "pending" || sent?.ok === true;

const noWork = { sent: {}, dropped: [], chosen: {} };

/** Who should search what next: proposed, looked at, sent with one press. */
export const NextTab = ({ incident }: { readonly incident: Thing<"incident"> }) => {
  const t = useTranslate();
  const format = useFormat();
  const { stationUtcNow, incident: things, ticker, searchPanel, station, fleet } = useStores();
  const hasSegments = useStore(things, (state) => Object.keys(state.things.segment).length > 0);
  const hasVehicles = useStore(fleet, (state) => Object.keys(state.byId).length > 0);
  const { may } = useLead();
  const { state, run } = useRequest();
  const [horizon, setHorizon] = useState<Horizon>("60");
  const answer = useStore(searchPanel, ({ next }) => next);
  const { setNext, dropNext, chooseWork } = searchPanel.getState();
  const sendAll = useSending(incident);
  const list = useRef<HTMLDivElement>(null);
  useRenewedNext(answer, list);
  useDrawnProposals(answer);
  const { sent, dropped, chosen }: Pick<NextWork, "sent" | "dropped" | "chosen"> = answer ?? noWork;
  const age = useStore(ticker, ({ utcMs }) =>
    utcMs === undefined || answer?.utcMs === undefined ? undefined : format.age(utcMs - answer.utcMs),
  );
  const propose = async () => {
    const version = station.getState().view?.search?.version;
    const outcome = await run({ kind: "search.propose", horizonMin: Number(horizon) });
    if (!outcome.ok) return;
    const { proposals = [], leftOut = [] } = outcome as IncidentAnswer;
    const utcMs = stationUtcNow();
    const dropped = asideAtFirst(proposals);
    setNext({ horizonMin: Number(horizon), proposals, leftOut, utcMs, version, dropped, chosen: {}, sent: {} });
  };
  const open = answer?.proposals.filter(({ who }) => !dropped.includes(who) && !isDone(sent[who])) ?? [];
  const gain = answer?.proposals.reduce((sum, one) => sum + gainOf(one, workOf(one, chosen[one.who])), 0) ?? 0;
  // Vehicles have ways of their own without any.
  if (!hasSegments && !hasVehicles) return <p className="search-lead">{t("next.needsSegments")}</p>;
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
        <div ref={list}>
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
                work={workOf(proposal, chosen[proposal.who])}
                onChoose={(work) => chooseWork(proposal.who, work)}
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
        </div>
      )}
    </>
  );
};
