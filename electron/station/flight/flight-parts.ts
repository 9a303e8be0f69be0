import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { MissionItem } from "../../../shared/protocols/mission/mission-item.ts";
import type { OnBoard } from "../../../shared/protocols/mission/mission-upload-job.ts";
import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { StationEvent } from "../../../shared/wire/stream.ts";
import type { AlertBook } from "../alert-book.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { Ground } from "../ground.ts";
import { gcsComponentId } from "../identity.ts";
import type { MissionWriter } from "../plans/onboard-book.ts";
import type { StationClock } from "../station-clock.ts";
import type { VehicleBoard } from "../vehicle-board.ts";
import { actionJob } from "./action-jobs.ts";
import { CommandDesk } from "./command-desk.ts";
import { Custody } from "./custody.ts";
import { CustodyAlerts } from "./custody-alerts.ts";
import { FlightWatch } from "./flight-watch.ts";
import { OperationDesk } from "./operation-desk.ts";
import type { JobContext } from "./operation-order.ts";
import type { OperationFleet } from "./operation-ways.ts";
import { Operators } from "./operators.ts";
import type { PathContext } from "./path-actions.ts";
import { Steering, type SteeringOptions } from "./steering.ts";

export interface FlightPartsOptions {
  readonly systemId: number;
  readonly clock: StationClock;
  readonly fleet: FleetHost;
  readonly alerts: AlertBook;
  readonly send: (channelId: string, message: OutgoingMessage) => void;
  readonly liveChannelIds: () => readonly string[];
  readonly announce: (event: StationEvent) => void;
  readonly ground: Ground;
  readonly heat: { readonly sources: ReadonlyMap<string, HeatSource> };
  readonly board: VehicleBoard;
  /** What a path's upload says of the mission on board. */
  readonly onBoard: (writer: MissionWriter, what: OnBoard, items: readonly MissionItem[]) => void;
}

/** What flying takes, put together: who is here, who holds what, the queues, and the way in. */
export const makeFlightParts = (options: FlightPartsOptions) => {
  const { systemId, clock, alerts, announce } = options;
  const fleet = operationFleet(options.fleet);
  const operators = new Operators();
  const custody = new Custody({
    nowMs: () => clock.nowMs(),
    isPresent: operators.isPresent,
    onChanged: (vehicleId, change) => custodyAlerts.tell(vehicleId, change),
  });
  const custodyAlerts = new CustodyAlerts({
    ...{ alerts, announce },
    nowMs: () => clock.nowMs(),
    view: (id) => custody.view(id),
  });
  const operations = new OperationDesk({
    clock,
    fleet,
    own: { systemId, componentId: gcsComponentId },
    send: options.send,
    liveChannelIds: options.liveChannelIds,
    announce,
    onFlight: (id, kind) => steering.onFlight(id, kind),
  });
  const { ground, heat, send } = options;
  const commands = new CommandDesk({ clock, fleet, operations, custody });
  const photos = new Map<string, number>();
  const nextPhoto = (vehicleId: string): number => {
    const count = (photos.get(vehicleId) ?? 0) + 1;
    photos.set(vehicleId, count);
    return count;
  };
  const { onBoard } = options;
  const world = { clock, ground, heat, board: options.board, nextPhoto, onBoard };
  const jobOf = (context: JobContext, action: VehicleAction) => actionJob(pathContext(world, context), action);
  const order: SteeringOptions["order"] = (vehicleId, { by, uid }, action) => {
    const isStopping = [...operations.views.values()].some(
      (view) => view.vehicleId === vehicleId && view.kind === "emergency-stop" && view.endedMs === undefined,
    );
    if (isStopping) return;
    operations.order({ vehicleId, uid, kind: action.kind, by, action, job: (context) => jobOf(context, action) });
  };
  const steering: Steering = new Steering({ clock, fleet, custody, send, order });
  const flightWatch = new FlightWatch({
    ...{ clock, custody, steering, alerts },
    board: options.board,
    vehicles: () => options.fleet.vehicles,
    groundMslM: (place) => groundAt(ground, place),
  });
  return {
    ...{ operators, custody, custodyAlerts, operations, commands, steering, flightWatch },
    actionJob: jobOf,
  };
};

const groundAt = ({ terrain }: Ground, { latDeg, lonDeg }: LatLon): number | undefined =>
  terrain?.heightMslM(latDeg, lonDeg);

const pathContext = (
  {
    clock,
    ground,
    heat,
    board,
    nextPhoto,
    onBoard,
  }: Pick<FlightPartsOptions, "clock" | "ground" | "heat" | "board" | "onBoard"> & Pick<PathContext, "nextPhoto">,
  context: JobContext,
): PathContext => ({
  ...context,
  nowMs: clock.nowMs(),
  terrain: ground.terrain,
  groundMslM: (place) => groundAt(ground, place),
  heatPlace: (heatId) => {
    const location = heat.sources.get(heatId)?.location;
    if (location?.located !== true) return undefined;
    const { position, groundMslM } = location;
    return { ...position, ...(groundMslM === undefined ? {} : { groundMslM }) };
  },
  isMissionMixed: board.extras(context.vehicle.id).onboard?.mixed === true,
  nextPhoto,
  onBoard: (vehicleId, what, items) => onBoard({ operationId: context.operationId, vehicleId }, what, items),
});

const operationFleet = (host: FleetHost): OperationFleet => ({
  vehicles: () => host.vehicles,
  routeOf: (id, componentId) => host.fleet.routeOf(id, componentId),
  vehiclesOn: (channelId) => host.fleet.vehiclesOn(channelId),
});
