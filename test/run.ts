import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
const runCommand = (title: string, args: readonly string[]): Promise<boolean> =>
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
      resolve(code === 0);
    });
  });

const check = async (title: string, args: readonly string[]): Promise<Tally> => {
  const passed = await runCommand(title, args);
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
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const vitest = async (project: "unit" | "flown" | "e2e", folder: string): Promise<Tally> => {
  const report = join(folder, `${project}.json`);
  const options = ["--config", "test/vitest.config.ts", "--project", project, "--passWithNoTests"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const only = process.argv.slice(2);
  const ok = await runCommand(`${project} tests`, [
    bin("vitest", "vitest.mjs"),
    "run",
    ...options,
    ...reporters,
    ...only,
  ]);
  try {
    const result = JSON.parse(readFileSync(report, "utf8")) as VitestReport;
    // A file that fails to load, or an error outside every test, counts as one failure and not as nothing.
    const brokenFiles = result.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && !assertionResults.length,
    );
    const failed = result.numFailedTests + brokenFiles.length;
    return {
      passed: result.numPassedTests,
      failed: ok ? failed : Math.max(1, failed),
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
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
