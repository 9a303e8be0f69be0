import { useStore } from "zustand";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { vehicleTabs } from "../../stores/fly-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { flyKeys } from "./fly-keys.ts";

/** What of the vehicle is shown; stays in sight while the rest scrolls. */
export const VehicleTabs = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { fly } = useStores();
  const tab = useStore(fly, (state) => state.tab);
  const onGround = useVehicle(id, ({ kind }) => kind === "ground-robot" || kind === "boat") === true;
  return (
    <div className="vehicle-tabs">
      <fieldset className="segments" aria-label={t("tab.label")} title={t("panel.keyHint", { key: flyKeys.nextTab })}>
        {vehicleTabs.map((name) => (
          <button key={name} type="button" aria-pressed={name === tab} onClick={() => fly.getState().showTab(name)}>
            {t(name === "fly" && onGround ? "tab.drive" : `tab.${name}`)}
          </button>
        ))}
      </fieldset>
    </div>
  );
};
