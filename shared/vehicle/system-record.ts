import type { MavlinkMessage } from "../mavlink/messages.ts";
import { ChannelStreams, type SavedStreams } from "./channel-streams.ts";
import { ClockOffset, type SavedClockOffset } from "./clock-offset.ts";
import { Components, type SavedComponents } from "./components.ts";
import { EvidenceBook, type SavedEvidenceBook } from "./evidence-book.ts";
import type { ConflictEvidence } from "./fleet-event.ts";
import type { FleetInput } from "./fleet-input.ts";
import { clocksApart, judge } from "./identity.ts";
import { Numbered, numbered } from "./numbered.ts";
import { Path, type SavedPath } from "./path.ts";
import type { ClockVerdict } from "./path-clock.ts";
import { compareSample } from "./path-evidence.ts";
import type { Reception } from "./vehicle-memory.ts";
import { type Emit, type SavedVehicle, VehicleRecord } from "./vehicle-record.ts";
import { type Stamp, stampOf } from "./vehicle-time.ts";

export interface SystemRecordOptions {
  readonly systemId: number;
  readonly isOwnId: boolean;
  readonly replay: boolean;
  readonly emit: Emit;
  readonly onVehicle: (record: VehicleRecord) => void;
}

/** All that a SystemRecord knows; vehicles, paths and clocks are named by their numbers. */
export interface SavedSystem {
  readonly systemId: number;
  readonly components: SavedComponents;
  readonly channels: readonly (readonly [string, SavedStreams])[];
  readonly vehicles: readonly SavedVehicle[];
  readonly owners: readonly (readonly [path: number, vehicle: number])[];
  readonly evidence: SavedEvidenceBook;
  readonly apartSince: readonly (readonly [path: number, sinceMs: number])[];
  readonly watchedMs: number;
  readonly paths: readonly SavedPath[];
  readonly clocks: readonly SavedClockOffset[];
}

/** Bounds against whoever makes up senders. */
const maxVehicles = 4;
const maxChannels = 16;
/** Two paths taken for one vehicle whose clocks stay apart for longer than any reboot explains lead to two. */
const clocksApartForMs = 6_000;
const watchEveryMs = 500;

/** Everything that is heard under one system id: usually one vehicle and its components. */
export class SystemRecord {
  readonly #options: SystemRecordOptions;
  readonly #components: Components;
  readonly #channels = new Map<string, ChannelStreams>();
  readonly #vehicles: VehicleRecord[] = [];
  readonly #owners = new Map<Path, VehicleRecord>();
  #evidence = new EvidenceBook();
  readonly #apartSince = new Map<Path, number>();
  #watchedMs = Number.NEGATIVE_INFINITY;

  constructor(options: SystemRecordOptions) {
    this.#options = options;
    this.#components = new Components(options);
  }

