import type { NativeField, NativeLayout } from "../../../../shared/archive/formats/native-record.ts";
import type { LogField } from "../../../../shared/archive/log-stream.ts";

/** Times are kept in steps of this, so that 32 bits last for days. */
const tickUs = 100;
/** Stamps may step back a little before the first one. */
const biasTicks = 60_000;

class Growing {
  #values = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(Math.ceil(this.length * 1.5));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}

/** Two layouts that read the same bytes as the same fields: only units may differ. */
const isSame = (a: NativeLayout, b: NativeLayout): boolean =>
  a === b ||
  (a.length === b.length &&
    a.fields.length === b.fields.length &&
    a.fields.every((field, index) => {
      const other = b.fields[index];
      return (
        other !== undefined && field.name === other.name && field.type === other.type && field.count === other.count
      );
    }));

/** Where each message of one stream lies and when it was: 8 bytes for each, plus one more 4 GiB into a file. */
export class StreamIndex {
  readonly key: string;
  readonly #offsets = new Growing();
  readonly #ticks = new Growing();
  /** From which message on another 4 GiB, another boot or another layout counts. */
  readonly #offsetBases: { readonly from: number; readonly base: number }[] = [{ from: 0, base: 0 }];
  readonly #segments: { readonly from: number; readonly segment: number; readonly baseUs: number }[] = [];
  readonly #layouts: { readonly from: number; layout: NativeLayout }[] = [];

  constructor(key: string) {
    this.key = key;
  }

  get count(): number {
    return this.#offsets.length;
  }

  /** The newest: units are told late. */
  get layout(): NativeLayout {
    const last = this.#layouts.at(-1);
    if (last === undefined) throw new Error(`The stream ${this.key} is empty.`);
    return last.layout;
  }

  /** @param baseUs of the segment: some stamp near its beginning */
  add(offset: number, bootUs: number, segment: number, baseUs: number, layout: NativeLayout): void {
    const index = this.count;
    const base = Math.floor(offset / 0x100000000) * 0x100000000;
    if (base !== this.#offsetBases.at(-1)?.base) this.#offsetBases.push({ from: index, base });
    const isNewSegment = this.#segments.at(-1)?.segment !== segment;
    if (isNewSegment) this.#segments.push({ from: index, segment, baseUs });
    const newest = this.#layouts.at(-1);
    if (newest === undefined || !isSame(newest.layout, layout)) this.#layouts.push({ from: index, layout });
    else newest.layout = layout;
    const ticks = Math.round((bootUs - baseUs) / tickUs) + biasTicks;
    const bounded = Math.min(0xffffffff, Math.max(0, ticks));
    // Within a stream time doesn't step back.
    this.#ticks.push(isNewSegment ? bounded : Math.max(this.#ticks.at(index - 1), bounded));
    this.#offsets.push(offset - base);
  }

  offset(index: number): number {
    return this.#offsets.at(index) + lastFrom(this.#offsetBases, index).base;
  }

  layoutOf(index: number): NativeLayout {
    return lastFrom(this.#layouts, index).layout;
  }

  /** Stamp since boot, microseconds, and the boot it counts from. */
  stamp(index: number): { readonly bootUs: number; readonly segment: number } {
    const { segment, baseUs } = lastFrom(this.#segments, index);
    return { bootUs: baseUs + (this.#ticks.at(index) - biasTicks) * tickUs, segment };
  }

  /** Numbers of its messages, arrays by their elements, with the field they are read from. */
  plottable(): readonly { readonly field: LogField; readonly native: NativeField; readonly element: number }[] {
    return this.layout.fields.flatMap((native) => {
      if (native.type === "text") return [];
      const unit = native.unit === undefined ? {} : { unit: native.unit };
      if (native.count === 0) return [{ field: { name: native.name, ...unit }, native, element: 0 }];
      return Array.from({ length: native.count }, (_, element) => ({
        field: { name: `${native.name}[${element}]`, ...unit },
        native,
        element,
      }));
    });
  }
}

const lastFrom = <T extends { readonly from: number }>(parts: readonly T[], index: number): T => {
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at];
    if (part !== undefined && part.from <= index) return part;
  }
  throw new Error(`There is no message ${index}.`);
};
