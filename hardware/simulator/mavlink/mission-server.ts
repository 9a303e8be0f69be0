import { MavMissionResult, MavMissionType } from "../../../shared/mavlink/enums.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import { storeFenceItem, storeRallyItem } from "../vehicle/fence.ts";
import type { MissionItem } from "../vehicle/mission-item.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import { type ReceivedItem, storeItem } from "../vehicle/stored-item.ts";
import { type MissionPeer, receivedItem } from "./mission-peer.ts";
import type { Outgoing } from "./telemetry.ts";

const askAgainMs = 1000;
const giveUpMs = 8000;
/** As many as fit in each store. */
const room: Readonly<Record<0 | 1 | 2, number>> = { 0: 650, 1: 255, 2: 80 };

type Kind = keyof typeof room;

interface Upload {
  readonly kind: Kind;
  readonly peer: MissionPeer;
  readonly count: number;
  /** Fences and rally points take effect as a whole; a mission item by item. */
  readonly items: MissionItem[];
  next: number;
  askedMs: number;
  heardMs: number;
}

/**
 * The vehicle's side of the mission protocol, as ArduPilot has it: it asks with MISSION_REQUEST (40), again every second,
 * gives up after 8 s; a wrong sequence gets MISSION_ACK 13 while the upload goes on; each item is stored as it comes, so
 * that a refused or broken upload leaves a mix of new and old items on board.
 */
export class MissionServer {
  readonly #vehicle: SimVehicle;
  readonly #send: (message: Outgoing) => void;
  readonly #total: (items: number, name: string) => void;
  #upload: Upload | undefined;
  #warned = false;

  /** @param total is told how many items are stored; ArduPilot announces it as a parameter: MIS_TOTAL and its like */
  constructor(vehicle: SimVehicle, send: (message: Outgoing) => void, total: (items: number, name: string) => void) {
    this.#vehicle = vehicle;
    this.#send = send;
    this.#total = total;
  }

  /** @returns false for a message that is not of this protocol */
  receive(message: MavlinkMessage, peer: MissionPeer, nowMs: number): boolean {
    switch (message.name) {
      case "MISSION_REQUEST_LIST":
        this.#list(peer, message.fields.missionType);
        return true;
      case "MISSION_REQUEST_INT":
        this.#give(peer, message.fields, "int");
        return true;
      case "MISSION_REQUEST":
        this.#give(peer, message.fields, "float");
        return true;
      case "MISSION_COUNT":
        this.#begin(peer, message.fields.count, message.fields.missionType, nowMs);
        return true;
      case "MISSION_ITEM_INT":
      case "MISSION_ITEM":
        this.#take(peer, receivedItem(message), message.fields.missionType, nowMs);
        return true;
      case "MISSION_CLEAR_ALL":
        this.#clear(peer, message.fields.missionType);
        return true;
      case "MISSION_SET_CURRENT":
        if (this.#vehicle.autopilot.runner.setCurrent(message.fields.seq)) {
          this.#send({ name: "MISSION_CURRENT", fields: { seq: message.fields.seq } });
        }
        return true;
      case "MISSION_ACK":
        return true;
      default:
        return false;
    }
  }

  tick(nowMs: number): void {
    const upload = this.#upload;
    if (upload === undefined) return;
    if (nowMs - upload.heardMs >= giveUpMs) {
      this.#ack(upload.peer, MavMissionResult.OPERATION_CANCELLED, upload.kind);
      this.#text(4, "Mission upload timeout");
      this.#upload = undefined;
    } else if (nowMs - upload.askedMs >= askAgainMs) this.#ask(upload, nowMs);
  }

  /** It was switched off in the middle. */
  forget(): void {
    this.#upload = undefined;
  }

