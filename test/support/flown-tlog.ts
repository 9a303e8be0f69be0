import { FrameWriter } from "../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "./encode-tlog-record.ts";

/** Armed, in a mode of its own. */
const armedInItsMode: number = 0x81;

/** A frame, and when it was heard, ms after a flight's beginning. */
export interface HeardFrame {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

export interface FlightOptions {
  readonly seconds: number;
  readonly systemId?: number;
  readonly latDeg?: number;
  readonly lonDeg?: number;
  /** Said once, as somebody's words. */
  readonly text?: string;
}

/** What a copter says, ten times a second: where it is on its way north-east, how it lies, and what happens to it. */
export const flownFrames = (options: FlightOptions): readonly HeardFrame[] => {
  const { seconds, systemId = 1, latDeg = 30.871, lonDeg = 120.4337, text } = options;
  const writer = new FrameWriter({ systemId, componentId: 1 });
  const heard: HeardFrame[] = [];
  const say = (atMs: number, bytes: Uint8Array) => heard.push({ atMs, bytes });
  for (let step = 0; step <= seconds * 10; step++) {
    const atMs = step * 100;
    const timeBootMs = 60_000 + atMs;
    const lat = Math.round((latDeg + step * 4.5e-6) * 1e7);
    const lon = Math.round((lonDeg + step * 1.5e-6) * 1e7);
    if (step % 10 === 0)
      say(
        atMs,
        writer.write("HEARTBEAT", {
          ...{
            type: 2,
            autopilot: 3,
            baseMode: armedInItsMode,
            customMode: step < 50 ? 4 : 3,
            systemStatus: 4,
            mavlinkVersion: 3,
          },
        }),
      );
    if (step === 0) say(atMs, writer.write("HOME_POSITION", { latitude: lat, longitude: lon, altitude: 5_000 }));
    if (step === 20 && text !== undefined) say(atMs, writer.write("STATUSTEXT", { severity: 4, text }));
    if (step === 5)
      say(
        atMs,
        writer.write("AUTOPILOT_VERSION", {
          uid: 0x1122334455667788n,
          uid2: Array.from({ length: 18 }, (_, i) => i + 65),
        }),
      );
    say(
      atMs,
      writer.write("GLOBAL_POSITION_INT", {
        ...{ timeBootMs, lat, lon, alt: 45_000, relativeAlt: 40_000, vx: 500, vy: 143, hdg: 1_600 },
      }),
    );
    say(atMs, writer.write("ATTITUDE", { timeBootMs, roll: Math.sin(step / 17), pitch: Math.cos(step / 29) / 5 }));
  }
  return heard;
};

/** Its telemetry log, as a station wrote it whose clock said `startUtcMs` at the beginning. */
export const flownTlog = (heard: readonly HeardFrame[], startUtcMs: number): Uint8Array =>
  Buffer.concat(heard.map(({ atMs, bytes }) => encodeTlogRecord((startUtcMs + atMs) * 1_000, bytes)));

/** The same bytes without any times. */
export const flownBytes = (heard: readonly HeardFrame[]): Uint8Array => Buffer.concat(heard.map(({ bytes }) => bytes));
