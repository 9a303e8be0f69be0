import { IconLifebuoy, IconUserSearch } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { IncomingReportCard } from "./incoming-report.tsx";
import { LeadNote, LeadPart } from "./lead-part.tsx";
import { OtherSearches } from "./other-searches.tsx";

/** Nobody is missing yet: one button. */
export const NoIncident = () => {
  const t = useTranslate();
  const { reportDraft, station } = useStores();
  const report = useStore(station, ({ view }) => view?.report);
  const { begin } = reportDraft.getState();
  return (
    <div className="search-none">
      {report === undefined ? (
        <p className="empty">
          <strong>{t("search.none")}</strong>
          {t("search.noneTip")}
        </p>
      ) : (
        <IncomingReportCard report={report} />
      )}
      <LeadNote />
      <LeadPart>
        <button
          type="button"
          className={report === undefined ? "button primary search-big" : "button"}
          onClick={() => begin("lost")}
        >
          <IconUserSearch size={22} aria-hidden="true" />
          {t("search.report")}
        </button>
        <button type="button" className="button" onClick={() => begin("sea")}>
          <IconLifebuoy size={20} aria-hidden="true" />
          {t("search.reportSea")}
        </button>
      </LeadPart>
      <OtherSearches withNew={false} />
    </div>
  );
};
