import type { MavlinkMessage } from "../../mavlink/messages.ts";
import type { FactLimits, Topic } from "./fact.ts";

export interface ParameterFact {
  /** The last that was heard. ArduPilot sends integers as floats; PX4's are the same bits. */
  readonly value: number;
  /** MAV_PARAM_TYPE. */
  readonly type: number;
  /** How many the vehicle says it has. */
  readonly count: number;
}

export interface ParameterFacts {
  readonly parameters: Readonly<Record<string, ParameterFact>>;
  readonly omittedParameters: number;
}

/** The last value of each parameter, of PARAM_VALUE. */
export class ParameterTopic implements Topic<ParameterFacts> {
  readonly #most: number;
  readonly #values = new Map<string, ParameterFact>();
  #omitted = 0;

  constructor({ names }: FactLimits) {
    this.#most = names;
  }

  add(message: MavlinkMessage): void {
    if (message.name !== "PARAM_VALUE") return;
    const { paramId, paramValue, paramType, paramCount } = message.fields;
    if (this.#values.size >= this.#most && !this.#values.has(paramId)) this.#omitted++;
    else this.#values.set(paramId, { value: paramValue, type: paramType, count: paramCount });
  }

  get facts(): ParameterFacts {
    const sorted = [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
    return { parameters: Object.fromEntries(sorted), omittedParameters: this.#omitted };
  }
}
