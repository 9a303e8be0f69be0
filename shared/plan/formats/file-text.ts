import { strFromU8 } from "fflate";
import type { PlanNotes } from "./plan-note.ts";

const utf16 = (bytes: Uint8Array, littleEndian: boolean): string => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  const codes: number[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    codes.push(view.getUint16(at, littleEndian));
    if (codes.length === 8192) parts.push(String.fromCharCode(...codes.splice(0)));
  }
  parts.push(String.fromCharCode(...codes));
  return parts.join("");
};

/** A file's text: UTF-8, or UTF-16 with its mark; without the mark. Of other encodings the numbers survive. */
export const fileText = (bytes: Uint8Array, notes: PlanNotes): string => {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return utf16(bytes.subarray(2), a === 0xff);
  const text = strFromU8(bytes);
  if (text.includes("\ufffd")) notes.add("bad-text");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
};
