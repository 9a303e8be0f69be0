import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";
import { type ChainedColumns, linkAfter, type StoredChain } from "../hash-chain.ts";
import type { Row } from "../statements.ts";

type Checked = VerifyAnswer["checked"][number];

export interface ChainCheck {
  readonly name: string;
  readonly chain: StoredChain;
  /** In the order of their keeping. */
  readonly rows: Iterable<Row>;
  readonly columnsOf: (row: Row) => ChainedColumns;
  /** How a person finds the record. */
  readonly wordsOf: (row: Row) => string;
}

/** Follows a chain from its start to its end, and names the first record at which it breaks. */
export const verifyChain = ({ name, chain, rows, columnsOf, wordsOf }: ChainCheck): Checked => {
  let head = chain.start;
  let records = 0;
  let last = "the beginning";
  const fault = (text: string): Checked => ({ name, ok: false, records, fault: text });
  for (const row of rows) {
    const words = wordsOf(row);
    if (row.previous !== head) {
      const isChanged = linkAfter(String(row.previous), columnsOf(row)).hash !== row.hash;
      return fault(
        isChanged
          ? `${words} was changed or put in: neither its hash nor the one before it fits.`
          : `${words} does not follow on ${last}: a record between them is gone, or they were moved.`,
      );
    }
    const link = linkAfter(head, columnsOf(row));
    if (link.hash !== row.hash) return fault(`${words} was changed: its hash is not that of its content.`);
    head = link.hash;
    records += 1;
    last = words;
  }
  if (records !== chain.rows || head !== chain.head) {
    const gone = chain.rows - records;
    return fault(gone > 0 ? `${gone} records are gone after ${last}.` : `The chain does not end with ${last}.`);
  }
  return { name, ok: true, records };
};
