import type { Converted } from "./convert-native-log.ts";

/** What a thread makes of an autopilot's own log. */
export interface NativeJob {
  /** "binary": the log that was written as text, as its binary one; "convert": its telemetry log. */
  readonly kind: "binary" | "convert";
  readonly path: string;
  readonly target: string;
}

/** To the thread: there is no more need for it. */
export const stopWord = "stop";

/** What the thread says. */
export type FromNativeJob =
  | { readonly kind: "progress"; readonly fraction: number }
  | { readonly kind: "converted"; readonly converted: Converted }
  | { readonly kind: "written" }
  /** What the disk says, with its code. */
  | { readonly kind: "failed"; readonly detail: string; readonly code: string | undefined };
