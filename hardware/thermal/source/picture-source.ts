import type { Rad } from "../../../shared/units/angle.ts";
import type { FeedFaultCode } from "../../../shared/wire/feeds.ts";
import type { Radiometry } from "../radiometric/radiometry.ts";

/**
 * One picture of a source: 8-bit grey, or 16-bit counts. Its arrays are borrowed until the next picture of the same source
 * was handed out.
 */
export interface FeedFrame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly sequence: number;
  readonly values:
    | {
        readonly kind: "grey";
        readonly data: Uint8Array;
        /** Cb and Cr at half the width and height (rounded up), 128 is grey; absent where the source has no colours. */
        readonly chroma?: { readonly cb: Uint8Array; readonly cr: Uint8Array };
      }
    | { readonly kind: "counts"; readonly data: Uint16Array; readonly radiometry?: Radiometry };
  /** By the vehicle's time since boot, where the camera stamps its pictures. */
  readonly captureVehicleTimeMs?: number;
  /** By the main thread's `performance.now()`, latency taken off; for a stamped picture roughly. */
  readonly captureProcessMs: number;
  readonly captureSigmaMs: number;
  readonly hfovRad?: Rad;
}

/** A piece of an H.264 stream, ready for a browser's decoder; its data is its receiver's. */
export interface CodedPicture {
  readonly data: Uint8Array;
  readonly key: boolean;
  readonly captureProcessMs: number;
  /** For WebCodecs, such as "avc1.42c01f". */
  readonly codec: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface SourceFault {
  readonly code: FeedFaultCode;
  readonly detail: string;
}

/** What a source tells; it is called from event handlers only. */
export interface SourceEvents {
  state(state: "connecting" | "streaming" | "stalled" | "ended", fault?: SourceFault): void;
  frame(frame: FeedFrame): void;
  /** Before the first frame, and when it changes: "h264", "h265", "mjpeg", "y16", "image" ... */
  codec(codec: string): void;
  /** H.264 sources that browsers can decode only: every access unit, whether anybody watches or not. */
  coded(picture: CodedPicture): void;
  /** Bytes came: more of the next frame is on its way. */
  bytes(): void;
}

/** Where pictures come from; tries again by itself until it is closed. */
export interface PictureSource {
  setLatency(latency: { readonly latencyMs: number; readonly latencySigmaMs: number }): void;
  retry(): void;
  close(): Promise<void>;
}
