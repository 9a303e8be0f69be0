import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { AlertsPanel } from "../panels/alerts-panel.tsx";
import { ArchivePage } from "../panels/archive/archive-page.tsx";
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
import { SearchPanel } from "../panels/search/search-panel.tsx";
import { ArchiveFoot } from "../panels/timeline/archive-foot.tsx";
import { LookBackStrip } from "../panels/timeline/look-back-strip.tsx";
import { TopBar } from "../panels/top-bar.tsx";
import { VehiclePanel } from "../panels/vehicle-panel.tsx";
import type { Stores } from "../stores/create-stores.ts";
import type { PanelName } from "../stores/settings-store.ts";
import { StoresProvider, useStores } from "../stores/stores-context.tsx";
import { BesidePage } from "./beside-page.tsx";
import { Guard } from "./guard.tsx";
import { keepFocus } from "./keep-focus.ts";
import { MapRoom } from "./map-room.tsx";
import type { Route } from "./route.ts";
import { useHotkeys } from "./use-hotkeys.ts";
import { useInsets } from "./use-insets.ts";
import { useRoute } from "./use-route.ts";

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

/** A part that shows and acts on what is now, also while the screen shows the past. */
const Now = ({ children }: { readonly children: ReactNode }) => (
  <StoresProvider stores={useStores().live}>
    <Guard>{children}</Guard>
  </StoresProvider>
);

/** The corner from which vehicles are commanded; of the past, what was under way then. */
const Corner = () => {
  if (useStores().archive === undefined) return <FlightDeck withOperations />;
  return (
    <div className="flight-deck">
      <OperationsPanel alone={false} />
    </div>
  );
};

/** Time, at the map's foot. */
const Foot = () => {
  const { archive } = useStores();
  return archive === undefined ? <LookBackStrip /> : <ArchiveFoot archive={archive} alone />;
};

const MapPage = () => {
  useInsets();
  const { fly, archive } = useStores();
  useEffect(() => {
    fly.setState({ hasMap: true });
    return () => fly.setState({ hasMap: false });
  }, [fly]);
  return (
    <>
      <main className="map-room">
        <Guard>
          <MapRoom />
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
        <Corner />
      </Guard>
      <Now>
        <EmergencyStop ofNow={archive !== undefined} />
      </Now>
      {archive === undefined && (
        <Guard>
          <EmptyFleet />
        </Guard>
      )}
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
        <Foot />
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

const Page = (props: { readonly route: Route; readonly onActive: (stores: Stores | undefined) => void }) => {
  const { archiveList } = useStores().live;
  const { route, onActive } = props;
  if (route.page === "panel" && route.panel in panels) return <PanelPage panel={route.panel as keyof typeof panels} />;
  if (route.page === "archive")
    return (
      <Guard>
        <ArchivePage list={archiveList} />
      </Guard>
    );
  if (route.page === "beside") return <BesidePage left={route.left} right={route.right} onActive={onActive} />;
  return <MapPage />;
};

/** What fills the window: the map with its panels, or one panel alone. */
export const Screen = () => {
  const stores = useStores();
  const route = useRoute();
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
  const [active, setActive] = useState<Stores | undefined>();
  useHotkeys(active ?? stores, help);
  const screen = useRef<HTMLDivElement>(null);
  useEffect(() => (screen.current === null ? undefined : keepFocus(screen.current)), []);
  return (
    <div ref={screen} className="screen">
      <Guard>
        <TopBar onHelp={help.open} />
      </Guard>
      {/* Parts know their stores by heart: those of another instant begin anew. */}
      <Page key={stores.apiBase} route={route} onActive={setActive} />
      <Now>
        <Banners />
      </Now>
      <Guard>
        <SteeringFrame />
      </Guard>
      <KeysSheet opened={helpOpen} onClose={() => setHelpOpen(false)} />
      <div id="announcements" className="visually-hidden" aria-live="polite" />
    </div>
  );
};
