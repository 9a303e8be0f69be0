/** Why a file is no plan; `detail` says what is wrong, in English. */
export interface FileFault {
  readonly code: "bad-file" | "file-too-large";
  readonly detail: string;
}

/** Thrown inside this room where a file can't go on being read, and caught by `readPlanFile` alone. */
export class BadFile extends Error {
  readonly fault: FileFault;

  constructor(detail: string, code: FileFault["code"] = "bad-file") {
    super(detail);
    this.fault = { code, detail };
  }
}

/** What a plan and a file may have; beyond it a file is refused, or cut and noted. */
export const fileLimits = {
  /** Of a KMZ, which may have pictures in it. */
  archiveBytes: 10_000_000,
  /** Of any other file, and of the text in a KMZ. */
  bytes: 5_000_000,
  zipEntries: 500,
  xmlDepth: 100,
  xmlElements: 200_000,
  elements: 2_000,
  ringPoints: 5_000,
  /** An outline and its holes. */
  rings: 200,
  fencePoints: 500,
  fences: 100,
  rallyPoints: 100,
} as const;
