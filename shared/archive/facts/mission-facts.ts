import type { MavlinkMessage, MessageFields } from "../../mavlink/messages.ts";
import { type FactLimits, type Heard, type Timed, type Topic, timed } from "./fact.ts";
import { KeptList } from "./kept-list.ts";

/** A mission's item as it went over the wire. */
export interface MissionItemFact {
  readonly seq: number;
  /** MAV_FRAME. */
  readonly frame: number;
  /** MAV_CMD. */
  readonly command: number;
  readonly current: number;
  readonly autocontinue: number;
  /** Parameters 1 to 4; what is NaN on the wire is null in JSON. */
  readonly params: readonly [number, number, number, number];
  /** 1e-7 degrees of latitude and longitude in global frames, 1e-4 m in local ones. */
  readonly x: number;
  readonly y: number;
  /** M, as `frame` says. */
  readonly z: number;
}

/** The last mission that was sent one way, of one kind. */
export interface MissionTransfer extends Timed {
  /** MAV_MISSION_TYPE: 0 mission, 1 fence, 2 rally points. */
  readonly missionType: number;
  /** As MISSION_COUNT announced them; absent where that was not heard. */
  readonly announced?: number;
  /** By number, as far as they were heard; the last of each number. */
  readonly items: readonly MissionItemFact[];
  /** MAV_MISSION_RESULT of the last acknowledgement after it: 0 accepted. */
  readonly result?: number;
}

export interface MissionSeq extends Timed {
  readonly seq: number;
}

export interface MissionFacts {
  /** By kind the last that was uploaded, and the last that was read back. */
  readonly uploaded: readonly MissionTransfer[];
  readonly readBack: readonly MissionTransfer[];
  /** How often a count of items was announced to the vehicle. */
  readonly uploads: number;
  /** Times when the current item changed, the first being how it was found. */
  readonly current: readonly MissionSeq[];
  readonly reached: readonly MissionSeq[];
  readonly omittedCurrent: number;
  readonly omittedReached: number;
}

class Transfer {
  readonly #missionType: number;
  readonly #most: number;
  #items = new Map<number, MissionItemFact>();
  #announced: number | undefined;
  #result: number | undefined;
  #begun: Timed = {};
  /** What was announced replaces what is here with its first item: a refused count leaves what was. */
  #next: { readonly count: number; readonly heard: Heard } | undefined;

  constructor(missionType: number, most: number) {
    this.#missionType = missionType;
    this.#most = most;
  }

  announce(count: number, heard: Heard): void {
    this.#next = { count, heard };
  }

