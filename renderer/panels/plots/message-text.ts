import type { LoggedMessage } from "../../../shared/wire/archive.ts";

type Value = LoggedMessage["fields"][string];

/** Seven digits are what a float of 32 bits carries. */
const numberText = (value: number | null): string =>
  value === null ? "NaN" : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));

export const fieldText = (value: Value): string => {
  if (typeof value === "string") return `“${value}”`;
  return typeof value === "number" || value === null ? numberText(value) : `[${value.map(numberText).join(" ")}]`;
};

/** All of a message in one line, as it is read in a list. */
export const messageLine = ({ fields }: LoggedMessage): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${fieldText(value)}`)
    .join(" · ");
