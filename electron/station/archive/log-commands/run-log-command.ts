import { printLogInfo } from "../../print-log-info.ts";
import { type LogCommand, logUsage } from "./parse-log.ts";

/** @returns the exit code: 0 done, 1 it did not work or something is wrong. What a command needs is loaded only for it. */
export const runLogCommand = async (command: LogCommand): Promise<number> => {
  switch (command.kind) {
    case "log-info":
      return printLogInfo(command.files, { json: command.json });
    case "log-where-lost":
      return (await import("./where-lost.ts")).printWhereLost(command.options);
    case "log-export":
      return (await import("./print-export.ts")).printExport(command.options);
    case "log-merge":
      return (await import("./print-merge.ts")).printMerge(command.files, command);
    case "log-verify":
      return (await import("./print-verify.ts")).printVerify(command.paths, { json: command.json });
    case "log-help":
      process.stdout.write(logUsage);
      return 0;
  }
};
