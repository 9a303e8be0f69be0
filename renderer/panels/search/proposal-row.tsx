import { IconCheck, IconExternalLink } from "@tabler/icons-react";
import type { Proposal } from "../../../shared/wire/incident.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import type { WorkChoice } from "../../stores/search-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { gainOf, whoIs } from "./proposal-order.ts";
import { ProposedWork } from "./proposed-work.tsx";
import { SearcherName } from "./searcher-name.tsx";
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
  readonly work: WorkChoice;
  readonly onPick: (picked: boolean) => void;
  readonly onChoose: (work: WorkChoice) => void;
}) => {
  const format = useFormat();
  const { proposals } = useStores();
  const { proposal, sent, work } = props;
  const isSent = sent !== undefined && sent !== "pending" && sent.ok;
  return (
    <li
      className="proposal"
      onPointerEnter={() => proposals.setState({ hoveredWho: proposal.who })}
      onPointerLeave={() => proposals.setState({ hoveredWho: undefined })}
    >
      <label className="proposal-pick">
        <input
          type="checkbox"
          checked={props.picked && !isSent}
          disabled={!props.canPick || isSent || sent === "pending"}
          onChange={(event) => props.onPick(event.currentTarget.checked)}
        />
        <SearcherName who={proposal.who} />
        <strong className="proposal-gain">{gainText(format, gainOf(proposal, work))}</strong>
      </label>
      <ProposedWork
        proposal={proposal}
        work={work}
        onChoose={isSent || sent === "pending" || !props.canPick ? undefined : props.onChoose}
      />
      <SentNote proposal={proposal} sent={sent} />
    </li>
  );
};
