import { BootClock } from "../boot-clock.ts";
import type { NativeEvent, NativeHandlers, NativeRecord } from "../native-record.ts";
import type { NativeFacts } from "../native-survey.ts";
import { ArdupilotToMavlink } from "./ardupilot.ts";
import { FrameSink, type OnFrame } from "./frame-sink.ts";
import { Px4ToMavlink } from "./px4.ts";

/**
 * Turns an autopilot's own log into the frames that its vehicle could have sent, so that it is shown through the same reducers as
 * everything else. Streams that are logged hundreds of times a second come at the rate that a map needs; all of them are in
 * the log itself. Goes through the log a second time: `facts` come from the first.
 */
export class NativeToMavlink implements NativeHandlers {
  readonly #clock = new BootClock();
  readonly #sink: FrameSink;
  readonly #vehicle: ArdupilotToMavlink | Px4ToMavlink;

  constructor(facts: NativeFacts, onFrame: OnFrame) {
    this.#sink = new FrameSink(facts, onFrame);
    this.#vehicle =
      facts.format === "ulog" ? new Px4ToMavlink(facts, this.#sink) : new ArdupilotToMavlink(facts, this.#sink);
    // So that the first stamp is the log's own beginning.
    this.#sink.beat();
  }

  /** Messages that weren't written: a value fits no field of MAVLink, as after damage. */
  get unfit(): number {
    return this.#sink.unfit;
  }

  readonly onRecord = (record: NativeRecord): void => {
    const bootUs = this.#clock.observe(record.bootUs);
    if (this.#clock.segments.length > 0) this.#sink.advance(bootUs, this.#clock.segment);
    this.#vehicle.record(record);
  };

  readonly onEvent = (event: NativeEvent): void => this.#vehicle.event(event);
}
