import type { FileHandle } from "node:fs/promises";
import { nativeFormatOf, nativeReader } from "../../../../shared/archive/formats/native-format.ts";
import type { NativeFault, NativeHandlers } from "../../../../shared/archive/formats/native-record.ts";
import type { NativeFormat } from "../../../../shared/archive/formats/native-survey.ts";

/** Small enough that reading one doesn't hold up what else the station does: some milliseconds. */
const chunkLength = 1 << 16;
const sampleLength = 1 << 13;

/** Which autopilot's own log a file is, by its first bytes; undefined where it is none. */
export const sniffNativeLog = async (file: FileHandle): Promise<NativeFormat | undefined> => {
  const sample = new Uint8Array(sampleLength);
  const { bytesRead } = await file.read(sample, 0, sampleLength, 0);
  return nativeFormatOf(sample.subarray(0, bytesRead));
};

/**
 * Goes through a log once, chunk by chunk.
 * @param onChunk after each, with the bytes read so far; false stops. Waited for
 * @returns why it can't be read; undefined where it was
 */
export const readNativeFile = async (
  file: FileHandle,
  format: NativeFormat,
  handlers: NativeHandlers,
  onChunk: (bytes: number) => unknown = () => true,
): Promise<NativeFault | undefined> => {
  const reader = nativeReader(format, handlers);
  const chunk = new Uint8Array(chunkLength);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunkLength, bytes);
    if (bytesRead === 0) break;
    bytes += bytesRead;
    reader.push(chunk.subarray(0, bytesRead));
    if (reader.fault !== undefined || (await onChunk(bytes)) === false) return reader.fault;
  }
  reader.flush();
  return reader.fault;
};
