import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** A file that telemetry goes to; tests hand in one that fails. */
export interface TelemetryFile {
  /** @returns how many bytes were written, which may be fewer than given */
  write(bytes: Uint8Array, positionBytes: number): Promise<number>;
  /** To the disk itself, through a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a new file, refusing one that exists, or opens one to write on. */
export type OpenTelemetryFile = (path: string, how: "new" | "again") => Promise<TelemetryFile>;

/** On the real disk. @throws what the operating system says */
export const openTelemetryFile: OpenTelemetryFile = async (path, how) => {
  const handle = await open(path, how === "new" ? constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL : "r+");
  return {
    write: async (bytes, positionBytes) => (await handle.write(bytes, 0, bytes.length, positionBytes)).bytesWritten,
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
};
