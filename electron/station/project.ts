import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the program lies: the folder with its package.json, whether it runs from sources or from dist. */
const projectFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    if (existsSync(join(folder, "package.json"))) return folder;
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`Found no package.json above ${fileURLToPath(import.meta.url)}.`);
    folder = parent;
  }
};

/** The version in package.json. */
export const programVersion = (): string => {
  const parsed: unknown = JSON.parse(readFileSync(join(projectFolder(), "package.json"), "utf8"));
  if (typeof parsed === "object" && parsed !== null && "version" in parsed && typeof parsed.version === "string") {
    return parsed.version;
  }
  throw new Error("package.json names no version.");
};

/** Where Vite puts the built UI. */
export const rendererFolder = (): string => join(projectFolder(), "dist", "renderer");
