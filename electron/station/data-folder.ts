import { homedir } from "node:os";
import { join } from "node:path";

/** Where this user's data go on this system, for Lantern. */
export const dataFolder = (
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string => {
  if (platform === "win32") return join(environment.LOCALAPPDATA ?? join(home, "AppData", "Local"), "Lantern");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Lantern");
  const { XDG_DATA_HOME: given } = environment;
  // The specification says to ignore a relative one.
  return join(given?.startsWith("/") === true ? given : join(home, ".local", "share"), "lantern");
};

/** Where the mission archive is kept unless `--record` says otherwise. */
export const defaultRecordFolder = (): string => join(dataFolder(), "records");
