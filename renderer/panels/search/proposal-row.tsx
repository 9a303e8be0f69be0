import { IconCheck, IconExternalLink } from "@tabler/icons-react";
import { useStore } from "zustand";
import { thingKey } from "../../../shared/incident/thing.ts";
import type { Proposal } from "../../../shared/wire/incident.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { whoIs } from "./proposal-order.ts";
import { SearcherName } from "./searcher-name.tsx";
import { ringMiddle } from "./segment-rows.ts";
import { gainText } from "./share-text.ts";

export type Sent = RequestOutcome | "pending" | undefined;

const SentNote = ({ proposal, sent }: { readonly proposal: Proposal; readonly sent: Sent }) => {
  const t = useTranslate();
  const { selection, settings } = useStores();
  if (sent === undefined) return undefined;
  if (sent === "pending") return <p className="small">{t("next.sending")}</p>;
  if (!sent.ok)
    return (
      <p className="fault" role="alert">
        {t.loose(`fault.${sent.fault.code}`, {})}
        <span className="station-words words" lang="en">
          {sent.fault.detail}
        </span>
      </p>
    );
  const to = whoIs(proposal.who);
  if (to?.kind !== "vehicle")
    return (
      <p className="outcome done">
        <IconCheck size={18} aria-hidden="true" />
        {t("next.sentTeam")}
      </p>
    );
  return (
    <div className="proposal-prepared">
      <p className="outcome done">
        <IconCheck size={18} aria-hidden="true" />
        {t("next.sentVehicle")}
      </p>
      <button
        type="button"
        className="button"
        onClick={() => {
          selection.getState().selectVehicle(to.id);
          settings.getState().setFolded("plan", false);
        }}
      >
        <IconExternalLink size={18} aria-hidden="true" />
        {t("next.openPlan")}
      </button>
    </div>
  );
};

/** One searcher with what to search next, how long it takes and what it is worth. */
export const ProposalRow = (props: {
  readonly proposal: Proposal;
  readonly picked: boolean;
  readonly canPick: boolean;
  readonly sent: Sent;
  readonly onPick: (picked: boolean) => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { incident, selection } = useStores();
  const { proposal, sent } = props;
  const segments = useStore(incident, ({ things }) => things.segment);
  const names = proposal.segmentIds.map((id) => segments[id]?.fields.name ?? id);
  const [first] = proposal.segmentIds;
  const show = () => {
    if (first === undefined) return;
    selection.getState().selectThing(thingKey("segment", first));
    const middle = ringMiddle(segments[first]?.fields.ring ?? []);
    if (middle !== undefined) selection.getState().requestFlyTo(middle);
  };
  const isSent = sent !== undefined && sent !== "pending" && sent.ok;
  return (
    <li className="proposal">
      <label className="proposal-pick">
        <input
          type="checkbox"
          checked={props.picked && !isSent}
          disabled={!props.canPick || isSent || sent === "pending"}
          onChange={(event) => props.onPick(event.currentTarget.checked)}
        />
        <SearcherName who={proposal.who} />
        <strong className="proposal-gain">{gainText(format, proposal.expectedPos)}</strong>
      </label>
      <button type="button" className="button quiet proposal-show" onClick={show}>
        <span className="proposal-segments">{t("next.segments", { names: format.list(names) })}</span>
        <span className="small">
          {proposal.travelS < 30
            ? t("next.timesHere", { search: format.age(proposal.searchS * 1000) })
            : t("next.times", {
                travel: format.age(proposal.travelS * 1000),
                search: format.age(proposal.searchS * 1000),
                km: format.number(proposal.distanceM / 1000, 1),
              })}
        </span>
      </button>
      <SentNote proposal={proposal} sent={sent} />
    </li>
  );
};
