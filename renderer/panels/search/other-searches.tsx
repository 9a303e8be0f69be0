import { IconFile, IconFolderOpen, IconUserSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { fetchIncidents, type IncidentRow, type MergeOutcome, mergeLog } from "../../bridge/incident-logs.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote, StationWords } from "../fault-note.tsx";
import { FileInput } from "../file-input.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { LeadPart } from "./lead-part.tsx";

const Merged = ({ outcome }: { readonly outcome: MergeOutcome }) => {
  const t = useTranslate();
  const format = useFormat();
  if (!outcome.ok)
    return (
      <p className="fault" role="alert">
        {t(`others.import.${outcome.code}`)}
        <StationWords text={outcome.detail} />
      </p>
    );
  const { added, conflicts } = outcome;
  return (
    <p role="status">
      {t("others.imported", { added: format.number(added, 0) })}
      {conflicts > 0 && ` ${t("others.conflicts", { conflicts: format.number(conflicts, 0) })}`}
    </p>
  );
};

/** Searches of before, those that other stations wrote down, and a new one. @param withNew a new report can be begun here */
export const OtherSearches = ({ withNew }: { readonly withNew: boolean }) => {
  const t = useTranslate();
  const format = useFormat();
  const { reportDraft } = useStores();
  const { state, run } = useRequest();
  const input = useRef<HTMLInputElement>(null);
  const [rows, setRows] = useState<readonly IncidentRow[]>([]);
  const [outcome, setOutcome] = useState<MergeOutcome | "pending" | undefined>();
  // What was brought is in the list at once.
  useEffect(() => {
    if (outcome === "pending") return undefined;
    let isHere = true;
    void fetchIncidents(fetch).then((all) => {
      if (isHere && all !== undefined) setRows(all);
    });
    return () => {
      isHere = false;
    };
  }, [outcome]);
  const bring = async (file: File) => {
    setOutcome("pending");
    setOutcome(await mergeLog(fetch, file));
  };
  const others = rows.filter(({ shown }) => !shown);
  return (
    <LeadPart>
      <div className="search-block">
        {others.map(({ id, name, phase, openedUtcMs }) => (
          <button
            key={id}
            type="button"
            className="button"
            disabled={state.state === "pending"}
            onClick={() => void run({ kind: "incident.show", incidentId: id })}
          >
            <IconFolderOpen size={18} aria-hidden="true" />
            {`${name} · ${t.loose(`search.phase.${phase}` as never, {})} · ${format.localDateTime(openedUtcMs)}`}
          </button>
        ))}
        <FaultNote state={state} />
        <p className="small">{t("others.tip")}</p>
        <button
          type="button"
          className="button"
          disabled={outcome === "pending"}
          onClick={() => input.current?.click()}
        >
          <IconFile size={18} aria-hidden="true" />
          {t("others.import")}
        </button>
        <FileInput
          input={input}
          accept=".jsonl,.ndjson,application/x-ndjson"
          label={t("others.import")}
          onFile={(file) => void bring(file)}
        />
        {outcome !== undefined && outcome !== "pending" && <Merged outcome={outcome} />}
        {withNew && (
          <button type="button" className="button" onClick={() => reportDraft.getState().begin("lost")}>
            <IconUserSearch size={18} aria-hidden="true" />
            {t("search.report")}
          </button>
        )}
      </div>
    </LeadPart>
  );
};
