import { IconCheck, IconChecks, IconPlayerPlay, IconUrgent } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { Alert } from "../../shared/wire/state.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { alertText, byGravity, concerns } from "./alert-text.ts";
import { FaultNote, StationWords } from "./fault-note.tsx";
import { useFormat } from "./format-context.tsx";
import { NowOnly } from "./now-only.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import { type StateKind, StateMark } from "./state-mark.tsx";
import { useRequest } from "./use-request.ts";
import { useAgeText } from "./use-vehicle.ts";

const stateOf: Readonly<Record<Alert["severity"], StateKind>> = { info: "idle", warning: "warn", critical: "bad" };

const AlertCard = ({ alert }: { readonly alert: Alert }) => {
  const t = useTranslate();
  const format = useFormat();
  const { fleet, selection, settings, incidentPanel } = useStores();
  const { vehicleId } = alert;
  const name = useStore(fleet, (state) => (vehicleId === undefined ? undefined : state.byId[vehicleId]?.name));
  const age = useAgeText(alert.lastMs);
  const { state, run } = useRequest();
  const { title, tip, stationWords } = alertText(t, alert, name ?? vehicleId);
  const acknowledge = () => {
    const by = settings.getState().operatorName.trim();
    void run({ kind: "alert.acknowledge", alertId: alert.id, ...(by === "" ? {} : { by }) });
  };
  return (
    <li className={`alert-card alert-${alert.severity} ${alert.active ? "" : "past"}`}>
      <div className="alert-row">
        <StateMark state={stateOf[alert.severity]} sizePx={16} />
        <div className="alert-words">
          <strong>
            <span className="visually-hidden">{t(`alerts.severity.${alert.severity}`)}</span>
            {title}
          </strong>
          <span className="small">
            {format.localTime(alert.firstUtcMs)} · {t(alert.active ? "alerts.active" : "alerts.past")}
            {age !== undefined && ` · ${age}`}
            {alert.count > 1 && ` · ${t("alerts.count", { count: alert.count })}`}
          </span>
          <span className="alert-tip">{tip}</span>
          <StationWords text={stationWords} />
          {alert.acknowledged !== undefined && (
            <span className="small">{t("alerts.acknowledgedBy", { by: alert.acknowledged.by })}</span>
          )}
        </div>
      </div>
      <div className="alert-actions">
        <NowOnly>
          {alert.code === "simulator-stopped" && alert.active && (
            <button
              type="button"
              className="button"
              disabled={state.state === "pending"}
              onClick={() => void run({ kind: "simulator.start" })}
            >
              <IconPlayerPlay size={18} aria-hidden="true" />
              {t("fleet.simulator")}
            </button>
          )}
          {alert.code === "help-called" && alert.active && (
            <button
              type="button"
              className="button primary"
              onClick={() => {
                incidentPanel.getState().showTab("messages");
                settings.getState().setFolded("incident", false);
              }}
            >
              <IconUrgent size={18} aria-hidden="true" />
              {t("alerts.answerHelp")}
            </button>
          )}
        </NowOnly>
        {vehicleId !== undefined && name !== undefined && (
          <button
            type="button"
            className="button quiet"
            title={t("alerts.showVehicle", { name })}
            onClick={() => selection.getState().selectVehicle(vehicleId)}
          >
            {name}
          </button>
        )}
        <NowOnly>
          {alert.acknowledged === undefined && (
            <button
              type="button"
              className="button"
              disabled={state.state === "pending"}
              aria-label={t("alerts.acknowledgeLabel", { title })}
              onClick={acknowledge}
            >
              <IconCheck size={18} aria-hidden="true" />
              {t("alerts.acknowledge")}
            </button>
          )}
        </NowOnly>
      </div>
      <FaultNote state={state} />
    </li>
  );
};

const AcknowledgeAll = ({ open }: { readonly open: readonly Alert[] }) => {
  const t = useTranslate();
  const { settings } = useStores();
  const { state, run } = useRequest();
  const all = async () => {
    const by = settings.getState().operatorName.trim();
    for (const alert of open) {
      const outcome = await run({ kind: "alert.acknowledge", alertId: alert.id, ...(by === "" ? {} : { by }) });
      if (!outcome.ok && outcome.fault.code === "no-answer") return;
    }
  };
  return (
    <button type="button" className="button quiet wide" disabled={state.state === "pending"} onClick={() => void all()}>
      <IconChecks size={18} aria-hidden="true" />
      {t("alerts.acknowledgeAll", { count: open.length })}
    </button>
  );
};

const AlertsSummary = ({ open }: { readonly open: readonly Alert[] }) => {
  const t = useTranslate();
  const worst = open.toSorted((a, b) => byGravity({ ...a, active: true }, { ...b, active: true }))[0];
  if (worst === undefined) return <span>{t("alerts.empty")}</span>;
  return (
    <span className={worst.severity === "critical" ? "summary-bad" : "summary-new"}>
      <StateMark state={stateOf[worst.severity]} />
      {open.length}
    </span>
  );
};

/** Each alert once, until someone has seen it; what was seen stays one press away. */
export const AlertsPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const { alerts, commander } = useStores();
  const byId = useStore(alerts, (state) => state.byId);
  const [showAcknowledged, setShowAcknowledged] = useState(false);
  const { open, seen } = useMemo(() => {
    const all = Object.values(byId)
      .filter((alert) => concerns(alert, commander.operatorId))
      .sort(byGravity);
    return {
      open: all.filter((alert) => alert.acknowledged === undefined),
      seen: all.filter((alert) => alert.acknowledged !== undefined),
    };
  }, [byId, commander.operatorId]);
  const summary = <AlertsSummary open={open} />;
  if (open.length === 0 && seen.length === 0) return <PanelFrame name="alerts" alone={alone} summary={summary} />;
  return (
    <PanelFrame name="alerts" alone={alone} summary={summary}>
      <ul className="alert-list">
        {open.map((alert) => (
          <AlertCard key={alert.id} alert={alert} />
        ))}
      </ul>
      <NowOnly>{open.length > 2 && <AcknowledgeAll open={open} />}</NowOnly>
      {seen.length > 0 && (
        <button
          type="button"
          className="button quiet wide"
          aria-expanded={showAcknowledged}
          onClick={() => setShowAcknowledged((before) => !before)}
        >
          {t("alerts.showAcknowledged", { count: seen.length })}
        </button>
      )}
      {showAcknowledged && (
        <ul className="alert-list">
          {seen.map((alert) => (
            <AlertCard key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
    </PanelFrame>
  );
};