  add(item: MissionItemFact, heard: Heard): void {
    if (this.#next !== undefined || this.#items.size === 0) {
      this.#items = new Map();
      this.#announced = this.#next?.count;
      this.#begun = timed(this.#next?.heard ?? heard);
      this.#result = undefined;
      this.#next = undefined;
    }
    if (this.#items.size < this.#most || this.#items.has(item.seq)) this.#items.set(item.seq, item);
  }

  acknowledge(result: number): void {
    // An answer to a count whose items nobody asked for is not about these items.
    if (this.#next === undefined && this.#items.size > 0) this.#result = result;
  }

  get facts(): MissionTransfer {
    return {
      missionType: this.#missionType,
      ...this.#begun,
      ...(this.#announced === undefined ? {} : { announced: this.#announced }),
      items: [...this.#items.values()].sort((a, b) => a.seq - b.seq),
      ...(this.#result === undefined ? {} : { result: this.#result }),
    };
  }
}

/** Mission, fence and rally points: others are none, and would only fill the memory. */
const lastMissionType = 2;

type Item = MessageFields["MISSION_ITEM_INT"];

const itemFact = (item: Item | MessageFields["MISSION_ITEM"], scale: number): MissionItemFact => ({
  seq: item.seq,
  frame: item.frame,
  command: item.command,
  current: item.current,
  autocontinue: item.autocontinue,
  params: [item.param1, item.param2, item.param3, item.param4],
  x: scale === 1 ? item.x : Math.round(item.x * scale),
  y: scale === 1 ? item.y : Math.round(item.y * scale),
  z: item.z,
});

/** MAV_FRAME_LOCAL_NED, _ENU, _OFFSET_NED, BODY_NED, BODY_OFFSET_NED, BODY_FRD: metres, in MISSION_ITEM_INT 1e-4 m. */
const localFrames: ReadonlySet<number> = new Set([1, 4, 7, 8, 9, 12, 20, 21]);

/** Of a vehicle: missions sent to it and by it, and how it went along them. */
export class MissionTopic implements Topic<MissionFacts> {
  readonly #limits: FactLimits;
  readonly #uploaded = new Map<number, Transfer>();
  readonly #readBack = new Map<number, Transfer>();
  readonly #current: KeptList<MissionSeq>;
  readonly #reached: KeptList<MissionSeq>;
  #currentSeq: number | undefined;
  #uploads = 0;

  constructor(limits: FactLimits) {
    this.#limits = limits;
    this.#current = new KeptList(limits.keep);
    this.#reached = new KeptList(limits.keep);
  }

  /** What the vehicle says. */
  add(message: MavlinkMessage, heard: Heard): void {
    switch (message.name) {
      case "MISSION_CURRENT": {
        const { seq } = message.fields;
        if (seq === this.#currentSeq) return;
        this.#currentSeq = seq;
        this.#current.add({ ...timed(heard), seq });
        return;
      }
      case "MISSION_ITEM_REACHED":
        this.#reached.add({ ...timed(heard), seq: message.fields.seq });
        return;
      case "MISSION_ACK":
        this.#transferOf(this.#uploaded, message.fields.missionType)?.acknowledge(message.fields.type);
        return;
      default:
        this.#receive(this.#readBack, message, heard);
    }
  }

  /** What is said to the vehicle. */
  addToIt(message: MavlinkMessage, heard: Heard): void {
    if (message.name === "MISSION_COUNT") this.#uploads++;
    if (message.name === "MISSION_ACK")
      this.#transferOf(this.#readBack, message.fields.missionType)?.acknowledge(message.fields.type);
    else this.#receive(this.#uploaded, message, heard);
  }

  #receive(transfers: Map<number, Transfer>, message: MavlinkMessage, heard: Heard): void {
    switch (message.name) {
      case "MISSION_COUNT":
        this.#transferOf(transfers, message.fields.missionType)?.announce(message.fields.count, heard);
        return;
      case "MISSION_ITEM_INT":
        this.#transferOf(transfers, message.fields.missionType)?.add(itemFact(message.fields, 1), heard);
        return;
      case "MISSION_ITEM": {
        const scale = localFrames.has(message.fields.frame) ? 1e4 : 1e7;
        this.#transferOf(transfers, message.fields.missionType)?.add(itemFact(message.fields, scale), heard);
        return;
      }
      default:
    }
  }

  #transferOf(transfers: Map<number, Transfer>, missionType: number): Transfer | undefined {
    if (missionType > lastMissionType) return undefined;
    let transfer = transfers.get(missionType);
    if (transfer === undefined) {
      transfer = new Transfer(missionType, this.#limits.missionItems);
      transfers.set(missionType, transfer);
    }
    return transfer;
  }

  get facts(): MissionFacts {
    const whole = (transfers: Map<number, Transfer>): readonly MissionTransfer[] =>
      [...transfers.values()].map((transfer) => transfer.facts).filter(({ items }) => items.length > 0);
    return {
      uploaded: whole(this.#uploaded),
      readBack: whole(this.#readBack),
      uploads: this.#uploads,
      current: this.#current.entries,
      reached: this.#reached.entries,
      omittedCurrent: this.#current.omitted,
      omittedReached: this.#reached.omitted,
    };
  }
}
