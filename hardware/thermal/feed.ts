import type { MessagePort } from "node:worker_threads";
import type { Rad } from "../../shared/units/angle.ts";
import type { FeedFaultCode, FeedWarning } from "../../shared/wire/feeds.ts";
import type { VideoKind } from "../../shared/wire/video-message.ts";
import type { ThermalPicture } from "./thermal-png.ts";
import type { FrameSightings } from "./thermal-source.ts";

/** Of the search by the network. */
export interface SearchFigures {
  /** Pictures a second. */
  readonly framesPerS: number;
  /** Of those that came the share that was passed over, and of those that were searched the share in one view instead of two. */
  readonly skippedFraction: number;
  readonly quickFraction?: number;
  readonly msPerFrame?: number;
}

/** What a feed is opened with. Whether an address may be opened at all is the caller's to decide. */
export interface FeedOptions {
  /** As in the README's table: rtsp://, rtp://:PORT, udp://, tcp://, v4l2:, file:, y16tcp:// ... */
  readonly uri: string;
  readonly spectrum: "thermal" | "visible";
  /** Where the address doesn't say it (RTP without a description). */
  readonly encoding?: "h264" | "h265";
  readonly latencyMs: number;
  readonly latencySigmaMs: number;
  readonly hfovRad?: Rad;
  /** A line to the detector, which is the feed's from then on: asked for at each start of its worker. Absent: temperatures only. */
  readonly connectDetector?: () => MessagePort | undefined;
}

/** A piece of the picture on its way to screens, with its capture by this process's monotonic clock. */
export interface VideoPiece {
  readonly kind: VideoKind;
  readonly sequence: number;
  readonly captureProcessMs: number;
  readonly data: Uint8Array;
}

/** What pieces mean from here on; sent to a new watcher first, then a key piece. */
export interface VideoConfig {
  readonly kind: "config";
  readonly delivery: "h264" | "jpeg";
  readonly codec?: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly grey: boolean;
  readonly range?: { readonly lowK: number; readonly highK: number; readonly locked: boolean };
}

export type FeedEvent =
  | { readonly kind: "sightings"; readonly sightings: FrameSightings }
  | {
      readonly kind: "state";
      readonly state: "connecting" | "streaming" | "stalled" | "ended";
      readonly fault?: { readonly code: FeedFaultCode; readonly detail: string };
    }
  /** About once a second while pictures come, and when something changed. */
  | {
      readonly kind: "picture";
      readonly widthPx: number;
      readonly heightPx: number;
      readonly framesPerS: number;
      readonly codec: string;
      readonly radiometric: boolean;
      readonly stamped: boolean;
      readonly hfovRad?: Rad;
      readonly warnings: readonly FeedWarning[];
      readonly range?: { readonly lowK: number; readonly highK: number; readonly locked: boolean };
      readonly search: SearchFigures;
    };

/** One camera's pictures with the search behind them, in a worker of its own; connects again by itself until closed. */
export interface Feed {
  on(listener: (event: FeedEvent) => void): () => void;
  set(change: {
    readonly hfovRad?: Rad | undefined;
    readonly latencyMs?: number;
    readonly latencySigmaMs?: number;
    /** "auto": by what is in the picture. */
    readonly rangeK?: { readonly lowK: number; readonly highK: number } | "auto";
    /** How large a pixel is on the ground now, m. */
    readonly gsdM?: number;
  }): void;
  /** Brings the picture while anybody watches; nothing is encoded for nobody. */
  watch(
    listener: (piece: VideoPiece | VideoConfig) => void,
    /**
     * "jpeg": for a browser that can't decode the stream; absent: as it suits the source. Of JPEGs no more than so many a second;
     * a stream comes whole.
     */
    asked?: { readonly delivery?: "jpeg"; readonly jpegsPerS?: number },
  ): () => void;
  /** The temperature at a place (0 to 1 from the top left) of the newest picture, mean of 3x3 px; undefined without a picture. */
  look(
    x: number,
    y: number,
  ): Promise<
    | {
        readonly temperatureK?: number;
        readonly captureProcessMs: number;
        readonly widthPx: number;
        readonly heightPx: number;
      }
    | undefined
  >;
  /** The newest picture, small, for lists and cards. */
  snapshot(): Promise<ThermalPicture | undefined>;
  /**
   * A whole picture as it was searched, 8-bit grey PNG, nearest to a time within the last seconds (the newest if absent): for
   * labelled examples. Undefined where none is kept.
   */
  still(captureProcessMs?: number): Promise<
    | {
        readonly png: Uint8Array;
        readonly widthPx: number;
        readonly heightPx: number;
        readonly captureProcessMs: number;
        /** By the vehicle's time since boot, where the camera stamps its pictures. */
        readonly captureVehicleTimeMs?: number;
      }
    | undefined
  >;
  /** Tries again now. */
  retry(): void;
  close(): Promise<void>;
}
