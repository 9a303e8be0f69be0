import type { MavlinkMessage, MessageFields } from "../mavlink/messages.ts";
import { frozenAfterMs } from "./clock-offset.ts";
import type { FleetOccurrence } from "./fleet-event.ts";
import { autopilotFamily, vehicleKind } from "./kinds.ts";
import type { Path } from "./path.ts";
import { PoseHistory } from "./pose-history.ts";
import { stepPresence } from "./presence.ts";
import { PrimaryPath } from "./primary-path.ts";
import { readBody } from "./reduce-attitude.ts";
import { looksDown, readDistanceSensor, readRangefinder } from "./reduce-environment.ts";
import { gimbalTime, readGimbal } from "./reduce-gimbal.ts";
import { notePrearmReason } from "./reduce-health.ts";
import { reduceHeartbeat } from "./reduce-heartbeat.ts";
import { reduceAutopilotMessage, reducePayloadMessage } from "./reduce-message.ts";
import { addStatusText, overdueTexts, receiveStatusText } from "./reduce-status-text.ts";
import { freshMemory, type Patch, type Reception, type VehicleMemory } from "./vehicle-memory.ts";
import type { StatusText, VehicleId, VehicleLink, VehicleState } from "./vehicle-state.ts";
import { type Stamp, type StampedTrack, stampOf } from "./vehicle-time.ts";

export type Emit = (occurrence: FleetOccurrence, at: { readonly nowMs: number; readonly utcMs: number }) => void;

export interface VehicleRecordOptions {
  readonly id: VehicleId;
  readonly systemId: number;
  readonly componentId: number;
  readonly heartbeat: MessageFields["HEARTBEAT"];
  readonly emit: Emit;
}

/** MAV_SEVERITY_WARNING: what is at least this bad is an event. */
const warning = 4;
const rangefinderLivesMs = 3_000;
/** While the primary path brings a message, the copies on others are ignored; after this long without it they count. */
const primaryHoldsMs = 3_000;
const linksStepMs = 1_000;

/** One vehicle: its published state, its pose history and the paths by which it is heard. */
export class VehicleRecord {
  readonly id: VehicleId;
  readonly systemId: number;
  readonly componentId: number;
  readonly poses = new PoseHistory();
  readonly paths = new Set<Path>();
  readonly primary = new PrimaryPath();
  lastHeardMs: number;
  isFrozen = false;
  readonly #emit: Emit;
  #state: VehicleState;
  #memory: VehicleMemory;
  #lastFromPrimary = new Map<number, number>();
  #stampWatch = new Map<StampedTrack, { stampMs: number; sinceMs: number; repeats: number }>();
  #linksAtMs = Number.NEGATIVE_INFINITY;

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

  attach(path: Path, nowMs: number): void {
    this.paths.add(path);
    this.#refreshLinks(nowMs);
  }

  detach(path: Path, nowMs: number): void {
    this.paths.delete(path);
    this.#refreshLinks(nowMs);
  }

  /** Anything that proves that the vehicle is alive. */
  heard(at: Reception): void {
    this.lastHeardMs = Math.max(this.lastHeardMs, at.nowMs);
    this.#stepPresence(at);
  }

