import { decodeMessage, FrameWriter } from "../../shared/mavlink/codec.ts";
import type { MavlinkMessage, MessageFields, MessageName } from "../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import type { FarEnd } from "./flight-rig.ts";

export interface FakeFarEndOptions {
  readonly systemId?: number;
  readonly uid?: bigint;
  readonly mavType?: number;
  readonly autopilot?: number;
  readonly latDeg?: number;
}

const settled: number = 831;
/** What the station asks for telemetry with. */
const asks: readonly number[] = [410, 511, 512, 521];

/** A vehicle that says who and where it is, hears everything and answers nothing by itself. */
export class FakeFarEnd implements FarEnd {
  readonly heard: MavlinkMessage[] = [];
  uid: bigint;
  armed = true;
  customMode = 4;
  bootedMs = -60_000;
  rangefinderM: number | undefined;
  altMslM = 45;
  readonly #options: FakeFarEndOptions;
  readonly #writer: FrameWriter;
  readonly #scanner = new FrameScanner();
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();

  constructor(options: FakeFarEndOptions = {}) {
    this.#options = options;
    this.uid = options.uid ?? 7n;
    this.#writer = new FrameWriter({ systemId: options.systemId ?? 1, componentId: 1 });
  }

  receive(bytes: Uint8Array): void {
    this.#scanner.push(bytes, (frame) => {
      const message = decodeMessage(frame);
      if (message !== undefined) this.heard.push(message);
    });
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  say<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>): void {
    const bytes = this.#writer.write(name, fields);
    for (const listener of this.#listeners) listener(bytes);
  }

  stepTo(ms: number): void {
    const { latDeg = 30.87, mavType = 2, autopilot = 3 } = this.#options;
    const timeBootMs = ms - this.bootedMs;
    const [lat, lon] = [Math.round(latDeg * 1e7), 1_204_330_000];
    if (ms % 1000 === 0) {
      const baseMode: number = this.armed ? 217 : 89;
      this.say("HEARTBEAT", { type: mavType, autopilot, baseMode, customMode: this.customMode, systemStatus: 4 });
      this.say("AUTOPILOT_VERSION", { uid: this.uid, flightSwVersion: 0x04040000 });
      this.say("EKF_STATUS_REPORT", { flags: settled });
      this.say("GPS_RAW_INT", { fixType: 3, lat, lon, satellitesVisible: 12, eph: 80 });
    }
    if (ms % 200 === 0) {
      const alt = Math.round(this.altMslM * 1000);
      this.say("GLOBAL_POSITION_INT", { timeBootMs, lat, lon, alt, relativeAlt: alt - 5_000, hdg: 0 });
      this.say("ATTITUDE", { timeBootMs, roll: 0, pitch: 0, yaw: 0 });
    }
  }

  /** The numbers of the commands that it heard, telemetry requests left out. */
  get commands(): number[] {
    return this.heard.flatMap(({ name, fields }) =>
      (name === "COMMAND_LONG" || name === "COMMAND_INT") && !asks.includes(fields.command) ? [fields.command] : [],
    );
  }
}
