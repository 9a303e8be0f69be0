import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../shared/wire/state.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { vehicleColour } from "../stores/vehicle-colour.ts";
import { FleetHolder } from "./fly/fleet-holder.tsx";
import { useFormat } from "./format-context.tsx";
import { BatteryBar, LinkBars } from "./meters.tsx";
import { StateMark } from "./state-mark.tsx";
import { useVehicle, useVehicleView } from "./use-vehicle.ts";
import { VehicleMark } from "./vehicle-mark.tsx";
import { linkQuality, troubleOf, troubleState } from "./vehicle-trouble.ts";

const rowView = (vehicle: VehicleView) => ({
  name: vehicle.name,
  kind: vehicle.kind,
  colourIndex: vehicle.colourIndex,
  presence: vehicle.presence.state,
  armed: vehicle.armed,
  mode: vehicle.mode?.name,
  trouble: troubleOf(vehicle),
  // Rounded here, so that a row renders only when a figure on screen changes.
  battery: vehicle.battery?.fraction === undefined ? undefined : Math.round(vehicle.battery.fraction * 100) / 100,
});

/** How long ago it was heard; renders at most once a second. */
const HeardAge = ({ id }: { readonly id: VehicleId }) => {
  const { fleet, ticker } = useStores();
  const format = useFormat();
  const text = useStore(ticker, ({ nowMs }) => {
    const presence = fleet.getState().byId[id]?.presence;
    return nowMs === undefined || presence === undefined ? "" : format.age(nowMs - presence.lastHeardMs);
  });
  return <span className="fleet-age">{text}</span>;
};

const LinkFigure = ({ id, live }: { readonly id: VehicleId; readonly live: boolean }) => {
  const t = useTranslate();
  const format = useFormat();
  const quality = useVehicle(id, (vehicle) => {
    const exact = linkQuality(vehicle);
    return exact === undefined ? undefined : Math.round(exact * 100) / 100;
  });
  const text = quality === undefined || !live ? "–" : format.percent(quality);
  return (
    <span className="fleet-link" title={t("vehicle.linkQuality", { percent: text })}>
      <LinkBars quality={live ? quality : undefined} />
      {text}
    </span>
  );
};

/** One vehicle of the fleet: a button that selects it. */
export const FleetRow = ({ id, digit }: { readonly id: VehicleId; readonly digit: number | undefined }) => {
  const t = useTranslate();
  const format = useFormat();
  const { selection, station } = useStores();
  const view = useVehicleView(id, rowView);
  const selected = useStore(selection, (state) => state.selectedVehicleId === id);
  const away = useStore(station, (state) => state.connection.state !== "open");
  const row = useRef<HTMLButtonElement>(null);
  // Selected by a digit, on the map or from an alert, it may be one of many below the list's edge.
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  if (view === undefined) return undefined;
  const live = !away && (view.presence === "heard" || view.presence === "back");
  const { selectVehicle, hoverVehicle } = selection.getState();
  return (
    <button
      ref={row}
      type="button"
      className={`fleet-row ${selected ? "selected" : ""} ${live ? "" : "stale"}`}
      style={{ borderLeftColor: vehicleColour(view.colourIndex) }}
      aria-pressed={selected}
      onClick={() => selectVehicle(id)}
      onPointerEnter={() => hoverVehicle(id)}
      onPointerLeave={() => hoverVehicle(undefined)}
    >
      <span className="fleet-mark">
        <VehicleMark kind={view.kind} colourIndex={view.colourIndex} />
      </span>
      <span className="fleet-digit">{digit}</span>
      <span className="fleet-line">
        <span className="fleet-name">{view.name}</span>
        <FleetHolder id={id} />
        <span className="fleet-mode">{view.mode ?? t("vehicle.noMode")}</span>
        <span className={view.armed ? "chip armed" : "chip"}>
          {t(view.armed ? "vehicle.armed" : "vehicle.disarmed")}
        </span>
      </span>
      <span className="fleet-line small-line">
        <span className="fleet-state">
          <StateMark state={away ? "idle" : troubleState(view.trouble)} />
          <span>
            {away
              ? t("common.unknown")
              : view.trouble === undefined
                ? t(`vehicle.presence.${view.presence}`)
                : t(`trouble.${view.trouble}`)}
          </span>
          {(live ? view.trouble === undefined : true) && <HeardAge id={id} />}
        </span>
        <span className="fleet-battery" title={t("vehicle.battery")}>
          <BatteryBar fraction={view.battery} />
          {view.battery === undefined ? "–" : format.percent(view.battery)}
        </span>
        <LinkFigure id={id} live={live} />
      </span>
    </button>
  );
};
