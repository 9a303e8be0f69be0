export interface CsvRow {
  /** Of the file, from 1, where the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote that is never closed: the row ends at its line's end. */
  readonly isOpen: boolean;
}

/** A quoted cell that goes on for longer was not meant as one. */
const longestCell = 10_000;

/** Which of the usual separators a heading uses. */
export const separatorOf = (heading: string): string => {
  const bare = heading.replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t", "，", "|"].map((separator) => ({
    separator,
    count: bare.split(separator).length - 1,
  }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).separator;
};

/** The rows of a CSV text (RFC 4180, and what people make of it); empty lines are passed over, and no other text is. */
export function* csvRows(text: string, separator: string): Generator<CsvRow> {
  let [at, line] = [text.startsWith("\uFEFF") ? 1 : 0, 1];
  while (at < text.length) {
    const { cells, end, isOpen } = rowAt(text, at, separator);
    const row = text.slice(at, end);
    if (row.trim() !== "") yield { line, cells, isOpen };
    const past = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    line += row.split(/\r\n|\r|\n/).length;
    at = past;
  }
}

const rowAt = (text: string, from: number, separator: string) => {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    while (text[at] === " ") at += 1;
    if (text[at] === '"') {
      const cell = quotedAt(text, at);
      if (!cell) {
        const end = lineEnd(text, from);
        return { cells: text.slice(from, end).split(separator), end, isOpen: true };
      }
      const end = cellEnd(text, cell.end, separator);
      cells.push(cell.value + text.slice(cell.end, end).trimEnd());
      at = end;
    } else {
      const end = cellEnd(text, at, separator);
      cells.push(text.slice(at, end).trim());
      at = end;
    }
    if (text[at] !== separator) return { cells, end: at, isOpen: false };
    at += 1;
  }
};

/** Two quotes in a quoted cell are one. */
const quotedAt = (text: string, from: number): { readonly value: string; readonly end: number } | undefined => {
  let value = "";
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote - from > longestCell) return undefined;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
};

const cellEnd = (text: string, from: number, separator: string): number => {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return at;
};

const lineEnd = (text: string, from: number): number => {
  const ends = ["\n", "\r"].map((end) => text.indexOf(end, from)).filter((at) => at >= 0);
  return ends.length === 0 ? text.length : Math.min(...ends);
};
