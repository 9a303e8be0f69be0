import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("pty.py", import.meta.url));

/** Why there is no pseudo-terminal here, or undefined where there is. */
export const noPty = (): string | undefined => {
  if (process.platform === "win32") return "Windows has no pseudo-terminals";
  return spawnSync("python3", ["-c", "import pty"]).status === 0 ? undefined : "python3 is not installed";
};

/** The far end of a serial line: what the radio is to the laptop. */
export interface Pty {
  write(text: string): void;
  onData(listener: (text: string) => void): void;
  /** The device vanishes. */
  unplug(): Promise<void>;
}

/** Makes a serial device at `path` (a symbolic link to the pseudo-terminal). */
export const openPty = async (path: string): Promise<Pty> => {
  const child: ChildProcess = spawn("python3", [script, path], { stdio: ["pipe", "pipe", "pipe"] });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("The helper process has no pipes.");
  const exited = once(child, "exit");
  const [said] = await Promise.race([once(stderr, "data"), exited.then(() => ["it exited"])]);
  if (!String(said).startsWith("ready")) throw new Error(`pty.py: ${said}`);
  return {
    write: (text) => stdin.write(text, "latin1"),
    onData: (listener) => stdout.on("data", (bytes: Buffer) => listener(bytes.toString("latin1"))),
    unplug: async () => {
      stdin.end();
      await exited;
    },
  };
};
