import type { Frame } from "../../mavlink/frame.ts";
import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { stampOf } from "../../vehicle/vehicle-time.ts";

/** What a log heard of one vehicle's clock in one second of it. */
export interface BootSecond {
  /** Least delayed message of that second: its position in the log minus the vehicle's time since boot, ms. */
  readonly leadMs: number;
  /** Where the vehicle said it was; absent where it didn't. */
  readonly latDeg?: number;
  readonly lonDeg?: number;
}

/** A vehicle from one boot to the next, by seconds since it. */
export interface BootEpoch {
  readonly systemId: number;
  readonly seconds: ReadonlyMap<number, BootSecond>;
}

/** Messages to ask a log for, to find where it lies on another's clock. */
export const witnessMessages = [
  "ATTITUDE",
  "GLOBAL_POSITION_INT",
  "LOCAL_POSITION_NED",
  "SYSTEM_TIME",
  "ATTITUDE_QUATERNION",
] as const;

const maxFingerprints = 40_000;
const maxSeconds = 200_000;
/** The vehicle started anew when its time since boot steps back by more; radios bring it out of order by less, ms. */
const rebootMs = 3_000;
/** SYSTEM_TIME of a vehicle that doesn't know the time is 0 or small; 2001 in microseconds. */
const plausibleUtcUs = 1e15;

interface Epoch extends BootEpoch {
  readonly seconds: Map<number, BootSecond>;
  newestMs: number;
}

/** Gathers from one log what tells where it lies on another log's clock. Bounded, however long the log. */
export class ClockWitness {
  readonly #fingerprints = new Map<number, number>();
  readonly #epochs: Epoch[] = [];
  readonly #current = new Map<number, Epoch>();
  /** Of a whole second of GPS time: its lead. */
  readonly #utcLeads: number[] = [];
  /** Only fingerprints that this divides are kept: the same choice in every log. */
  #every = 1;
  #seconds = 0;

  /** Where frames were seen first, ms, by what they say. */
  get fingerprints(): ReadonlyMap<number, number> {
    return this.#fingerprints;
  }

  /** Fingerprints of which only those that this divides were kept. */
  get every(): number {
    return this.#every;
  }

  get epochs(): readonly BootEpoch[] {
    return this.#epochs;
  }

  /** Position minus UTC by the vehicles' GPS, ms; one for each message that says it. */
  get utcLeadsMs(): readonly number[] {
    return this.#utcLeads;
  }

  /** @param positionMs since the log's beginning; the frame is borrowed */
  note(positionMs: number, frame: Frame, message: MavlinkMessage | undefined): void {
    const stamp = message === undefined ? undefined : stampOf(message);
    if (message === undefined || stamp === undefined || stamp.vehicleMs === 0) return;
    this.#noteFingerprint(fingerprintOf(frame), positionMs);
    this.#noteBoot(frame.systemId, stamp.vehicleMs, positionMs, message);
    if (message.name !== "SYSTEM_TIME") return;
    const utcUs = Number(message.fields.timeUnixUsec);
    if (utcUs > plausibleUtcUs && this.#utcLeads.length < maxSeconds) this.#utcLeads.push(positionMs - utcUs / 1000);
  }

  #noteFingerprint(fingerprint: number, positionMs: number): void {
    if (fingerprint % this.#every !== 0 || this.#fingerprints.has(fingerprint)) return;
    this.#fingerprints.set(fingerprint, positionMs);
    while (this.#fingerprints.size > maxFingerprints) {
      this.#every *= 2;
      for (const known of this.#fingerprints.keys()) if (known % this.#every !== 0) this.#fingerprints.delete(known);
    }
  }

  #noteBoot(systemId: number, vehicleMs: number, positionMs: number, message: MavlinkMessage): void {
    let epoch = this.#current.get(systemId);
    if (epoch === undefined || vehicleMs < epoch.newestMs - rebootMs) {
      epoch = { systemId, seconds: new Map(), newestMs: vehicleMs };
      this.#current.set(systemId, epoch);
      this.#epochs.push(epoch);
    }
    epoch.newestMs = Math.max(epoch.newestMs, vehicleMs);
    const second = Math.floor(vehicleMs / 1000);
    const known = epoch.seconds.get(second);
    if (known === undefined && ++this.#seconds > maxSeconds) return;
    const leadMs = Math.min(known?.leadMs ?? Number.POSITIVE_INFINITY, positionMs - vehicleMs);
    const isPlace = message.name === "GLOBAL_POSITION_INT" && message.fields.lat !== 0;
    const place = isPlace ? { latDeg: message.fields.lat / 1e7, lonDeg: message.fields.lon / 1e7 } : {};
    epoch.seconds.set(second, { ...place, ...known, leadMs });
  }
}

/**
 * What a frame says and who says it, whatever radio carried it: sequence numbers and signatures differ from one to another. 32 bits
 * (FNV-1a).
 */
const fingerprintOf = ({ systemId, componentId, messageId, bytes, payloadStart, payloadLength }: Frame): number => {
  let hash = 0x811c9dc5;
  const mix = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (const byte of [systemId, componentId, messageId & 0xff, messageId >>> 8]) mix(byte);
  // MAVLink 2 cuts zeros off the end, 1 doesn't.
  let end = payloadStart + payloadLength;
  while (end > payloadStart && bytes[end - 1] === 0) end--;
  for (let at = payloadStart; at < end; at++) mix(bytes[at] ?? 0);
  // Spread, so that dividing by a power of two chooses evenly.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};
