import { statfs } from "node:fs/promises";

/** Left free on the disk, bytes: a mission that is being recorded needs it more. */
export const reserveBytes: number = 256 << 20;

/** On the disk of a folder that is there. */
export const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
