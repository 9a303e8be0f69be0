import { enableCompileCache } from "node:module";
import { parseCommand, usage } from "./command-line.ts";
import { programVersion } from "./project.ts";

/** Exit codes: 0 done, 1 it did not work, 2 the arguments are wrong. What a command needs is loaded only for it. */
const run = async (args: readonly string[]): Promise<number> => {
  const parsed = parseCommand(args);
  if (!parsed.ok) {
    process.stderr.write(`${parsed.detail}\n`);
    return 2;
  }
  const { command } = parsed;
  switch (command.kind) {
    case "serve":
      return (await import("./serve.ts")).serve(command.options);
    case "detect":
      return (await import("./detect/detect.ts")).detect(command.options);
    case "version":
      process.stdout.write(`${programVersion()}\n`);
      return 0;
    case "help":
      process.stdout.write(usage);
      return 0;
    default:
      return (await import("./archive/log-commands/run-log-command.ts")).runLogCommand(command);
  }
};

// Stripped and compiled sources are kept for the next start; where that can't be, it is only slower.
enableCompileCache();
process.exitCode = await run(process.argv.slice(2));
