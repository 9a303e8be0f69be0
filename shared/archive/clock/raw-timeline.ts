import type { Frame } from "../../mavlink/frame.ts";

/** Without a better clock, as fast as a radio at 57,600 baud would have carried it. */
const usPerByte = 10_000_000 / 57_600;
/** ATTITUDE, ATTITUDE_QUATERNION, LOCAL_POSITION_NED, GLOBAL_POSITION_INT: their first field is the time since boot, ms. */
const isBootTimeFirst = (messageId: number): boolean => messageId >= 30 && messageId <= 33;
const systemTimeId = 2;
/** The vehicle was restarted when its time since boot goes back by more. */
const restartUs = 2_000_000;
/** A vehicle that doesn't know the time says it is 1970: UTC before September 2001 is none. */
const earliestUtcUs = 1e15;

export type TimedFrame = Pick<
  Frame,
  "known" | "messageId" | "systemId" | "componentId" | "bytes" | "payloadStart" | "payloadLength"
>;

/** The time of a byte stream without stamps: the first vehicle's own clock; before that is heard, the pace of a radio. */
export class RawTimeline {
  #positionUs: number;
  /** Position of the vehicle's boot; NaN before its clock was heard. */
  #bootAtUs: number;
  #sender: number;
  #startUtcUs = Number.NaN;

  /** Goes on from where another one was. */
  constructor({ positionUs = 0, bootAtUs = Number.NaN, sender = -1 } = {}) {
    this.#positionUs = positionUs;
    this.#bootAtUs = bootAtUs;
    this.#sender = sender;
  }

  /** Microseconds since the beginning; never less than before. */
  get positionUs(): number {
    return this.#positionUs;
  }

  get bootAtUs(): number {
    return this.#bootAtUs;
  }

  /** Whose clock it is: system * 256 + component; -1 before it was heard. */
  get sender(): number {
    return this.#sender;
  }

  /** Of the beginning, from the vehicle's SYSTEM_TIME, where it knows the time. */
  get startUtcUs(): number | undefined {
    return Number.isNaN(this.#startUtcUs) ? undefined : this.#startUtcUs;
  }

  /** Bytes went by. */
  pass(bytes: number): void {
    if (Number.isNaN(this.#bootAtUs)) this.#positionUs += bytes * usPerByte;
  }

  observe(frame: TimedFrame): void {
    const { messageId } = frame;
    if (!frame.known || (messageId !== systemTimeId && !isBootTimeFirst(messageId))) return;
    const bootUs = readUint(frame, messageId === systemTimeId ? 8 : 0, 4) * 1000;
    const sender = frame.systemId * 256 + frame.componentId;
    if (this.#sender < 0) {
      this.#sender = sender;
      this.#bootAtUs = this.#positionUs - bootUs;
    } else if (this.#sender === sender) {
      const positionUs = this.#bootAtUs + bootUs;
      if (positionUs >= this.#positionUs) this.#positionUs = positionUs;
      else if (positionUs < this.#positionUs - restartUs) this.#bootAtUs = this.#positionUs - bootUs;
    }
    if (messageId !== systemTimeId || !Number.isNaN(this.#startUtcUs)) return;
    const utcUs = readUint(frame, 0, 8);
    if (utcUs > earliestUtcUs) this.#startUtcUs = utcUs - this.#positionUs;
  }
}

/** Little-endian; zeros that MAVLink 2 cut off the payload's end are zeros. */
const readUint = (frame: TimedFrame, offset: number, length: number): number => {
  let value = 0;
  for (let i = length - 1; i >= 0; i--) {
    const at = offset + i;
    value = value * 256 + (at < frame.payloadLength ? (frame.bytes[frame.payloadStart + at] ?? 0) : 0);
  }
  return value;
};
