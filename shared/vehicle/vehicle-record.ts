import type { MavlinkMessage, MessageFields } from "../mavlink/messages.ts";
import { afterReboot } from "./after-reboot.ts";
import type { ClockOffset } from "./clock-offset.ts";
import { feedPoses } from "./feed-poses.ts";
import type { FleetOccurrence } from "./fleet-event.ts";
import { GimbalClocks } from "./gimbal-clocks.ts";
import type { Known } from "./identity.ts";
import { autopilotFamily, vehicleKind } from "./kinds.ts";
import { type Numbered, numbered } from "./numbered.ts";
import type { Path } from "./path.ts";
import { PoseHistory } from "./pose-history.ts";
import { stepPresence } from "./presence.ts";
import { PrimaryPath, type SavedPrimary } from "./primary-path.ts";
import { looksDown, readDistanceSensor, readRangefinder } from "./reduce-environment.ts";
import { notePrearmReason } from "./reduce-health.ts";
import { reduceHeartbeat } from "./reduce-heartbeat.ts";
import { reduceAutopilotMessage, reducePayloadMessage } from "./reduce-message.ts";
import { addStatusText, overdueTexts, receiveStatusText } from "./reduce-status-text.ts";
import { type SavedStampWatch, StampWatch } from "./stamp-watch.ts";
import { vehicleLinks } from "./vehicle-links.ts";
import { copiedMemory, freshMemory, type Patch, type Reception, type VehicleMemory } from "./vehicle-memory.ts";
import type { StatusText, VehicleId, VehicleState } from "./vehicle-state.ts";
import { type Stamp, stampOf } from "./vehicle-time.ts";

export type Emit = (occurrence: FleetOccurrence, at: { readonly nowMs: number; readonly utcMs: number }) => void;

export interface VehicleRecordOptions {
  readonly id: VehicleId;
  readonly systemId: number;
  readonly componentId: number;
  readonly heartbeat: MessageFields["HEARTBEAT"];
  readonly emit: Emit;
}

/** All that a VehicleRecord knows but its pose history; paths and clocks by their numbers. */
export interface SavedVehicle {
  readonly id: VehicleId;
  readonly componentId: number;
  readonly lastHeardMs: number;
  readonly state: VehicleState;
  readonly memory: VehicleMemory;
  readonly paths: readonly number[];
  readonly primary: SavedPrimary;
  readonly stamps: SavedStampWatch;
  readonly componentChannels: readonly (readonly [number, string])[];
  readonly beforeReboot: { readonly state: VehicleState; readonly lastHeardMs: number } | undefined;
  readonly lastFromPrimary: readonly (readonly [number, number])[];
  readonly linksAtMs: number;
  readonly lastClock: number | undefined;
}

/** What the numbers of a SavedVehicle name. */
interface SavedRefs {
  readonly paths: readonly Path[];
  readonly clocks: readonly ClockOffset[];
}

/** MAV_SEVERITY_WARNING: what is at least this bad is an event. */
const warning = 4;
const rangefinderLivesMs = 3_000;
/** While the primary path brings a message, the copies on others are ignored; after this long without it they count. */
const primaryHoldsMs = 3_000;
const linksStepMs = 1_000;
/** To begin a record with whose state is put in its place at once. */
const anyHeartbeat = { customMode: 0, baseMode: 0, systemStatus: 0, mavlinkVersion: 3 };

/** One vehicle: its published state, its pose history and the paths by which it is heard. */
export class VehicleRecord {
  readonly id: VehicleId;
  readonly systemId: number;
  readonly componentId: number;
  readonly poses = new PoseHistory();
  readonly paths = new Set<Path>();
  readonly primary = new PrimaryPath();
  lastHeardMs: number;
  readonly #emit: Emit;
  readonly #stamps = new StampWatch();
  #state: VehicleState;
  #memory: VehicleMemory;
  readonly #gimbalClocks = new GimbalClocks();
  readonly #componentChannels = new Map<number, string>();
  #beforeReboot: { readonly state: VehicleState; readonly lastHeardMs: number } | undefined;
  #lastFromPrimary = new Map<number, number>();
  #linksAtMs = Number.NEGATIVE_INFINITY;
  #lastClock: ClockOffset | undefined;