  save(): SavedSystem {
    const paths = new Numbered<Path>();
    const clocks = new Numbered<ClockOffset>();
    const saved = {
      systemId: this.#options.systemId,
      components: this.#components.save(),
      channels: [...this.#channels].map(([id, streams]) => [id, streams.save(paths)] as const),
      vehicles: this.#vehicles.map((vehicle) => vehicle.save(paths, clocks)),
      owners: [...this.#owners].map(([path, owner]) => [paths.numberOf(path), this.#vehicles.indexOf(owner)] as const),
      evidence: this.#evidence.save(paths),
      apartSince: [...this.#apartSince].map(([path, sinceMs]) => [paths.numberOf(path), sinceMs] as const),
      watchedMs: this.#watchedMs,
    };
    // Last, once everything that names a path or a clock was seen.
    const savedPaths = paths.all.map((path) => path.save(clocks));
    return { ...saved, paths: savedPaths, clocks: clocks.all.map((clock) => clock.save()) };
  }

  static restore(saved: SavedSystem, options: SystemRecordOptions): SystemRecord {
    const system = new SystemRecord(options);
    const clocks = saved.clocks.map((clock) => ClockOffset.restore(clock));
    const paths = saved.paths.map((path) => Path.restore(path, clocks));
    system.#components.restore(saved.components);
    for (const [id, streams] of saved.channels) system.#channels.set(id, ChannelStreams.restore(streams, paths));
    for (const vehicle of saved.vehicles) {
      const record = VehicleRecord.restore(vehicle, { paths, clocks }, options.emit);
      system.#vehicles.push(record);
      options.onVehicle(record);
    }
    for (const [path, owner] of saved.owners) {
      system.#owners.set(numbered(paths, path), numbered(system.#vehicles, owner));
    }
    system.#evidence = EvidenceBook.restore(saved.evidence, paths);
    for (const [path, sinceMs] of saved.apartSince) system.#apartSince.set(numbered(paths, path), sinceMs);
    system.#watchedMs = saved.watchedMs;
    return system;
  }

  /** @returns the vehicle whose state may have changed */
  receive(input: FleetInput): VehicleRecord | undefined {
    const { frame, message, channelId, nowMs, utcMs } = input;
    const { componentId, sequence } = frame;
    if (message === undefined) {
      this.#channels.get(channelId)?.first.meter.noteUnknown(componentId, sequence);
      return undefined;
    }
    const at: Reception = { nowMs, utcMs, channelId, componentId };
    const role = this.#components.note(message, at);
    if (role === "ignored") return undefined;
    if (role === "payload") return this.#receivePayload(message, frame, at);
    const streams = this.#streamsOf(at);
    const stamp = stampOf(message);
    const path = streams?.route(sequence, stamp, nowMs);
    if (streams === undefined || path === undefined) return undefined;
    path.lastHeardMs = nowMs;
    path.meter.note(componentId, sequence, frame.length, nowMs);
    return this.#receiveOwn(message, stamp, frame, streams, path, at);
  }

  /** Cameras, gimbals and companions; they may have a channel of their own. */
  #receivePayload(message: MavlinkMessage, frame: FleetInput["frame"], at: Reception): VehicleRecord | undefined {
    const path = this.#channels.get(at.channelId)?.first;
    path?.meter.note(at.componentId, frame.sequence, frame.length, at.nowMs);
    const owner = path === undefined ? undefined : this.#owners.get(path);
    const vehicle = owner ?? (this.#vehicles.length === 1 ? this.#vehicles[0] : undefined);
    if (vehicle === undefined) return undefined;
    vehicle.noteComponent(at);
    vehicle.apply(message, owner === undefined ? undefined : path, frame.messageId, at);
    return vehicle;
  }

  tick(nowMs: number, utcMs: number): void {
    const at: Reception = { nowMs, utcMs, channelId: "", componentId: 0 };
    for (const vehicle of this.#vehicles) vehicle.tick(at);
    if (this.#owners.size < 2 || nowMs - this.#watchedMs < watchEveryMs) return;
    this.#watchedMs = nowMs;
    for (const [path, vehicle] of this.#owners) this.#watch(path, vehicle, at);
  }

  channelClosed(channelId: string, nowMs: number | undefined): void {
    const streams = this.#channels.get(channelId);
    if (streams === undefined) return;
    this.#channels.delete(channelId);
    for (const path of streams.paths) {
      this.#owners.get(path)?.detach(path, nowMs ?? path.lastHeardMs);
      this.#owners.delete(path);
      this.#apartSince.delete(path);
      this.#evidence.forget(path);
    }
  }

  #receiveOwn(
    message: MavlinkMessage,
    stamp: Stamp | undefined,
    frame: FleetInput["frame"],
    streams: ChannelStreams,
    path: Path,
    at: Reception,
  ): VehicleRecord | undefined {
    path.noteIdentity(message);
    if (stamp !== undefined && path.stampedSinceMs === undefined) this.#onFirstStamp(path, at);
    const verdict = stamp === undefined ? undefined : path.clock.note(stamp.vehicleMs, at.nowMs);
    if (verdict?.kind === "two") {
      streams.openByClock(frame.sequence, at.nowMs);
      return undefined;
    }
    const paths = this.#allPaths();
    if (paths.length > 1 && verdict?.kind === "same") {
      compareSample(path, paths, message, (other) => this.#evidence.between(path, other));
    }
    const vehicle = this.#owners.get(path) ?? this.#place(path, at);
    if (vehicle === undefined || verdict?.kind === "held") return vehicle;
    if (verdict !== undefined) this.#onClock(verdict, path, vehicle, at);
    if (message.name === "HEARTBEAT" || message.name === "AUTOPILOT_VERSION") this.#checkIdentity(path, vehicle, at);
    // Its identity may just have shown that the path leads to another vehicle.
    const owner = this.#owners.get(path);
    owner?.heard(at);
    owner?.apply(message, path, frame.messageId, at);
    return owner;
  }

  /** A path that was taken for the vehicle's by its heartbeats alone can be judged properly now. */
  #onFirstStamp(path: Path, at: Reception): void {
    path.stampedSinceMs = at.nowMs;
    const vehicle = this.#owners.get(path);
    if (vehicle === undefined || vehicle.paths.size < 2) return;
    vehicle.detach(path, at.nowMs);
    this.#owners.delete(path);
  }

  #onClock(verdict: ClockVerdict, path: Path, vehicle: VehicleRecord, at: Reception): void {
    if (verdict.kind === "restarted") {
      path.forgetBoot();
      vehicle.reboot(path.clock.offset, at);
    } else if (verdict.kind === "jumped") {
      path.forgetBoot();
      vehicle.clockJumped(path.clock.offset, verdict.jumpMs, at);
    }
  }

  #streamsOf(at: Reception): ChannelStreams | undefined {
    const known = this.#channels.get(at.channelId);
    if (known !== undefined) return known;
    if (this.#channels.size >= maxChannels && !this.#dropSilentChannel(at.nowMs)) return undefined;
    const streams = new ChannelStreams(new Path(at.channelId, at.nowMs));
    this.#channels.set(at.channelId, streams);
    return streams;
  }

  /** Makes room; a channel that is in use is never dropped. */
  #dropSilentChannel(nowMs: number): boolean {
    for (const [channelId, streams] of this.#channels) {
      if (streams.paths.some((path) => nowMs - path.lastHeardMs < 10_000)) continue;
      this.channelClosed(channelId, nowMs);
      return true;
    }
    return false;
  }

  #allPaths(): readonly Path[] {
    if (this.#channels.size === 1) for (const streams of this.#channels.values()) return streams.paths;
    return [...this.#channels.values()].flatMap((streams) => streams.paths);
  }

  /** Finds out whose path this is; what comes by it is not shown until then. */
  #place(path: Path, at: Reception): VehicleRecord | undefined {
    let evidence: ConflictEvidence | undefined;
    for (const vehicle of this.#vehicles) {
      const pairs = [...vehicle.paths].map((other) => this.#evidence.between(path, other));
      const judgement = judge(path, vehicle.known, pairs, at.nowMs);
      if (judgement.verdict === "open") return undefined;
      if (judgement.verdict === "same") {
        this.#own(path, vehicle, at);
        if (judgement.rebooted) vehicle.reboot(path.clock.offset, at);
        return vehicle;
      }
      evidence = judgement.evidence;
    }
    return this.#newVehicle(path, evidence, at);
  }

  #newVehicle(path: Path, evidence: ConflictEvidence | undefined, at: Reception): VehicleRecord | undefined {
    const heartbeat = path.heartbeat ?? (this.#vehicles.length === 0 ? this.#components.heartbeat : undefined);
    if (heartbeat === undefined || this.#vehicles.length >= maxVehicles) return undefined;
    const { systemId, emit, onVehicle } = this.#options;
    const number = this.#vehicles.length + 1;
    const id = number === 1 ? `${systemId}` : `${systemId}~${number}`;
    const componentId = this.#components.autopilotId ?? at.componentId;
    const vehicle = new VehicleRecord({ id, systemId, componentId, heartbeat, emit }, at);
    const others = [...this.#vehicles];
    this.#vehicles.push(vehicle);
    this.#own(path, vehicle, at);
    onVehicle(vehicle);
    emit({ kind: "vehicle-heard", vehicleId: id }, at);
    if (evidence !== undefined) this.#conflict([...others, vehicle], path, evidence, at);
    return vehicle;
  }

  #own(path: Path, vehicle: VehicleRecord, at: Reception): void {
    this.#owners.set(path, vehicle);
    vehicle.attach(path, at.nowMs);
  }

  #conflict(vehicles: readonly VehicleRecord[], path: Path, evidence: ConflictEvidence, at: Reception): void {
    const channelIds = new Set(vehicles.flatMap(({ paths }) => [...paths].map(({ channelId }) => channelId)));
    const sameChannel = [...this.#owners].some(
      ([other, owner]) => other !== path && other.channelId === path.channelId && owner !== this.#owners.get(path),
    );
    this.#options.emit(
      {
        kind: "system-id-conflict",
        systemId: this.#options.systemId,
        vehicleIds: vehicles.map(({ id }) => id),
        channelIds: [...channelIds],
        evidence,
        sameChannel,
      },
      at,
    );
  }

  /** A path that turned out to lead elsewhere is placed anew. */
  #disown(path: Path, vehicle: VehicleRecord, at: Reception): void {
    vehicle.detach(path, at.nowMs);
    this.#owners.delete(path);
    this.#apartSince.delete(path);
    this.#place(path, at);
  }

  /** Another autopilot speaks on this path now, or did so from the start: its id or kind is another one. */
  #checkIdentity(path: Path, vehicle: VehicleRecord, at: Reception): void {
    const { uid, mavType, mavAutopilot } = vehicle.known;
    const { heartbeat } = path;
    const otherUid = path.uid !== undefined && uid !== undefined && path.uid !== uid;
    const otherType =
      vehicle.paths.size > 1 &&
      heartbeat !== undefined &&
      path !== vehicle.primary.path &&
      (heartbeat.type !== mavType || heartbeat.autopilot !== mavAutopilot);
    if (path.uid !== undefined && path.uid === uid) vehicle.confirmReboot();
    if (!otherUid && !otherType) return;
    this.#disown(path, vehicle, at);
    if (otherUid && vehicle.paths.size === 0) vehicle.undoReboot(at);
  }

  /** Two paths of one vehicle are compared for as long as both are heard. */
  #watch(path: Path, vehicle: VehicleRecord, at: Reception): void {
    const primary = vehicle.primary.path;
    if (primary === undefined || path === primary) return;
    const { difference, agrees } = this.#evidence.between(path, primary);
    if (difference !== undefined) {
      this.#disown(path, vehicle, at);
      return;
    }
    const live = [path, primary].every(({ clock }) => at.nowMs - clock.offset.lastNowMs < 2_000);
    const apart = live && clocksApart(path.clock.offset, primary.clock.offset, at.nowMs) > 1;
    if (!apart || agrees) this.#apartSince.delete(path);
    else if (at.nowMs - (this.#apartSince.get(path) ?? at.nowMs) > clocksApartForMs) this.#disown(path, vehicle, at);
    else if (!this.#apartSince.has(path)) this.#apartSince.set(path, at.nowMs);
  }
}
