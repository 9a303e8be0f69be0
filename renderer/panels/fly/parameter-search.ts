import type { ParameterRow } from "../../../shared/wire/parameters.ts";

/** As the firmware would store it, to nine digits: 0.1 must not read as 0.10000000149. */
export const valueText = (value: number, type: ParameterRow["type"]): string => {
  if (type !== "real32") return String(value);
  const stored = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = stored.toPrecision(digits);
    if (Math.fround(Number(text)) === stored) return String(Number(text));
  }
  return String(Number(stored.toPrecision(9)));
};

const whole: Readonly<Record<string, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65_535],
  int16: [-32_768, 32_767],
  uint32: [0, 4_294_967_295],
  int32: [-2_147_483_648, 2_147_483_647],
};

/** What was typed, as this type can hold it; undefined where it can't. A comma is taken for a point. */
export const typedValue = (text: string, type: ParameterRow["type"]): number | undefined => {
  const clean = text.trim().replace(",", ".").replace("−", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$/.test(clean)) return undefined;
  const value = Number(clean);
  const range = whole[type];
  if (range !== undefined && (!Number.isInteger(value) || value < range[0] || value > range[1])) return undefined;
  return Number.isFinite(type === "real32" ? Math.fround(value) : value) ? value : undefined;
};

/** Whether what is typed is beyond what makes sense; the vehicle may take it all the same. */
export const isUnusual = ({ min, max, options }: ParameterRow, value: number): boolean =>
  options !== undefined
    ? !options.some((option) => option.value === value)
    : (min !== undefined && value < min) || (max !== undefined && value > max);

/** All words of the search must be in the name or in its description; names that begin with it come first. */
export const findParameters = (
  rows: readonly ParameterRow[],
  search: string,
  describe: (row: ParameterRow) => string,
): readonly ParameterRow[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return rows;
  const found = rows.filter((row) => {
    const text = `${row.name} ${describe(row)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const begins = ({ name }: ParameterRow) => (name.toLowerCase().startsWith(first) ? 0 : 1);
  return [...found].sort((a, b) => begins(a) - begins(b));
};
