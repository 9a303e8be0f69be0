/** How much a mission file from a stranger may hold. */
export interface PackageLimits {
  readonly mostEntries: number;
  /** Unpacked, all together, bytes. */
  readonly mostBytes: number;
  /** How many times larger an entry may become by unpacking; small ones may grow as they like. */
  readonly mostRatio: number;
}

/** A long mission has some thousand pictures' files and a few ten gigabytes; telemetry is packed to a third, text to a twentieth. */
export const packageLimits: PackageLimits = { mostEntries: 100_000, mostBytes: 500e9, mostRatio: 400 };

/** Below this an entry's ratio doesn't matter, bytes. */
export const smallEntry = 1 << 20;

/** What is wrong with a mission file, in words for people; `entry` is the file in it that it is about. */
export class BadPackage extends Error {
  readonly code: "not-a-package" | "unsafe" | "damaged" | "too-large" | "newer";
  readonly entry: string | undefined;

  constructor(code: BadPackage["code"], message: string, entry?: string) {
    super(message);
    this.code = code;
    this.entry = entry;
  }
}
