import type { MessagePort } from "node:worker_threads";
import type { Detection } from "../../../shared/heat/detection.ts";
import type { GreyPicture } from "../../../shared/heat/network/grey-picture.ts";
import type { DetectorFaultCode } from "../../../shared/wire/feeds.ts";

export type { GreyPicture };

/** How a picture was searched: in both views (as it is, and mirrored and larger), or in the first alone for a third of the time. */
export type DetectorPass = "full" | "quick";

/** What the network answers: what it found, or that a newer picture of the same client took this one's place. */
export type DetectorAnswer =
  | {
      readonly state: "searched";
      readonly detections: readonly Detection[];
      readonly tookMs: number;
      readonly pass: DetectorPass;
    }
  | { readonly state: "skipped" }
  | { readonly state: "failed"; readonly fault: DetectorFaultCode; readonly detail: string };

/** One source's line to the detector. It has one picture waiting at most: a newer one takes its place. */
export interface DetectorClient {
  /** The picture is borrowed until the answer. */
  detect(picture: GreyPicture): Promise<DetectorAnswer>;
  close(): void;
}

/** The network in a worker of its own, shared by all sources: newest picture first, each source in its turn. */
export interface PersonDetector {
  /** A port for a source's own worker: `detectorClient(port)` there. */
  connect(): MessagePort;
  /** Undefined while it works. */
  readonly fault: { readonly code: DetectorFaultCode; readonly detail: string } | undefined;
  onFault(listener: (fault: PersonDetector["fault"]) => void): () => void;
  close(): Promise<void>;
}
