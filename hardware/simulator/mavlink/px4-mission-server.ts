import { MavMissionResult, MavMissionType } from "../../../shared/mavlink/enums.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import { storeFenceItem, storeRallyItem } from "../vehicle/fence.ts";
import type { MissionItem } from "../vehicle/mission-item.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { ReceivedItem } from "../vehicle/stored-item.ts";
import { type MissionPeer, receivedItem } from "./mission-peer.ts";
import type { Outgoing } from "./telemetry.ts";

/** As in PX4's mission manager: it asks again after this long, and gives up after that. */
const askAgainMs = 250;
const giveUpMs = 5000;
const room: Readonly<Record<Kind, number>> = { 0: 500, 1: 128, 2: 64 };

type Kind = 0 | 1 | 2;

interface Upload {
  readonly kind: Kind;
  readonly peer: MissionPeer;
  readonly count: number;
  readonly items: MissionItem[];
  askedMs: number;
  heardMs: number;
}

/** The commands that PX4 takes into a mission. */
const storable: ReadonlySet<number> = new Set([
  16, 17, 19, 20, 21, 22, 31, 93, 112, 177, 178, 179, 195, 197, 201, 203, 205, 206, 1000, 2000, 2001, 2500, 2501,
]);
const withPlace: ReadonlySet<number> = new Set([16, 17, 19, 21, 22, 31, 179, 195, 201]);

/**
 * The vehicle's side of the mission protocol, as PX4 has it: it asks with MISSION_REQUEST_INT, answers a wrong sequence by
 * asking again for the one it wants, and keeps the old mission until the new one is whole. Each list on board has an opaque
 * id, which tells a ground station whether it is the one it knows.
 */
export class Px4MissionServer {
  readonly #vehicle: SimVehicle;
  readonly #send: (message: Outgoing) => void;
  #upload: Upload | undefined;

  constructor(vehicle: SimVehicle, send: (message: Outgoing) => void) {
    this.#vehicle = vehicle;
    this.#send = send;
  }

  /** @returns false for a message that is not of this protocol */
  receive(message: MavlinkMessage, peer: MissionPeer, nowMs: number): boolean {
    switch (message.name) {
      case "MISSION_REQUEST_LIST":
        this.#list(peer, message.fields.missionType);
        return true;
      case "MISSION_REQUEST_INT":
      case "MISSION_REQUEST":
        this.#give(peer, message.fields);
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
        if (this.#vehicle.autopilot.runner.setCurrent(message.fields.seq)) this.#send(missionCurrent(this.#vehicle));
        else this.#text(2, "WPM: WP CURR CMD Error: out of bounds");
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
      this.#upload = undefined;
      this.#ack(upload.peer, MavMissionResult.OPERATION_CANCELLED, upload.kind);
      this.#text(3, "Operation timeout, aborting transfer");
    } else if (nowMs - upload.askedMs >= askAgainMs) this.#ask(upload, nowMs);
  }

  forget(): void {
    this.#upload = undefined;
  }

  #list(peer: MissionPeer, missionType: number): void {
    const kind = kindOf(missionType);
    if (kind === undefined) {
      this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
      return;
    }
    const items = this.#stored(kind);
    this.#send({
      name: "MISSION_COUNT",
      fields: { ...peer, count: items.length, missionType, opaqueId: opaqueIdOf(items) },
    });
  }

  #give(peer: MissionPeer, asked: { readonly seq: number; readonly missionType: number }): void {
    const { seq, missionType } = asked;
    const item = this.#stored(kindOf(missionType) ?? 0)[seq];
    if (item === undefined) {
      this.#ack(peer, MavMissionResult.ERROR, missionType);
      return;
    }
    const { frame, autocontinue, params, x, y, z, command } = item;
    const [param1, param2, param3, param4] = params;
    const fields = { seq, frame, command, autocontinue, param1, param2, param3, param4, x, y, z, missionType };
    this.#send({ name: "MISSION_ITEM_INT", fields: { ...peer, ...fields } });
  }

  #begin(peer: MissionPeer, count: number, missionType: number, nowMs: number): void {
    const kind = kindOf(missionType);
    if (kind === undefined) {
      this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
      return;
    }
    const other = this.#upload?.peer;
    if (
      other !== undefined &&
      (other.targetSystem !== peer.targetSystem || other.targetComponent !== peer.targetComponent)
    ) {
      this.#ack(peer, MavMissionResult.DENIED, missionType);
      return;
    }
    if (count > room[kind]) {
      this.#ack(peer, MavMissionResult.NO_SPACE, missionType);
      return;
    }
    if (count === 0) {
      this.#clear(peer, missionType);
      return;
    }
    this.#upload = { kind, peer, count, items: [], askedMs: nowMs, heardMs: nowMs };
    this.#ask(this.#upload, nowMs);
  }

  #take(peer: MissionPeer, item: ReceivedItem, missionType: number, nowMs: number): void {
    const upload = this.#upload;
    if (upload === undefined || upload.kind !== missionType) {
      // Late ones of a finished transfer are let pass.
      if (upload !== undefined) this.#ack(peer, MavMissionResult.ERROR, missionType);
      return;
    }
    upload.heardMs = nowMs;
    if (item.seq !== upload.items.length) {
      this.#ask(upload, nowMs);
      return;
    }
    const kept = keep(upload.kind, item);
    if (typeof kept === "number") {
      this.#upload = undefined;
      this.#ack(peer, kept, missionType);
      return;
    }
    upload.items.push(kept);
    if (upload.items.length === upload.count) this.#finish(upload);
    else this.#ask(upload, nowMs);
  }

  #finish(upload: Upload): void {
    this.#upload = undefined;
    const { autopilot } = this.#vehicle;
    if (upload.kind === 0) {
      autopilot.runner.replace(upload.items);
      autopilot.runner.restart();
    } else if (upload.kind === 1 && autopilot.fence.replace(upload.items) !== undefined) {
      this.#ack(upload.peer, MavMissionResult.ERROR, upload.kind);
      return;
    } else if (upload.kind === 2) autopilot.rally = upload.items;
    this.#ack(upload.peer, MavMissionResult.ACCEPTED, upload.kind, opaqueIdOf(upload.items));
    if (upload.kind === 0) this.#send(missionCurrent(this.#vehicle));
  }

  #clear(peer: MissionPeer, missionType: number): void {
    const { autopilot } = this.#vehicle;
    const all = missionType === MavMissionType.ALL;
    if (!all && kindOf(missionType) === undefined) {
      this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
      return;
    }
    if (all || missionType === 0) autopilot.runner.replace([]);
    if (all || missionType === 1) autopilot.fence.replace([]);
    if (all || missionType === 2) autopilot.rally = [];
    this.#ack(peer, MavMissionResult.ACCEPTED, missionType);
  }

  #stored(kind: Kind): readonly MissionItem[] {
    const { runner, fence, rally } = this.#vehicle.autopilot;
    return kind === 0 ? runner.items : kind === 1 ? fence.items : rally;
  }

  #ask(upload: Upload, nowMs: number): void {
    upload.askedMs = nowMs;
    const missionType: MavMissionType = upload.kind;
    this.#send({ name: "MISSION_REQUEST_INT", fields: { ...upload.peer, seq: upload.items.length, missionType } });
  }

  #ack(peer: MissionPeer, type: MavMissionResult, missionType: MavMissionType, opaqueId = 0): void {
    this.#send({ name: "MISSION_ACK", fields: { ...peer, type, missionType, opaqueId } });
  }

  #text(severity: number, text: string): void {
    this.#send({ name: "STATUSTEXT", fields: { severity, text } });
  }
}

