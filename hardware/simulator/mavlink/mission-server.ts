import { MavMissionResult, MavMissionType } from "../../../shared/mavlink/enums.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import { type MissionItem, storableCommands } from "../vehicle/mission-item.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { Outgoing } from "./telemetry.ts";

const maxMissionItems = 650;
const askAgainMs = 1000;
const giveUpMs = 8000;

interface Peer {
  readonly targetSystem: number;
  readonly targetComponent: number;
}

type ReceivedItem = {
  readonly seq: number;
  readonly frame: number;
  readonly command: number;
  readonly autocontinue: number;
} & Readonly<Record<"param1" | "param2" | "param3" | "param4" | "x" | "y" | "z", number>>;

interface Upload {
  readonly peer: Peer;
  readonly count: number;
  readonly items: MissionItem[];
  askedMs: number;
  heardMs: number;
}

/**
 * The vehicle's side of the mission protocol, as ArduPilot has it: it asks with MISSION_REQUEST (40), again every second,
 * gives up after 8 s; a wrong sequence gets MISSION_ACK 13 while the upload goes on; a refused item leaves a mix of new and
 * old items on board.
 */
export class MissionServer {
  readonly #vehicle: SimVehicle;
  readonly #send: (message: Outgoing) => void;
  readonly #total: (items: number) => void;
  #upload: Upload | undefined;

  /** @param total is told how many items are stored; ArduPilot announces it as the parameter MIS_TOTAL */
  constructor(vehicle: SimVehicle, send: (message: Outgoing) => void, total: (items: number) => void) {
    this.#vehicle = vehicle;
    this.#send = send;
    this.#total = total;
  }

