import type { GpsState, VehicleState } from "./vehicle-state.ts";

/** What the reducers of one vehicle remember between messages and nobody else sees. All of it is forgotten at a reboot. */
export interface VehicleMemory {
  /** MAV_TYPE and MAV_AUTOPILOT of the autopilot's heartbeat. */
  mavType: number;
  mavAutopilot: number;
  /** The estimator's own word on its horizontal position; undefined until it said anything. */
  estimatorHasPosition: boolean | undefined;
  /** Since when GPS has a 3D fix, station clock; undefined without one. */
  gpsFixSinceMs: number | undefined;
  gpsHeard: boolean;
  /** Latched once the position estimate was good. */
  positionGood: boolean;
  /** Since when positions were plausible, for vehicles that tell of neither GPS nor estimator. */
  plausibleSinceMs: number | undefined;
  globalPositionAtMs: number;
  /** Ellipsoid minus MSL height from the GPS receiver, m. */
  geoidM: number | undefined;
  gps1: GpsState | undefined;
  gps2: GpsState | undefined;
  altTerrainM: number | undefined;
  altTerrainAtMs: number;
  batteryId: number | undefined;
  rangefinderAtMs: number;
  distanceSensorAtMs: number;
  mountAtMs: number;
  gimbalDeviceAtMs: number;
  textChunks: Map<string, TextChunks>;
  prearm: Map<string, number>;
  failsafe: boolean;
  /** Its stamps stand still, so what it says may be old. */
  stampsFrozen: boolean;
  /** Since when it was armed for the first time since it booted, as far as heard; station clock. */
  armedSinceMs: number | undefined;
  heartbeats: number;
  /** The MSL height of a home that was set too early, m. */
  unsettledHomeMslM: number | undefined;
}

export interface TextChunks {
  readonly severity: number;
  readonly componentId: number;
  readonly parts: Map<number, string>;
  /** Number of chunks, once the last one came. */
  count: number | undefined;
  readonly sinceMs: number;
}

/** Of a vehicle that was never heard before. */
export const freshMemory = (mavType: number, mavAutopilot: number): VehicleMemory => ({
  mavType,
  mavAutopilot,
  estimatorHasPosition: undefined,
  gpsFixSinceMs: undefined,
  gpsHeard: false,
  positionGood: false,
  plausibleSinceMs: undefined,
  globalPositionAtMs: Number.NEGATIVE_INFINITY,
  geoidM: undefined,
  gps1: undefined,
  gps2: undefined,
  altTerrainM: undefined,
  altTerrainAtMs: Number.NEGATIVE_INFINITY,
  batteryId: undefined,
  rangefinderAtMs: Number.NEGATIVE_INFINITY,
  distanceSensorAtMs: Number.NEGATIVE_INFINITY,
  mountAtMs: Number.NEGATIVE_INFINITY,
  gimbalDeviceAtMs: Number.NEGATIVE_INFINITY,
  textChunks: new Map(),
  prearm: new Map(),
  failsafe: false,
  stampsFrozen: false,
  armedSinceMs: undefined,
  heartbeats: 0,
  unsettledHomeMslM: undefined,
});

/** A copy that shares nothing that changes. */
export const copiedMemory = (memory: VehicleMemory): VehicleMemory => ({
  ...memory,
  textChunks: new Map(
    [...memory.textChunks].map(([key, chunks]) => [key, { ...chunks, parts: new Map(chunks.parts) }]),
  ),
  prearm: new Map(memory.prearm),
});

/** Where and when a message came in. */
export interface Reception {
  readonly nowMs: number;
  readonly utcMs: number;
  readonly channelId: string;
  readonly componentId: number;
}

/** The groups a message changed; undefined: none. */
export type Patch = Partial<VehicleState> | undefined;
