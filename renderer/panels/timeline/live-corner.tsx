import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Alert, VehicleView } from "../../../shared/wire/state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { alertText, concerns } from "../alert-text.ts";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { troubleOf, troubleState } from "../vehicle-trouble.ts";
import { BackToNow } from "./back-to-now.tsx";

/** More than these would cover the past; the rest is a number, those in trouble first. */
const mostVehicles = 6;
const mostAlerts = 2;

const liveView = (vehicle: VehicleView) => ({
  name: vehicle.name,
  colourIndex: vehicle.colourIndex,
  presence: vehicle.presence.state,
  armed: vehicle.armed,
  trouble: troubleOf(vehicle),
  battery: vehicle.battery?.fraction === undefined ? undefined : Math.round(vehicle.battery.fraction * 100) / 100,
});

const LiveVehicle = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const view = useVehicleView(id, liveView);
  if (view === undefined) return undefined;
  const { trouble } = view;
  return (
    <li className="live-vehicle">
      <span className="colour-dot" style={{ background: vehicleColour(view.colourIndex) }} aria-hidden="true" />
      <strong>{view.name}</strong>
      <StateMark state={troubleState(trouble)} />
      <span className="live-state">
        {trouble === undefined ? t(`vehicle.presence.${view.presence}`) : t(`trouble.${trouble}`)}
      </span>
      <span className={view.armed ? "chip armed" : "chip"}>{t(view.armed ? "vehicle.armed" : "vehicle.disarmed")}</span>
      <span className="live-battery" title={t("vehicle.battery")}>
        {view.battery === undefined ? "–" : format.percent(view.battery)}
      </span>
    </li>
  );
};

const gravity = { critical: 0, warning: 1, info: 2 } as const;

const openAlerts = (byId: Readonly<Record<string, Alert>>, operatorId: string): readonly Alert[] =>
  Object.values(byId)
    .filter((alert) => alert.acknowledged === undefined && alert.severity !== "info" && concerns(alert, operatorId))
    .toSorted((a, b) => gravity[a.severity] - gravity[b.severity] || b.lastMs - a.lastMs);

const LiveAlerts = () => {
  const t = useTranslate();
  const { alerts, commander, fleet } = useStores();
  const open = useStore(
    alerts,
    useShallow(({ byId }) => openAlerts(byId, commander.operatorId)),
  );
  if (open.length === 0) return undefined;
  const nameOf = (id: VehicleId | undefined) =>
    id === undefined ? undefined : (fleet.getState().byId[id]?.name ?? id);
  return (
    <ul className="live-alerts" role="alert">
      {open.slice(0, mostAlerts).map((alert) => (
        <li key={alert.id}>
          <StateMark state={alert.severity === "critical" ? "bad" : "warn"} />
          {alertText(t, alert, nameOf(alert.vehicleId)).title}
        </li>
      ))}
      {open.length > mostAlerts && <li className="small">{t("timeline.more", { count: open.length - mostAlerts })}</li>}
    </ul>
  );
};

/** What is now, in the corner where vehicles are commanded from, while the screen shows the past. Its stores are the live ones. */
export const LiveCorner = () => {
  const t = useTranslate();
  const { fleet, station } = useStores();
  const away = useStore(station, (state) => state.connection.state !== "open");
  const ids = useStore(
    fleet,
    useShallow(({ order, byId }) => {
      const inTrouble = (id: VehicleId) => {
        const vehicle = byId[id];
        return vehicle !== undefined && troubleOf(vehicle) !== undefined;
      };
      return [...order.filter(inTrouble), ...order.filter((id) => !inTrouble(id))];
    }),
  );
  return (
    <section className={`panel live-corner ${away ? "stale" : ""}`} aria-label={t("timeline.liveCorner")}>
      <header className="live-head">
        <h2>{t("timeline.liveCorner")}</h2>
        <span className="small">{away ? t("timeline.stationAway") : t("timeline.goesOn")}</span>
      </header>
      <LiveAlerts />
      {ids.length === 0 ? (
        <p className="empty small">{t("fleet.emptyShort")}</p>
      ) : (
        <ul className="live-vehicles">
          {ids.slice(0, mostVehicles).map((id) => (
            <LiveVehicle key={id} id={id} />
          ))}
        </ul>
      )}
      {ids.length > mostVehicles && (
        <p className="small live-more">{t("timeline.more", { count: ids.length - mostVehicles })}</p>
      )}
      <BackToNow />
    </section>
  );
};
