import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Where a program is: by its path, or by its name in PATH. Undefined where it isn't, or can't be run. */
export const findProgram = (name: string): string | undefined => {
  const endings = process.platform === "win32" ? ["", ".exe"] : [""];
  const folders =
    /[/\\]/.test(name) || isAbsolute(name) ? [""] : (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const places = folders.flatMap((folder) =>
    endings.map((ending) => (folder === "" ? name : join(folder, name)) + ending),
  );
  return places.find(isProgram);
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};
