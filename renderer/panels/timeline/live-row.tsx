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

/** More than these would leave no room for the past's own name; the rest is a number, those in trouble first. */
const mostVehicles = 4;

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
  const state = trouble === undefined ? t(`vehicle.presence.${view.presence}`) : t(`trouble.${trouble}`);
  const battery = view.battery === undefined ? undefined : format.percent(view.battery);
  const armed = t(view.armed ? "vehicle.armed" : "vehicle.disarmed");
  return (
    <li
      className="live-vehicle"
      title={format.list([view.name, state, armed, ...(battery === undefined ? [] : [battery])])}
    >
      <span className="colour-dot" style={{ background: vehicleColour(view.colourIndex) }} aria-hidden="true" />
      <strong>{view.name}</strong>
      <StateMark state={troubleState(trouble)} />
      {trouble !== undefined && <span className="live-state">{state}</span>}
      {battery !== undefined && <span className="live-battery">{battery}</span>}
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
  const [first] = open;
  if (first === undefined) return undefined;
  const nameOf = (id: VehicleId | undefined) =>
    id === undefined ? undefined : (fleet.getState().byId[id]?.name ?? id);
  const title = alertText(t, first, nameOf(first.vehicleId)).title;
  return (
    <span className="live-alert" role="alert" title={title}>
      <StateMark state={first.severity === "critical" ? "bad" : "warn"} />
      <span>{title}</span>
      {open.length > 1 && <strong>{`+${open.length - 1}`}</strong>}
    </span>
  );
};

/** What is now, at the end of the stripe that says that the screen shows the past, and the way back. Its stores are the live ones. */
export const LiveRow = () => {
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
  const more = ids.length - mostVehicles;
  return (
    <section className={`live-row ${away ? "stale" : ""}`} aria-label={t("timeline.liveRow")}>
      <h2>{t("timeline.liveRow")}</h2>
      {away && <span className="small">{t("timeline.stationAway")}</span>}
      <LiveAlerts />
      <ul>
        {ids.slice(0, mostVehicles).map((id) => (
          <LiveVehicle key={id} id={id} />
        ))}
        {more > 0 && (
          <li className="small" title={t("timeline.more", { count: more })}>
            {`+${more}`}
          </li>
        )}
      </ul>
      <BackToNow />
    </section>
  );
};
