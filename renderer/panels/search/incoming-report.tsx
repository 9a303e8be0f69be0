import { IconPhoneIncoming } from "@tabler/icons-react";
import { useStore } from "zustand";
import { formatDecimal } from "../../../shared/geo/coordinate-format.ts";
import type { IncomingReport } from "../../../shared/wire/incident.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { categoryName } from "./category-name.ts";
import { LeadPart } from "./lead-part.tsx";

/** A call that came in: what the caller told, and one press that opens the search with it. */
export const IncomingReportCard = ({ report }: { readonly report: IncomingReport }) => {
  const t = useTranslate();
  const format = useFormat();
  const { commander, searchPanel, selection, ticker } = useStores();
  const nowUtcMs = useStore(ticker, ({ utcMs }) =>
    utcMs === undefined ? undefined : Math.floor(utcMs / 60_000) * 60_000,
  );
  const { state, run } = useRequest();
  const { incident, subject } = report;
  const facts = [
    [subject.name, subject.age].filter((part) => part !== undefined).join(", "),
    subject.category === undefined ? undefined : categoryName(t, subject.category),
    subject.clothing,
    subject.health,
    subject.lastSeen === undefined || nowUtcMs === undefined
      ? undefined
      : t("search.incomingSeen", {
          age: format.age(Math.max(0, nowUtcMs - subject.lastSeen.utcMs)),
          time: format.localTime(subject.lastSeen.utcMs),
          place: formatDecimal(subject.lastSeen.place) ?? "",
        }),
    incident.reporter === undefined
      ? undefined
      : t("search.incomingFrom", { name: incident.reporter.name, relation: incident.reporter.relation }),
  ].filter((fact) => fact !== undefined && fact !== "");
  const open = async () => {
    const request = {
      kind: "incident.open",
      incident: { ...incident, phase: "searching" },
      subject,
      operator: commander.operator(),
    } as const;
    if (!(await run(request)).ok) return;
    searchPanel.getState().showTab("model");
    const place = subject.ipp?.place ?? subject.lastSeen?.place;
    if (place !== undefined) selection.getState().requestFlyTo(place, { opens: "search" });
  };
  return (
    <section className="search-incoming" aria-label={t("search.incoming")}>
      <h3>
        <IconPhoneIncoming size={20} aria-hidden="true" /> {t("search.incoming")}
      </h3>
      <ul>
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <LeadPart>
        <button
          type="button"
          className="button primary search-big"
          disabled={state.state === "pending"}
          onClick={() => void open()}
        >
          {t("search.incomingOpen")}
        </button>
      </LeadPart>
      <FaultNote state={state} />
    </section>
  );
};
