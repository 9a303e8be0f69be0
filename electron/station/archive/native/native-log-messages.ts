import type { LoggedMessage, LogStream, PlotSeries } from "../../../../shared/archive/log-stream.ts";
import type { IndexProgress, MessagesRequest, PlotRequest } from "../log-index.ts";
import type { NativeLog, NativeLogOpened } from "./open-native-log.ts";

/** What is known of an autopilot's own log so far. */
export interface NativeLogState {
  readonly progress: IndexProgress;
  readonly durationMs: number;
  readonly streams: readonly LogStream[];
}

/** To the thread that has the log open. */
export type ToNativeLog =
  | { readonly kind: "plot"; readonly id: number; readonly request: PlotRequest }
  | { readonly kind: "messages"; readonly id: number; readonly request: Omit<MessagesRequest, "signal"> }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "close" };

/** From it: first of all whether it could be opened. */
export type FromNativeLog =
  | { readonly kind: "opened"; readonly format: NativeLog["format"]; readonly state: NativeLogState }
  | { readonly kind: "refused"; readonly fault: Extract<NativeLogOpened, { readonly ok: false }>["fault"] }
  | { readonly kind: "state"; readonly state: NativeLogState }
  | { readonly kind: "plotted"; readonly id: number; readonly series: PlotSeries | undefined }
  | {
      readonly kind: "found";
      readonly id: number;
      readonly found: { readonly messages: readonly LoggedMessage[]; readonly more: boolean };
    }
  | { readonly kind: "failed"; readonly id: number; readonly detail: string };
