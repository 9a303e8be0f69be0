import type { MavlinkMessage } from "../mavlink/messages.ts";
import type { AutopilotFamily } from "../vehicle/vehicle-state.ts";
import type { CommandWaiting } from "./command.ts";
import type { OwnIds } from "./exchange.ts";
import type { LinkCapacity } from "./stream-plan.ts";

/** Whom the requests are for. */
export interface TelemetryTarget {
  readonly systemId: number;
  /** The autopilot's component. */
  readonly componentId: number;
  readonly autopilot: AutopilotFamily;
}

/** One message that should come regularly. */
export interface StreamAsk {
  readonly messageId: number;
  readonly componentId: number;
  readonly rateHz: number;
  readonly essential: boolean;
  readonly status: "to-ask" | "asked" | "refused";
  /** Not to be asked before. */
  readonly notBeforeMs: number;
  /** When it was last heard, or else asked for; station clock. */
  readonly aliveMs: number;
  /** It did come, so its silence means something. */
  readonly wasHeard: boolean;
  /** How often it was asked for again because it was silent. */
  readonly again: number;
}

/** One message that is wanted once. */
export interface OnceAsk {
  readonly messageId: number;
  readonly componentId: number;
  readonly status: "to-ask" | "done";
  readonly notBeforeMs: number;
  readonly tries: number;
  /** The older command for it, where REQUEST_MESSAGE isn't known; absent: there was none. */
  readonly legacyCommand?: number;
  readonly useLegacy: boolean;
}

/** All that is known of the asking; replaced, never changed. */
export interface TelemetryState {
  readonly target: TelemetryTarget;
  /** Where known: acks to others are not ours. */
  readonly own?: OwnIds;
  readonly capacity: LinkCapacity;
  readonly easedAtMs: number;
  /** SET_MESSAGE_INTERVAL, or REQUEST_DATA_STREAM for firmware that doesn't know it. */
  readonly method: "interval" | "data-stream";
  readonly streams: readonly StreamAsk[];
  readonly once: readonly OnceAsk[];
  readonly inFlight?: InFlight;
  /** Whether any SET_MESSAGE_INTERVAL was ever accepted. */
  readonly everAccepted: boolean;
  readonly isLost: boolean;
  readonly dataStreams: { readonly sent: number; readonly nextMs: number };
}

/** The one request that waits for its answer. */
export interface InFlight {
  readonly kind: "stream" | "once";
  readonly messageId: number;
  readonly componentId: number;
  readonly command: CommandWaiting;
}

/** What moves the asking on. */
export type TelemetryEvent =
  | { readonly kind: "tick" }
  /** Any message of the vehicle, from any of its components. */
  | { readonly kind: "message"; readonly message: MavlinkMessage; readonly componentId: number }
  /** The vehicle started anew and forgot what it was asked. */
  | { readonly kind: "reboot" }
  | { readonly kind: "presence"; readonly isLost: boolean }
  | {
      readonly kind: "link";
      /** Absent for a network link. */
      readonly bytesPerS?: number;
      readonly sharedBy: number;
      readonly lossFraction: number;
    };
