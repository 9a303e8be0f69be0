import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface RunningStation {
  /** With the sign-in token. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  readonly child: ChildProcess;
  readonly recordFolder: string;
  /** Everything it printed so far. */
  output(): string;
  get(path: string): Promise<Response>;
  post(body: unknown): Promise<Response>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Built anew by the way, perhaps, on two busy cores. */
const startsWithinMs = 120_000;
/** What hasn't ended by then is killed. */
const endsWithinMs = 30_000;

const entries = {
  start: ["electron/start.ts", "--no-open"],
  station: ["electron/station/cli.ts", "serve"],
  emitted: ["dist/electron/station/cli.js", "serve"],
} as const;

interface Options {
  readonly args?: readonly string[];
  /** An own, empty folder otherwise, which is removed at stop. */
  readonly recordFolder?: string;
  /**
   * "start" goes the way of `npm start -- --no-open`; "station" starts the command-line program at once; "emitted" starts
   * the JavaScript in dist, as `buildShell` left it.
   */
  readonly by?: keyof typeof entries;
}

/** The real program in a process of its own, on a free port. */
export const runStation = async ({
  args = [],
  recordFolder,
  by = "station",
}: Options = {}): Promise<RunningStation> => {
  const folder = recordFolder ?? mkdtempSync(join(tmpdir(), "lantern-record-"));
  const child = spawn(process.execPath, [...entries[by], "--port", "0", "--record", folder, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // A test that is given up leaves nothing behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  void exited.then(() => process.removeListener("exit", kill));
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      kill();
      reject(new Error(`The station was not ready within ${startsWithinMs} ms:\n${output}`));
    }, startsWithinMs);
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /https?:\/\/\S+token=\S+/.exec(output);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    void exited.then(() => {
      clearTimeout(timer);
      reject(new Error(`The station ended before it was ready:\n${output}`));
    });
  });
  const { origin, searchParams } = new URL(url);
  const token = searchParams.get("token") ?? "";
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return {
    url,
    origin,
    token,
    child,
    recordFolder: folder,
    output: () => output,
    get: (path) => fetch(origin + path, { headers }),
    post: (body) => fetch(`${origin}/api/requests`, { method: "POST", headers, body: JSON.stringify(body) }),
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      const timer = setTimeout(kill, endsWithinMs);
      await exited;
      clearTimeout(timer);
      if (recordFolder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
};
