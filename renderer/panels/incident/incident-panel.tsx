import { type ReactNode, useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { incidentTabs } from "../../stores/incident-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { PanelFrame } from "../panel-frame.tsx";
import { useIncident } from "../search/use-incident.ts";
import { StateMark } from "../state-mark.tsx";
import { CluesTab } from "./clues-tab.tsx";
import { helpRows, messageRows, unreadIds } from "./message-rows.ts";
import { MessagesTab } from "./messages-tab.tsx";
import { MoreTab } from "./more-tab.tsx";
import { OrdersTab } from "./orders-tab.tsx";
import { SendTab } from "./send-tab.tsx";
import { ThingsProvider, useThings } from "./things-context.tsx";
import { useTakeTurns } from "./use-take-turns.ts";

const parts = { send: SendTab, orders: OrdersTab, clues: CluesTab, messages: MessagesTab, more: MoreTab } as const;

const useUnread = (): number => {
  const { incidentPanel, commander } = useStores();
  const things = useThings();
  const readIds = useStore(incidentPanel, (state) => state.readIds);
  return useMemo(
    () => unreadIds(messageRows(things, "all"), readIds, commander.operatorId).length,
    [things, readIds, commander],
  );
};

const Tabs = ({ unread }: { readonly unread: number }) => {
  const t = useTranslate();
  const { incidentPanel } = useStores();
  const tab = useStore(incidentPanel, (state) => state.tab);
  return (
    <div className="search-tabs">
      <fieldset className="segments" aria-label={t("incident.tabs")}>
        {incidentTabs.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === tab}
            onClick={() => incidentPanel.getState().showTab(name)}
          >
            {t(`incident.tab.${name}`)}
            {name === "messages" && unread > 0 && <span className="unread">{unread > 99 ? "99+" : unread}</span>}
          </button>
        ))}
      </fieldset>
    </div>
  );
};

/** What is pressed on the map or in another list is shown where it belongs. */
const useFollowSelection = (): void => {
  const { selection, incidentPanel, settings } = useStores();
  const key = useStore(selection, (state) => state.selectedThingKey);
  const wanted = useStore(incidentPanel, (state) => state.wanted);
  useEffect(() => {
    const tab = key?.startsWith("clue/") ? "clues" : key?.startsWith("assignment/") ? "orders" : undefined;
    if (tab === undefined) return;
    incidentPanel.getState().showTab(tab);
    if (settings.getState().folded.incident) settings.getState().setFolded("incident", false);
  }, [key, incidentPanel, settings]);
  useEffect(() => {
    if (wanted !== undefined && settings.getState().folded.incident) settings.getState().setFolded("incident", false);
  }, [wanted, settings]);
};

const Summary = ({ unread }: { readonly unread: number }) => {
  const t = useTranslate();
  const help = helpRows(useThings()).length;
  return (
    <>
      {help > 0 && (
        <span className="summary-bad">
          <StateMark state="bad" /> {t("help.count", { count: help })}
        </span>
      )}
      {unread > 0 && <span className="summary-new">{t("message.unread", { count: unread })}</span>}
    </>
  );
};

const Open = ({ alone }: { readonly alone: boolean }) => {
  const { incidentPanel } = useStores();
  const unread = useUnread();
  useFollowSelection();
  useTakeTurns(alone);
  const Shown: () => ReactNode = parts[useStore(incidentPanel, (state) => state.tab)];
  return (
    <PanelFrame name="incident" alone={alone} summary={<Summary unread={unread} />}>
      <div className="incident-body">
        <Tabs unread={unread} />
        <Shown />
      </div>
    </PanelFrame>
  );
};

/** Who is sent, orders, clues and what is said. Not on the screen while there is no incident. */
export const IncidentPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const incident = useIncident();
  if (incident === undefined)
    return alone ? (
      <PanelFrame name="incident" alone>
        <p className="empty">{t("fault.no-incident")}</p>
      </PanelFrame>
    ) : undefined;
  return (
    <ThingsProvider>
      <Open key={incident.id} alone={alone} />
    </ThingsProvider>
  );
};
