import type { Request } from "../../shared/wire/requests.ts";
import type { SendRequest } from "../bridge/requests.ts";
import type { Language } from "../i18n/language.ts";
import { type AlertStore, createAlertStore } from "./alert-store.ts";
import { nowMissionId } from "./archive/archive-address.ts";
import { type ArchiveListStore, createArchiveListStore } from "./archive/archive-list-store.ts";
import { type ArchiveStore, createArchiveStore } from "./archive/archive-store.ts";
import { createTimelineStore, type TimelineStore } from "./archive/timeline-store.ts";
import { type Commander, createCommander } from "./commander.ts";
import { createFeedStore, createLandmarkStore, type FeedStore, type LandmarkStore } from "./feed-store.ts";
import { createFleetStore, type FleetStore } from "./fleet-store.ts";
import { createFlyStore, type FlyStore } from "./fly-store.ts";
import { HeatIntake } from "./heat-intake.ts";
import { createHeatStore, type HeatStore } from "./heat-store.ts";
import { createIncidentPanelStore, type IncidentPanelStore } from "./incident-panel-store.ts";
import { createIncidentStore, type IncidentStore } from "./incident-store.ts";
import { createLayoutStore, type LayoutStore } from "./layout-store.ts";
import { createLinkStore, type LinkStore } from "./link-store.ts";
import { createMapToolStore, type MapToolStore } from "./map-tool-store.ts";
import { createMarkedPointStore, type MarkedPointStore } from "./marked-point-store.ts";
import { createMeasureStore, type MeasureStore } from "./measure-store.ts";
import { createNearestStore, type NearestStore } from "./nearest-store.ts";
import { createOperationStore, type OperationStore } from "./operation-store.ts";
import { operatorIdOf, operatorOf } from "./operator.ts";
import { createPlanCheckStore, type PlanCheckStore } from "./plan-check-store.ts";
import { createPlanEditStore, type PlanEditStore } from "./plan-edit-store.ts";
import { createPlanStore, type PlanStore } from "./plan-store.ts";
import { createPlotStore, type PlotStore } from "./plots/plot-store.ts";
import { createProposalStore, type ProposalStore } from "./proposal-store.ts";
import { createReportDraftStore, type ReportDraftStore } from "./report-draft-store.ts";
import { createRoleStore, type RoleStore } from "./role-store.ts";
import { createSceneStore, type SceneStore } from "./scene/scene-store.ts";
import { createSearchPanelStore, type SearchPanelStore } from "./search-panel-store.ts";
import { createSearchSelectionStore, type SearchSelectionStore } from "./search-selection.ts";
import { createSelectionStore, type SelectionStore } from "./selection-store.ts";
import { createSensorStore, type SensorStore } from "./sensor-store.ts";
import { createSettingsStore, type SettingsStorage, type SettingsStore } from "./settings-store.ts";
import { createSoundStore, type SoundStore } from "./sound-store.ts";
import {
  createStationStore,
  type DeviceClock,
  type StationStore,
  stationNowAt,
  stationUtcAt,
} from "./station-store.ts";
import { createTerrainLoadStore, type TerrainLoadStore } from "./terrain-load-store.ts";
import { createTerrainStore, type TerrainStore } from "./terrain-store.ts";
import { createTickerStore, type TickerStore } from "./ticker-store.ts";

/** All that map and panels share; they meet here and nowhere else. */
export interface Stores {
  readonly fleet: FleetStore;
  readonly heat: HeatStore;
  /** By which the stream fills `heat`. */
  readonly heatIntake: HeatIntake;
  readonly links: LinkStore;
  readonly alerts: AlertStore;
  readonly plans: PlanStore;
  /** Plans as they are being edited here. */
  readonly planEdit: PlanEditStore;
  readonly planCheck: PlanCheckStore;
  readonly terrain: TerrainStore;
  /** Height models on their way to the station. */
  readonly terrainLoad: TerrainLoadStore;
  readonly operations: OperationStore;
  /** Streams of pictures. */
  readonly feeds: FeedStore;
  readonly landmarks: LandmarkStore;
  /** The incident: its things, where people are, how segments stand. */
  readonly incident: IncidentStore;
  /** As whom this screen works. */
  readonly role: RoleStore;
  /** What the search panel shows, and a division of the ground that isn't kept yet. */
  readonly searchPanel: SearchPanelStore;
  /** What the panel of orders, clues and messages shows. */
  readonly incidentPanel: IncidentPanelStore;
  /** The report of a missing person, until it is sent. */
  readonly reportDraft: ReportDraftStore;
  /** Segments, people and clues that are selected on the map or in a panel. */
  readonly searchSelection: SearchSelectionStore;
  /** Proposals and candidates that are drawn on the map while a panel has them. */
  readonly proposals: ProposalStore;
  readonly nearest: NearestStore;
  /** Fixed sensors. */
  readonly sensors: SensorStore;
  readonly station: StationStore;
  readonly selection: SelectionStore;
  readonly fly: FlyStore;
  readonly settings: SettingsStore;
  readonly layout: LayoutStore;
  /** Asks a person for a place, a path, an area or a circle on the map. */
  readonly mapTool: MapToolStore;
  /** A place that a person pressed in a picture. */
  readonly markedPoint: MarkedPointStore;
  /** Map or 3D view, its camera and colours. */
  readonly scene: SceneStore;
  /** A path that is measured on the map. */
  readonly measure: MeasureStore;
  readonly ticker: TickerStore;
  readonly sound: SoundStore;
  /** The station clock now, ms; undefined before the first snapshot. Cheap: call it in every animation frame. */
  readonly stationNow: () => number | undefined;
  /** The station's UTC now (in the archive, the mission's), ms since 1970. */
  readonly stationUtcNow: () => number | undefined;
  readonly deviceClock: DeviceClock;
  /** Asks the station; never throws. */
  readonly send: SendRequest;
  /** Who works here, and the one way to tell vehicles what to do. */
  readonly commander: Commander;
  /** Says something on the stream, where an answer would come too late anyway. @returns false while it isn't open */
  readonly sendOnStream: (request: Request) => boolean;
  /** Where pictures, tiles and files of what these stores show are fetched: "/api", or a mission's own "/api/archive/ID". */
  readonly apiBase: string;
  /** The mission whose past these stores show; undefined in those of the station as it is. */
  readonly archive: ArchiveStore | undefined;
  readonly timeline: TimelineStore;
  /** What was recorded so far, seen from now; read the live stores' one. */
  readonly lookBack: ArchiveStore;
  /** All missions, and files on their way to them; read the live stores' one. */
  readonly archiveList: ArchiveListStore;
  /** What of a mission's telemetry is plotted and listed. */
  readonly plots: PlotStore;
  /** The station as it is: these very stores, or beside an archive's the live ones. */
  readonly live: Stores;
}

