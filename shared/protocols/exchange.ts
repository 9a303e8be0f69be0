import type { MavlinkMessage } from "../mavlink/messages.ts";
import type { AutopilotFamily } from "../vehicle/vehicle-state.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";

/** Whom an exchange is with. */
export interface ExchangeTarget {
  readonly systemId: number;
  /** The autopilot's component, or a camera's or gimbal's. */
  readonly componentId: number;
  readonly autopilot: AutopilotFamily;
}

/** What moves an exchange on. Times are of the clock that steps it, ms. */
export type ExchangeEvent =
  /** Time has passed; some 20 times a second. */
  | { readonly kind: "tick" }
  /** Any message of the vehicle's system. A machine picks its own by sender, name and `targetSystem`, and ignores the rest. */
  | {
      readonly kind: "message";
      readonly message: MavlinkMessage;
      readonly fromSystem: number;
      readonly fromComponent: number;
    };

/** The new state, and what to send at once. The same state object where nothing changed. */
export interface ExchangeStep<State> {
  readonly state: State;
  readonly send: readonly OutgoingMessage[];
}

/** Our own ids: what answers to others (another ground station's transfers) is not for us. */
export interface OwnIds {
  readonly systemId: number;
  readonly componentId: number;
}
