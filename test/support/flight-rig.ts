import { AlertBook } from "../../electron/station/alert-book.ts";
import type { FrameArrival } from "../../electron/station/channel-intake.ts";
import { FleetHost } from "../../electron/station/fleet-host.ts";
import { makeFlightParts } from "../../electron/station/flight/flight-parts.ts";
import { Ground } from "../../electron/station/ground.ts";
import { NamesAndColours } from "../../electron/station/names-and-colours.ts";
import { TelemetryRequester } from "../../electron/station/telemetry-requester.ts";
import { VehicleBoard } from "../../electron/station/vehicle-board.ts";
import type { Channel } from "../../hardware/link/link.ts";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { decodeMessage, FrameWriter } from "../../shared/mavlink/codec.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { gcsHeartbeat } from "../../shared/protocols/gcs-heartbeat.ts";
import type { OutgoingMessage } from "../../shared/protocols/outgoing-message.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../shared/wire/actions.ts";
import type { OperationView, Operator } from "../../shared/wire/operations.ts";
import type { RequestResult } from "../../shared/wire/requests.ts";
import type { StationEvent } from "../../shared/wire/stream.ts";

/** What answers at the far end of a channel. */
export interface FarEnd {
  receive(bytes: Uint8Array): void;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  stepTo(ms: number): void;
}

const stepMs = 20;
const startMs = 1_000_000;

const channelOf = (id: string): Channel => ({ id, linkId: "rig", remote: id, bytesPerSIn: 0, send: () => true });

/** The station's flying parts in virtual time, with real frames between them and whatever vehicles a test puts there. */
export class FlightRig {
  nowMs = startMs;
  readonly sent: { readonly channelId: string; readonly message: OutgoingMessage; readonly atMs: number }[] = [];
  readonly events: StationEvent[] = [];
  readonly heat = new Map<string, HeatSource>();
  readonly ground = new Ground();
  readonly alerts: AlertBook;
  readonly board = new VehicleBoard(new NamesAndColours({ chosen: new Map(), scenarioNames: new Map() }));
  readonly host: FleetHost;
  readonly flight: ReturnType<typeof makeFlightParts>;
  readonly #requester: TelemetryRequester;
  readonly #writer = new FrameWriter({ systemId: 255, componentId: 190 });
  readonly #ends = new Map<string, FarEnd>();
  readonly #silent = new Set<string>();
  readonly #mute = new Set<string>();
  readonly #onTheWay: { readonly channelId: string; readonly bytes: Uint8Array }[] = [];
  #beatMs = Number.NEGATIVE_INFINITY;

