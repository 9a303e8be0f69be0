import type { Channel } from "../../hardware/link/link.ts";
import { decodeMessage } from "../../shared/mavlink/codec.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import type { MavlinkMessage } from "../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { ChannelView } from "../../shared/wire/state.ts";
import { FrameBudget } from "./frame-budget.ts";

/** A frame with its meaning and when it came; the frame is borrowed until the handler returns. */
export interface FrameArrival {
  readonly channel: Channel;
  readonly frame: Frame;
  readonly message: MavlinkMessage | undefined;
  /** UTC of arrival, or the log's own stamp. */
  readonly utcUs: number;
}

export interface ChannelIntakeOptions {
  readonly channel: Channel;
  /** Every checked frame, for the record, whether it is interpreted or not. */
  readonly onScanned: (frame: Frame, utcUs: number) => void;
  readonly onFrame: (arrival: FrameArrival) => void;
}

const bootTextLimit = 1024;
/** Bytes of a frame whose start was cut look like text too; less than this says nothing. */
const shortestText = 8;

/** Printable ASCII and line ends; the rest of a booting autopilot's noise is left out. */
const printable = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) {
    if (byte === 10 || (byte >= 32 && byte < 127)) text += String.fromCharCode(byte);
  }
  return text;
};

/** One peer's bytes on their way to messages: its own scanner, statistics, budget and boot text. */
export class ChannelIntake {
  readonly channel: Channel;
  readonly #options: ChannelIntakeOptions;
  readonly #scanner = new FrameScanner();
  readonly #budget = new FrameBudget();
  /** The first bytes of all; what the scanner skipped of them before the first frame is the boot text. */
  #head: Uint8Array = new Uint8Array(0);
  #headLength: number | undefined;
  #nowMs = 0;
  #utcUs = 0;
  #bytes = 0;
  #framesBefore = 0;
  #framesPerS = 0;

  constructor(options: ChannelIntakeOptions) {
    this.#options = options;
    this.channel = options.channel;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes that belonged to no frame. */
  get skippedBytes(): number {
    return this.#scanner.stats.skippedBytes;
  }

  /**
   * @param bytes borrowed until this returns
   * @param nowMs real monotonic time, for the budget
   */
  take(bytes: Uint8Array, nowMs: number, utcUs: number): void {
    this.#nowMs = nowMs;
    this.#utcUs = utcUs;
    this.#bytes += bytes.length;
    const beforeFirstFrame = this.#scanner.stats.frames === 0;
    if (beforeFirstFrame && this.#head.length < bootTextLimit) {
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, bootTextLimit - this.#head.length)]);
    }
    this.#scanner.push(bytes, this.#onFrame);
  }

  readonly #onFrame = (frame: Frame): void => {
    this.#headLength ??= this.#scanner.stats.skippedBytes;
    this.#options.onScanned(frame, this.#utcUs);
    if (!this.#budget.allows(frame, this.#nowMs)) return;
    this.#options.onFrame({ channel: this.channel, frame, message: decodeMessage(frame), utcUs: this.#utcUs });
  };

  /** @returns frames left uninterpreted since this was asked last */
  takeRefused(): number {
    return this.#budget.takeRefused();
  }

  /** To be called about once a second. */
  measure(elapsedMs: number): void {
    const { frames } = this.#scanner.stats;
    this.#framesPerS = elapsedMs <= 0 ? 0 : Math.round(((frames - this.#framesBefore) * 1000) / elapsedMs);
    this.#framesBefore = frames;
  }

  view(vehicles: { readonly ids: readonly VehicleId[]; readonly lossFraction: number }): ChannelView {
    const { frames, skippedBytes, badChecksums, unknown } = this.#scanner.stats;
    const bootText = printable(this.#head.subarray(0, this.#headLength)).trim();
    return {
      id: this.channel.id,
      remote: this.channel.remote,
      framesPerS: this.#framesPerS,
      bytesPerS: Math.round(this.channel.bytesPerSIn),
      frames,
      skippedBytes,
      badChecksums,
      unknownMessages: unknown,
      lossFraction: vehicles.lossFraction,
      vehicleIds: vehicles.ids,
      ...(bootText.length >= shortestText ? { bootText } : {}),
    };
  }
}
