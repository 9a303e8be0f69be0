import { IconCurrentLocation, IconEye, IconEyeOff, IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { vehicleColour } from "../stores/vehicle-colour.ts";
import { NowOnly } from "./now-only.tsx";
import { RenameForm } from "./rename-form.tsx";
import { StateMark } from "./state-mark.tsx";
import { useAgeText, useVehicleView } from "./use-vehicle.ts";
import { type Trouble, troubleOf, troubleState } from "./vehicle-trouble.ts";

const Presence = (props: {
  readonly state: "heard" | "stale" | "lost" | "back";
  readonly lastHeardMs: number | undefined;
  readonly trouble: Trouble | undefined;
  readonly away: boolean;
}) => {
  const t = useTranslate();
  const age = useAgeText(props.lastHeardMs) ?? "";
  if (props.away) return <span>{t("vehicle.lastHeard", { age })}</span>;
  if (props.state === "lost") return <span>{t("vehicle.lostFor", { age })}</span>;
  if (props.state === "stale") return <span>{t("vehicle.silentFor", { age })}</span>;
  return (
    <span>{props.trouble === undefined ? t(`vehicle.presence.${props.state}`) : t(`trouble.${props.trouble}`)}</span>
  );
};

/** Who it is and how it is, and what can be asked of the map about it. */
export const VehicleHead = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { selection, fleet, station } = useStores();
  const away = useStore(station, (state) => state.connection.state !== "open");
  const [renaming, setRenaming] = useState(false);
  const watched = useStore(selection, (state) => state.watchedVehicleId === id);
  const view = useVehicleView(id, (vehicle) => ({
    name: vehicle.name,
    kind: vehicle.kind,
    colourIndex: vehicle.colourIndex,
    presence: vehicle.presence.state,
    // Only while it is silent, when the number stands still.
    lastHeardMs:
      away || vehicle.presence.state === "lost" || vehicle.presence.state === "stale"
        ? vehicle.presence.lastHeardMs
        : undefined,
    trouble: troubleOf(vehicle),
    armed: vehicle.armed,
    mode: vehicle.mode?.name,
    frozen: vehicle.frozen === true,
    hasPosition: vehicle.position !== undefined,
  }));
  if (view === undefined) return undefined;
  const { name } = view;
  const flyTo = () => {
    const position = fleet.getState().byId[id]?.position;
    if (position !== undefined) selection.getState().requestFlyTo(position);
  };
  return (
    <div className="vehicle-head" style={{ borderLeftColor: vehicleColour(view.colourIndex) }}>
      <div className="vehicle-head-row">
        <div className="vehicle-title">
          <span className="vehicle-line">
            <StateMark state={away ? "idle" : troubleState(view.trouble)} />
            <Presence state={view.presence} lastHeardMs={view.lastHeardMs} trouble={view.trouble} away={away} />
            <span className="small">{t(`vehicle.kind.${view.kind}`)}</span>
          </span>
          <span className={`vehicle-line ${away || view.presence === "lost" ? "struck" : ""}`}>
            <strong>{view.mode ?? t("vehicle.noMode")}</strong>
            <span className={view.armed ? "chip armed" : "chip"}>
              {t(view.armed ? "vehicle.armed" : "vehicle.disarmed")}
            </span>
          </span>
        </div>
        <button
          type="button"
          className="button quiet square"
          aria-pressed={watched}
          title={t(watched ? "vehicle.unwatch" : "vehicle.watch", { name })}
          aria-label={t(watched ? "vehicle.unwatch" : "vehicle.watch", { name })}
          onClick={() => selection.getState().watchVehicle(watched ? undefined : id)}
        >
          {watched ? <IconEye size={20} /> : <IconEyeOff size={20} />}
        </button>
        <button
          type="button"
          className="button quiet square"
          disabled={!view.hasPosition}
          title={t("vehicle.flyTo", { name })}
          aria-label={t("vehicle.flyTo", { name })}
          onClick={flyTo}
        >
          <IconCurrentLocation size={20} />
        </button>
        <NowOnly>
          <button
            type="button"
            className="button quiet square"
            aria-expanded={renaming}
            title={t("vehicle.rename", { name })}
            aria-label={t("vehicle.rename", { name })}
            onClick={() => setRenaming((before) => !before)}
          >
            <IconPencil size={20} />
          </button>
        </NowOnly>
      </div>
      {renaming && <RenameForm id={id} name={name} onDone={() => setRenaming(false)} />}
      {view.frozen && <p className="fault">{t("vehicle.frozen")}</p>}
    </div>
  );
};