  /** A message of this vehicle, from any of its components and over any of its paths. */
  apply(message: MavlinkMessage, path: Path, messageId: number, at: Reception): void {
    if (message.name === "STATUSTEXT") {
      this.#statusText(message.fields, at);
      return;
    }
    const stamp = at.componentId === this.componentId ? stampOf(message) : undefined;
    if (stamp !== undefined ? !this.#isNews(stamp, at) : !this.#countsFrom(path, messageId, at)) return;
    if (at.componentId === this.componentId) this.#applyOwn(message, at);
    this.#patch(reducePayloadMessage(message, this.#state, this.#memory, at));
    this.#feedPoses(message, stamp, path, at);
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

  /** The vehicle started anew: what it said of itself before is no longer so. Where it was last seen stays. */
  reboot(at: Reception): void {
    const { id, systemId, kind, autopilot, firmware, uid, presence, cameras, statusTexts, links, position } =
      this.#state;
    this.#memory = freshMemory(this.#memory.mavType, this.#memory.mavAutopilot);
    this.forgetClock();
    this.#state = {
      ...{ id, systemId, kind, autopilot, presence, cameras, statusTexts, links },
      armed: false,
      systemStatus: "boot",
      ...(firmware === undefined ? {} : { firmware }),
      ...(uid === undefined ? {} : { uid }),
      ...(position === undefined ? {} : { position }),
      ...(this.#state.mode === undefined ? {} : { mode: this.#state.mode }),
    };
    this.#emit({ kind: "reboot", vehicleId: this.id }, at);
  }

  /** The vehicle's clock starts anew or jumped: stamps from before say nothing any more. */
  forgetClock(): void {
    this.poses.clear();
    this.#stampWatch.clear();
    this.#memory.positionTimeMs = Number.NEGATIVE_INFINITY;
    this.#memory.attitudeTimeMs = Number.NEGATIVE_INFINITY;
    this.#memory.velocityTimeMs = Number.NEGATIVE_INFINITY;
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
  #countsFrom(path: Path, messageId: number, at: Reception): boolean {
    if (this.paths.size < 2) return true;
    const key = messageId * 256 + at.componentId;
    if (path === this.primary.path) {
      this.#lastFromPrimary.set(key, at.nowMs);
      return true;
    }
    return at.nowMs - (this.#lastFromPrimary.get(key) ?? Number.NEGATIVE_INFINITY) > primaryHoldsMs;
  }

  /** Whether a stamped message is newer than what is known; also watches for stamps that stand still. */
  #isNews(stamp: Stamp, at: Reception): boolean {
    const { vehicleMs, track } = stamp;
    const watch = this.#stampWatch.get(track);
    if (watch === undefined || vehicleMs > watch.stampMs) {
      this.#stampWatch.set(track, { stampMs: vehicleMs, sinceMs: at.nowMs, repeats: 0 });
      if (watch !== undefined && watch.repeats > 0 && this.isFrozen) this.#setFrozen(undefined, at);
      return true;
    }
    // Firmware that never fills the stamp in: there is no clock that could freeze.
    if (vehicleMs === 0 && watch.stampMs === 0) return true;
    if (vehicleMs === watch.stampMs) this.#noteRepeat(watch, at);
    return false;
  }

  #noteRepeat(watch: { sinceMs: number; repeats: number }, at: Reception): void {
    watch.repeats++;
    const frozenMs = at.nowMs - watch.sinceMs;
    if (!this.isFrozen && watch.repeats >= 3 && frozenMs > frozenAfterMs) this.#setFrozen(frozenMs, at);
  }

  #setFrozen(frozenMs: number | undefined, at: Reception): void {
    this.isFrozen = frozenMs !== undefined;
    this.#emit({ kind: "frozen-clock", vehicleId: this.id, active: this.isFrozen, frozenMs: frozenMs ?? 0 }, at);
  }

  #feedPoses(message: MavlinkMessage, stamp: Stamp | undefined, path: Path, at: Reception): void {
    const { position, velocity, gimbal } = this.#state;
    if (message.name === "GLOBAL_POSITION_INT") {
      if (stamp !== undefined && position?.atMs === at.nowMs)
        this.poses.addPosition(stamp.vehicleMs, position, velocity);
      return;
    }
    const body = stamp === undefined ? undefined : readBody(message);
    if (stamp !== undefined && body !== undefined) this.poses.addAttitude(stamp.vehicleMs, body);
    const reading = gimbal?.atMs === at.nowMs ? readGimbal(message) : undefined;
    if (reading === undefined) return;
    const isOwn = at.componentId === this.componentId;
    const timeMs = gimbalTime(isOwn ? reading.stampMs : undefined, path.clock, at.nowMs);
    if (timeMs !== undefined) this.poses.addGimbal(timeMs, reading);
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
    const byChannel = new Map<string, VehicleLink>();
    for (const path of this.paths) {
      path.meter.advance(nowMs);
      const other = byChannel.get(path.channelId);
      byChannel.set(path.channelId, {
        channelId: path.channelId,
        lastHeardMs: Math.max(path.lastHeardMs, other?.lastHeardMs ?? 0),
        lossFraction: Math.min(path.meter.lossFraction, other?.lossFraction ?? 1),
        messagesPerS: path.meter.messagesPerS + (other?.messagesPerS ?? 0),
        bytesPerS: path.meter.bytesPerS + (other?.bytesPerS ?? 0),
        primary: path === primary || other?.primary === true,
      });
    }
    this.#state = { ...this.#state, links: [...byChannel.values()] };
  }
}
