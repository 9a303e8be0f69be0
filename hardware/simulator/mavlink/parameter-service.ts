import { MavParamType } from "../../../shared/mavlink/enums.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import type { ParameterTable, ParameterValue } from "../vehicle/parameter-table.ts";
import type { Outgoing } from "./telemetry.ts";

/** Some 40 parameters a second, as a real autopilot lists them. */
const listMs = 25;
/** Single requests that wait at most; more are dropped, as ArduPilot drops them. */
const waiting = 20;
const answersPerTick = 5;
/** PX4's name for the hash of all, asked for to know whether anything changed. */
const hashName = "_HASH_CHECK";

/** The vehicle's side of the parameter protocol: lists at a steady pace, answers single requests in between. */
export class ParameterService {
  readonly #table: ParameterTable;
  /** Integers travel as their bytes (PX4), not as numbers (ArduPilot). */
  readonly #bytes: boolean;
  readonly #send: (message: Outgoing) => void;
  readonly #requests: (string | number)[] = [];
  #next: { index: number; dueMs: number } | undefined;
  #answered = 0;

  constructor(table: ParameterTable, options: { readonly bytes: boolean }, send: (message: Outgoing) => void) {
    this.#table = table;
    this.#bytes = options.bytes;
    this.#send = send;
  }

  receive(message: MavlinkMessage, nowMs: number): void {
    if (message.name === "PARAM_REQUEST_LIST") this.#next = { index: 0, dueMs: nowMs };
    else if (message.name === "PARAM_REQUEST_READ") {
      const { paramIndex, paramId } = message.fields;
      if (this.#requests.length < waiting) this.#requests.push(paramIndex >= 0 ? paramIndex : paramId);
      this.#answer();
    } else if (message.name === "PARAM_SET") this.#set(message.fields);
  }

  tick(nowMs: number): void {
    this.#answered = 0;
    this.#answer();
    const next = this.#next;
    if (next === undefined || nowMs < next.dueMs) return;
    this.#tell(this.#table.byIndex(next.index));
    const index = next.index + 1;
    this.#next = index < this.#table.count ? { index, dueMs: next.dueMs + listMs } : undefined;
    // PX4 sends the hash after the last.
    if (this.#next === undefined && this.#bytes) this.#tellHash();
  }

  /** It was switched off in the middle. */
  forget(): void {
    this.#next = undefined;
    this.#requests.length = 0;
  }

  /** Changed by the vehicle itself; told to all who listen. */
  announce(name: string, value: number): void {
    this.#tell(this.#table.set(name, value));
  }

  #answer(): void {
    while (this.#answered < answersPerTick && this.#requests.length > 0) {
      const asked = this.#requests.shift();
      this.#answered++;
      if (asked === hashName && this.#bytes) this.#tellHash();
      else if (asked !== undefined)
        this.#tell(typeof asked === "number" ? this.#table.byIndex(asked) : this.#table.byName(asked));
    }
  }

  #set({ paramId, paramValue, paramType }: { paramId: string; paramValue: number; paramType: number }): void {
    if (!this.#bytes) {
      this.#tell(this.#table.set(paramId, paramValue));
      return;
    }
    // PX4 refuses another type than its own, and says what it has.
    const known = this.#table.byName(paramId);
    if (known === undefined) return;
    if (known.paramType !== paramType) this.#tell(known);
    else this.#tell(this.#table.set(paramId, paramType === MavParamType.INT32 ? intOf(paramValue) : paramValue));
  }

  #tell(value: ParameterValue | undefined): void {
    if (value === undefined) return;
    const isInt = this.#bytes && value.paramType === MavParamType.INT32;
    this.#send({ name: "PARAM_VALUE", fields: isInt ? { ...value, paramValue: floatOf(value.paramValue) } : value });
  }

  #tellHash(): void {
    let hash = 0;
    for (const name of this.#table.names)
      for (const byte of `${name}${this.#table.number(name, 0)}`) hash = (Math.imul(hash, 31) + byte.charCodeAt(0)) | 0;
    // Its bytes must not be a NaN: their payload would not live through a float.
    const safe = hash & 0x7f7f_ffff;
    const { count } = this.#table;
    const fields = { paramValue: floatOf(safe), paramType: MavParamType.UINT32, paramCount: count };
    this.#send({ name: "PARAM_VALUE", fields: { ...fields, paramId: hashName, paramIndex: 65535 } });
  }
}

const view = (): DataView => new DataView(new ArrayBuffer(4));

/** The float whose bytes are those of the integer. */
const floatOf = (int: number): number => {
  const bytes = view();
  bytes.setInt32(0, int);
  return bytes.getFloat32(0);
};

const intOf = (float: number): number => {
  const bytes = view();
  bytes.setFloat32(0, float);
  return bytes.getInt32(0);
};