  constructor(options: VehicleRecordOptions, at: Reception) {
    const { heartbeat } = options;
    this.id = options.id;
    this.systemId = options.systemId;
    this.componentId = options.componentId;
    this.#emit = options.emit;
    this.lastHeardMs = at.nowMs;
    this.#memory = freshMemory(heartbeat.type, heartbeat.autopilot);
    this.#state = {
      id: options.id,
      systemId: options.systemId,
      kind: vehicleKind(heartbeat.type),
      autopilot: autopilotFamily(heartbeat.autopilot),
      mavType: heartbeat.type,
      presence: { state: "heard", sinceMs: at.nowMs, lastHeardMs: at.nowMs },
      armed: false,
      systemStatus: "unknown",
      cameras: [],
      statusTexts: [],
      links: [],
    };
    this.#patch(reduceHeartbeat(heartbeat, this.#state, this.#memory, at));
  }

  get state(): VehicleState {
    return this.#state;
  }

  save(paths: Numbered<Path>, clocks: Numbered<ClockOffset>): SavedVehicle {
    const { id, componentId, lastHeardMs } = this;
    return {
      ...{ id, componentId, lastHeardMs },
      state: this.#state,
      memory: copiedMemory(this.#memory),
      paths: [...this.paths].map((path) => paths.numberOf(path)),
      primary: this.primary.save(paths),
      stamps: this.#stamps.save(clocks),
      componentChannels: [...this.#componentChannels],
      beforeReboot: this.#beforeReboot,
      lastFromPrimary: [...this.#lastFromPrimary],
      linksAtMs: this.#linksAtMs,
      lastClock: this.#lastClock === undefined ? undefined : clocks.numberOf(this.#lastClock),
    };
  }

  /** As it was when it was saved; poses it knows from then on. */
  static restore(saved: SavedVehicle, { paths, clocks }: SavedRefs, emit: Emit): VehicleRecord {
    const { id, componentId, state, memory, lastHeardMs } = saved;
    const { systemId } = state;
    const heartbeat = { ...anyHeartbeat, type: memory.mavType, autopilot: memory.mavAutopilot };
    const at = { nowMs: lastHeardMs, utcMs: lastHeardMs, channelId: "", componentId };
    const record = new VehicleRecord({ id, systemId, componentId, heartbeat, emit }, at);
    record.#state = state;
    record.#memory = copiedMemory(memory);
    for (const n of saved.paths) record.paths.add(numbered(paths, n));
    record.primary.restore(saved.primary, paths);
    record.#stamps.restore(saved.stamps, clocks);
    for (const [component, channelId] of saved.componentChannels) record.#componentChannels.set(component, channelId);
    record.#beforeReboot = saved.beforeReboot;
    record.#lastFromPrimary = new Map(saved.lastFromPrimary);
    record.#linksAtMs = saved.linksAtMs;
    record.#lastClock = saved.lastClock === undefined ? undefined : numbered(clocks, saved.lastClock);
    return record;
  }

  /** The vehicle's own stamps stand still though its messages come. */
  get isFrozen(): boolean {
    return this.#stamps.isFrozen;
  }

  /** What tells this vehicle from others. */
  get known(): Known {
    const { mavType, mavAutopilot } = this.#memory;
    const { lastHeardMs } = this;
    return { uid: this.#state.uid, mavType, mavAutopilot, lastHeardMs, clock: this.#newestClock() };
  }

  attach(path: Path, nowMs: number): void {
    this.paths.add(path);
    this.#refreshLinks(nowMs);
  }

  detach(path: Path, nowMs: number): void {
    this.paths.delete(path);
    if (path.clock.offset.count > 0) this.#lastClock = path.clock.offset;
    this.#refreshLinks(nowMs);
  }

  /** Anything that proves that the vehicle is alive. */
  heard(at: Reception): void {
    this.lastHeardMs = at.nowMs;
    this.#stepPresence(at);
  }

  /** Where a camera or gimbal was heard last. */
  noteComponent(at: Reception): void {
    this.#componentChannels.set(at.componentId, at.channelId);
  }

  channelOf(componentId: number): string | undefined {
    return this.#componentChannels.get(componentId);
  }

  /**
   * A message of this vehicle, from any of its components.
   * @param path by which it came; undefined for a payload that has a channel of its own
   */
  apply(message: MavlinkMessage, path: Path | undefined, messageId: number, at: Reception): void {
    if (message.name === "STATUSTEXT") {
      this.#statusText(message.fields, at);
      return;
    }
    const stamp = at.componentId === this.componentId ? stampOf(message) : undefined;
    if (stamp !== undefined ? !this.#isNews(stamp, at) : !this.#countsFrom(path, messageId, at)) return;
    if (at.componentId === this.componentId) this.#applyOwn(message, at);
    this.#patch(reducePayloadMessage(message, this.#state, this.#memory, at));
    const sender = { componentId: at.componentId, isAutopilot: at.componentId === this.componentId };
    const clock = (path ?? this.primary.path)?.clock.offset;
    feedPoses(
      { poses: this.poses, gimbalClocks: this.#gimbalClocks, state: this.#state, sender, clock },
      message,
      stamp,
      at,
    );
  }

  #applyOwn(message: MavlinkMessage, at: Reception): void {
    const memory = this.#memory;
    if (message.name === "HEARTBEAT") {
      this.#heartbeat(message.fields, at);
    } else if (message.name === "DISTANCE_SENSOR") {
      if (looksDown(message.fields)) this.#setRangefinder(readDistanceSensor(message.fields, memory, at));
    } else if (message.name === "RANGEFINDER") {
      const sensorFresh = at.nowMs - memory.distanceSensorAtMs < rangefinderLivesMs;
      if (!sensorFresh) this.#setRangefinder(readRangefinder(message.fields, memory, at));
    } else {
      this.#patch(reduceAutopilotMessage(message, this.#state, memory, at));
    }
  }

  reboot(clock: ClockOffset, at: Reception): void {
    if (this.#stamps.isKnownEpoch(clock, at.nowMs)) return;
    this.#beforeReboot = { state: this.#state, lastHeardMs: this.lastHeardMs };
    this.#memory = freshMemory(this.#memory.mavType, this.#memory.mavAutopilot);
    this.#state = afterReboot(this.#state);
    this.#startEpoch(clock, at);
    this.#emit({ kind: "reboot", vehicleId: this.id }, at);
  }

  /** Its unique id showed that it was this vehicle that had started. */
  confirmReboot(): void {
    this.#beforeReboot = undefined;
  }

  /** It was another vehicle that had started: this one was last heard before that. */
  undoReboot(at: Reception): void {
    if (this.#beforeReboot === undefined) return;
    const { state, lastHeardMs } = this.#beforeReboot;
    this.#beforeReboot = undefined;
    this.#state = state;
    this.lastHeardMs = lastHeardMs;
    this.poses.clear();
    this.#stepPresence(at);
    this.#refreshLinks(at.nowMs);
  }

  clockJumped(clock: ClockOffset, jumpMs: number, at: Reception): void {
    if (this.#stamps.isKnownEpoch(clock, at.nowMs)) return;
    this.#startEpoch(clock, at);
    this.#emit({ kind: "clock-jumped", vehicleId: this.id, jumpMs }, at);
  }

  #startEpoch(clock: ClockOffset, at: Reception): void {
    this.#stamps.startEpoch(clock, at.nowMs);
    this.poses.clear();
  }

  tick(at: Reception): void {
    this.#stepPresence(at);
    const primary = this.primary.path;
    if (this.primary.choose(this.paths, at.nowMs) !== primary || at.nowMs - this.#linksAtMs >= linksStepMs) {
      this.#refreshLinks(at.nowMs);
    }
    if (this.#memory.textChunks.size > 0) {
      for (const text of overdueTexts(this.#memory, at.nowMs)) this.#addText(text, at);
    }
    if (this.#state.rangefinderM !== undefined && at.nowMs - this.#memory.rangefinderAtMs > rangefinderLivesMs) {
      this.#setRangefinder(undefined);
    }
  }

  #patch(patch: Patch): void {
    if (patch !== undefined) this.#state = { ...this.#state, ...patch };
  }

  #heartbeat(fields: MessageFields["HEARTBEAT"], at: Reception): void {
    const before = this.#state;
    this.#patch(reduceHeartbeat(fields, before, this.#memory, at));
    const { mode, armed, systemStatus } = this.#state;
    if (before.mode !== undefined && mode !== undefined && mode.name !== before.mode.name) {
      this.#emit({ kind: "mode-changed", vehicleId: this.id, from: before.mode.name, to: mode.name }, at);
    }
    if (armed !== before.armed) this.#emit({ kind: "armed-changed", vehicleId: this.id, armed }, at);
    const failing = systemStatus === "critical" || systemStatus === "emergency" ? systemStatus : undefined;
    if ((failing !== undefined) !== this.#memory.failsafe) {
      this.#memory.failsafe = failing !== undefined;
      const status = failing ?? (before.systemStatus === "emergency" ? "emergency" : "critical");
      this.#emit({ kind: "failsafe", vehicleId: this.id, active: failing !== undefined, status }, at);
    }
  }

  #statusText(fields: MessageFields["STATUSTEXT"], at: Reception): void {
    const text = receiveStatusText(fields, this.#memory, at);
    if (text !== undefined) this.#addText(text, at);
  }

  #addText(text: StatusText, at: Reception): void {
    const { statusTexts, isNew } = addStatusText(this.#state, text);
    this.#patch({ statusTexts });
    if (text.componentId === this.componentId) {
      this.#patch(notePrearmReason(text.text, this.#state, this.#memory, at));
    }
    if (isNew && text.severity <= warning) this.#emit({ kind: "status-text", vehicleId: this.id, text }, at);
  }

  #setRangefinder(distanceM: number | undefined): void {
    const { rangefinderM, ...rest } = this.#state;
    if (distanceM === rangefinderM) return;
    this.#state = distanceM === undefined ? rest : { ...rest, rangefinderM: distanceM };
  }

  /** Unstamped messages count from the primary path; from another one only while the primary doesn't bring them. */
  #countsFrom(path: Path | undefined, messageId: number, at: Reception): boolean {
    if (this.paths.size < 2) return true;
    const key = messageId * 256 + at.componentId;
    if (path === this.primary.path) {
      this.#lastFromPrimary.set(key, at.nowMs);
      return true;
    }
    return at.nowMs - (this.#lastFromPrimary.get(key) ?? Number.NEGATIVE_INFINITY) > primaryHoldsMs;
  }

  #isNews(stamp: Stamp, at: Reception): boolean {
    const wasFrozen = this.#stamps.isFrozen;
    const isNews = this.#stamps.isNews(stamp, at.nowMs);
    const { isFrozen, frozenMs } = this.#stamps;
    if (isFrozen !== wasFrozen) {
      this.#memory.stampsFrozen = isFrozen;
      this.#emit({ kind: "frozen-clock", vehicleId: this.id, active: isFrozen, frozenMs: isFrozen ? frozenMs : 0 }, at);
    }
    return isNews;
  }

  #newestClock(): ClockOffset | undefined {
    let newest = this.#lastClock;
    for (const { clock } of this.paths) {
      if (newest === undefined || clock.offset.lastNowMs > newest.lastNowMs) newest = clock.offset;
    }
    return newest;
  }

  #stepPresence(at: Reception): void {
    const before = this.#state.presence;
    const presence = stepPresence(before, this.lastHeardMs, at.nowMs);
    if (presence === before) return;
    this.#state = { ...this.#state, presence };
    if (presence.state === before.state) return;
    const { lastHeardMs } = this;
    if (presence.state === "stale") this.#emit({ kind: "vehicle-stale", vehicleId: this.id, lastHeardMs }, at);
    if (presence.state === "lost") this.#emit({ kind: "vehicle-lost", vehicleId: this.id, lastHeardMs }, at);
    if (presence.state === "back") {
      this.#emit({ kind: "vehicle-back", vehicleId: this.id, silentMs: at.nowMs - before.lastHeardMs }, at);
    }
  }

  #refreshLinks(nowMs: number): void {
    this.#linksAtMs = nowMs;
    const primary = this.primary.choose(this.paths, nowMs);
    this.#state = { ...this.#state, links: vehicleLinks(this.paths, primary, nowMs) };
  }
}
