import type { FleetEvent } from "./fleet-event.ts";
import type { FleetInput } from "./fleet-input.ts";
import type { CameraPose } from "./pose.ts";
import type { CameraMount } from "./pose-history.ts";
import { type SavedSystem, SystemRecord, type SystemRecordOptions } from "./system-record.ts";
import type { Emit, VehicleRecord } from "./vehicle-record.ts";
import type { VehicleId, VehicleState } from "./vehicle-state.ts";

export interface FleetOptions {
  /** Our own ids, whose bytes are never handed in. Another ground station with this system id raises an event. */
  readonly ownSystemId: number;
  readonly ownComponentId?: number;
  /** In a replay the recorded ground station was us: no alarm about it. */
  readonly replay?: boolean;
  /**
   * How the camera of a vehicle without a gimbal is mounted. Default: a ground robot's looks ahead, level with the body;
   * of others nothing is known, so they have no camera pose.
   */
  readonly cameraMount?: (vehicle: VehicleState) => CameraMount | undefined;
}

/**
 * All that a fleet knows at an instant but poses, as plain data that a structured clone carries; nothing in it changes any more. Of
 * this program only: another version may remember other things.
 */
export interface SavedFleet {
  readonly systems: readonly SavedSystem[];
  /** In the order in which they were heard. */
  readonly vehicleIds: readonly VehicleId[];
}

/** Where to send what is for a vehicle: the channel that carries it best now, and its MAVLink ids. */
export interface VehicleRoute {
  readonly channelId: string;
  readonly systemId: number;
  readonly componentId: number;
}

const aheadMount: CameraMount = { rollRad: 0, pitchRad: 0, yawRad: 0 };
const defaultMount = (vehicle: VehicleState): CameraMount | undefined =>
  vehicle.kind === "ground-robot" ? aheadMount : undefined;

/** Every vehicle that is heard, on whatever links. Feed it frames and ticks; read states that are replaced on change. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #systems = new Map<number, SystemRecord>();
  readonly #records = new Map<VehicleId, VehicleRecord>();
  readonly #states = new Map<VehicleId, VehicleState>();
  #untold: FleetEvent[] = [];
  readonly #listeners = new Set<(event: FleetEvent) => void>();

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Live; an entry is replaced by another object when anything in it changed. Vehicles are never forgotten. */
  get vehicles(): ReadonlyMap<VehicleId, VehicleState> {
    return this.#states;
  }

  receive(input: FleetInput): void {
    const { systemId } = input.frame;
    let system = this.#systems.get(systemId);
    if (system === undefined) {
      if (input.message === undefined || systemId === 0) return;
      system = new SystemRecord(this.#systemOptions(systemId));
      this.#systems.set(systemId, system);
    }
    const record = system.receive(input);
    if (record !== undefined) this.#publish(record);
    this.#tell();
  }

  save(): SavedFleet {
    return {
      systems: [...this.#systems.values()].map((system) => system.save()),
      vehicleIds: [...this.#records.keys()],
    };
  }

  /** A fleet that goes on as the one that was saved would have; only its poses are known from then on. */
  static restore(saved: SavedFleet, options: FleetOptions): Fleet {
    const fleet = new Fleet(options);
    for (const system of saved.systems) {
      fleet.#systems.set(system.systemId, SystemRecord.restore(system, fleet.#systemOptions(system.systemId)));
    }
    const records = new Map(fleet.#records);
    fleet.#records.clear();
    for (const id of saved.vehicleIds) {
      const record = records.get(id);
      if (record === undefined) continue;
      fleet.#records.set(id, record);
      fleet.#publish(record);
    }
    return fleet;
  }

  /** Drives presence and all that happens when nothing comes; some ten times a second. */
  tick(nowMs: number, utcMs = nowMs): void {
    for (const system of this.#systems.values()) system.tick(nowMs, utcMs);
    for (const record of this.#records.values()) this.#publish(record);
    this.#tell();
  }

  /**
   * Where the camera was and looked at an instant of the vehicle's own clock, ms since boot.
   * @returns undefined where no sample is within 1 s of it, or where nothing is known of how the camera looks
   */
  poseAt(id: VehicleId, vehicleTimeMs: number): CameraPose | undefined {
    const record = this.#records.get(id);
    if (record === undefined) return undefined;
    const mount = (this.#options.cameraMount ?? defaultMount)(record.state);
    return record.poses.poseAt(vehicleTimeMs, mount);
  }

  /** The vehicle's own clock (ms since boot) at a station time, by the least delayed messages; undefined if it has none. */
  vehicleTimeAt(id: VehicleId, nowMs: number): number | undefined {
    return this.#records.get(id)?.primary.path?.clock.offset.vehicleTimeAt(nowMs);
  }

  /**
   * Where commands for this vehicle go, over its best path.
   * @param componentId a camera or gimbal of it, which may have a channel of its own; default: the autopilot
   */
  routeOf(id: VehicleId, componentId?: number): VehicleRoute | undefined {
    const record = this.#records.get(id);
    const path = record?.primary.path;
    if (record === undefined || path === undefined) return undefined;
    const target = componentId ?? record.componentId;
    const ownChannel = target === record.componentId ? undefined : record.channelOf(target);
    const alsoOnPath = [...record.paths].some(({ channelId }) => channelId === ownChannel);
    const channelId = ownChannel === undefined || alsoOnPath ? path.channelId : ownChannel;
    return { channelId, systemId: record.systemId, componentId: target };
  }

  /** The vehicle's own time-stamps stand still though messages come. */
  isFrozen(id: VehicleId): boolean {
    return this.#records.get(id)?.isFrozen ?? false;
  }

  /** Vehicles heard on a channel. */
  vehiclesOn(channelId: string): VehicleId[] {
    const ids: VehicleId[] = [];
    for (const record of this.#records.values()) {
      for (const path of record.paths)
        if (path.channelId === channelId && !ids.includes(record.id)) ids.push(record.id);
    }
    return ids;
  }

  /** Vehicles stay; they only lose the path. */
  channelClosed(channelId: string, nowMs?: number): void {
    for (const system of this.#systems.values()) system.channelClosed(channelId, nowMs);
    for (const record of this.#records.values()) this.#publish(record);
    this.#tell();
  }

  on(listener: (event: FleetEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #systemOptions(systemId: number): SystemRecordOptions {
    return {
      systemId,
      isOwnId: systemId === this.#options.ownSystemId,
      replay: this.#options.replay ?? false,
      emit: this.#emit,
      onVehicle: (record) => this.#records.set(record.id, record),
    };
  }

  #publish(record: VehicleRecord): void {
    this.#states.set(record.id, record.state);
  }

  readonly #emit: Emit = (occurrence, at) => {
    this.#untold.push({ ...occurrence, atMs: at.nowMs, utcMs: at.utcMs });
  };

  /** Events are told when the states that they speak of are published. */
  #tell(): void {
    while (this.#untold.length > 0) {
      const events = this.#untold;
      this.#untold = [];
      for (const event of events) for (const listener of this.#listeners) listener(event);
    }
  }
}
