import type { OwnIds } from "../../../shared/protocols/exchange.ts";
import type { JobEvent, JobFaultCode, JobStatus, JobStep } from "../../../shared/protocols/job.ts";
import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import type { FleetEvent } from "../../../shared/vehicle/fleet-event.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { OperationKind, OperationView } from "../../../shared/wire/operations.ts";
import type { StationEvent } from "../../../shared/wire/stream.ts";
import type { FrameArrival } from "../channel-intake.ts";
import type { StationClock } from "../station-clock.ts";
import { operationTraits, shareLane, supersedes, writesMission } from "./lanes.ts";
import { LateAcks } from "./late-acks.ts";
import { isAnswer } from "./message-ends.ts";
import type { JobContext, Operation, OperationOrder } from "./operation-order.ts";
import { OperationViews } from "./operation-views.ts";
import { type OperationFleet, OperationWays } from "./operation-ways.ts";

/** An order that was taken: how it stands, and how it ends; one that goes on until it is told otherwise counts once it does. */
export interface TakenOrder {
  readonly view: OperationView;
  readonly ended: Promise<OperationView>;
}

export interface OperationDeskOptions {
  readonly clock: StationClock;
  readonly fleet: OperationFleet;
  readonly own: OwnIds;
  readonly send: (channelId: string, message: OutgoingMessage) => void;
  readonly liveChannelIds: () => readonly string[];
  readonly announce: (event: StationEvent) => void;
  /** An operation begins that flies the vehicle: hands off the stick. */
  readonly onFlight?: (id: VehicleId, kind: OperationKind) => void;
}

/** What waits longer is no longer what was asked. */
const commandWaitMs = 10_000;
const transferWaitMs = 120_000;
const mostWaiting = 20;
const autopilotComponentId = 1;

const failed = (code: JobFaultCode): JobStatus => ({ state: "failed", fault: { code, params: {} } });

/** One queue of jobs for each vehicle: runs them, hands them what the vehicle says, and sends what they want sent. */
export class OperationDesk {
  readonly #options: OperationDeskOptions;
  readonly #views: OperationViews;
  readonly #queues = new Map<VehicleId, readonly Operation[]>();
  readonly #lateAcks = new LateAcks();
  readonly #ways: OperationWays;
  #made = 0;

  constructor(options: OperationDeskOptions) {
    this.#options = options;
    this.#views = new OperationViews(options.clock);
    this.#ways = new OperationWays(options, this.#lateAcks);
  }

  /** As clients see them; another map whenever one changed. */
  get views(): ReadonlyMap<string, OperationView> {
    return this.#views.views;
  }