  /** @returns false for a message that is not of this protocol */
  receive(message: MavlinkMessage, peer: Peer, nowMs: number): boolean {
    switch (message.name) {
      case "MISSION_REQUEST_LIST":
        this.#list(peer, message.fields.missionType);
        return true;
      case "MISSION_REQUEST_INT":
        this.#give(peer, message.fields.seq, "int");
        return true;
      case "MISSION_REQUEST":
        this.#give(peer, message.fields.seq, "float");
        return true;
      case "MISSION_COUNT":
        this.#begin(peer, message.fields.count, message.fields.missionType, nowMs);
        return true;
      case "MISSION_ITEM_INT":
        this.#take(peer, message.fields, nowMs);
        return true;
      case "MISSION_ITEM":
        this.#take(
          peer,
          { ...message.fields, x: Math.round(message.fields.x * 1e7), y: Math.round(message.fields.y * 1e7) },
          nowMs,
        );
        return true;
      case "MISSION_CLEAR_ALL":
        this.#vehicle.autopilot.runner.replace([]);
        this.#total(0);
        this.#ack(peer, MavMissionResult.ACCEPTED, message.fields.missionType);
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
      this.#ack(upload.peer, MavMissionResult.OPERATION_CANCELLED, MavMissionType.MISSION);
      this.#text(4, "Mission upload timeout");
      this.#upload = undefined;
    } else if (nowMs - upload.askedMs >= askAgainMs) this.#ask(upload, nowMs);
  }

  #list(peer: Peer, missionType: MavMissionType): void {
    if (missionType > 2) {
      this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
      return;
    }
    const count = missionType === MavMissionType.MISSION ? this.#vehicle.autopilot.runner.items.length : 0;
    this.#send({ name: "MISSION_COUNT", fields: { ...peer, count, missionType } });
  }

  #give(peer: Peer, seq: number, form: "int" | "float"): void {
    const { items } = this.#vehicle.autopilot.runner;
    const item = items[seq];
    if (item === undefined) {
      this.#send({ name: "MISSION_COUNT", fields: { ...peer, count: items.length } });
      this.#ack(peer, MavMissionResult.ERROR, MavMissionType.MISSION);
      return;
    }
    const { frame, autocontinue, params, x, y, z } = item;
    const [param1, param2, param3, param4] = params;
    const fields = { ...peer, seq, frame, command: item.command, autocontinue, param1, param2, param3, param4, z };
    if (form === "int") {
      this.#send({ name: "MISSION_ITEM_INT", fields: { ...fields, x, y } });
      return;
    }
    this.#send({ name: "MISSION_ITEM", fields: { ...fields, x: x / 1e7, y: y / 1e7 } });
    if (seq === 0) this.#text(4, "got MISSION_REQUEST; use MISSION_REQUEST_INT!");
  }

  #begin(peer: Peer, count: number, missionType: MavMissionType, nowMs: number): void {
    if (missionType !== MavMissionType.MISSION) {
      this.#ack(peer, MavMissionResult.UNSUPPORTED, missionType);
      return;
    }
    if (count > maxMissionItems) {
      this.#ack(peer, MavMissionResult.NO_SPACE, missionType);
      this.#text(4, `Only ${maxMissionItems} items are supported`);
      return;
    }
    if (count === 0) {
      this.#finish(peer, []);
      return;
    }
    this.#upload = { peer, count, items: [], askedMs: nowMs, heardMs: nowMs };
    this.#ask(this.#upload, nowMs);
  }

  #take(peer: Peer, item: ReceivedItem, nowMs: number): void {
    const upload = this.#upload;
    if (upload === undefined) {
      this.#ack(peer, MavMissionResult.ERROR, MavMissionType.MISSION);
      return;
    }
    upload.heardMs = nowMs;
    if (item.seq !== upload.items.length) {
      this.#ack(peer, MavMissionResult.INVALID_SEQUENCE, MavMissionType.MISSION);
      return;
    }
    if (!storableCommands.has(item.command)) {
      this.#refuse(upload);
      return;
    }
    upload.items.push(this.#stored(item));
    this.#total(upload.items.length);
    if (upload.items.length === upload.count) this.#finish(peer, upload.items);
    else this.#ask(upload, nowMs);
  }

  /** What is read back differs from what was sent: relative frames become 3, DO_ items 0, item 0 becomes home. */
  #stored(item: ReceivedItem): MissionItem {
    const params = [item.param1, item.param2, item.param3, item.param4] as const;
    const common = { command: item.command, autocontinue: item.autocontinue, params };
    if (item.seq === 0) {
      const { eastM, northM, altMslM } = this.#vehicle.home;
      const { latDeg, lonDeg } = this.#vehicle.plane.toLatLon(eastM, northM);
      return { ...common, frame: 0, x: Math.round(latDeg * 1e7), y: Math.round(lonDeg * 1e7), z: altMslM };
    }
    const navigates = item.command <= 22 && item.command !== 20;
    const relative = item.frame === 6 || item.frame === 3;
    return { ...common, frame: navigates && relative ? 3 : 0, x: item.x, y: item.y, z: navigates ? item.z : 0 };
  }

  #refuse(upload: Upload): void {
    const old = this.#vehicle.autopilot.runner.items;
    this.#vehicle.autopilot.runner.replace([...upload.items, ...old.slice(upload.items.length)]);
    this.#upload = undefined;
    this.#ack(upload.peer, MavMissionResult.UNSUPPORTED, MavMissionType.MISSION);
  }

  #finish(peer: Peer, items: readonly MissionItem[]): void {
    this.#upload = undefined;
    this.#vehicle.autopilot.runner.replace(items);
    this.#ack(peer, MavMissionResult.ACCEPTED, MavMissionType.MISSION);
    this.#text(6, "Flight plan received");
    if (items.length === 0) this.#total(0);
  }

  #ask(upload: Upload, nowMs: number): void {
    upload.askedMs = nowMs;
    this.#send({ name: "MISSION_REQUEST", fields: { ...upload.peer, seq: upload.items.length } });
  }

  #ack(peer: Peer, type: MavMissionResult, missionType: MavMissionType): void {
    this.#send({ name: "MISSION_ACK", fields: { ...peer, type, missionType } });
  }

  #text(severity: number, text: string): void {
    this.#send({ name: "STATUSTEXT", fields: { severity, text } });
  }
}
