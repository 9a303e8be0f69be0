import { exportLog } from "../export/export-log.ts";
import type { ExportLogOptions } from "../export/export-options.ts";

/** Writes a log in another format and says what was written. @returns the exit code */
export const printExport = async (options: ExportLogOptions): Promise<number> => {
  const done = await exportLog(options);
  if (!done.ok) {
    process.stderr.write(`${done.fault.detail}\n`);
    return 1;
  }
  const { written, files, notes } = done;
  const what = { tlog: "frames", csv: "rows" }[String(options.format)] ?? "ways";
  const where = files.length === 1 ? files[0] : `${files.length} files in ${options.out}`;
  process.stdout.write(`${written} ${what} written to ${where}\n`);
  for (const note of notes) process.stdout.write(`${note}\n`);
  return 0;
};