/** What two sets of stores on one screen have in common: what a person chose, and who that is. */
export interface SharedStores {
  readonly settings: SettingsStore;
  readonly role: RoleStore;
  readonly sound: SoundStore;
  readonly layout?: LayoutStore;
  readonly scene?: SceneStore;
  readonly selection?: SelectionStore;
  readonly operatorId: string;
}

export interface StoresOptions {
  readonly send: SendRequest;
  readonly sendOnStream?: (request: Request) => boolean;
  /** For the few things that are no requests: who am I. Absent: nobody is asked. */
  readonly fetch?: typeof fetch;
  readonly deviceClock: DeviceClock;
  readonly storage?: SettingsStorage | undefined;
  readonly system: { readonly dark: boolean; readonly language: Language };
  /** Of the live stores, for those of an archive beside them. */
  readonly shared?: SharedStores;
  readonly archive?: ArchiveStore;
  readonly live?: Stores;
  readonly apiBase?: string;
}

export const createStores = (options: StoresOptions): Stores => {
  const station = createStationStore();
  const fleet = createFleetStore();
  const plans = createPlanStore();
  const heat = createHeatStore();
  const { shared } = options;
  const settings = shared?.settings ?? createSettingsStore({ storage: options.storage, system: options.system });
  const stationNow = () => stationNowAt(station.getState(), options.deviceClock.nowMs());
  const operatorId = shared?.operatorId ?? operatorIdOf(options.storage);
  const stores: Omit<Stores, "live"> = {
    fleet,
    heat,
    heatIntake: new HeatIntake(heat),
    links: createLinkStore(),
    alerts: createAlertStore(),
    plans,
    planEdit: createPlanEditStore(plans),
    planCheck: createPlanCheckStore(),
    terrain: createTerrainStore(),
    terrainLoad: createTerrainLoadStore(() => new XMLHttpRequest()),
    operations: createOperationStore(),
    feeds: createFeedStore(),
    landmarks: createLandmarkStore(),
    incident: createIncidentStore(),
    role: shared?.role ?? createRoleStore(options.fetch),
    searchPanel: createSearchPanelStore(),
    incidentPanel: createIncidentPanelStore(options.storage),
    reportDraft: createReportDraftStore(options.storage),
    searchSelection: createSearchSelectionStore(),
    proposals: createProposalStore(),
    nearest: createNearestStore(),
    sensors: createSensorStore(),
    station,
    selection: shared?.selection ?? createSelectionStore(),
    fly: createFlyStore(),
    settings,
    layout: shared?.layout ?? createLayoutStore(),
    mapTool: createMapToolStore(),
    markedPoint: createMarkedPointStore(),
    measure: createMeasureStore(),
    scene: shared?.scene ?? createSceneStore(),
    ticker: createTickerStore(),
    sound: shared?.sound ?? createSoundStore(),
    stationNow,
    stationUtcNow: () => stationUtcAt(station.getState(), options.deviceClock.nowMs()),
    deviceClock: options.deviceClock,
    send: options.send,
    commander: createCommander({
      operator: () => operatorOf(operatorId, settings.getState()),
      fleet,
      stationNow,
      send: options.send,
    }),
    sendOnStream: options.sendOnStream ?? (() => false),
    apiBase: options.apiBase ?? "/api",
    archive: options.archive,
    timeline: createTimelineStore(),
    lookBack: createArchiveStore(nowMissionId),
    archiveList: createArchiveListStore({ openUpload: () => new XMLHttpRequest() }),
    plots: createPlotStore(),
  };
  return {
    ...stores,
    get live() {
      return options.live ?? this;
    },
  };
};