  /** @returns undefined where too much is waiting for this vehicle already, or there is no such vehicle */
  order(order: OperationOrder): TakenOrder | undefined {
    const vehicle = this.#vehicle(order.vehicleId);
    const queue = this.#queue(order.vehicleId);
    const replaced = queue.filter((other) => supersedes(order.kind, other.order.kind));
    // A hold is never told to wait for photos.
    const isFull = operationTraits[order.kind].manner !== "urgent" && queue.length - replaced.length >= mostWaiting;
    if (vehicle === undefined || isFull) return undefined;
    const { promise, resolve } = Promise.withResolvers<OperationView>();
    const operation: Operation = {
      id: this.#nextId(),
      order,
      uid: order.uid ?? vehicle.uid,
      orderedMs: this.#options.clock.nowMs(),
      settle: resolve,
      job: undefined,
      seen: undefined,
      toldBy: new Set(),
    };
    const view = this.#views.begin(operation.id, order);
    const { action } = order;
    this.#options.announce({ kind: "operation-begun", operation: view, ...(action === undefined ? {} : { action }) });
    const vain = replaced.length === 0 ? undefined : this.#tryOut(operation);
    if (vain === undefined) this.#takePlace(operation, replaced, queue);
    else {
      this.#setQueue(order.vehicleId, [...queue, operation]);
      this.#end(operation, vain);
    }
    return { view: this.#views.get(operation.id) ?? view, ended: promise };
  }

  /** @returns false where there is none that still runs or waits */
  cancel(operationId: string): boolean {
    const operation = this.#find(operationId);
    if (operation === undefined) return false;
    this.#quit([operation], "cancelled");
    this.#pump(operation.order.vehicleId);
    return true;
  }

  /** Whose it is, while it runs or waits. */
  activeView(operationId: string): OperationView | undefined {
    return this.#find(operationId) === undefined ? undefined : this.#views.get(operationId);
  }

  /** Every frame, after the fleet has taken it. */
  receive({ channel, frame, message }: FrameArrival): void {
    for (const id of this.#queues.keys()) {
      if (this.#vehicle(id)?.systemId !== frame.systemId || !this.#ways.leadTo(id, channel.id, frame.componentId))
        continue;
      if (message !== undefined) {
        const { systemId: fromSystem, componentId: fromComponent } = frame;
        const event = { kind: "message", message, fromSystem, fromComponent } as const;
        if (!isAnswer(message)) this.#stepAll(id, event);
        else if (!this.#lateAcks.isLate(id, message, this.#options.clock.nowMs())) this.#answer(id, event, channel.id);
      }
      this.#tellState(id);
    }
  }

  onFleetEvent(event: FleetEvent): void {
    if (event.kind === "vehicle-lost") this.#onGap(event.vehicleId);
    else if (event.kind === "reboot") this.#onReboot(event.vehicleId);
    else if (event.kind === "clock-jumped") this.#onOtherClock(event.vehicleId);
  }

  /** After the fleet knows of it. */
  channelClosed(): void {
    for (const id of [...this.#queues.keys()]) {
      if (this.#options.fleet.routeOf(id) !== undefined) continue;
      this.#quitSilently(this.#queue(id).filter(isNoStop), failed("link-gap"));
    }
  }

  /** The station itself was asleep: whatever it was about to say is as late as after a gap of each link. */
  slept(): void {
    for (const id of [...this.#queues.keys()]) this.#onGap(id);
  }

  /** To be called some 20 times a second. */
  tick(): void {
    this.#views.tick();
    for (const id of [...this.#queues.keys()]) {
      this.#expire(id);
      this.#stepAll(id, { kind: "tick" });
      this.#tellState(id);
      this.#pump(id);
    }
  }

  #nextId(): string {
    this.#made += 1;
    return `op-${Math.round(this.#options.clock.utcMs()).toString(36)}-${this.#made}`;
  }

  #vehicle(id: VehicleId): VehicleState | undefined {
    return this.#options.fleet.vehicles().get(id);
  }

  #queue(id: VehicleId): readonly Operation[] {
    return this.#queues.get(id) ?? [];
  }

  #setQueue(id: VehicleId, queue: readonly Operation[]): void {
    if (queue.length === 0) this.#queues.delete(id);
    else this.#queues.set(id, queue);
  }

  #find(operationId: string): Operation | undefined {
    for (const queue of this.#queues.values()) {
      const found = queue.find(({ id }) => id === operationId);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A stop is sent before what it replaces is tidied up; anything else after. */
  #takePlace(operation: Operation, replaced: readonly Operation[], queue: readonly Operation[]): void {
    const { vehicleId, kind } = operation.order;
    if (kind !== "emergency-stop") {
      this.#quit(replaced, "superseded");
      const left = queue.filter((other) => !replaced.includes(other));
      this.#setQueue(vehicleId, [...left, operation]);
      this.#pump(vehicleId);
      return;
    }
    this.#setQueue(vehicleId, [operation, ...queue]);
    this.#begin(operation);
    this.#quit(replaced, "superseded");
  }

  /**
   * What makes no sense for this vehicle must not take the place of what does: it flies on as it was told before.
   * @returns why it would fail without a word to the vehicle
   */
  #tryOut({ id, order }: Operation): JobStatus | undefined {
    const context = order.kind === "emergency-stop" ? undefined : this.#contextOf(id, order.vehicleId);
    const first = context === undefined ? undefined : order.job(context).start(this.#options.clock.nowMs());
    return first?.status.state === "failed" && first.send.length === 0 ? first.status : undefined;
  }

  #contextOf(operationId: string, vehicleId: VehicleId): JobContext | undefined {
    const vehicle = this.#vehicle(vehicleId);
    if (vehicle === undefined) return undefined;
    const componentId = this.#options.fleet.routeOf(vehicleId)?.componentId ?? autopilotComponentId;
    const target = { systemId: vehicle.systemId, componentId, autopilot: vehicle.autopilot };
    const isMissionWritten = this.#queue(vehicleId).some(
      ({ id, order, job }) => id !== operationId && job !== undefined && writesMission(order.kind),
    );
    return { operationId, vehicle, target, own: this.#options.own, isMissionWritten };
  }

  /** Begins what nothing before it in the queue stands in the way of. */
  #pump(id: VehicleId): void {
    for (let next = this.#next(id); next !== undefined; next = this.#next(id)) this.#begin(next);
  }

  #next(id: VehicleId): Operation | undefined {
    const presence = this.#vehicle(id)?.presence.state;
    const queue = this.#queue(id);
    return queue.find((operation, index) => {
      if (operation.job !== undefined) return false;
      const { manner } = operationTraits[operation.order.kind];
      if (presence !== "heard" && presence !== "back" && manner !== "urgent") return false;
      return !queue.slice(0, index).some((earlier) => shareLane(earlier.order.kind, operation.order.kind));
    });
  }

  #begin(operation: Operation): void {
    const { vehicleId, kind, job } = operation.order;
    const context = this.#contextOf(operation.id, vehicleId);
    const hasWay = kind === "emergency-stop" || this.#options.fleet.routeOf(vehicleId) !== undefined;
    if (context === undefined || !hasWay) {
      this.#end(operation, failed("link-gap"));
      return;
    }
    operation.seen = context.vehicle;
    operation.job = job(context);
    const first = operation.job.start(this.#options.clock.nowMs());
    const isVain = first.status.state === "failed" && first.send.length === 0;
    if (!isVain && operationTraits[kind].lanes.includes("flight")) this.#options.onFlight?.(vehicleId, kind);
    this.#apply(operation, first);
  }

  #stepAll(id: VehicleId, event: JobEvent, isFor: (operation: Operation) => boolean = () => true): void {
    const nowMs = this.#options.clock.nowMs();
    for (const operation of this.#queue(id)) {
      if (operation.job !== undefined && this.#isQueued(operation) && isFor(operation)) {
        this.#apply(operation, operation.job.step(event, nowMs));
      }
    }
    this.#pump(id);
  }

  /** Nobody else's word counts for the vehicle's: what it is told by one channel it answers by the same. */
  #answer(id: VehicleId, event: JobEvent & { readonly kind: "message" }, channelId: string): void {
    const asked = this.#queue(id).filter(({ toldBy }) => toldBy.has(channelId));
    for (const operation of asked) this.#lateAcks.answered(operation.id, event.message);
    this.#stepAll(id, event, (operation) => asked.includes(operation));
  }

