import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { MapView } from "../map/map-view.tsx";
import { AlertsPanel } from "../panels/alerts-panel.tsx";
import { Banners } from "../panels/banners.tsx";
import { EmptyFleet } from "../panels/empty-fleet.tsx";
import { AidsPanel } from "../panels/eyes/aids-panel.tsx";
import { TerrainDrop } from "../panels/eyes/terrain-drop.tsx";
import { CameraPanel } from "../panels/feeds/camera-panel.tsx";
import { FleetPanel } from "../panels/fleet-panel.tsx";
import { EmergencyStop } from "../panels/fly/emergency-stop.tsx";
import { FlightDeck } from "../panels/fly/flight-deck.tsx";
import { OperationsPanel } from "../panels/fly/operations-panel.tsx";
import { SteeringFrame } from "../panels/fly/steering-frame.tsx";
import { HeatPanel } from "../panels/heat-panel.tsx";
import { IncidentPanel } from "../panels/incident/incident-panel.tsx";
import { TeamsPanel } from "../panels/incident/teams-panel.tsx";
import { KeysSheet } from "../panels/keys-sheet.tsx";
import { LinksPanel } from "../panels/links-panel.tsx";
import { PlanDrop } from "../panels/plan/plan-drop.tsx";
import { PlanPanel } from "../panels/plan/plan-panel.tsx";
import { PlanProfile } from "../panels/plan/plan-profile.tsx";
import { ReplayStripe } from "../panels/replay-stripe.tsx";
import { SearchPanel } from "../panels/search/search-panel.tsx";
import { TopBar } from "../panels/top-bar.tsx";
import { VehiclePanel } from "../panels/vehicle-panel.tsx";
import type { PanelName } from "../stores/settings-store.ts";
import { useStores } from "../stores/stores-context.tsx";
import { Guard } from "./guard.tsx";
import { keepFocus } from "./keep-focus.ts";
import { routeOf } from "./route.ts";
import { useHotkeys } from "./use-hotkeys.ts";
import { useInsets } from "./use-insets.ts";

const panels = {
  fleet: FleetPanel,
  vehicle: VehiclePanel,
  camera: CameraPanel,
  plan: PlanPanel,
  heat: HeatPanel,
  alerts: AlertsPanel,
  operations: OperationsPanel,
  links: LinksPanel,
  aids: AidsPanel,
  search: SearchPanel,
  teams: TeamsPanel,
  incident: IncidentPanel,
} as const satisfies Partial<Record<PanelName, unknown>>;

const useHash = (): string =>
  useSyncExternalStore(
    (onChange) => {
      window.addEventListener("hashchange", onChange);
      return () => window.removeEventListener("hashchange", onChange);
    },
    () => window.location.hash,
  );

const MapPage = () => {
  const replaying = useStore(useStores().station, (state) => state.view?.replay !== undefined);
  useInsets({ replaying });
  const { fly } = useStores();
  useEffect(() => {
    fly.setState({ hasMap: true });
    return () => fly.setState({ hasMap: false });
  }, [fly]);
  return (
    <>
      <main className="map-room">
        <Guard>
          <MapView />
        </Guard>
      </main>
      <div className="column left">
        <Guard>
          <FleetPanel alone={false} />
        </Guard>
        <Guard>
          <TeamsPanel alone={false} />
        </Guard>
        <Guard>
          <HeatPanel alone={false} />
        </Guard>
        <Guard>
          <LinksPanel alone={false} />
        </Guard>
        <Guard>
          <AidsPanel alone={false} />
        </Guard>
      </div>
      <div className="column right">
        <Guard>
          <AlertsPanel alone={false} />
        </Guard>
        <Guard>
          <SearchPanel alone={false} />
        </Guard>
        <Guard>
          <IncidentPanel alone={false} />
        </Guard>
        <Guard>
          <VehiclePanel alone={false} />
        </Guard>
        <Guard>
          <PlanPanel alone={false} />
        </Guard>
      </div>
      <Guard>
        <CameraPanel alone={false} />
      </Guard>
      <Guard>
        <FlightDeck withOperations />
      </Guard>
      <Guard>
        <EmergencyStop />
      </Guard>
      <Guard>
        <EmptyFleet />
      </Guard>
      <Guard>
        <PlanProfile />
      </Guard>
      <Guard>
        <PlanDrop />
      </Guard>
      <Guard>
        <TerrainDrop />
      </Guard>
      <Guard>
        <ReplayStripe />
      </Guard>
    </>
  );
};

const PanelPage = ({ panel }: { readonly panel: keyof typeof panels }) => {
  const Panel = panels[panel];
  return (
    <main className="panel-page">
      <Guard>
        <Panel alone />
      </Guard>
      {panel === "vehicle" && (
        <>
          <Guard>
            <FlightDeck withOperations={false} />
          </Guard>
          <Guard>
            <EmergencyStop />
          </Guard>
        </>
      )}
    </main>
  );
};

/** What fills the window: the map with its panels, or one panel alone. */
export const Screen = () => {
  const stores = useStores();
  const route = routeOf(useHash());
  const [helpOpen, setHelpOpen] = useState(false);
  const helpIsOpen = useRef(false);
  helpIsOpen.current = helpOpen;
  const help = useMemo(
    () => ({
      open: () => setHelpOpen((before) => !before),
      close: () => {
        setHelpOpen(false);
        return helpIsOpen.current;
      },
    }),
    [],
  );
  useHotkeys(stores, help);
  const screen = useRef<HTMLDivElement>(null);
  useEffect(() => (screen.current === null ? undefined : keepFocus(screen.current)), []);
  return (
    <div ref={screen} className="screen">
      <Guard>
        <TopBar onHelp={help.open} />
      </Guard>
      {route.page === "panel" && route.panel in panels ? (
        <PanelPage panel={route.panel as keyof typeof panels} />
      ) : (
        <MapPage />
      )}
      <Guard>
        <Banners />
      </Guard>
      <Guard>
        <SteeringFrame />
      </Guard>
      <KeysSheet opened={helpOpen} onClose={() => setHelpOpen(false)} />
      <div id="announcements" className="visually-hidden" aria-live="polite" />
    </div>
  );
};