const kindOf = (missionType: number): Kind | undefined =>
  missionType === 0 || missionType === 1 || missionType === 2 ? missionType : undefined;

/** What PX4 keeps, or why it refuses it: frames become the plain ones, DO_ items have the mission's. */
const keep = (kind: Kind, received: ReceivedItem): MissionItem | MavMissionResult => {
  const { command, autocontinue, frame, x, y, z, param1, param2, param3, param4 } = received;
  const item: MissionItem = { command, autocontinue, frame, x, y, z, params: [param1, param2, param3, param4] };
  if (kind === 1) return storeFenceItem(item);
  if (kind === 2) return storeRallyItem(item);
  if (!storable.has(command)) return MavMissionResult.UNSUPPORTED;
  if (!withPlace.has(command)) return { ...item, frame: 2 };
  if (![0, 3, 5, 6].includes(frame)) return MavMissionResult.UNSUPPORTED_FRAME;
  if (Math.abs(x) > 90e7 || Math.abs(y) > 180e7 || !Number.isFinite(z)) return MavMissionResult.INVALID_PARAM5_X;
  return { ...item, frame: frame === 0 || frame === 5 ? 0 : 3 };
};

/** A number for a list's content: 0 for none, else never 0. */
const opaqueIdOf = (items: readonly MissionItem[]): number => {
  if (items.length === 0) return 0;
  let hash = 0x811c_9dc5;
  for (const letter of JSON.stringify(items)) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x0100_0193);
  return hash >>> 0 || 1;
};

/** MISSION_CURRENT with what PX4 adds: how long it is, what state it is in, which one it is. */
export const missionCurrent = (vehicle: SimVehicle): Outgoing => {
  const { runner, rally, fence, behaviour, armed } = vehicle.autopilot;
  const { items } = runner;
  const active = behaviour === "auto" && armed;
  const missionState = items.length === 0 ? 1 : runner.finished ? 5 : active ? 3 : runner.currentSeq === 0 ? 2 : 4;
  return {
    name: "MISSION_CURRENT",
    fields: {
      seq: runner.currentSeq,
      total: items.length === 0 ? 65535 : items.length,
      missionState,
      missionMode: active ? 1 : 2,
      missionId: opaqueIdOf(items),
      fenceId: opaqueIdOf(fence.items),
      rallyPointsId: opaqueIdOf(rally),
    },
  };
};
