import type { Scenario } from "../../hardware/simulator/scenario.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { StationView } from "../../shared/wire/state.ts";
import type { StationEvent } from "../../shared/wire/stream.ts";
import { AlertBook } from "./alert-book.ts";
import { makeArchiveParts } from "./archive/desk/archive-parts.ts";
import type { Replay } from "./archive/replay/open-replay.ts";
import type { FrameArrival } from "./channel-intake.ts";
import { ConflictWatch } from "./conflict-watch.ts";
import { EventLog } from "./event-log.ts";
import { makeEyesParts } from "./eyes-parts.ts";
import { cameraOf } from "./feeds/camera-footprints.ts";
import { FileDesk } from "./field/file-desk.ts";
import { HelpLine } from "./field/help-line.ts";
import { FleetHost } from "./fleet-host.ts";
import { makeFlightParts } from "./flight/flight-parts.ts";
import { GhostWatch } from "./ghost-watch.ts";
import { Ground } from "./ground.ts";
import { HeatDesk } from "./heat-desk.ts";
import { gcsComponentId } from "./identity.ts";
import { makeIncidentParts } from "./incident/incident-parts.ts";
import { Invites } from "./incident/invites.ts";
import { journalOf } from "./journal/session-journal.ts";
import { LinkDesk } from "./link-desk.ts";
import { mediaOf } from "./media/session-media.ts";
import { NamesAndColours } from "./names-and-colours.ts";
import { ParameterDesk } from "./parameters/parameter-desk.ts";
import { ParameterLists } from "./parameters/parameter-lists.ts";
import { SafetyReader } from "./parameters/safety-reader.ts";
import { makePlanParts } from "./plans/plan-parts.ts";
import { programVersion } from "./project.ts";
import type { Record as MissionRecord } from "./record/record.ts";
import { RecordedThings } from "./recorded-things.ts";
import { Recording } from "./recording.ts";
import { makeReportParts } from "./reports/report-parts.ts";
import { SearchDesk } from "./search/search-desk.ts";
import { VehicleJobs } from "./search/vehicle-jobs.ts";
import { vehiclePlanFor } from "./search/vehicle-plan.ts";
import { makeToken } from "./server/access.ts";
import { startSimulation } from "./simulation.ts";
import { SimulationCast } from "./simulation-cast.ts";
import { SimulationDesk } from "./simulation-desk.ts";
import { StallGuard } from "./stall-guard.ts";
import { StateBoard } from "./state-board.ts";
import type { StationClock } from "./station-clock.ts";
import type { StationOptions } from "./station-options.ts";
import { TelemetryRequester } from "./telemetry-requester.ts";
import { Trails } from "./trails.ts";
import { VehicleBoard } from "./vehicle-board.ts";
import { VehicleWatch } from "./vehicle-watch.ts";

export interface PartsOptions {
  readonly systemId: number;
  readonly clock: StationClock;
  /** The computer's own UTC: links of people's devices end by it. */
  readonly computerUtcMs: () => number;
  readonly record: MissionRecord | undefined;
  /** Files to show, as a mission of the archive. */
  readonly replay: Replay | undefined;
  readonly scenario: Scenario | undefined;
  readonly simulate: StationOptions["simulate"];
  /** The station listens on this computer alone. */
  readonly onlyHere: boolean;
  readonly modelFolder: StationOptions["modelFolder"];
  readonly journal?: StationOptions["journal"];
}

/** Everything inside a station, each knowing only what it needs; nothing runs yet. */
export type StationParts = ReturnType<typeof makeParts>;

const namesOf = (scenario: Scenario | undefined): ReadonlyMap<number, string> =>
  new Map(scenario?.vehicles.map((vehicle) => [vehicle.systemId, vehicle.name]));

