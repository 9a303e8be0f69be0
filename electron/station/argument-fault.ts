/** A wrong argument; caught where the command line is read and turned into its fault. */
export class ArgumentFault extends Error {}

/** @throws ArgumentFault where an option's value is no such number */
export const numberOf = (
  name: string,
  text: string | undefined,
  range: { readonly min: number; readonly max: number; readonly whole: boolean; readonly otherwise: number },
): number => {
  if (text === undefined) return range.otherwise;
  const value = Number(text);
  const fits = text.trim() !== "" && value >= range.min && value <= range.max;
  if (!fits || (range.whole && !Number.isInteger(value))) {
    const kind = range.whole ? "a whole number" : "a number";
    throw new ArgumentFault(`--${name} takes ${kind} from ${range.min} to ${range.max}, not "${text}".`);
  }
  return value;
};
