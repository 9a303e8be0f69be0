import { IconLifebuoy, IconUserSearch } from "@tabler/icons-react";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { LeadNote, LeadPart } from "./lead-part.tsx";

/** Nobody is missing yet: one button. */
export const NoIncident = () => {
  const t = useTranslate();
  const { reportDraft } = useStores();
  const { begin } = reportDraft.getState();
  return (
    <div className="search-none">
      <p className="empty">
        <strong>{t("search.none")}</strong>
        {t("search.noneTip")}
      </p>
      <LeadNote />
      <LeadPart>
        <button type="button" className="button primary search-big" onClick={() => begin("lost")}>
          <IconUserSearch size={22} aria-hidden="true" />
          {t("search.report")}
        </button>
        <button type="button" className="button" onClick={() => begin("sea")}>
          <IconLifebuoy size={20} aria-hidden="true" />
          {t("search.reportSea")}
        </button>
      </LeadPart>
    </div>
  );
};
