import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findBrowser } from "./find-browser.ts";

export type PrintResult =
  | { readonly ok: true; readonly pdf: Uint8Array }
  /** `detail` says what to do instead. */
  | { readonly ok: false; readonly code: "no-browser" | "print-failed"; readonly detail: string };

export interface PrintOptions {
  /** Absent: one that is installed. */
  readonly browser?: string | undefined;
  readonly patienceMs?: number;
}

const noBrowser =
  "No Chromium, Chrome or Edge was found on the station's computer to make a PDF with. Open the report in a browser and print it: it is the same page. LANTERN_CHROMIUM can name a browser.";

/** Nothing of a browser's that could call anybody or run anything: the page has no scripts and needs no network. */
const quiet = [
  "--headless",
  "--disable-gpu",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
  "--no-pdf-header-footer",
  "--host-resolver-rules=MAP * ~NOTFOUND",
];

/**
 * Prints a page without scripts to A4 by an installed browser, in a folder of its own that goes afterwards.
 * @param html the whole document
 */
export const printPdf = async (html: string, options: PrintOptions = {}): Promise<PrintResult> => {
  const { browser = findBrowser(), patienceMs = 60_000 } = options;
  if (browser === undefined) return { ok: false, code: "no-browser", detail: noBrowser };
  const folder = await mkdtemp(join(tmpdir(), "lantern-print-"));
  try {
    const [page, pdf] = [join(folder, "page.html"), join(folder, "page.pdf")];
    await writeFile(page, html);
    // Root (a container) has no user namespace to sandbox with.
    const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const words = [...quiet, ...sandbox, `--user-data-dir=${join(folder, "profile")}`, `--print-to-pdf=${pdf}`];
    const ended = await run(browser, [...words, pathToFileURL(page).href], patienceMs);
    if (ended !== undefined) return { ok: false, code: "print-failed", detail: `The PDF could not be made: ${ended}` };
    return { ok: true, pdf: await readFile(pdf) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, code: "print-failed", detail: `The PDF could not be made: ${why}` };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** @returns why it did not end well */
const run = (command: string, args: readonly string[], patienceMs: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore", timeout: patienceMs, killSignal: "SIGKILL" });
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) =>
      resolve(
        code === 0 ? undefined : signal === null ? `it ended with ${code}.` : "it took too long and was stopped.",
      ),
    );
  });
