import { open } from "node:fs/promises";
import { DataFlashText } from "../../../../shared/archive/formats/dataflash/text-log.ts";

const chunkLength = 1 << 16;

/** Writes the binary log that a DataFlash log written as text was. Rejects with what the disk says, and when it is stopped. */
export const binaryOf = async (path: string, target: string, signal?: AbortSignal): Promise<void> => {
  const source = await open(path, "r");
  try {
    const out = await open(target, "wx");
    try {
      const text = new DataFlashText();
      const chunk = new Uint8Array(chunkLength);
      for (;;) {
        signal?.throwIfAborted();
        const { bytesRead } = await source.read(chunk, 0, chunkLength, null);
        if (bytesRead === 0) break;
        await out.writeFile(Buffer.concat(text.push(chunk.subarray(0, bytesRead))));
      }
      await out.writeFile(Buffer.concat(text.flush()));
      await out.datasync();
    } finally {
      await out.close();
    }
  } finally {
    await source.close();
  }
};
