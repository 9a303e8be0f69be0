import { IconUserSearch } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { gainText, shareText } from "./share-text.ts";
import { useIncident } from "./use-incident.ts";
import { useLead } from "./use-lead.ts";

/** The search at the top: which, how it stands, what was achieved and what the next hour can add. */
export const IncidentChip = () => {
  const t = useTranslate();
  const format = useFormat();
  const { settings, station, reportDraft } = useStores();
  const incident = useIncident();
  const { may } = useLead();
  const pos = useStore(station, ({ view }) => view?.search?.pos);
  const next = useStore(station, ({ view }) => view?.search?.posNextHour);
  const state = useStore(station, ({ view }) => view?.search?.state);
  const isReported = useStore(station, ({ view }) => view?.report !== undefined);
  const hasMap = useStore(station, ({ view }) => view?.search?.bounds !== undefined);
  const hasView = useStore(station, ({ view }) => view !== undefined);
  const open = () => settings.getState().setFolded("search", false);
  const word = t(isReported ? "search.incoming" : "search.report");
  if (incident === undefined)
    return hasView && may ? (
      <button
        type="button"
        className={isReported ? "bar-chip incident-chip is-reported" : "bar-chip incident-chip"}
        title={t("search.noneTip")}
        aria-label={word}
        onClick={() => {
          // A call that waits is opened as it came in; else the form is.
          if (!isReported && reportDraft.getState().draft === undefined) reportDraft.getState().begin("lost");
          open();
        }}
      >
        <IconUserSearch size={18} aria-hidden="true" />
        <span className="incident-report">{word}</span>
        <span className="incident-report-short">{t(isReported ? "search.incomingShort" : "search.reportShort")}</span>
      </button>
    ) : undefined;
  const name = incident.fields.name ?? "";
  const phase = t(`search.phase.${incident.fields.phase ?? "reported"}`);
  const isKnown = pos !== undefined && hasMap && (state === "ready" || state === "working");
  const meaning = isKnown
    ? t("search.posMeaning", {
        pos: shareText(format, pos),
        next: next === undefined ? t("common.unknown") : gainText(format, next),
      })
    : t("search.posUnknown");
  return (
    <button
      type="button"
      className="bar-chip incident-chip"
      title={`${name} · ${phase}\n${meaning}`}
      aria-label={`${name}, ${phase}. ${meaning}`}
      onClick={open}
    >
      <span className="incident-name">{name}</span>
      <span className="incident-phase">{phase}</span>
      {isKnown && (
        <span className="incident-pos">
          <span className="incident-pos-word">{t("search.pos")}</span>
          <span className="bar-figure">{shareText(format, pos)}</span>
          {next !== undefined && (
            <span className="incident-next">{t("search.nextHour", { gain: gainText(format, next) })}</span>
          )}
        </span>
      )}
    </button>
  );
};
