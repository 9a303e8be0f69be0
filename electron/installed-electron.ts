import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./build.ts";

/** The path of Electron's binary, which its package fetches apart; undefined where it isn't there. */
export const installedElectron = (): string | undefined => {
  const folder = join(projectRoot, "node_modules", "electron");
  const pathFile = join(folder, "path.txt");
  if (!existsSync(pathFile)) return undefined;
  const binary = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, "dist"), readFileSync(pathFile, "utf8"));
  return existsSync(binary) ? binary : undefined;
};
