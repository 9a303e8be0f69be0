/** Why it isn't kept. `detail` says what to do. */
export interface RecordFault {
  readonly code: "disk-full" | "io-error" | "permission-denied" | "damaged" | "record-locked" | "closed";
  readonly detail: string;
}

/** Kept, or why not; then nothing of it was stored. */
export type StoreResult = { readonly ok: true } | { readonly ok: false; readonly fault: RecordFault };
