import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import type { VehicleRoute } from "../../../shared/vehicle/fleet.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { StationClock } from "../station-clock.ts";
import { idConflict } from "./id-conflict.ts";
import { operationTraits } from "./lanes.ts";
import type { LateAcks } from "./late-acks.ts";
import { componentOf } from "./message-ends.ts";
import type { Operation } from "./operation-order.ts";

/** What the desk needs of the fleet. */
export interface OperationFleet {
  vehicles(): ReadonlyMap<VehicleId, VehicleState>;
  routeOf(id: VehicleId, componentId?: number): VehicleRoute | undefined;
  vehiclesOn(channelId: string): readonly VehicleId[];
}

export interface OperationWaysOptions {
  readonly clock: StationClock;
  readonly fleet: OperationFleet;
  readonly send: (channelId: string, message: OutgoingMessage) => void;
  readonly liveChannelIds: () => readonly string[];
}

/** On which channels a vehicle is told what, and whose word is the vehicle's. */
export class OperationWays {
  readonly #options: OperationWaysOptions;
  readonly #lateAcks: LateAcks;

  constructor(options: OperationWaysOptions, lateAcks: LateAcks) {
    this.#options = options;
    this.#lateAcks = lateAcks;
  }

  /** Whether what came on a channel is this vehicle's: another one may use the same system id elsewhere. */
  leadTo(id: VehicleId, channelId: string, componentId: number): boolean {
    const { fleet } = this.#options;
    const heardHere = fleet.vehiclesOn(channelId);
    if (heardHere.includes(id)) return true;
    return fleet.routeOf(id, componentId)?.channelId === channelId;
  }

  /** @returns false where another vehicle answers there now: nothing was sent */
  send({ id, order, uid, toldBy }: Operation, messages: readonly OutgoingMessage[]): boolean {
    const { fleet, clock } = this.#options;
    const vehicle = fleet.vehicles().get(order.vehicleId);
    if (vehicle === undefined || (uid !== undefined && vehicle.uid !== undefined && vehicle.uid !== uid)) return false;
    if (idConflict(vehicle, fleet.vehicles().values(), clock.nowMs())) return false;
    for (const message of messages) {
      for (const channelId of this.#channelsFor({ id, order }, vehicle, message)) {
        toldBy.add(channelId);
        this.#options.send(channelId, message);
      }
      if (toldBy.size > 0 && operationTraits[order.kind].lanes.includes("flight"))
        this.#lateAcks.sent(id, message, clock.nowMs());
    }
    return true;
  }

  #channelsFor(
    { id, order }: Pick<Operation, "id" | "order">,
    vehicle: VehicleState,
    message: OutgoingMessage,
  ): ReadonlySet<string> {
    if (order.kind === "emergency-stop") return new Set(this.#everyWay(vehicle));
    const route = this.#options.fleet.routeOf(order.vehicleId, componentOf(message));
    if (route === undefined) return new Set();
    // What wasn't answered by the best path may be heard by another: one that only mirrors a vehicle hears nothing.
    const others = this.#lateAcks.isUnanswered(id, message) ? this.#everyWay(vehicle) : [];
    return new Set([route.channelId, ...others]);
  }

  /**
   * Every way on which it was ever heard; where none is left, to whoever listens, except where another vehicle with its
   * system id is.
   */
  #everyWay({ id, systemId, links }: VehicleState): readonly string[] {
    const { fleet, liveChannelIds } = this.#options;
    const known = new Set(links.map(({ channelId }) => channelId));
    const isOther = (other: VehicleId) => other !== id && fleet.vehicles().get(other)?.systemId === systemId;
    const channelIds = known.size > 0 ? [...known] : liveChannelIds();
    return channelIds.filter((channelId) => !fleet.vehiclesOn(channelId).some(isOther));
  }
}
