import type { Frame } from "../../mavlink/frame.ts";
import { viewOf } from "../../mavlink/x25.ts";
import { type MessageColumn, numberSources } from "./message-columns.ts";

type NumberReader = (view: DataView, at: number) => number;

const isReader = (value: unknown): value is NumberReader => typeof value === "function";

const widths: Readonly<Record<MessageColumn["type"], number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
  f32: 4,
  f64: 8,
};

/** Reads one column of frames whose message has it. */
export const columnReader = ({ type, offset }: MessageColumn): ((frame: Frame) => number) => {
  const made: unknown = new Function("view", "at", `return ${numberSources[type]}`);
  if (!isReader(made)) throw new Error("No reader came of the column.");
  const read = made;
  const width = widths[type];
  const padded = new Uint8Array(8);
  const paddedView = viewOf(padded);
  let bytes = new Uint8Array(0);
  let view = viewOf(bytes);
  return (frame) => {
    const { payloadStart, payloadLength } = frame;
    if (offset + width <= payloadLength) {
      if (frame.bytes !== bytes) {
        bytes = frame.bytes as Uint8Array<ArrayBuffer>;
        view = viewOf(bytes);
      }
      return read(view, payloadStart + offset);
    }
    // MAVLink 2 leaves out zeros at the end.
    for (let i = 0; i < width; i++)
      padded[i] = offset + i < payloadLength ? (frame.bytes[payloadStart + offset + i] ?? 0) : 0;
    return read(paddedView, 0);
  };
};
