import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with package.json, in a checkout. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** The newest change under the folders, ms; node_modules and dist are never inside them. */
const newestChangeMs = (...paths: string[]): number =>
  Math.max(
    0,
    ...paths.map((path) => {
      const full = join(projectRoot, path);
      if (!existsSync(full)) return 0;
      if (!statSync(full).isDirectory()) return statSync(full).mtimeMs;
      const entries = readdirSync(full, { recursive: true, withFileTypes: true });
      return Math.max(0, ...entries.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
    }),
  );

/** Builds the browser UI into dist/renderer where a source is newer than the last build. */
export const buildRenderer = async (): Promise<void> => {
  const built = join(projectRoot, "dist", "renderer", "index.html");
  const sourcesMs = newestChangeMs("renderer", "shared", "package-lock.json");
  if (existsSync(built) && statSync(built).mtimeMs > sourcesMs) return;
  process.stderr.write("building the user interface ...\n");
  const { build } = await import("vite");
  await build({ configFile: join(projectRoot, "renderer", "vite.config.ts"), logLevel: "warn" });
};

/**
 * Emits the JavaScript that Electron runs (its sources are TypeScript, which only plain Node strips) into dist.
 * @throws where the types don't hold
 */
export const buildShell = (): void => {
  const compiler = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  const result = spawnSync(process.execPath, [compiler, "-b", "electron"], { cwd: projectRoot, stdio: "inherit" });
  if (result.status !== 0) throw new Error("The desktop shell does not compile: see the messages above.");
  const scenarios = join("hardware", "simulator", "scenarios");
  cpSync(join(projectRoot, scenarios), join(projectRoot, "dist", scenarios), { recursive: true });
  const parameters = join("hardware", "simulator", "parameters");
  cpSync(join(projectRoot, parameters), join(projectRoot, "dist", parameters), { recursive: true });
  for (const file of ["person.onnx", "person-quick.onnx", "person.json"]) {
    const model = join("hardware", "thermal", "model", file);
    cpSync(join(projectRoot, model), join(projectRoot, "dist", model));
  }
};

if (import.meta.main) {
  await buildRenderer();
  buildShell();
}
