import { readdirSync, readFileSync } from "node:fs";

/** Processes of ffmpeg whose command line has a text in it; on Linux, from /proc. */
export const ffmpegProcesses = (naming: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const words = readText(`/proc/${pid}/cmdline`).split("\0");
      const isRunning = !/^State:\s+Z/m.test(readText(`/proc/${pid}/status`));
      return isRunning && /ffmpeg$/.test(words[0] ?? "") && words.some((word) => word.includes(naming));
    });

const readText = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
