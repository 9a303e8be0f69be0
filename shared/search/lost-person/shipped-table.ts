import json from "./lost-person.json" with { type: "json" };
import { type LostPersonTable, readLostPersonTable } from "./lost-person-table.ts";

/** The table that comes with the program; see its `source` and `attribution`. */
export const shippedLostPersonTable = (): LostPersonTable => {
  const read = readLostPersonTable(json);
  if (!read.ok) throw new Error(`The shipped lost-person table is wrong at ${read.fault.at}: ${read.fault.message}.`);
  return read.table;
};
