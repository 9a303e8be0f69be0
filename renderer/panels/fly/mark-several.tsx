import { IconChecks, IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";

/** Marks one of the fleet for a command to several; selecting and watching stay what they are. */
export const FleetMark = ({ id, digit }: { readonly id: VehicleId; readonly digit: number | undefined }) => {
  const t = useTranslate();
  const { fly } = useStores();
  const on = useStore(fly, (state) => state.marked.includes(id));
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? id;
  const label = t("bulk.mark", { name });
  return (
    <label className={`fleet-check ${on ? "on" : ""}`} title={digit === undefined ? label : `${label} (⇧ ${digit})`}>
      <input
        type="checkbox"
        aria-label={label}
        checked={on}
        onChange={(event) => fly.getState().mark(id, event.currentTarget.checked)}
      />
    </label>
  );
};

/** Under the fleet: begins and ends the marking of several. */
export const MarkSeveral = () => {
  const t = useTranslate();
  const { fly, fleet } = useStores();
  const marking = useStore(fly, (state) => state.marking);
  const { setMarking, markOnly } = fly.getState();
  if (!marking)
    return (
      <button type="button" className="button quiet mark-several" onClick={() => setMarking(true)}>
        <IconChecks size={18} aria-hidden="true" />
        {t("bulk.begin")}
      </button>
    );
  return (
    <div className="deck-row two mark-several">
      <button type="button" className="button" onClick={() => markOnly(fleet.getState().order)}>
        <IconChecks size={18} aria-hidden="true" />
        {t("bulk.all")}
      </button>
      <button type="button" className="button" onClick={() => setMarking(false)}>
        <IconX size={18} aria-hidden="true" />
        {t("bulk.end")}
      </button>
    </div>
  );
};
