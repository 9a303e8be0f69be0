import type { MessageFields } from "../mavlink/messages.ts";
import type { FleetInput } from "./fleet-input.ts";
import { gcsType, isVehicleType, noAutopilot } from "./kinds.ts";
import { Path } from "./path.ts";
import type { Reception } from "./vehicle-memory.ts";
import { type Emit, VehicleRecord } from "./vehicle-record.ts";

export interface SystemRecordOptions {
  readonly systemId: number;
  readonly isOwnId: boolean;
  readonly replay: boolean;
  readonly emit: Emit;
  readonly onVehicle: (record: VehicleRecord) => void;
}

/** MAV_COMP_ID_AUTOPILOT1. */
const autopilotComponent = 1;
/** Another component may be the vehicle itself where no autopilot speaks up within this time. */
const waitForAutopilotMs = 3_000;
const gcsAlarmEveryMs = 30_000;

/** Everything that is heard under one system id. */
export class SystemRecord {
  readonly #options: SystemRecordOptions;
  readonly #paths = new Map<string, Path>();
  readonly #vehicles: VehicleRecord[] = [];
  readonly #owners = new Map<Path, VehicleRecord>();
  readonly #gcsComponents = new Set<number>();
  /** The latest vehicle-like heartbeat by component, until it is confirmed by a second message. */
  readonly #pending = new Map<number, { readonly sinceMs: number }>();
  #gcsAlarmMs = Number.NEGATIVE_INFINITY;

  constructor(options: SystemRecordOptions) {
    this.#options = options;
  }

  /** @returns the vehicle whose state may have changed */
  receive(input: FleetInput): VehicleRecord | undefined {
    const { frame, message, channelId, nowMs, utcMs } = input;
    const { componentId } = frame;
    const at: Reception = { nowMs, utcMs, channelId, componentId };
    if (message === undefined) {
      this.#paths.get(channelId)?.meter.noteUnknown(componentId, frame.sequence);
      return undefined;
    }
    if (message.name === "HEARTBEAT" && message.fields.type === gcsType) {
      this.#groundStation(at);
      return undefined;
    }
    if (this.#gcsComponents.has(componentId)) return undefined;
    if (this.#vehicles.length === 0) {
      if (message.name === "HEARTBEAT") this.#considerVehicle(message.fields, at);
      if (this.#vehicles.length === 0) return undefined;
    }
    const path = this.#pathOf(at);
    path.lastHeardMs = nowMs;
    path.meter.note(componentId, frame.sequence, frame.length, nowMs);
    const vehicle = this.#vehicles[0];
    if (vehicle === undefined) return undefined;
    if (!this.#owners.has(path)) {
      this.#owners.set(path, vehicle);
      vehicle.attach(path, nowMs);
    }
    vehicle.heard(at);
    vehicle.apply(message, path, frame.messageId, at);
    return vehicle;
  }

  tick(nowMs: number, utcMs: number): void {
    for (const vehicle of this.#vehicles) vehicle.tick({ nowMs, utcMs, channelId: "", componentId: 0 });
  }

  channelClosed(channelId: string, nowMs: number): void {
    const path = this.#paths.get(channelId);
    if (path === undefined) return;
    this.#paths.delete(channelId);
    this.#owners.get(path)?.detach(path, nowMs === Number.NEGATIVE_INFINITY ? path.lastHeardMs : nowMs);
    this.#owners.delete(path);
  }

  #pathOf(at: Reception): Path {
    const known = this.#paths.get(at.channelId);
    if (known !== undefined) return known;
    const path = new Path(at.channelId, at.nowMs);
    this.#paths.set(at.channelId, path);
    return path;
  }

  #groundStation(at: Reception): void {
    this.#gcsComponents.add(at.componentId);
    const { isOwnId, replay, emit, systemId } = this.#options;
    if (!isOwnId || replay || at.nowMs - this.#gcsAlarmMs < gcsAlarmEveryMs) return;
    this.#gcsAlarmMs = at.nowMs;
    emit({ kind: "gcs-id-conflict", systemId, componentId: at.componentId, channelId: at.channelId }, at);
  }

  #considerVehicle(heartbeat: MessageFields["HEARTBEAT"], at: Reception): void {
    if (!isVehicleType(heartbeat.type) || heartbeat.autopilot === noAutopilot) return;
    const pending = this.#pending.get(at.componentId) ?? { sinceMs: at.nowMs };
    this.#pending.set(at.componentId, pending);
    if (at.componentId !== autopilotComponent && at.nowMs - pending.sinceMs < waitForAutopilotMs) return;
    const { systemId, emit } = this.#options;
    const vehicle = new VehicleRecord(
      { id: String(systemId), systemId, componentId: at.componentId, heartbeat, emit },
      at,
    );
    this.#vehicles.push(vehicle);
    this.#options.onVehicle(vehicle);
    emit({ kind: "vehicle-heard", vehicleId: vehicle.id }, at);
  }
}
