import { type NativeField, type NativeLayout, type NativeType, nativeLayout, nativeSize } from "../native-record.ts";

/** A format character: how it lies in the record, and what the number is divided by. */
interface FormatCharacter {
  readonly type: NativeType;
  readonly count: number;
  readonly divisor: number;
  /** Where the character itself implies a unit. */
  readonly unit?: string;
}

/** Source: ArduPilot, libraries/AP_Logger/LogStructure.h, "Format characters in the format string for binary log messages". */
const characters: Readonly<Record<string, FormatCharacter>> = {
  a: { type: "i16", count: 32, divisor: 1 },
  b: { type: "i8", count: 0, divisor: 1 },
  B: { type: "u8", count: 0, divisor: 1 },
  h: { type: "i16", count: 0, divisor: 1 },
  H: { type: "u16", count: 0, divisor: 1 },
  i: { type: "i32", count: 0, divisor: 1 },
  I: { type: "u32", count: 0, divisor: 1 },
  f: { type: "f32", count: 0, divisor: 1 },
  d: { type: "f64", count: 0, divisor: 1 },
  g: { type: "f16", count: 0, divisor: 1 },
  n: { type: "text", count: 4, divisor: 1 },
  N: { type: "text", count: 16, divisor: 1 },
  Z: { type: "text", count: 64, divisor: 1 },
  c: { type: "i16", count: 0, divisor: 100 },
  C: { type: "u16", count: 0, divisor: 100 },
  e: { type: "i32", count: 0, divisor: 100 },
  E: { type: "u32", count: 0, divisor: 100 },
  L: { type: "i32", count: 0, divisor: 1e7, unit: "deg" },
  M: { type: "u8", count: 0, divisor: 1 },
  q: { type: "i64", count: 0, divisor: 1 },
  Q: { type: "u64", count: 0, divisor: 1 },
};

/** What an FMT message says of another one. */
export interface DataFlashFormat {
  readonly type: number;
  /** Of a whole record with its header of three bytes, as the FMT says. */
  readonly declaredLength: number;
  /** As its format characters make it. */
  readonly computedLength: number;
  readonly layout: NativeLayout;
  /** The text of format characters, so that units can be added later. */
  readonly characters: string;
}

/** Header of every record: 0xA3, 0x95, the type. */
export const headerLength = 3;
/** The type of FMT itself. */
export const formatType = 0x80;
/** Of FMT: its own format is the one thing a log needn't define. */
export const formatRecordLength = 89;

/** Scripts on board write messages of their own, and call them as they like. */
const namePattern = /^[!-~]{1,4}$/;
const columnPattern = /^[ -~]+$/;

/** By the multiplier that MULT gives, as pymavlink has it: the prefix of the unit. */
const prefixes: ReadonlyMap<number, string> = new Map([
  [0, ""],
  [1, ""],
  [1e-1, "d"],
  [1e-2, "c"],
  [1e-3, "m"],
  [1e-6, "µ"],
  [1e-9, "n"],
]);

/** Unit and multiplier of a field, as FMTU, UNIT and MULT say; a number in the log is in this unit. */
export const unitOf = (
  unit: string | undefined,
  multiplier: number | undefined,
  divisor: number,
): string | undefined => {
  if (unit === undefined || unit === "") return undefined;
  // The format's own divisor was applied: the number is in the unit itself.
  if (divisor !== 1 || multiplier === undefined) return unit;
  const prefix = prefixes.get(multiplier);
  return prefix === undefined ? `${multiplier} ${unit}` : prefix + unit;
};

/**
 * @param labels names of the columns, as the FMT lists them
 * @param units by column
 * @returns undefined where the FMT is damaged: a character that isn't known, names that are none
 */
export const dataFlashFormat = (
  type: number,
  declaredLength: number,
  name: string,
  format: string,
  labels: string,
  units: readonly (string | undefined)[] = [],
): DataFlashFormat | undefined => {
  if (!namePattern.test(name)) return undefined;
  const names = labels === "" ? [] : labels.split(",").map((label) => label.trim());
  const fields: NativeField[] = [];
  let offset = 0;
  for (const [index, character] of [...format].entries()) {
    const known = characters[character];
    if (known === undefined) return undefined;
    // The last names don't fit into the FMT of a message with many columns.
    const label = names[index] ?? `Field${index}`;
    if (!columnPattern.test(label) && index < names.length - 1) return undefined;
    const unit = units[index] ?? known.unit;
    const field = {
      name: label || `Field${index}`,
      type: known.type,
      offset,
      count: known.count,
      divisor: known.divisor,
    };
    fields.push(unit === undefined ? field : { ...field, unit });
    offset += nativeSize[known.type] * Math.max(1, known.count);
  }
  const layout = nativeLayout(name, fields, offset);
  return { type, declaredLength, computedLength: offset + headerLength, layout, characters: format };
};
