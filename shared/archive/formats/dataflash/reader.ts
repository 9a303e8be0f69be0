import {
  type NativeHandlers,
  type NativeLayout,
  type NativeReader,
  NativeRecord,
  nativeLayout,
} from "../native-record.ts";
import { RecordChain, type RecordGrammar } from "../record-chain.ts";
import {
  type DataFlashFormat,
  dataFlashFormat,
  formatRecordLength,
  formatType,
  headerLength,
  unitOf,
} from "./format.ts";

const head1 = 0xa3;
const head2 = 0x95;
/** A length is one byte. */
const longestRecord = 255;

/** A log defines each of its 256 types once, or once more after each boot; a hostile one does nothing else. */
const mostDefinitions = 10_000;

/** What an FMT of itself would say. */
const ownFormat = (): DataFlashFormat => {
  const format = dataFlashFormat(formatType, formatRecordLength, "FMT", "BBnNZ", "Type,Length,Name,Format,Columns");
  if (format === undefined) throw new Error("FMT's own format is wrong.");
  return format;
};

/** Whether these first bytes of a file are a DataFlash log: the first FMT comes at the very beginning, or nearly so. */
export const looksLikeDataFlash = (sample: Uint8Array): boolean => {
  for (let at = 0; at + headerLength + 2 <= sample.length && at < 4_096; at++) {
    if (sample[at] !== head1 || sample[at + 1] !== head2 || sample[at + 2] !== formatType) continue;
    const next = at + formatRecordLength;
    // Followed by another record, or all there is.
    if (next + 1 < sample.length ? sample[next] === head1 && sample[next + 1] === head2 : next >= sample.length)
      return true;
  }
  return false;
};

/** One type of message: its format, the units that came later, and where its time and instance lie. */
interface Kind {
  readonly format: DataFlashFormat;
  readonly layout: NativeLayout;
  /** As its records really lie in the file: the declared one, until that turns out to be a lie. */
  length: number;
  readonly timeUs: ((view: DataView, start: number) => number) | undefined;
  readonly instanceOffset: number | undefined;
  /** What is left of the layout where records are shorter than their fields. */
  short?: NativeLayout;
}

const readTimeUs = (layout: NativeLayout): Kind["timeUs"] => {
  const [first] = layout.fields;
  if (first?.name === "TimeUS" && first.type === "u64")
    return (view, start) => view.getUint32(start + 4, true) * 0x100000000 + view.getUint32(start, true);
  if (first?.name === "TimeMS" && first.type === "u32") return (view, start) => view.getUint32(start, true) * 1_000;
  return undefined;
};

const instanceNames = ["I", "Instance", "Inst"];

/** Where a byte says which sensor it is: FMTU marks it by "#"; logs without units by its name. */
const findInstance = (layout: NativeLayout, unitIds: string | undefined): number | undefined => {
  const marked = unitIds?.indexOf("#") ?? -1;
  const field =
    marked >= 0
      ? layout.fields[marked]
      : unitIds === undefined
        ? layout.fields.find(({ name }) => instanceNames.includes(name))
        : undefined;
  return field?.type === "u8" || field?.type === "i8" ? field.offset : undefined;
};

/**
 * Reads an ArduPilot DataFlash log. It defines itself: FMT says what each message looks like, FMTU, UNIT and MULT in which units.
 * There is no checksum: a record counts when another one begins behind it. Where an FMT lies about a length, the length that its
 * own format makes is tried. Source: ArduPilot, libraries/AP_Logger.
 */
export class DataFlashReader implements NativeReader, RecordGrammar {
  readonly fault = undefined;
  readonly headerLength = headerLength;
  readonly longest = longestRecord;
  readonly #handlers: NativeHandlers;
  readonly #chain: RecordChain;
  readonly #record = new NativeRecord();
  readonly #kinds: (Kind | undefined)[] = Array.from({ length: 256 }, () => undefined);
  readonly #units = new Map<string, string>();
  readonly #multipliers = new Map<string, number>();
  #definitions = 0;
  readonly #unitIds = new Map<number, { readonly units: string; readonly multipliers: string }>();

