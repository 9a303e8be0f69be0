import { BadFile } from "./file-fault.ts";

/** What JSON can be, taken apart with care: a file says what it likes. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object, or an empty one. */
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** An array, or an empty one. */
export const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A number; NaN for anything else, which is how JSON's null stands for it. */
export const numberOf = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);

/** @throws BadFile where it is no JSON object */
export const parseJson = (text: string): JsonObject => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadFile(`This is no JSON: ${error instanceof Error ? error.message.slice(0, 120) : "not readable"}.`);
  }
  if (!isObject(value)) throw new BadFile("This JSON is no object.");
  return value;
};
