import type { MessagePort } from "node:worker_threads";
import type { DetectorAnswer, DetectorPass, PersonDetector } from "./person-detector.ts";

export type DetectorFault = NonNullable<PersonDetector["fault"]>;

/** What the network's worker is started with. */
export interface NetworkTask {
  /** Holds person.json and its networks. */
  readonly modelFolder: string;
  readonly threads: number;
  /** Nothing below it is reported; absent: as the model says. */
  readonly scoreThreshold?: number;
  /** The share of the time that it may be busy, above 0; absent: all of it. */
  readonly busyShare?: number;
}

/** To the worker. A line is one client's way to it: pictures come in, answers go out. */
export type ToNetwork =
  | { readonly kind: "line"; readonly port: MessagePort }
  | { readonly kind: "close" }
  | { readonly kind: "alive?" };

export type FromNetwork =
  | { readonly kind: "ready" }
  | { readonly kind: "alive" }
  | { readonly kind: "fault"; readonly fault: DetectorFault };

/** From the main thread to a client: the way to the worker that runs now, or why there is none. */
export type ToClient =
  | { readonly kind: "line"; readonly port: MessagePort }
  | { readonly kind: "fault"; readonly fault: DetectorFault };

/** On a line, client to worker. `data` lies in shared memory and is the worker's until its answer. */
export interface PictureMessage {
  readonly id: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
  /** "in-time": the full pass where there is time for it, else the quick one. */
  readonly passes: DetectorPass | "in-time";
}

/** On a line, worker to client. */
export interface AnswerMessage {
  readonly id: number;
  readonly answer: DetectorAnswer;
}
