import { open } from "node:fs/promises";
import { looksLikeDataFlashText } from "../../../../shared/archive/formats/dataflash/text-log.ts";
import { nativeFormatOf } from "../../../../shared/archive/formats/native-format.ts";
import { FrameScanner } from "../../../../shared/mavlink/scanner.ts";
import { looksLikeTlog } from "../../../../shared/mavlink/tlog.ts";

/** What can be brought into the archive. */
export type FileKind = "tlog" | "raw" | "dataflash" | "dataflash-text" | "ulog" | "package" | "video";

/** Text of a booting autopilot may come first; damage, too. */
const sampleLength = 1 << 18;
/** Fewer frames with a right checksum may be chance. */
const leastFrames = 3;
const tsPacket = 188;
/** The same with a time before each packet, as cameras write it. */
const m2tsPacket = 192;

const startsWith = (sample: Uint8Array, bytes: readonly number[], from = 0): boolean =>
  bytes.every((byte, n) => sample[from + n] === byte);

const isTransportStream = (sample: Uint8Array): boolean =>
  [
    { from: 0, step: tsPacket },
    { from: 4, step: m2tsPacket },
  ].some(
    ({ from, step }) =>
      sample.length > from + 4 * step && [0, 1, 2, 3, 4].every((packet) => sample[from + packet * step] === 0x47),
  );

const isVideo = (sample: Uint8Array): boolean =>
  // ISO base media (MP4, MOV): "ftyp"; Matroska and WebM: EBML.
  startsWith(sample, [0x66, 0x74, 0x79, 0x70], 4) ||
  startsWith(sample, [0x1a, 0x45, 0xdf, 0xa3]) ||
  isTransportStream(sample);

const hasFrames = (sample: Uint8Array): boolean => {
  const scanner = new FrameScanner();
  let frames = 0;
  scanner.push(sample, ({ known }) => {
    if (known) frames++;
  });
  scanner.flush(({ known }) => {
    if (known) frames++;
  });
  return frames >= leastFrames;
};

/** What these first bytes of a file are, whatever its name says; undefined where they are nothing that the archive knows. */
const kindOfSample = (sample: Uint8Array): FileKind | undefined => {
  if (startsWith(sample, [0x50, 0x4b, 0x03, 0x04])) return "package";
  if (isVideo(sample)) return "video";
  const native = nativeFormatOf(sample);
  if (native !== undefined) return native;
  if (looksLikeDataFlashText(sample)) return "dataflash-text";
  if (!hasFrames(sample)) return undefined;
  return looksLikeTlog(sample) ? "tlog" : "raw";
};

/** What a file is, by its beginning. Rejects with what the disk says. */
export const recogniseFile = async (
  path: string,
): Promise<{ readonly kind: FileKind | undefined; readonly bytes: number }> => {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const sample = new Uint8Array(Math.min(size, sampleLength));
    const { bytesRead } = await file.read(sample, 0, sample.length, 0);
    return { kind: kindOfSample(sample.subarray(0, bytesRead)), bytes: size };
  } finally {
    await file.close();
  }
};
