import { FrameWriter } from "../../../mavlink/frame-writer.ts";
import type { MessageFields, MessageName } from "../../../mavlink/messages.ts";
import type { PlacedSegment } from "../boot-clock.ts";
import type { NativeFacts } from "../native-survey.ts";

/** @param utcUs since 1970; in a log without UTC, microseconds since its beginning. Never steps back. */
export type OnFrame = (utcUs: number, frame: Uint8Array) => void;

/** MAV_MODE_FLAG: custom mode enabled, and armed. */
const customModeFlag = 1;
const armedFlag = 128;
/** MAV_STATE. */
const standby = 3;
const active = 4;
/** Of a log that never says: a number that names none. */
const noMode = 0xffff_ffff;
const heartbeatEveryUs = 1_000_000;

/** What the heartbeat says. */
export interface Heart {
  customMode: number;
  armed: boolean;
}

/** Writes the frames of one vehicle as its log tells of it: heartbeats once a second and at changes, everything with its stamp. */
export class FrameSink {
  readonly heart: Heart;
  /** Values that no field holds: damage, as a rule. */
  unfit = 0;
  readonly #facts: NativeFacts;
  readonly #onFrame: OnFrame;
  readonly #writer: FrameWriter;
  readonly #lastUs = new Map<string, number>();
  #utcUs = 0;
  #bootUs = 0;
  #heartbeatUs = Number.NEGATIVE_INFINITY;
  #said = "";

  constructor(facts: NativeFacts, onFrame: OnFrame) {
    this.#facts = facts;
    this.#onFrame = onFrame;
    this.heart = { customMode: facts.begins.customMode ?? noMode, armed: facts.begins.armed };
    this.#writer = new FrameWriter({ systemId: facts.systemId, componentId: 1 });
    const [first] = facts.segments;
    if (first !== undefined) this.#utcUs = stampOf(first, first.firstUs);
  }

  /** Since the autopilot's boot. */
  get bootMs(): number {
    return Math.round(this.#bootUs / 1_000) >>> 0;
  }

  get utcUs(): number {
    return this.#utcUs;
  }

  /** Time goes on, and heartbeats with it; call it before what happened then. */
  advance(bootUs: number, segment: number): void {
    const placed = this.#facts.segments[segment];
    if (placed === undefined) return;
    this.#bootUs = bootUs;
    const utcUs = stampOf(placed, bootUs);
    if (utcUs > this.#utcUs) this.#utcUs = utcUs;
    this.beat();
  }

  /** A heartbeat where one is due: mode or arming changed, or a second has passed. */
  beat(): void {
    const { customMode, armed } = this.heart;
    const said = `${customMode} ${armed}`;
    if (this.#utcUs - this.#heartbeatUs < heartbeatEveryUs && said === this.#said) return;
    this.#heartbeatUs = this.#utcUs;
    this.#said = said;
    const hasUtc = this.#facts.segments[0]?.utcOffsetUs !== undefined;
    this.write("SYSTEM_TIME", { timeUnixUsec: wholeUs(hasUtc ? this.#utcUs : 0), timeBootMs: this.bootMs });
    this.write("HEARTBEAT", {
      type: this.#facts.mavType,
      autopilot: this.#facts.format === "ulog" ? 12 : 3,
      baseMode: customModeFlag | (armed ? armedFlag : 0),
      customMode,
      systemStatus: armed ? active : standby,
      mavlinkVersion: 3,
    });
  }

  /** Whether it is time for another one of these: logs hold far more than a map can show. */
  isDue(what: string, everyMs: number): boolean {
    const lastUs = this.#lastUs.get(what);
    // A little early counts, or a stream of nearly this rate would be halved.
    if (lastUs !== undefined && this.#utcUs >= lastUs && this.#utcUs - lastUs < everyMs * 900) return false;
    this.#lastUs.set(what, this.#utcUs);
    return true;
  }

  write<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>): void {
    let frame: Uint8Array;
    try {
      frame = this.#writer.write(name, fields);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.unfit++;
      return;
    }
    this.#onFrame(this.#utcUs, frame);
  }

  /** A text in as many pieces as it needs. */
  text(text: string, severity: number): void {
    if (text === "") return;
    const letters = [...text];
    const pieces: string[] = [];
    // At most 50 bytes a piece, of which a letter may need four.
    let piece = "";
    let bytes = 0;
    for (const letter of letters) {
      const code = letter.codePointAt(0) ?? 0;
      const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (bytes + size > 50) {
        pieces.push(piece);
        [piece, bytes] = ["", 0];
      }
      piece += letter;
      bytes += size;
    }
    pieces.push(piece);
    if (pieces.length === 1) {
      this.write("STATUSTEXT", { severity, text });
      return;
    }
    this.#textId = (this.#textId % 0xffff) + 1;
    for (const [chunkSeq, part] of pieces.entries())
      this.write("STATUSTEXT", { severity, text: part, id: this.#textId, chunkSeq });
    // A last piece that is full needs an empty one behind it.
    if (bytes === 50) this.write("STATUSTEXT", { severity, text: "", id: this.#textId, chunkSeq: pieces.length });
  }

  #textId = 0;
}

const stampOf = ({ utcOffsetUs, positionOffsetUs }: PlacedSegment, bootUs: number): number =>
  bootUs + (utcOffsetUs ?? positionOffsetUs);

/** degE7; NaN where it is none. */
export const degE7 = (deg: number): number => Math.round(deg * 1e7);

/** Centidegrees from 0 to 35999. */
export const centiDeg = (deg: number): number => {
  const turn = ((deg % 360) + 360) % 360;
  return Math.round(turn * 100) % 36_000;
};

/** Of fields that hold microseconds; 0 where they aren't known. */
export const wholeUs = (us: number): bigint => BigInt(us > 0 && us < 2 ** 53 ? Math.round(us) : 0);

/** A number that a field can hold, else what says that it isn't known. */
export const fitting = (value: number, lowest: number, highest: number, unknown: number): number => {
  const whole = Math.round(value);
  return whole >= lowest && whole <= highest ? whole : unknown;
};

/** Cells of BATTERY_STATUS for a pack whose cells aren't told apart: mV, in as many as the whole needs. */
export const packVoltages = (voltageV: number): number[] => {
  const cells = Array.from({ length: 10 }, () => 0xffff);
  let leftMv = Math.round(voltageV * 1_000);
  for (let n = 0; n < cells.length && leftMv > 0; n++) {
    cells[n] = Math.min(leftMv, 0xfffe);
    leftMv -= 0xfffe;
  }
  return cells;
};
