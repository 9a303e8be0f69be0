import { readText } from "../../../mavlink/text.ts";
import {
  type NativeFault,
  type NativeField,
  type NativeHandlers,
  type NativeReader,
  NativeRecord,
  nativeLayout,
  readNativeNumber,
} from "../native-record.ts";
import { RecordChain, type RecordGrammar } from "../record-chain.ts";
import { layOutTopic, parseUlogFormat, type UlogFormat, type UlogTopic } from "./layout.ts";

/** "ULog", 0x01 0x12 0x35; then the version and when the log began. */
const magic = [0x55, 0x4c, 0x6f, 0x67, 0x01, 0x12, 0x35];
const fileHeaderLength = 16;
const syncBytes = [0x2f, 0x73, 0x13, 0x20, 0x25, 0x0c, 0xbb, 0x12];
/** Size (2 bytes) and type of every message. */
const headerLength = 3;
const longestMessage = headerLength + 0xffff;
/** Incompatible flag: data is appended at the offsets that the message names. All others aren't known. */
const dataAppended = 1;
const dataHeader = headerLength + 2;

/** Whether these first bytes of a file are a ULog; one wrong byte of the magic is forgiven. */
export const looksLikeUlog = (sample: Uint8Array): boolean =>
  sample.length >= magic.length && magic.filter((byte, index) => sample[index] !== byte).length <= 1;

/** So much of a text is looked at: a hostile file is nothing but texts that begin at every byte. */
const lookedAt = 64;
/** Behind damage nothing longer than the longest definition that there is counts as a text. */
const longestText = 8_192;
/** Nor anything that can't be checked, in step either: sizes that were damaged are mostly too large. */
const longestUnchecked = 2_048;
const longestName = 256;
/** Fields of all definitions together: real logs have some ten thousand. */
const mostFields = 300_000;

const isPrintable = (bytes: Uint8Array, from: number, end: number): boolean => {
  const to = Math.min(end, from + lookedAt);
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 || byte === 0x7f) return false;
  }
  return true;
};

interface Subscription {
  readonly topic: UlogTopic;
  readonly multiId: number;
}

/** Reads a PX4 ULog. Source: PX4 documentation, "ULog File Format". */
export class UlogReader implements NativeReader, RecordGrammar {
  readonly headerLength = headerLength;
  readonly longest = longestMessage;
  /** When logging began, since boot. */
  startUs: number | undefined;
  readonly #handlers: NativeHandlers;
  readonly #record = new NativeRecord();
  readonly #formats = new Map<string, UlogFormat>();
  readonly #subscriptions = new Map<number, Subscription>();
  #chain: RecordChain | undefined;
  #head: Uint8Array = new Uint8Array(0);
  #appendedAt: readonly number[] = [];
  #fault: NativeFault | undefined;
  #fields = 0;
  /** Nothing was read yet: only the first message may say what the file needs of its reader. */
  #isFirst = true;
  /** Ids whose topic was given up: another one may take them. */
  readonly #given = new Set<number>();

  constructor(handlers: NativeHandlers) {
    this.#handlers = handlers;
    this.#record.headerLength = dataHeader;
  }

  get fault(): NativeFault | undefined {
    return this.#fault;
  }