/** Puts a station together; nothing runs until it is told to. */
export const makeParts = (options: PartsOptions) => {
  const { clock, record, replay, systemId } = options;
  const announce = (event: StationEvent) => {
    events.append(event);
    if (event.kind === "operation-ended") planning.onboard.onEnded(event.operation);
  };
  const alerts = new AlertBook({ clock, onRaised: (alert) => announce({ kind: "alert-raised", alert }) });
  const recording = new Recording(record, alerts);
  const { numbering } = recording;
  const events = new EventLog({
    clock,
    keep: (event, belongings) => recording.keep(event, belongings),
    startAfterN: recording.newestN,
    ...(numbering === undefined ? {} : { numbering }),
  });
  const names = new NamesAndColours({ chosen: recording.names(), scenarioNames: namesOf(options.scenario) });
  const vehicles = new VehicleBoard(names);
  const trails = new Trails();
  const ground = new Ground(
    () => [...fleet.vehicles.values()].find(({ position }) => position !== undefined)?.position,
  );
  const heat = new HeatDesk({
    ...{ clock, events, recording },
    onDecided: (source, by) => eyes.examples.onDecision(source, by),
  });
  const fleet: FleetHost = new FleetHost({
    clock,
    ownSystemId: systemId,
    ownComponentId: gcsComponentId,
    ...((options.simulate?.speed ?? 1) > 1 ? { stallGuard: new StallGuard() } : {}),
    onEvent: (event) => {
      watch.onFleetEvent(event);
      requester.onFleetEvent(event);
      parameters.onFleetEvent(event);
      safetyReader.onFleetEvent(event);
      flight.operations.onFleetEvent(event);
      planning.onboard.onFleetEvent(event);
      ghosts.onFleetEvent(event);
      // A compass and a gimbal find their zero anew.
      if (event.kind === "reboot") eyes.corrections.forget(event.vehicleId);
    },
  });
  const nameOf = (id: VehicleId): string => {
    const vehicle = fleet.vehicles.get(id);
    return vehicle === undefined ? names.nameOf(id) : names.of(vehicle).name;
  };
  const watch = new VehicleWatch({
    alerts,
    board: vehicles,
    vehicles: () => fleet.vehicles,
    nameOf,
    announce,
  });
  const parameters = new ParameterDesk({ clock, fleet, board: vehicles });
  const safetyReader = new SafetyReader({
    clock,
    fleet,
    desk: parameters,
    send: (channelId, message) => links.sendMessage(channelId, message),
  });
  const parameterLists = new ParameterLists({
    desk: parameters,
    vehicles: () => fleet.vehicles,
    nameOf,
    componentOf: (id) => fleet.fleet.routeOf(id)?.componentId ?? 1,
  });
  const onFrame = (arrival: FrameArrival) => {
    fleet.receive(arrival);
    requester.receive(arrival);
    parameters.receive(arrival);
    flight.operations.receive(arrival);
    planning.onboard.receive(arrival);
    ghosts.receive(arrival);
    eyes.onboardDetections.receive(arrival);
  };
  const links = new LinkDesk({
    systemId,
    componentId: gcsComponentId,
    alerts,
    monotonicMs: () => performance.now(),
    listener: {
      onWire: (link, bytes, utcUs, start, length) => recording.wire(link.id, link.spec, bytes, utcUs, start, length),
      onFrame,
      onChannelClosed: (channel) => {
        fleet.channelClosed(channel.id);
        flight.operations.channelClosed();
      },
      onLinkRemoved: (link) => recording.linkRemoved(link.id, link.spec),
    },
  });
  const requester = new TelemetryRequester({
    clock,
    fleet,
    own: { systemId, componentId: gcsComponentId },
    send: (channelId, message) => links.sendMessage(channelId, message),
    bytesPerSOf: (channelId) => links.capacityOf(channelId),
  });
  const planning = makePlanParts({ systemId, clock, alerts, events, recording, fleet, names, ground, vehicles });
  const flight = makeFlightParts({
    systemId,
    clock,
    fleet,
    alerts,
    send: (channelId, message) => links.sendMessage(channelId, message),
    liveChannelIds: () => links.liveChannelIds(),
    announce,
    ground,
    heat,
    board: vehicles,
    onBoard: (writer, what, items) => planning.onboard.say(writer, "mission", { what, items, opaqueId: 0 }),
  });
  const ghosts = new GhostWatch({
    clock,
    alerts,
    board: vehicles,
    vehicles: () => fleet.vehicles,
    parameterOf: (id, name) => parameters.parameterOf(id, name),
    missionOf: (id) => planning.onboard.items(id, "mission"),
    trailOf: (id) => trails.placesOf(id),
    terrain: () => ground.terrain,
  });
  const conflicts = new ConflictWatch({
    clock,
    alerts,
    board: vehicles,
    vehicles: () => fleet.vehicles,
    plans: () => planning.plans.views,
    nameOf,
    terrain: () => ground.terrain,
  });
  const eyes = makeEyesParts({
    ...{ clock, fleet, heat, ground, alerts, recording },
    board: vehicles,
    remoteOf: (channelId) => links.channel(channelId)?.remote,
    onlyHere: options.onlyHere,
    simulated: options.simulate !== undefined,
    modelFolder: options.modelFolder,
    folder: record?.folder,
    incident: () => leading.incident,
    onSearched: (frame) => search.searched(frame),
  });
  const leading = makeIncidentParts({ clock, recording, alerts, events, heat, fleet, nameOf });
  const { incident } = leading;
  const invites = new Invites({
    kept: new RecordedThings(recording),
    things: () => incident.things,
    utcMs: options.computerUtcMs,
    makeToken,
  });
  const files = new FileDesk({ archive: () => incident.archive, incidentId: () => incident.incidentId });
  const help = new HelpLine({
    alerts,
    invite: (id) => incident.log.ids.map((one) => incident.log.book(one)?.thing("invite", id)).find(Boolean),
  });
  const thermalCameraOf = (vehicle: VehicleState) => cameraOf(vehicle, eyes.feeds.thermalOf(vehicle.id));
  const placeOfHeat = (heatId: string) => {
    const location = heat.sources.get(heatId)?.location;
    return location?.located === true ? location.position : undefined;
  };
  const search: SearchDesk = new SearchDesk({
    ...{ clock, incident, ground },
    vehicles: () => fleet.vehicles,
    correctionOf: (id) => eyes.corrections.correctionOf(id),
    cameraOf: thermalCameraOf,
    kept: new RecordedThings(recording),
    ...(record === undefined ? {} : { onMapVersion: (version) => media?.mapVersion(version) }),
  });
  const planFor = vehiclePlanFor({
    ...{ incident, ground, placeOfHeat },
    plans: planning.plans,
    fencesOf: planning.fencesOf,
    vehicles: () => fleet.vehicles,
    cameraOf: thermalCameraOf,
  });
  const vehicleJobs = new VehicleJobs({
    incident,
    vehicles: () => fleet.vehicles,
    onboardOf: (id) => vehicles.extras(id).onboard,
    plans: () => planning.plans.views,
    terrain: () => ground.terrain,
  });
  const reporting = makeReportParts({ ...{ clock, search, heat, fleet, nameOf }, desk: incident });
  const simulation = new SimulationDesk({
    alerts,
    fleet,
    ground,
    links,
    clock,
    asked: options.simulate,
    castOf: (script, simulator) =>
      new SimulationCast({
        ...{ script, simulator, clock, desk: incident },
        placeOfHeat,
      }),
    start: startSimulation,
  });
  // Read once: the state is put together many times a second.
  const version = programVersion();
  const station = (): StationView => ({
    mode: simulation.view() !== undefined ? "simulation" : "live",
    version,
    gcsSystemId: systemId,
    ...simulation.view(),
    recording: recording.view(),
    hasBaseMap: ground.map !== undefined,
    terrain: eyes.terrains.view,
    ...(eyes.examples.store === undefined ? {} : { examples: eyes.examples.store.count }),
    ...(ground.centre === undefined ? {} : { centre: ground.centre }),
    ...(search.view === undefined ? {} : { search: search.view }),
    operators: flight.operators.views,
  });
  const board = new StateBoard({
    clock,
    alerts,
    events,
    fleet,
    vehicles,
    trails,
    heat,
    links,
    plans: planning.plans,
    operations: flight.operations,
    feeds: eyes.feeds,
    landmarks: eyes.landmarks,
    incident,
    search,
    station,
  });
  const journal = journalOf({ recording, board, trails, ...options.journal });
  const media = mediaOf({
    ...{ record, journal, clock, alerts, heat },
    feeds: eyes.feedService,
    views: () => eyes.feeds.views,
  });
  const archiving = makeArchiveParts({
    ...{ record, replay, journal },
    kept: new RecordedThings(recording),
    utcMs: () => clock.utcMs(),
  });
  return {
    parameters,
    safetyReader,
    parameterLists,
    alerts,
    recording,
    events,
    names,
    vehicles,
    trails,
    ground,
    heat,
    fleet,
    watch,
    links,
    requester,
    ...eyes,
    simulation,
    ...planning,
    ...flight,
    ghosts,
    conflicts,
    ...leading,
    invites,
    files,
    help,
    search,
    vehicleJobs,
    planFor,
    ...reporting,
    ...archiving,
    board,
    journal,
    media,
    clock,
  };
};
