import type { MavlinkMessage, MessageFields } from "../mavlink/messages.ts";
import { gcsType, isVehicleType, noAutopilot } from "./kinds.ts";
import type { Reception } from "./vehicle-memory.ts";
import type { Emit } from "./vehicle-record.ts";

type Heartbeat = MessageFields["HEARTBEAT"];

interface Claim {
  readonly sinceMs: number;
  readonly heartbeat: Heartbeat;
}

/** MAV_COMP_ID_AUTOPILOT1. */
const autopilotComponent = 1;
/** Another component may be the vehicle itself where no autopilot speaks up within this time. */
const waitForAutopilotMs = 3_000;
/** And one that says it is no autopilot, if it tells a position. */
const waitForBetterMs = 5_000;
const onboardController = 18;
const gcsAlarmEveryMs = 30_000;

/** All that Components know. */
export interface SavedComponents {
  readonly stations: readonly number[];
  readonly claims: readonly (readonly [number, Claim])[];
  readonly standIns: readonly (readonly [number, Claim])[];
  readonly autopilotId: number | undefined;
  readonly heartbeat: Heartbeat | undefined;
  readonly alarmMs: number;
}

/** Who speaks under one system id, and which of them is the vehicle itself. */
export class Components {
  readonly #options: {
    readonly systemId: number;
    readonly isOwnId: boolean;
    readonly replay: boolean;
    readonly emit: Emit;
  };
  readonly #stations = new Set<number>();
  /** Since when a component says that it is a vehicle. */
  readonly #claims = new Map<number, Claim>();
  /** Components that are no autopilot by their own word, but may be all there is: a robot's computer. */
  readonly #standIns = new Map<number, Claim>();
  #autopilotId: number | undefined;
  #heartbeat: Heartbeat | undefined;
  #alarmMs = Number.NEGATIVE_INFINITY;

  constructor(options: {
    readonly systemId: number;
    readonly isOwnId: boolean;
    readonly replay: boolean;
    readonly emit: Emit;
  }) {
    this.#options = options;
  }

  save(): SavedComponents {
    return {
      stations: [...this.#stations],
      claims: [...this.#claims],
      standIns: [...this.#standIns],
      autopilotId: this.#autopilotId,
      heartbeat: this.#heartbeat,
      alarmMs: this.#alarmMs,
    };
  }

  /** Puts what was saved in place of what is there. */
  restore(saved: SavedComponents): void {
    for (const id of saved.stations) this.#stations.add(id);
    for (const [id, claim] of saved.claims) this.#claims.set(id, claim);
    for (const [id, claim] of saved.standIns) this.#standIns.set(id, claim);
    this.#autopilotId = saved.autopilotId;
    this.#heartbeat = saved.heartbeat;
    this.#alarmMs = saved.alarmMs;
  }

  /** The component that is the vehicle, once there is one. */
  get autopilotId(): number | undefined {
    return this.#autopilotId;
  }

  /** What it said of itself at first. */
  get heartbeat(): Heartbeat | undefined {
    return this.#heartbeat;
  }

  /**
   * @returns "autopilot" for the vehicle itself, "payload" for another component of it; "ignored" for ground stations and
   * for everything before a vehicle showed itself
   */
  note(message: MavlinkMessage, at: Reception): "autopilot" | "payload" | "ignored" {
    const { componentId } = at;
    if (message.name === "HEARTBEAT") {
      if (message.fields.type === gcsType) this.#noteStation(at);
      else if (this.#autopilotId === undefined) this.#noteClaim(message.fields, at);
    } else if (this.#autopilotId === undefined && this.#claims.has(componentId)) {
      this.#confirm(at);
    } else if (this.#autopilotId === undefined && message.name === "GLOBAL_POSITION_INT") {
      this.#confirmStandIn(at);
    }
    if (this.#autopilotId === undefined || this.#stations.has(componentId)) return "ignored";
    return componentId === this.#autopilotId ? "autopilot" : "payload";
  }

  #noteClaim(heartbeat: Heartbeat, at: Reception): void {
    const { type, autopilot } = heartbeat;
    if (!isVehicleType(type) || autopilot === noAutopilot) {
      const claim = { sinceMs: at.nowMs, heartbeat };
      const mayBe = type === onboardController || isVehicleType(type);
      if (mayBe && !this.#standIns.has(at.componentId)) this.#standIns.set(at.componentId, claim);
      return;
    }
    if (this.#claims.has(at.componentId)) this.#confirm(at);
    else this.#claims.set(at.componentId, { sinceMs: at.nowMs, heartbeat });
  }

  /** One heartbeat may be noise that happened to pass its checksum; two messages aren't. */
  #confirm(at: Reception): void {
    const claim = this.#claims.get(at.componentId);
    if (claim === undefined) return;
    if (at.componentId !== autopilotComponent && at.nowMs - claim.sinceMs < waitForAutopilotMs) return;
    this.#autopilotId = at.componentId;
    this.#heartbeat = claim.heartbeat;
    this.#claims.clear();
  }

  #confirmStandIn(at: Reception): void {
    const claim = this.#standIns.get(at.componentId);
    if (claim === undefined || this.#claims.size > 0 || at.nowMs - claim.sinceMs < waitForBetterMs) return;
    this.#autopilotId = at.componentId;
    this.#heartbeat = claim.heartbeat;
  }

  #noteStation(at: Reception): void {
    if (this.#stations.size < 256) this.#stations.add(at.componentId);
    const { isOwnId, replay, emit, systemId } = this.#options;
    if (!isOwnId || replay || at.nowMs - this.#alarmMs < gcsAlarmEveryMs) return;
    this.#alarmMs = at.nowMs;
    emit({ kind: "gcs-id-conflict", systemId, componentId: at.componentId, channelId: at.channelId }, at);
  }
}