  push(chunk: Uint8Array): void {
    if (this.#fault !== undefined) return;
    if (this.#chain !== undefined) {
      this.#chain.push(chunk);
      return;
    }
    const joined = new Uint8Array(this.#head.length + chunk.length);
    joined.set(this.#head);
    joined.set(chunk, this.#head.length);
    this.#head = joined;
    if (joined.length >= fileHeaderLength) this.#begin(joined);
  }

  flush(): void {
    if (this.#fault !== undefined) return;
    if (this.#chain === undefined)
      this.#fault = {
        code: "not-this-format",
        detail: `A ULog has a header of 16 bytes; this has ${this.#head.length}.`,
      };
    else this.#chain.flush();
  }

  #begin(bytes: Uint8Array): void {
    if (!looksLikeUlog(bytes)) {
      this.#fault = { code: "not-this-format", detail: 'A ULog begins with "ULog"; this doesn\'t.' };
      return;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    this.startUs = view.getUint32(12, true) * 0x100000000 + view.getUint32(8, true);
    const { onEvent } = this.#handlers;
    this.#chain = new RecordChain(
      this,
      {
        damage: (offset, count) => onEvent?.({ kind: "damage", offset, bytes: count }),
        cut: (offset, count) => onEvent?.({ kind: "cut", offset, bytes: count }),
      },
      fileHeaderLength,
    );
    this.#chain.push(bytes.subarray(fileHeaderLength));
    this.#head = new Uint8Array(0);
  }

  nextBreak(offset: number): number | undefined {
    return this.#appendedAt.find((appended) => appended > offset);
  }

  otherLengthAt(): number {
    return 0;
  }

  lengthAt(bytes: Uint8Array, view: DataView, at: number, end: number, how: "in-step" | "searching"): number {
    const size = view.getUint16(at, true);
    const type = bytes[at + 2] ?? 0;
    if (size === 0) return 0;
    const length = headerLength + size;
    const from = at + headerLength;
    const to = Math.min(end, at + length);
    const isSure = how === "searching";
    if (isSure && size > longestText && type !== 0x44) return 0;
    switch (type) {
      case 0x44: // D
        return this.#isData(view, from, to, size, how) ? length : 0;
      case 0x53: // S
        return size === syncBytes.length && syncBytes.slice(0, to - from).every((byte, n) => bytes[from + n] === byte)
          ? length
          : 0;
      case 0x4f: // O
      case 0x52: // R
        return size === 2 && !isSure ? length : 0;
      case 0x42: // B
        return size >= 40 && size <= longestUnchecked && this.#isFirst && !isSure ? length : 0;
      case 0x46: // F
        return isPrintable(bytes, from, to) ? length : 0;
      case 0x41: // A
        return size > 3 && this.#isTopic(bytes, from + 3, to, length <= end - at) ? length : 0;
      case 0x49: // I
      case 0x50: // P
        return isKeyed(bytes, from, to, size) ? length : 0;
      case 0x4d: // M
      case 0x51: // Q
        return isKeyed(bytes, from + 1, to, size - 1) ? length : 0;
      case 0x4c: // L
      case 0x43: // C
        return size >= (type === 0x43 ? 11 : 9) &&
          isLevel(bytes[from] ?? 0x30) &&
          (!isSure || isPrintable(bytes, from + 11, to))
          ? length
          : 0;
      default:
        // Types that come with newer loggers are passed over.
        return !isSure && type > 0x40 && type < 0x5b && size <= longestUnchecked ? length : 0;
    }
  }

  take(bytes: Uint8Array, view: DataView, at: number, length: number, offset: number): void {
    if (this.#fault !== undefined) return;
    const from = at + headerLength;
    const end = at + length;
    const { onEvent } = this.#handlers;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    switch (String.fromCharCode(bytes[at + 2] ?? 0)) {
      case "D":
        this.#takeData(view, at, length, offset);
        return;
      case "A":
        this.#subscribe(bytes, view, from, end);
        return;
      case "F": {
        const format = parseUlogFormat(readText(bytes, from, end - from));
        if (format === undefined) onEvent?.({ kind: "damage", offset, bytes: length });
        else if (!this.#formats.has(format.name) && this.#hasRoom(format.members.length))
          this.#formats.set(format.name, format);
        return;
      }
      case "B":
        if (isFirst) this.#readFlags(bytes, view, from);
        return;
      case "R":
        // Its data are still read, should this be damage.
        this.#given.add(view.getUint16(from, true));
        return;
      case "P":
      case "I":
        this.#readKeyed(bytes, view, from, end, bytes[at + 2] === 0x50);
        return;
      case "L":
        this.#readLogged(view, at, from + 1, end, offset);
        return;
      case "C":
        this.#readLogged(view, at, from + 3, end, offset);
        return;
      case "O":
        onEvent?.({ kind: "dropout", durationMs: view.getUint16(from, true), offset });
    }
  }

  #takeData(view: DataView, at: number, length: number, offset: number): void {
    const subscription = this.#subscriptions.get(view.getUint16(at + headerLength, true));
    if (subscription === undefined) return;
    const { topic, multiId } = subscription;
    if (length - dataHeader < topic.leastLength) return;
    const record = this.#record;
    record.layout = topic.layout;
    record.instance = multiId;
    record.offset = offset;
    record.view = view;
    record.start = at + dataHeader;
    const { timestampOffset } = topic;
    record.bootUs =
      timestampOffset === undefined
        ? undefined
        : view.getUint32(record.start + timestampOffset + 4, true) * 0x100000000 +
          view.getUint32(record.start + timestampOffset, true);
    this.#handlers.onRecord(record);
  }

  #isData(view: DataView, from: number, to: number, size: number, how: "in-step" | "searching"): boolean {
    if (size < 2) return false;
    if (to - from < 2) return how === "in-step";
    const subscription = this.#subscriptions.get(view.getUint16(from, true));
    // In step, data of a subscription that was lost is passed over.
    if (subscription === undefined) return how === "in-step" && size <= longestUnchecked;
    const { leastLength, layout } = subscription.topic;
    return size - 2 >= leastLength && size - 2 <= layout.length + 64;
  }

  /** Names of topics are defined before they are subscribed to. */
  #isTopic(bytes: Uint8Array, from: number, to: number, isWhole: boolean): boolean {
    if (to - from > longestName) return false;
    return isWhole ? this.#formats.has(readText(bytes, from, to - from)) : isPrintable(bytes, from, to);
  }

  #subscribe(bytes: Uint8Array, view: DataView, from: number, end: number): void {
    const name = readText(bytes, from + 3, end - from - 3);
    const id = view.getUint16(from + 1, true);
    const old = this.#subscriptions.get(id);
    if (old !== undefined && old.topic.layout.message !== name && !this.#given.has(id)) return;
    const topic = layOutTopic(name, this.#formats);
    if (topic === undefined || !this.#hasRoom(topic.layout.fields.length)) return;
    this.#subscriptions.set(id, { topic, multiId: bytes[from] ?? 0 });
    this.#given.delete(id);
  }

  #hasRoom(fields: number): boolean {
    this.#fields += fields;
    return this.#fields <= mostFields;
  }

  #readFlags(bytes: Uint8Array, view: DataView, from: number): void {
    const unknown = Array.from(bytes.subarray(from + 8, from + 16), (byte, n) =>
      n === 0 ? byte & ~dataAppended : byte,
    ).some((byte) => byte !== 0);
    if (unknown) {
      const detail = "This ULog says that it can only be read by a program that knows features newer than this one's.";
      this.#fault = { code: "incompatible", detail };
      return;
    }
    if (((bytes[from + 8] ?? 0) & dataAppended) === 0) return;
    this.#appendedAt = [0, 8, 16]
      .map((n) => view.getUint32(from + 20 + n, true) * 0x100000000 + view.getUint32(from + 16 + n, true))
      .filter((offset) => offset > fileHeaderLength && Number.isSafeInteger(offset))
      .sort((a, b) => a - b);
  }

  #readKeyed(bytes: Uint8Array, view: DataView, from: number, end: number, isParameter: boolean): void {
    const keyLength = bytes[from] ?? 0;
    const [type = "", key = ""] = readText(bytes, from + 1, keyLength).split(" ");
    const valueAt = from + 1 + keyLength;
    const wire = type === "float" ? "f32" : type === "int32_t" ? "i32" : type === "uint32_t" ? "u32" : undefined;
    const { onEvent } = this.#handlers;
    if (type.startsWith("char[")) onEvent?.({ kind: "info", key, value: readText(bytes, valueAt, end - valueAt) });
    else if (wire !== undefined && valueAt + 4 <= end) {
      const value = readNativeNumber(view, valueAt, { name: key, type: wire, offset: 0, count: 0, divisor: 1 });
      if (isParameter) onEvent?.({ kind: "parameter", name: key, value, isInteger: wire !== "f32" });
      else onEvent?.({ kind: "info", key, value });
    }
  }

  /** A text of the autopilot: shown like a message of a topic, and told as what it is. */
  #readLogged(view: DataView, at: number, stampAt: number, end: number, offset: number): void {
    const level = view.getUint8(at + headerLength);
    const record = this.#record;
    record.layout = textLayout(stampAt - at - dataHeader, end - stampAt - 8);
    record.instance = 0;
    record.offset = offset;
    record.view = view;
    record.start = at + dataHeader;
    const bootUs = record.number("timestamp");
    record.bootUs = bootUs;
    // Each length is a layout of its own.
    if (this.#hasRoom(record.layout.fields.length)) this.#handlers.onRecord(record);
    const severity = isLevel(level) ? level - 0x30 : undefined;
    this.#handlers.onEvent?.({ kind: "text", text: record.text("message"), severity, bootUs });
  }
}

/** Fields of a logged text, from where those of a topic would begin. */
const textLayout = (stampOffset: number, textLength: number) => {
  const one = { count: 0, divisor: 1 };
  const fields: NativeField[] = [
    { name: "log_level", type: "u8", offset: headerLength - dataHeader, ...one },
    { name: "timestamp", type: "u64", offset: stampOffset, ...one },
    { name: "message", type: "text", offset: stampOffset + 8, count: textLength, divisor: 1 },
  ];
  return nativeLayout("logged_message", fields, stampOffset + 8 + textLength);
};

/** "0" emergency to "7" debug, as of the Linux kernel. */
const isLevel = (level: number): boolean => level >= 0x30 && level <= 0x37;

/** A key with its type, its length before it: "int32_t SYS_AUTOSTART". */
const isKeyed = (bytes: Uint8Array, from: number, to: number, size: number): boolean => {
  const keyLength = bytes[from] ?? 0;
  if (keyLength < 3 || keyLength + 1 > size) return false;
  return isPrintable(bytes, from + 1, Math.min(to, from + 1 + keyLength));
};