  constructor(handlers: NativeHandlers) {
    this.#handlers = handlers;
    this.#record.headerLength = headerLength;
    this.#chain = new RecordChain(
      this,
      {
        damage: (offset, bytes) => handlers.onEvent?.({ kind: "damage", offset, bytes }),
        cut: (offset, bytes) => handlers.onEvent?.({ kind: "cut", offset, bytes }),
      },
      0,
    );
    this.#define(ownFormat());
  }

  push(chunk: Uint8Array): void {
    this.#chain.push(chunk);
  }

  flush(): void {
    this.#chain.flush();
  }

  nextBreak(): undefined {
    return undefined;
  }

  lengthAt(bytes: Uint8Array, _view: DataView, at: number): number {
    if (bytes[at] !== head1 || bytes[at + 1] !== head2) return 0;
    return this.#kinds[bytes[at + 2] ?? 0]?.length ?? 0;
  }

  otherLengthAt(bytes: Uint8Array, at: number): number {
    const kind = this.#kinds[bytes[at + 2] ?? 0];
    if (kind === undefined) return 0;
    const { declaredLength, computedLength } = kind.format;
    return kind.length === declaredLength ? (computedLength === declaredLength ? 0 : computedLength) : declaredLength;
  }

  take(bytes: Uint8Array, view: DataView, at: number, length: number, offset: number): void {
    const type = bytes[at + 2] ?? 0;
    const kind = this.#kinds[type];
    if (kind === undefined) return;
    kind.length = length;
    const record = this.#record;
    const start = at + headerLength;
    // A shorter record than its fields would be read beyond its end.
    const room = length - headerLength;
    if (room < kind.layout.length && kind.short?.length !== room) kind.short = shortened(kind.layout, room);
    record.layout = room < kind.layout.length ? (kind.short ?? kind.layout) : kind.layout;
    record.view = view;
    record.start = start;
    record.offset = offset;
    const { timeUs, instanceOffset } = kind;
    record.bootUs = timeUs !== undefined && length >= headerLength + 8 ? timeUs(view, start) : undefined;
    record.instance =
      instanceOffset !== undefined && start + instanceOffset < at + length ? (bytes[start + instanceOffset] ?? 0) : 0;
    this.#learn(type, record);
    this.#handlers.onRecord(record);
  }

  #learn(type: number, record: NativeRecord): void {
    switch (record.layout.message) {
      case "FMT":
        if (type === formatType) this.#learnFormat(record);
        return;
      case "UNIT":
        this.#units.set(String.fromCharCode(record.number("Id") & 0xff), record.text("Label"));
        return;
      case "MULT":
        // Stored as a double that was a float: seven digits are meant.
        this.#multipliers.set(
          String.fromCharCode(record.number("Id") & 0xff),
          Number.parseFloat(record.number("Mult").toPrecision(7)),
        );
        return;
      case "FMTU": {
        const of = record.number("FmtType");
        this.#unitIds.set(of, { units: record.text("UnitIds"), multipliers: record.text("MultIds") });
        const kind = this.#kinds[of];
        if (kind !== undefined) this.#define(kind.format);
        return;
      }
      case "PARM": {
        const [name, value] = [record.text("Name"), record.number("Value")];
        if (name !== "" && Number.isFinite(value))
          this.#handlers.onEvent?.({ kind: "parameter", name, value, isInteger: false });
      }
    }
  }

  #learnFormat(record: NativeRecord): void {
    const type = record.number("Type");
    const format = dataFlashFormat(
      type,
      record.number("Length"),
      record.text("Name"),
      record.text("Format"),
      record.text("Columns"),
    );
    if (format === undefined || type === formatType) return;
    const known = this.#kinds[type]?.format;
    if (known !== undefined && sameFormat(known, format)) return;
    const agrees = format.declaredLength === format.computedLength;
    // Formats are repeated: a damaged one doesn't replace one that is right.
    if (!agrees && known !== undefined && known.declaredLength === known.computedLength) return;
    if (format.declaredLength < headerLength && format.computedLength > longestRecord) return;
    this.#define(format);
  }

  #define(given: DataFlashFormat): void {
    if (++this.#definitions > mostDefinitions) return;
    const { type, declaredLength, computedLength } = given;
    const ids = this.#unitIds.get(type);
    const { layout: plain } = given;
    const layout =
      ids === undefined
        ? plain
        : nativeLayout(
            plain.message,
            plain.fields.map((field, index) => {
              const multiplier = this.#multipliers.get(ids.multipliers[index] ?? "");
              const unit = unitOf(this.#units.get(ids.units[index] ?? ""), multiplier, field.divisor);
              // 0 stands for none; a format that scales by itself is scaled already.
              const scales = multiplier !== undefined && multiplier !== 0 && field.divisor === 1;
              return {
                ...field,
                ...(unit === undefined ? {} : { unit }),
                ...(scales ? { multiplier } : {}),
              };
            }),
            plain.length,
          );
    this.#kinds[type] = {
      format: given,
      layout,
      length: declaredLength > headerLength || computedLength > longestRecord ? declaredLength : computedLength,
      timeUs: readTimeUs(layout),
      instanceOffset: findInstance(layout, ids?.units),
    };
  }
}

const sameFormat = (a: DataFlashFormat, b: DataFlashFormat): boolean =>
  a.declaredLength === b.declaredLength &&
  a.characters === b.characters &&
  a.layout.message === b.layout.message &&
  a.layout.fields.every(({ name }, index) => name === b.layout.fields[index]?.name);

const shortened = (layout: NativeLayout, length: number): NativeLayout =>
  nativeLayout(
    layout.message,
    layout.fields.filter((_, index) => (layout.fields[index + 1]?.offset ?? layout.length) <= length),
    length,
  );
