import { dialect } from "./dialect.ts";
import { encodePayload } from "./encode-payload.ts";
import { magic1, magic2 } from "./frame-check.ts";
import type { MessageFields, MessageName } from "./messages.ts";
import { viewOf, x25, x25Byte } from "./x25.ts";

export interface FrameWriterOptions {
  /** 1-255. A ground station's is 255 by custom. */
  readonly systemId: number;
  /** 1-255. A ground station's is 190 by custom. */
  readonly componentId: number;
  /** MAVLink 1 can't carry ids above 255, nor extension fields. */
  readonly version?: 1 | 2;
}

/** Writes frames of one sender on one link: it has the sequence counter, so use one writer per link. */
export class FrameWriter {
  readonly #systemId: number;
  readonly #componentId: number;
  readonly #version: 1 | 2;
  #sequence = 0;

  constructor({ systemId, componentId, version = 2 }: FrameWriterOptions) {
    this.#systemId = systemId;
    this.#componentId = componentId;
    this.#version = version;
  }

  /**
   * One whole frame, owned by the caller. Missing fields are 0 (empty text, zeros); HEARTBEAT's mavlinkVersion is 3.
   * @throws RangeError where a value doesn't fit its field, or the message doesn't fit MAVLink 1
   */
  write<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>): Uint8Array {
    const spec = dialect().specOfName.get(name);
    if (spec === undefined) throw new Error(`The dialect has no message ${name}.`);
    const isTwo = this.#version === 2;
    if (!isTwo && spec.id > 0xff) throw new RangeError(`${name} has id ${spec.id}, which MAVLink 1 can't carry.`);
    const header = isTwo ? 10 : 6;
    const bytes = new Uint8Array(header + spec.payloadLength + 2);
    encodePayload(bytes, header, spec, fields);
    let payloadLength = spec.baseLength;
    if (isTwo) {
      // MAVLink 2 leaves trailing zeros out, but always sends one byte.
      payloadLength = spec.payloadLength;
      while (payloadLength > 1 && bytes[header + payloadLength - 1] === 0) payloadLength--;
    }
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0xff;
    const ids = [sequence, this.#systemId, this.#componentId, spec.id & 0xff];
    bytes.set(
      isTwo
        ? [magic2, payloadLength, 0, 0, ...ids, (spec.id >> 8) & 0xff, spec.id >> 16]
        : [magic1, payloadLength, ...ids],
    );
    const end = header + payloadLength;
    const crc = x25Byte(x25(viewOf(bytes), 1, end), spec.crcExtra);
    bytes[end] = crc & 0xff;
    bytes[end + 1] = crc >> 8;
    return bytes.slice(0, end + 2);
  }
}
