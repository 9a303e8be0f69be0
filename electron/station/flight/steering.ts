import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { OperationKind, Operator } from "../../../shared/wire/operations.ts";
import type { RequestResult, SteerRequest } from "../../../shared/wire/requests.ts";
import { refused } from "../request-desk.ts";
import type { StationClock } from "../station-clock.ts";
import { AfterStick, type AfterStickOptions } from "./after-stick.ts";
import { heldBy } from "./command-desk.ts";
import { checkGate } from "./command-gate.ts";
import type { Custody } from "./custody.ts";
import { apiOperator } from "./custody.ts";
import { type Hands, manualControl, neutral } from "./manual-control.ts";
import type { OperationFleet } from "./operation-ways.ts";

export interface SteeringOptions {
  readonly clock: StationClock;
  readonly fleet: OperationFleet;
  readonly custody: Custody;
  readonly send: (channelId: string, message: OutgoingMessage) => void;
  /** Gives a vehicle that is left alone, or taken up again, its mode. */
  readonly order: AfterStickOptions["order"];
}

interface Stick {
  readonly by: Operator;
  readonly uid: string | undefined;
  hands: Hands;
  heardMs: number;
  /** When the next message is due. */
  dueMs: number;
  /** How many neutral messages are still to be sent; undefined while hands are on. */
  neutralLeft: number | undefined;
  /** Somebody gave a command instead: it does that, it isn't made to stand. */
  isTaken: boolean;
}

const freshMs = 300;
/** To the station and, by its clock's way to the screen, back. */
const tooLateMs = 1_000;
const sendEveryMs = 50;
/** Some get lost, and what isn't said is taken for unchanged by an autopilot for up to three seconds. */
const neutralCount = 10;

/**
 * Hands on the stick: MANUAL_CONTROL 20 times a second for as long as a screen goes on saying where the stick is, then
 * neutral for half a second, and then the vehicle is made to stand, see `AfterStick`. The station stops by itself; no screen
 * needs to tell it.
 */
export class Steering {
  readonly #options: SteeringOptions;
  readonly #after: AfterStick;
  readonly #sticks = new Map<VehicleId, Stick>();
  /** Vehicles that were given a flight command while steered: the stick counts again once it was let go. */
  readonly #letGoFirst = new Map<VehicleId, number>();

  constructor(options: SteeringOptions) {
    this.#options = options;
    this.#after = new AfterStick({ vehicles: () => options.fleet.vehicles(), order: options.order });
  }

  /** Who steers a vehicle now. */
  steeredBy(id: VehicleId): Operator | undefined {
    const stick = this.#sticks.get(id);
    return stick === undefined || stick.neutralLeft !== undefined ? undefined : stick.by;
  }

  steer(request: SteerRequest): RequestResult {
    const { clock, fleet, custody } = this.#options;
    const { vehicleId, uid, operator: by = apiOperator, issuedAtMs, end } = request;
    const nowMs = clock.nowMs();
    if (end === true) {
      // Whoever let go of another's stick did nothing.
      if (custody.view(vehicleId)?.holder.id === by.id) this.#letGoFirst.delete(vehicleId);
      if (this.#sticks.get(vehicleId)?.by.id === by.id) this.#letGo(vehicleId, nowMs);
      return { ok: true };
    }
    // Where each word comes late, so would letting go.
    const lateMs = issuedAtMs === undefined ? 0 : Math.abs(nowMs - issuedAtMs);
    if (lateMs > tooLateMs * Math.max(1, clock.rate()))
      return refused("too-late", "This came over a second late. Steer from nearer: hands must not be late.");
    const gate = checkGate({ vehicleId, uid, kind: "steer" }, fleet.vehicles(), nowMs);
    if (!gate.ok) return gate;
    const claim = custody.claim(vehicleId, by);
    if (!claim.ok) return refused("held-by-other", heldBy(vehicleId, claim.holder));
    if (this.#mustLetGo(vehicleId, nowMs))
      return refused("not-possible", "Another command was given meanwhile. Let go of the stick first.");
    const { forward, right, up, turn } = request;
    const old = this.#sticks.get(vehicleId);
    this.#sticks.set(vehicleId, {
      by,
      uid: uid ?? gate.vehicle.uid,
      hands: { forward, right, up, turn },
      heardMs: nowMs,
      dueMs: old?.dueMs ?? nowMs,
      neutralLeft: undefined,
      isTaken: false,
    });
    if (old?.neutralLeft !== undefined || old === undefined) this.#after.pressed(vehicleId, { by, uid });
    this.#sendDue(vehicleId, nowMs);
    return { ok: true };
  }

  /** A command that flies the vehicle takes the stick out of the hands. */
  onFlight(id: VehicleId, kind: OperationKind): void {
    if (this.#after.isOwn(id, kind)) return;
    const stick = this.#sticks.get(id);
    if (stick === undefined) return;
    stick.isTaken = true;
    if (stick.neutralLeft !== undefined) return;
    const nowMs = this.#options.clock.nowMs();
    this.#letGoFirst.set(id, nowMs);
    this.#letGo(id, nowMs);
  }

  /** The station itself was asleep: what the hands did before is not what they want now, and neutral would be late, too. */
  slept(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const id of this.#sticks.keys()) this.#letGoFirst.set(id, nowMs);
    this.#sticks.clear();
  }

  /** A person's screen is gone. */
  operatorLeft(operatorId: string): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [id, { by }] of this.#sticks) if (by.id === operatorId) this.#letGo(id, nowMs);
  }

  /** To be called 20 times a second. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [id, stick] of this.#sticks) {
      if (stick.neutralLeft === undefined && nowMs - stick.heardMs > freshMs) this.#letGo(id, nowMs);
      else this.#sendDue(id, nowMs);
    }
  }

  #mustLetGo(id: VehicleId, nowMs: number): boolean {
    const sinceMs = this.#letGoFirst.get(id);
    if (sinceMs === undefined) return false;
    if (nowMs - sinceMs > freshMs) {
      this.#letGoFirst.delete(id);
      return false;
    }
    // Still held: the pause is counted from now.
    this.#letGoFirst.set(id, nowMs);
    return true;
  }

  #letGo(id: VehicleId, nowMs: number): void {
    const stick = this.#sticks.get(id);
    if (stick === undefined || stick.neutralLeft !== undefined) return;
    stick.hands = neutral;
    stick.neutralLeft = neutralCount;
    stick.dueMs = nowMs;
    this.#sendDue(id, nowMs);
  }

  /** What came late doesn't make the next one late too, so that the rate stays. */
  #sendDue(id: VehicleId, nowMs: number): void {
    const stick = this.#sticks.get(id);
    if (stick === undefined || nowMs < stick.dueMs) return;
    const vehicle = this.#options.fleet.vehicles().get(id);
    const route = this.#options.fleet.routeOf(id);
    const isOther = stick.uid !== undefined && vehicle?.uid !== undefined && vehicle.uid !== stick.uid;
    const isGone = vehicle === undefined || route === undefined || isOther || isLost(vehicle);
    if (isGone || stick.neutralLeft === 0) {
      this.#sticks.delete(id);
      if (!isGone && !stick.isTaken) this.#after.released(id, stick);
      return;
    }
    stick.dueMs = Math.max(stick.dueMs + sendEveryMs, nowMs + sendEveryMs / 2);
    if (stick.neutralLeft !== undefined) stick.neutralLeft -= 1;
    this.#options.send(route.channelId, manualControl(vehicle, stick.hands));
  }
}

/** Nothing goes on being sent into a gap: what arrives after it would be old. */
const isLost = ({ presence }: VehicleState): boolean => presence.state === "lost";
