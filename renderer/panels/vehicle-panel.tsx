import { useStore } from "zustand";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { CameraTab } from "./fly/camera-tab.tsx";
import { FlyTab } from "./fly/fly-tab.tsx";
import { ParametersTab } from "./fly/parameters-tab.tsx";
import { VehicleTabs } from "./fly/vehicle-tabs.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import { PastPicture } from "./past-picture.tsx";
import { ThermalPicture } from "./thermal-picture.tsx";
import { useVehicleView } from "./use-vehicle.ts";
import { VehicleEnergy } from "./vehicle-energy.tsx";
import { VehicleFlight } from "./vehicle-flight.tsx";
import { VehicleHead } from "./vehicle-head.tsx";
import { VehicleHealth } from "./vehicle-health.tsx";
import { VehicleLinks } from "./vehicle-links.tsx";
import { VehicleMark } from "./vehicle-mark.tsx";
import { VehicleMessages } from "./vehicle-messages.tsx";

const Summary = ({ id }: { readonly id: VehicleId }) => {
  const view = useVehicleView(id, ({ name, kind, colourIndex }) => ({ name, kind, colourIndex }));
  if (view === undefined) return undefined;
  return (
    <span className="vehicle-summary">
      <VehicleMark kind={view.kind} colourIndex={view.colourIndex} sizePx={22} />
      <strong>{view.name}</strong>
    </span>
  );
};

const Status = ({ id }: { readonly id: VehicleId }) => (
  <>
    <VehicleFlight id={id} />
    {useStores().archive === undefined ? <ThermalPicture id={id} /> : <PastPicture id={id} />}
    <VehicleEnergy id={id} />
    <VehicleHealth id={id} />
    <VehicleMessages id={id} />
    <VehicleLinks id={id} />
  </>
);

const tabs = { status: Status, fly: FlyTab, camera: CameraTab, settings: ParametersTab } as const;

/** Of the past there is how it was; the other tabs command. */
const Tabs = ({ id }: { readonly id: VehicleId }) => {
  const { fly, archive } = useStores();
  const Shown = tabs[useStore(fly, (state) => state.tab)];
  if (archive !== undefined) return <Status id={id} />;
  return (
    <>
      <VehicleTabs id={id} />
      <Shown id={id} />
    </>
  );
};

/** All about the selected vehicle; its name and colour are on everything that acts on it. */
export const VehiclePanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const { selection, fleet } = useStores();
  const selectedId = useStore(selection, (state) => state.selectedVehicleId);
  const known = useStore(fleet, (state) => selectedId !== undefined && state.byId[selectedId] !== undefined);
  if (selectedId === undefined || !known)
    return (
      <PanelFrame name="vehicle" alone={alone}>
        <p className="empty">
          <strong>{t("vehicle.none")}</strong>
          {t("vehicle.noneTip")}
        </p>
      </PanelFrame>
    );
  return (
    <PanelFrame name="vehicle" alone={alone} summary={<Summary id={selectedId} />}>
      {/* A new key for each vehicle: nothing of the last one may linger, not even a half-typed name. */}
      <div key={selectedId} className="vehicle-body">
        <VehicleHead id={selectedId} />
        <Tabs id={selectedId} />
      </div>
    </PanelFrame>
  );
};
