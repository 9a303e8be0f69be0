import type { MessagePort } from "node:worker_threads";
import type { Feed, FeedEvent, FeedOptions, VideoConfig, VideoPiece } from "./feed.ts";
import type { ThermalPicture } from "./thermal-png.ts";

/** What a feed's worker is started with. */
export interface FeedTask extends Omit<FeedOptions, "connectDetector"> {
  readonly detectorPort?: MessagePort;
  /** Added to `process.hrtime()` in ms, which all threads share, this gives the main thread's `performance.now()`. */
  readonly mainClockOffsetMs: number;
}

export type FeedChange = Parameters<Feed["set"]>[0];
export type FeedLookAnswer = Awaited<ReturnType<Feed["look"]>>;
export type FeedStillAnswer = Awaited<ReturnType<Feed["still"]>>;

export type FeedQuestion =
  | { readonly what: "look"; readonly x: number; readonly y: number }
  | { readonly what: "snapshot" }
  | { readonly what: "still"; readonly captureProcessMs?: number };
export type FeedAnswer = FeedLookAnswer | FeedStillAnswer | ThermalPicture | undefined;

export type ToFeedWorker =
  | { readonly kind: "set"; readonly change: FeedChange }
  | { readonly kind: "ask"; readonly id: number; readonly question: FeedQuestion }
  | { readonly kind: "watch"; readonly id: number; readonly delivery?: "jpeg"; readonly jpegsPerS?: number }
  | { readonly kind: "unwatch"; readonly id: number }
  | { readonly kind: "retry" }
  | { readonly kind: "close" };

export type FromFeedWorker =
  | { readonly kind: "event"; readonly event: FeedEvent }
  | { readonly kind: "answer"; readonly id: number; readonly answer: FeedAnswer }
  /** For the watchers of these numbers. */
  | { readonly kind: "video"; readonly to: readonly number[]; readonly piece: VideoPiece | VideoConfig };