  constructor() {
    const clock = { nowMs: () => this.nowMs, utcMs: () => this.nowMs, rate: () => 1 };
    this.alerts = new AlertBook({ clock, onRaised: (alert) => this.events.push({ kind: "alert-raised", alert }) });
    this.host = new FleetHost({
      clock,
      ownSystemId: 255,
      ownComponentId: 190,
      onEvent: (event) => {
        this.#requester.onFleetEvent(event);
        this.flight.operations.onFleetEvent(event);
      },
    });
    const send = (channelId: string, message: OutgoingMessage): void => this.#send(channelId, message);
    this.#requester = new TelemetryRequester({
      clock,
      fleet: this.host,
      send,
      own: { systemId: 255, componentId: 190 },
      bytesPerSOf: () => undefined,
    });
    this.flight = makeFlightParts({
      systemId: 255,
      clock,
      fleet: this.host,
      alerts: this.alerts,
      send,
      liveChannelIds: () => [...this.#ends.keys()],
      announce: (event) => this.events.push(event),
      ground: this.ground,
      heat: { sources: this.heat },
      board: this.board,
      onBoard: () => {},
    });
  }

  /** Puts a vehicle at the far end of a channel. */
  connect(channelId: string, end: FarEnd): void {
    this.#ends.set(channelId, end);
    const scanner = new FrameScanner();
    const channel = channelOf(channelId);
    end.onBytes((bytes) => {
      if (this.#silent.has(channelId) || this.#mute.has(channelId)) return;
      scanner.push(bytes, (frame) => {
        this.#receive({ channel, frame, message: decodeMessage(frame), utcUs: this.nowMs * 1000 });
      });
    });
  }

  /** Nothing passes any more, either way; the channel itself stays open. */
  cut(channelId: string): void {
    this.#silent.add(channelId);
  }

  /** What the vehicle says is lost; it goes on hearing the station. */
  cutDown(channelId: string): void {
    this.#mute.add(channelId);
  }

  mend(channelId: string): void {
    this.#mute.delete(channelId);
    this.#silent.delete(channelId);
  }

  closeChannel(channelId: string): void {
    this.#ends.delete(channelId);
    this.host.channelClosed(channelId);
    this.flight.operations.channelClosed();
  }

  pass(forMs: number): void {
    for (const untilMs = this.nowMs + forMs; this.nowMs < untilMs; ) this.#step();
  }

  /** @returns whether it came true within that time */
  passUntil(isSo: () => boolean, atMostMs: number): boolean {
    for (const untilMs = this.nowMs + atMostMs; this.nowMs < untilMs; ) {
      if (isSo()) return true;
      this.#step();
    }
    return isSo();
  }

  vehicle(id = "1"): VehicleState {
    const state = this.host.vehicles.get(id);
    if (state === undefined) throw new Error(`No vehicle ${id}, only ${[...this.host.vehicles.keys()].join(", ")}.`);
    return state;
  }

  /** Orders an action and gives back its operation, or why it was refused. */
  async do(
    action: VehicleAction,
    options: { readonly vehicleId?: string; readonly uid?: string; readonly operator?: Operator } = {},
  ): Promise<RequestResult> {
    return this.flight.commands.order({
      vehicleId: options.vehicleId ?? "1",
      uid: options.uid,
      operator: options.operator,
      kind: action.kind,
      action,
      job: (context) => this.flight.actionJob(context, action),
    });
  }

  /** Orders an action and lets time pass until it is over. */
  async finish(action: VehicleAction, atMostMs = 60_000): Promise<OperationView> {
    const result = await this.do(action);
    const id = result.operations?.[0]?.id;
    if (id === undefined) throw new Error(`Refused: ${JSON.stringify(result)}`);
    this.passUntil(() => this.view(id).endedMs !== undefined, atMostMs);
    return this.view(id);
  }

  view(operationId: string): OperationView {
    const view = this.flight.operations.views.get(operationId);
    if (view === undefined) throw new Error(`No operation ${operationId}.`);
    return view;
  }

  /** The commands that were sent, as numbers, in order; repeated requests for telemetry are left out. */
  commands(channelId?: string): number[] {
    return this.sent.flatMap(({ channelId: by, message }) => {
      if (channelId !== undefined && by !== channelId) return [];
      const { name, fields } = message;
      if (name === "SET_MODE") return [11];
      if (name !== "COMMAND_LONG" && name !== "COMMAND_INT") return [];
      const { command = 0 } = fields;
      return [410, 511, 512, 521].includes(command) ? [] : [command];
    });
  }

  #receive(arrival: FrameArrival): void {
    this.host.receive(arrival);
    this.#requester.receive(arrival);
    this.flight.operations.receive(arrival);
  }

  #send(channelId: string, message: OutgoingMessage): void {
    this.sent.push({ channelId, message, atMs: this.nowMs });
    if (this.#silent.has(channelId)) return;
    // It arrives with the next step, as over any link: nothing is answered while it is still being said.
    this.#onTheWay.push({ channelId, bytes: this.#writer.write(message.name, message.fields) });
  }

  #step(): void {
    this.nowMs += stepMs;
    for (const { channelId, bytes } of this.#onTheWay.splice(0)) this.#ends.get(channelId)?.receive(bytes);
    for (const end of this.#ends.values()) end.stepTo(this.nowMs - startMs);
    if (this.nowMs % 100 === 0) {
      this.host.tick();
      this.#requester.tick();
    }
    this.flight.steering.tick();
    if (this.nowMs % 40 !== 0) return;
    this.flight.operations.tick();
    if (this.nowMs - this.#beatMs < 1000) return;
    this.#beatMs = this.nowMs;
    this.flight.custody.look();
    this.flight.custodyAlerts.look();
    for (const channelId of this.#ends.keys()) this.#send(channelId, gcsHeartbeat());
  }
}