  #list(peer: MissionPeer, missionType: number): void {
    const kind = kindOf(missionType);
    if (kind === undefined) this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
    else this.#send({ name: "MISSION_COUNT", fields: { ...peer, count: this.#stored(kind).length, missionType } });
  }

  #give(peer: MissionPeer, asked: { readonly seq: number; readonly missionType: number }, form: "int" | "float"): void {
    const { seq, missionType } = asked;
    const kind = kindOf(missionType);
    if (kind === undefined) {
      this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
      return;
    }
    const items = this.#stored(kind);
    const item = items[seq];
    if (item === undefined) {
      this.#send({ name: "MISSION_COUNT", fields: { ...peer, count: items.length, missionType } });
      this.#ack(peer, MavMissionResult.ERROR, missionType);
      return;
    }
    const { frame, autocontinue, params, x, y, z, command } = seq === 0 && kind === 0 ? this.#home(item) : item;
    const [param1, param2, param3, param4] = params;
    const fields = { ...peer, seq, frame, command, autocontinue, param1, param2, param3, param4, z, missionType };
    if (form === "int") {
      this.#send({ name: "MISSION_ITEM_INT", fields: { ...fields, x, y } });
      return;
    }
    this.#send({ name: "MISSION_ITEM", fields: { ...fields, x: x / 1e7, y: y / 1e7 } });
    if (!this.#warned) this.#text(4, "got MISSION_REQUEST; use MISSION_REQUEST_INT!");
    this.#warned = true;
  }

  #begin(peer: MissionPeer, count: number, missionType: number, nowMs: number): void {
    const kind = kindOf(missionType);
    if (kind === undefined) {
      this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
      return;
    }
    if (this.#upload !== undefined && !samePeer(this.#upload.peer, peer)) {
      this.#ack(peer, MavMissionResult.DENIED, missionType);
      return;
    }
    if (count > room[kind]) {
      this.#ack(peer, MavMissionResult.NO_SPACE, missionType);
      this.#text(4, `Only ${room[kind]} items are supported`);
      return;
    }
    // What is beyond the new end goes at once.
    if (kind === 0 && count < this.#stored(0).length) {
      this.#vehicle.autopilot.runner.replace(this.#stored(0).slice(0, count));
      this.#announce(0);
    }
    const upload: Upload = { kind, peer, count, items: [], next: 0, askedMs: nowMs, heardMs: nowMs };
    if (count === 0) {
      this.#finish(upload);
      return;
    }
    this.#upload = upload;
    this.#ask(upload, nowMs);
  }

  #take(peer: MissionPeer, item: ReceivedItem, missionType: number, nowMs: number): void {
    const upload = this.#upload;
    if (upload === undefined || upload.kind !== missionType || !samePeer(upload.peer, peer)) {
      this.#ack(peer, MavMissionResult.ERROR, missionType);
      return;
    }
    upload.heardMs = nowMs;
    if (item.seq !== upload.next) {
      this.#ack(peer, MavMissionResult.INVALID_SEQUENCE, missionType);
      return;
    }
    const kept = this.#keep(upload.kind, item);
    if (typeof kept === "number") {
      this.#upload = undefined;
      this.#ack(peer, kept, missionType);
      return;
    }
    upload.next++;
    upload.items.push(kept);
    if (upload.kind === 0) {
      const { runner } = this.#vehicle.autopilot;
      const before = runner.items.length;
      runner.replace([...runner.items.slice(0, item.seq), kept, ...runner.items.slice(item.seq + 1)]);
      if (runner.items.length > before) this.#announce(0);
    }
    if (upload.next === upload.count) this.#finish(upload);
    else this.#ask(upload, nowMs);
  }

  #keep(kind: Kind, received: ReceivedItem): MissionItem | MavMissionResult {
    if (kind === 0) {
      const stored = storeItem(received);
      return stored.ok ? stored.item : stored.result;
    }
    const { param1, param2, param3, param4, command, autocontinue, frame, x, y, z } = received;
    const item: MissionItem = { command, autocontinue, frame, x, y, z, params: [param1, param2, param3, param4] };
    return kind === 1 ? storeFenceItem(item) : storeRallyItem(item);
  }

  #finish(upload: Upload): void {
    this.#upload = undefined;
    const { autopilot } = this.#vehicle;
    if (upload.kind === 1) {
      const refusal = autopilot.fence.replace(upload.items);
      if (refusal !== undefined) {
        this.#text(4, refusal);
        this.#ack(upload.peer, MavMissionResult.ERROR, upload.kind);
        return;
      }
    }
    if (upload.kind === 2) autopilot.rally = upload.items;
    if (upload.kind !== 0) this.#announce(upload.kind);
    this.#ack(upload.peer, MavMissionResult.ACCEPTED, upload.kind);
    this.#text(6, ["Flight plan received", "Fence received", "Rally points received"][upload.kind] ?? "");
  }

  #clear(peer: MissionPeer, missionType: number): void {
    // 255 means all of them.
    const kinds: readonly (Kind | undefined)[] = missionType === MavMissionType.ALL ? [0, 1, 2] : [kindOf(missionType)];
    if (kinds.includes(undefined)) {
      this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
      return;
    }
    if (this.#upload !== undefined && kinds.includes(this.#upload.kind)) this.#upload = undefined;
    const { autopilot } = this.#vehicle;
    for (const kind of kinds) {
      if (kind === 0) autopilot.runner.replace([]);
      else if (kind === 1) autopilot.fence.replace([]);
      else autopilot.rally = [];
      if (kind !== undefined) this.#announce(kind);
    }
    this.#ack(peer, MavMissionResult.ACCEPTED, missionType);
  }

  #stored(kind: Kind): readonly MissionItem[] {
    const { runner, fence, rally } = this.#vehicle.autopilot;
    return kind === 0 ? runner.items : kind === 1 ? fence.items : rally;
  }

  /** Item 0 is home, whatever was sent. */
  #home(item: MissionItem): MissionItem {
    if (!this.#vehicle.has.home) return item;
    const { eastM, northM, altMslM } = this.#vehicle.home;
    const { latDeg, lonDeg } = this.#vehicle.plane.toLatLon(eastM, northM);
    const place = { x: Math.round(latDeg * 1e7), y: Math.round(lonDeg * 1e7), z: altMslM };
    return { ...item, ...place, command: 16, frame: 0, params: [0, 0, 0, 0] };
  }

  #announce(kind: Kind): void {
    const name = ["MIS_TOTAL", "FENCE_TOTAL", "RALLY_TOTAL"][kind] ?? "";
    this.#total(this.#stored(kind).length, name);
  }

  #ask(upload: Upload, nowMs: number): void {
    upload.askedMs = nowMs;
    const missionType: MavMissionType = upload.kind;
    this.#send({ name: "MISSION_REQUEST", fields: { ...upload.peer, seq: upload.next, missionType } });
  }

  #ack(peer: MissionPeer, type: MavMissionResult, missionType: MavMissionType): void {
    this.#send({ name: "MISSION_ACK", fields: { ...peer, type, missionType } });
  }

  #text(severity: number, text: string): void {
    this.#send({ name: "STATUSTEXT", fields: { severity, text } });
  }
}

const kindOf = (missionType: number): Kind | undefined =>
  missionType === 0 || missionType === 1 || missionType === 2 ? missionType : undefined;

const samePeer = (a: MissionPeer, b: MissionPeer): boolean =>
  a.targetSystem === b.targetSystem && a.targetComponent === b.targetComponent;
