import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { buildRenderer, projectRoot } from "../electron/build.ts";

/**
 * `npm test`: types, lint, unit tests, the flights of simulated vehicles, then the end-to-end tests in a real browser.
 * Ends with one line over all of them. Arguments go to vitest, so `npm test -- test/shared/heat` runs the checks and that room's tests.
 */
interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const bin = (...path: string[]): string => join(projectRoot, "node_modules", ...path);

/** Runs a command to its end; what it prints appears as one block, so that parallel runs don't interleave. */
const runCommand = (
  title: string,
  args: readonly string[],
): Promise<{ readonly passed: boolean; readonly printed: string }> =>
  new Promise((resolve) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("close", (code) => {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      process.stdout.write(`\n== ${title}: ${code === 0 ? "passed" : "FAILED"} in ${seconds} s\n`);
      process.stdout.write(Buffer.concat(output));
      resolve({ passed: code === 0, printed: stripVTControlCharacters(Buffer.concat(output).toString("utf8")) });
    });
  });

const check = async (title: string, args: readonly string[]): Promise<Tally> => {
  const { passed } = await runCommand(title, args);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
};

const build = async (): Promise<Tally> => {
  try {
    await buildRenderer();
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    process.stdout.write(`\n== build of the user interface: FAILED\n${error instanceof Error ? error.stack : error}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

type Project = "unit" | "flown" | "e2e";

const readReport = (file: string): VitestReport | undefined => {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  } catch {
    return undefined;
  }
};

interface VitestRun {
  readonly tally: Tally;
  /** Files with a failure or a stray error, and how many of their tests passed and were skipped. */
  readonly failedFiles: readonly { readonly name: string; readonly passed: number; readonly skipped: number }[];
}

const vitestOnce = async (project: Project, folder: string, only: readonly string[]): Promise<VitestRun> => {
  const report = join(folder, `${project}.json`);
  rmSync(report, { force: true });
  const options = ["--config", "test/vitest.config.ts", "--project", project, "--passWithNoTests"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { passed: ok, printed } = await runCommand(`${project} tests`, [
    bin("vitest", "vitest.mjs"),
    "run",
    ...options,
    ...reporters,
    ...only,
  ]);
  const result = readReport(report);
  if (result === undefined) return { tally: { passed: 0, failed: 1, skipped: 0 }, failedFiles: [] };
  // An error outside of every test fails the run, and the file it came from says so only in the output.
  const strays = new Set(
    [...printed.matchAll(/This error originated in "([^"]+)" test file/g)].map(([, name]) => name),
  );
  const failedFiles = result.testResults.filter(
    ({ name, status }) => status === "failed" || strays.has(relative(projectRoot, name)),
  );
  // A file that fails to load, or an error outside every test, counts as one failure and not as nothing.
  const failed = result.numFailedTests + failedFiles.filter((file) => file.assertionResults.length === 0).length;
  const count = (file: VitestReport["testResults"][number], isIt: (status: string) => boolean) =>
    file.assertionResults.filter(({ status }) => isIt(status)).length;
  return {
    tally: {
      passed: result.numPassedTests,
      failed: ok ? failed : Math.max(1, failed),
      skipped: result.numPendingTests + result.numTodoTests,
    },
    failedFiles: failedFiles.map((file) => ({
      name: file.name,
      passed: count(file, (status) => status === "passed"),
      skipped: count(file, (status) => status === "skipped" || status === "pending" || status === "todo"),
    })),
  };
};

/** More files than that is no hiccup of the machine. */
const mostAgain = 8;

/**
 * Flights, browsers and sockets run in real time, and a machine that others use, too, stands still now and then. Files that
 * failed are run once more by themselves: what fails twice has failed, what passes then is named in the output.
 */
const vitest = async (project: Project, folder: string): Promise<Tally> => {
  const only = process.argv.slice(2);
  const first = await vitestOnce(project, folder, only);
  const { failedFiles } = first;
  if (failedFiles.length === 0 || failedFiles.length > mostAgain) return first.tally;
  const names = failedFiles.map(({ name }) => relative(projectRoot, name));
  process.stdout.write(`\n== once more, by themselves: ${names.join(", ")}\n`);
  const again = await vitestOnce(project, folder, names);
  if (again.tally.failed === 0) process.stdout.write(`\n== passed only when run once more: ${names.join(", ")}\n`);
  const sum = (key: "passed" | "skipped") => failedFiles.reduce((total, file) => total + file[key], 0);
  return {
    passed: first.tally.passed - sum("passed") + again.tally.passed,
    failed: again.tally.failed,
    skipped: first.tally.skipped - sum("skipped") + again.tally.skipped,
  };
};

const run = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-test-"));
  const tallies = await Promise.all([
    check("types (tsc -b)", [bin("typescript", "bin", "tsc"), "-b"]),
    check("lint and format (biome)", [bin("@biomejs", "biome", "bin", "biome"), "check", "."]),
    build(),
  ]);
  for (const project of ["unit", "flown", "e2e"] as const) tallies.push(await vitest(project, folder));
  rmSync(folder, { recursive: true });
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped\n`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
};

await run();
