import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { type FactLimits, type Heard, type Timed, type Topic, timed } from "./fact.ts";
import { type Keep, KeptList } from "./kept-list.ts";

/** COMMAND_LONG or COMMAND_INT, whoever sent it. */
export interface CommandFact extends Timed {
  readonly from: number;
  /** System; 0 is all. */
  readonly to: number;
  /** MAV_CMD. */
  readonly command: number;
}

export interface AckFact extends Timed {
  /** MAV_CMD. */
  readonly command: number;
  /** MAV_RESULT: 0 accepted. */
  readonly result: number;
}

export interface FenceBreachFact extends Timed {
  /** FENCE_BREACH: what was left. */
  readonly breachType: number;
  readonly breachCount: number;
}

export interface SafetyFacts {
  readonly commandAcks: readonly AckFact[];
  readonly fenceBreaches: readonly FenceBreachFact[];
  readonly omittedAcks: number;
  readonly omittedBreaches: number;
}

/** Commands that were sent, over all systems. */
export class CommandList {
  readonly #commands: KeptList<CommandFact>;

  constructor(keep: Keep) {
    this.#commands = new KeptList(keep);
  }

  add(message: MavlinkMessage, heard: Heard): void {
    if (message.name !== "COMMAND_LONG" && message.name !== "COMMAND_INT") return;
    const { targetSystem, command } = message.fields;
    this.#commands.add({ ...timed(heard), from: heard.systemId, to: targetSystem, command });
  }

  get entries(): readonly CommandFact[] {
    return this.#commands.entries;
  }

  get omitted(): number {
    return this.#commands.omitted;
  }
}

/** What a vehicle answered to commands, and where it left its fence. */
export class SafetyTopic implements Topic<SafetyFacts> {
  readonly #acks: KeptList<AckFact>;
  readonly #breaches: KeptList<FenceBreachFact>;
  #breached = false;
  #breachCount = 0;

  constructor({ keep }: FactLimits) {
    this.#acks = new KeptList(keep);
    this.#breaches = new KeptList(keep);
  }

  add(message: MavlinkMessage, heard: Heard): void {
    if (message.name === "COMMAND_ACK") {
      const { command, result } = message.fields;
      this.#acks.add({ ...timed(heard), command, result });
    } else if (message.name === "FENCE_STATUS") {
      const { breachStatus, breachType, breachCount } = message.fields;
      const isNew = breachStatus !== 0 && (!this.#breached || breachCount !== this.#breachCount);
      this.#breached = breachStatus !== 0;
      this.#breachCount = breachCount;
      if (isNew) this.#breaches.add({ ...timed(heard), breachType, breachCount });
    }
  }

  get facts(): SafetyFacts {
    return {
      commandAcks: this.#acks.entries,
      fenceBreaches: this.#breaches.entries,
      omittedAcks: this.#acks.omitted,
      omittedBreaches: this.#breaches.omitted,
    };
  }
}