  #tellState(id: VehicleId): void {
    const vehicle = this.#vehicle(id);
    if (vehicle === undefined) return;
    const nowMs = this.#options.clock.nowMs();
    for (const operation of this.#queue(id)) {
      if (operation.job === undefined || operation.seen === vehicle || !this.#isQueued(operation)) continue;
      operation.seen = vehicle;
      this.#apply(operation, operation.job.step({ kind: "vehicle", vehicle }, nowMs));
    }
  }

  #isQueued(operation: Operation): boolean {
    return this.#queue(operation.order.vehicleId).includes(operation);
  }

  #apply(operation: Operation, step: JobStep): void {
    if (step.send.length > 0 && !this.#ways.send(operation, step.send)) {
      this.#end(operation, failed("vehicle-changed"));
      return;
    }
    // What it sent may have been answered meanwhile.
    if (!this.#isQueued(operation)) return;
    if (step.status.state !== "running") {
      this.#end(operation, step.status);
      return;
    }
    this.#views.running(operation.id, step.status);
    const view = this.#views.get(operation.id);
    if (step.status.step === "following" && view !== undefined) operation.settle(view);
  }

  #expire(id: VehicleId): void {
    const nowMs = this.#options.clock.nowMs();
    const isLate = ({ order, orderedMs, job }: Operation) =>
      job === undefined && nowMs - orderedMs > (operationTraits[order.kind].transfer ? transferWaitMs : commandWaitMs);
    for (const operation of this.#queue(id).filter(isLate)) this.#end(operation, failed("expired"));
  }

  /** Nothing that waited is sent after a gap; what runs and could move the vehicle is over too. */
  #onGap(id: VehicleId): void {
    const over = ({ order, job }: Operation) => job === undefined || !operationTraits[order.kind].transfer;
    this.#quitSilently(this.#queue(id).filter(isNoStop).filter(over), failed("link-gap"));
  }

  #onReboot(id: VehicleId): void {
    // A stop goes on: it may have been no reboot at all.
    for (const operation of this.#queue(id).filter(isNoStop)) {
      const asked = operation.order.kind === "reboot" && operation.job !== undefined;
      this.#end(operation, asked ? { state: "done" } : failed("rebooted"));
    }
  }

  /** No vehicle's own clock jumps: one that never told its unique id may be another one now. */
  #onOtherClock(id: VehicleId): void {
    this.#quitSilently(this.#queue(id).filter(isNoStop), failed("vehicle-changed"));
  }

  /** Ends operations with what must still be said. */
  #quit(operations: readonly Operation[], code: JobFaultCode): void {
    for (const operation of operations) {
      const last = operation.job?.cancel(this.#options.clock.nowMs()) ?? [];
      if (last.length > 0) this.#ways.send(operation, last);
      this.#end(operation, failed(code));
    }
  }

  #quitSilently(operations: readonly Operation[], status: JobStatus): void {
    for (const operation of operations) this.#end(operation, status);
  }

  #end(operation: Operation, status: JobStatus): void {
    if (!this.#isQueued(operation)) return;
    const { vehicleId } = operation.order;
    this.#setQueue(
      vehicleId,
      this.#queue(vehicleId).filter((other) => other !== operation),
    );
    const isReplaced = status.state === "failed" && replacedCodes.includes(status.fault.code);
    this.#lateAcks.ended(operation.id, vehicleId, { isReplaced, nowMs: this.#options.clock.nowMs() });
    const view = this.#views.end(operation.id, status);
    this.#options.announce({ kind: "operation-ended", operation: view });
    operation.settle(view);
    if (!isNoStop(operation) && status.state === "done") this.#afterStop(vehicleId);
  }

  /** What was asked of it while it was being stopped would set it going again. */
  #afterStop(id: VehicleId): void {
    const waits = ({ job, order }: Operation) =>
      job === undefined && isNoStop({ order }) && operationTraits[order.kind].lanes.includes("flight");
    this.#quit(this.#queue(id).filter(waits), "superseded");
  }
}

const replacedCodes: readonly JobFaultCode[] = ["superseded", "cancelled"];

const isNoStop = ({ order }: Pick<Operation, "order">): boolean => order.kind !== "emergency-stop";
