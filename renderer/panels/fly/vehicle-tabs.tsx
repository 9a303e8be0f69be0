import { useStore } from "zustand";
import { vehicleTabs } from "../../stores/fly-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { flyKeys } from "./fly-keys.ts";

/** What of the vehicle is shown; stays in sight while the rest scrolls. */
export const VehicleTabs = () => {
  const t = useTranslate();
  const { fly } = useStores();
  const tab = useStore(fly, (state) => state.tab);
  return (
    <div className="vehicle-tabs">
      <fieldset className="segments" aria-label={t("tab.label")} title={t("panel.keyHint", { key: flyKeys.nextTab })}>
        {vehicleTabs.map((name) => (
          <button key={name} type="button" aria-pressed={name === tab} onClick={() => fly.getState().showTab(name)}>
            {t(`tab.${name}`)}
          </button>
        ))}
      </fieldset>
    </div>
  );
};
