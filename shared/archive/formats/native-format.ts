import { DataFlashReader, looksLikeDataFlash } from "./dataflash/reader.ts";
import type { NativeHandlers, NativeReader } from "./native-record.ts";
import type { NativeFormat } from "./native-survey.ts";
import { looksLikeUlog, UlogReader } from "./ulog/reader.ts";

/**
 * Which autopilot's own log these first bytes of a file are; its name says nothing.
 * @param sample some kilobytes
 */
export const nativeFormatOf = (sample: Uint8Array): NativeFormat | undefined =>
  looksLikeUlog(sample) ? "ulog" : looksLikeDataFlash(sample) ? "dataflash" : undefined;

export const nativeReader = (format: NativeFormat, handlers: NativeHandlers): NativeReader =>
  format === "ulog" ? new UlogReader(handlers) : new DataFlashReader(handlers);
