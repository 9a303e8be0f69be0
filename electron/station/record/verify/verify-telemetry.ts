import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { TlogReader } from "../../../../shared/mavlink/tlog.ts";
import { tlogStampLength } from "../../../../shared/mavlink/tlog-clock.ts";
import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";

type Checked = VerifyAnswer["checked"][number];

const pieceBytes = 1 << 20;

export interface TelemetryCheck {
  readonly file: string;
  /** So many were whole when the database was told last. */
  readonly bytes: number;
  /** Of the whole file, where it was closed. */
  readonly sha256?: string;
  /** It isn't being written any more: it ends with a whole frame. */
  readonly ended: boolean;
}

/** Checks the frames of a telemetry log by their checksums: in ours nothing lies between them. */
export const verifyTelemetry = async (
  folder: string,
  { file, bytes, ended, sha256 }: TelemetryCheck,
): Promise<Checked> => {
  let records = 0;
  let endBytes = 0;
  let gapBytes: number | undefined;
  const fault = (text: string): Checked => ({ name: file, ok: false, records, fault: text });
  const handle = await open(join(folder, file), "r").catch(() => undefined);
  // Told of before it is made: a session that was killed in between has none.
  if (handle === undefined) return bytes === 0 ? { name: file, ok: true, records } : fault("The file is gone.");
  try {
    const reader = new TlogReader();
    const note = () => {
      // A stamp that leaps is not trusted, and not damaged: a clock may be set.
      const isNext = reader.recordOffset - endBytes <= tlogStampLength;
      if (!isNext) gapBytes ??= endBytes;
      if (gapBytes === undefined) records += 1;
      endBytes = reader.recordEnd;
    };
    const { size } = await handle.stat();
    const piece = new Uint8Array(pieceBytes);
    const hash = createHash("sha256");
    for (let at = 0; at < size && gapBytes === undefined; ) {
      const { bytesRead } = await handle.read(piece, 0, Math.min(pieceBytes, size - at), at);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      reader.push(piece.subarray(0, bytesRead), note);
      at += bytesRead;
    }
    if (gapBytes === undefined) reader.flush(note);
    if (gapBytes !== undefined)
      return fault(`Frame ${records + 1}, at byte ${gapBytes}, is damaged: its checksum is wrong.`);
    if (endBytes < bytes)
      return fault(`The log ends at byte ${endBytes}, after frame ${records}; ${bytes} bytes were recorded.`);
    if (ended && endBytes < size) return fault(`Frame ${records + 1}, at byte ${endBytes}, is damaged or cut.`);
    if (sha256 !== undefined && hash.digest("hex") !== sha256)
      return fault("The times of its frames were changed: they are whole, but the log is not as it was recorded.");
    return { name: file, ok: true, records };
  } catch (error) {
    return fault(`It can't be read: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    await handle.close();
  }
};
