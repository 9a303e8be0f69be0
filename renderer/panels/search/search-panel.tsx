import { useEffect } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { PanelFrame } from "../panel-frame.tsx";
import { CloseTab } from "./close-tab.tsx";
import { LeadNote } from "./lead-part.tsx";
import { ModelTab } from "./model-tab.tsx";
import { NextTab } from "./next-tab.tsx";
import { NoIncident } from "./no-incident.tsx";
import { ReportForm } from "./report-form.tsx";
import { SearchTabs } from "./search-tabs.tsx";
import { SegmentsTab } from "./segments-tab.tsx";
import { shareText } from "./share-text.ts";
import { SubjectTab } from "./subject-tab.tsx";
import { useIncident } from "./use-incident.ts";
import { useShareRight } from "./use-share-right.ts";

const tabs = { subject: SubjectTab, model: ModelTab, segments: SegmentsTab, next: NextTab, close: CloseTab } as const;

const Open = ({ incident }: { readonly incident: Thing<"incident"> }) => {
  const Shown = tabs[useStore(useStores().searchPanel, (state) => state.tab)];
  return (
    // A new key for each incident: nothing half-typed of the last one may linger.
    <div key={incident.id} className="search-body">
      <SearchTabs />
      <LeadNote />
      <Shown incident={incident} />
    </div>
  );
};

const Summary = () => {
  const t = useTranslate();
  const format = useFormat();
  const pos = useStore(useStores().station, ({ view }) => view?.search?.pos);
  const incident = useIncident();
  if (incident === undefined) return undefined;
  return (
    <span>
      {t(`search.phase.${incident.fields.phase ?? "reported"}`)}
      {pos !== undefined && ` · ${t("search.posShort", { pos: shareText(format, pos) })}`}
    </span>
  );
};

/** The search as the coordinator leads it: from the report to "found". Not on the screen at all while it is folded. */
export const SearchPanel = ({ alone }: { readonly alone: boolean }) => {
  const { settings, reportDraft, searchPanel } = useStores();
  useShareRight(alone);
  const folded = useStore(settings, (state) => state.folded.search) && !alone;
  const draft = useStore(reportDraft, (state) => state.draft);
  const incident = useIncident();
  // What isn't kept must not stay on the map behind a panel that is gone.
  useEffect(() => {
    if (folded) searchPanel.getState().setPreview([]);
  }, [folded, searchPanel]);
  if (folded) return undefined;
  return (
    <PanelFrame name="search" alone={alone} summary={<Summary />}>
      {draft !== undefined ? (
        <ReportForm draft={draft} />
      ) : incident === undefined ? (
        <NoIncident />
      ) : (
        <Open incident={incident} />
      )}
    </PanelFrame>
  );
};
