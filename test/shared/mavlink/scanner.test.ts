import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrameWriter } from "../../../shared/mavlink/codec.ts";
import { MavModeFlag } from "../../../shared/mavlink/enums.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { FrameSigner } from "../../../shared/mavlink/signing.ts";
import {
  buildFrame,
  joined,
  referenceFrames,
  scanAll,
  telemetryFixture,
  unknownFrame,
} from "../../support/mavlink-bytes.ts";

const heartbeat = buildFrame("HEARTBEAT", {
  customMode: 4,
  type: 2,
  autopilot: 3,
  baseMode: MavModeFlag.SAFETY_ARMED,
  systemStatus: 4,
});
const attitude = buildFrame("ATTITUDE", { timeBootMs: 1234, roll: 0.1, yaw: -2 });
const heartbeat1 = new FrameWriter({ systemId: 7, componentId: 1, version: 1 }).write("HEARTBEAT", { customMode: 9 });
const signed = new FrameSigner({ key: new Uint8Array(32).fill(5), linkId: 3 }).sign(attitude, 1_700_000_000_000);
const text = new TextEncoder().encode("\n\nInit ArduCopter V4.4.0\nFree RAM: 131072\n");

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const found = (bytes: Uint8Array, cuts: readonly number[] = []) =>
  scanAll(bytes, cuts).frames.map((frame) => hex(frame.bytes));

describe("FrameScanner", () => {
  test("describes a MAVLink 2 frame", () => {
    const [frame] = scanAll(heartbeat).frames;

    expect(frame).toMatchObject({
      version: 2,
      systemId: 1,
      componentId: 1,
      sequence: 0,
      messageId: 0,
      signed: false,
      known: true,
    });
    expect(frame).toMatchObject({ length: heartbeat.length, payloadStart: 10, payloadLength: 9 });
  });

  test("describes a MAVLink 1 frame", () => {
    expect(scanAll(heartbeat1).frames[0]).toMatchObject({
      version: 1,
      systemId: 7,
      messageId: 0,
      payloadStart: 6,
      payloadLength: 9,
    });
  });

  test("takes the signature of a signed frame as part of it", () => {
    const { frames, scanner } = scanAll(joined(signed, heartbeat));

    expect(frames.map((frame) => [frame.signed, frame.length])).toEqual([
      [true, attitude.length + 13],
      [false, heartbeat.length],
    ]);
    expect(scanner.stats).toEqual({ frames: 2, skippedBytes: 0, badChecksums: 0, unknown: 0 });
  });

  test("finds the same in a stream that is cut at any one byte", () => {
    const stream = joined(
      text,
      heartbeat,
      heartbeat1,
      new Uint8Array([0xfd, 3, 0]),
      signed,
      attitude.subarray(0, 20),
      heartbeat,
    );
    const whole = found(stream);

    expect(whole).toEqual([heartbeat, heartbeat1, signed, heartbeat].map(hex));
    for (let cut = 0; cut <= stream.length; cut++) expect(found(stream, [cut])).toEqual(whole);
  });

  test("finds the same in a stream that comes byte by byte, with the same statistics", () => {
    const stream = telemetryFixture("boot.bin").subarray(0, 3000);
    const whole = scanAll(stream);

    const single = scanAll(stream, Array.from(stream.keys()));

    expect(single.frames).toEqual(whole.frames);
    expect(single.scanner.stats).toEqual(whole.scanner.stats);
  });

  test("rejects a frame with a wrong checksum and counts it", () => {
    const broken = heartbeat.slice();
    broken[12] = (broken[12] ?? 0) ^ 1;

    const { frames, scanner } = scanAll(joined(broken, attitude));

    expect(frames.map((frame) => hex(frame.bytes))).toEqual([hex(attitude)]);
    expect(scanner.stats).toMatchObject({ frames: 1, badChecksums: 1, skippedBytes: broken.length });
  });

  test("goes on at the next byte behind a false start, so that it swallows no frame inside it", () => {
    const falseStart = new Uint8Array([0xfd, 60, 0, 0, 9, 1, 1, 30, 0, 0, 1, 2]);

    expect(found(joined(falseStart, heartbeat, attitude, heartbeat1))).toEqual(
      [heartbeat, attitude, heartbeat1].map(hex),
    );
  });

  test("hands over whole frames inside a candidate that is cut at the end of the stream", () => {
    const falseStart = new Uint8Array([0xfd, 255, 0, 0, 9, 1, 1, 30, 0, 0]);

    const { frames, scanner } = scanAll(joined(falseStart, heartbeat, heartbeat1));

    expect(frames.map((frame) => hex(frame.bytes))).toEqual([heartbeat, heartbeat1].map(hex));
    expect(scanner.stats.skippedBytes).toBe(falseStart.length);
  });

  test("doesn't wait for the rest of a frame with flags that nobody defined", () => {
    const scanner = new FrameScanner();
    const ids: number[] = [];

    scanner.push(joined(new Uint8Array([0xfd, 255, 0x40]), heartbeat), (frame) => ids.push(frame.messageId));

    expect(ids).toEqual([0]);
  });

  test("hands over the rest once where a callback threw", () => {
    const scanner = new FrameScanner();
    const ids: number[] = [];
    const failing = () => {
      throw new Error("full");
    };

    expect(() => scanner.push(joined(heartbeat, attitude), failing)).toThrow("full");
    scanner.push(attitude, (frame) => ids.push(frame.messageId));

    expect(ids).toEqual([30]);
  });

  test("reuses one frame object", () => {
    const seen = new Set<unknown>();
    new FrameScanner().push(joined(heartbeat, attitude, signed), (frame) => seen.add(frame));

    expect(seen.size).toBe(1);
  });

  test.each(["boot.bin", "noisy.tlog", "bursts.tlog", "copter.tlog", "two-vehicles.tlog"])(
    "finds every frame of %s",
    (name) => {
      const bytes = telemetryFixture(name);
      const expected = referenceFrames(bytes).map(hex);

      expect(expected.length).toBeGreaterThan(100);
      expect(found(bytes)).toEqual(expected);
    },
  );
});

describe("FrameScanner, on any input", () => {
  /** Bytes with far more magic bytes, small numbers and known ids than chance would give. */
  const nastyBytes = fc.array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0xfd, 0xfe, 0, 1, 9, 30)), {
    maxLength: 200,
  });
  const piece = fc.oneof(
    nastyBytes.map((bytes) => new Uint8Array(bytes)),
    fc.constantFrom(heartbeat, attitude, heartbeat1, signed),
    fc.tuple(fc.constantFrom(heartbeat, attitude, signed), fc.nat(30)).map(([frame, length]) => frame.slice(0, length)),
  );
  const stream = fc.array(piece, { maxLength: 20 }).map((pieces) => joined(...pieces));

  test("finds exactly the valid frames, wherever the stream is cut", () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(2000), { maxLength: 5 }), (bytes, places) => {
        const cuts = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
        const { frames, scanner } = scanAll(bytes, cuts);

        expect(frames.filter((frame) => frame.known).map((frame) => hex(frame.bytes))).toEqual(
          referenceFrames(bytes).map(hex),
        );
        const frameBytes = frames.reduce((sum, frame) => sum + frame.length, 0);
        expect(scanner.stats.skippedBytes + frameBytes).toBe(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  test("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        scanAll(bytes);
      }),
    );
  });
});

describe("FrameScanner, on unknown ids", () => {
  const unknown = (sequence: number) => unknownFrame(54321, [sequence, 2, 3], { sequence });

  test("hands over an unknown frame of a clean stream raw and counts it", () => {
    const { frames, scanner } = scanAll(joined(heartbeat, unknown(1), attitude));

    expect(frames.map((frame) => [frame.messageId, frame.known])).toEqual([
      [0, true],
      [54321, false],
      [30, true],
    ]);
    expect(hex(frames[1]?.bytes ?? new Uint8Array())).toBe(hex(unknown(1)));
    expect(scanner.stats).toEqual({ frames: 3, skippedBytes: 0, badChecksums: 0, unknown: 1 });
  });

  test("doesn't believe one after noise until the same id implied the same checksum byte again", () => {
    const noise = new Uint8Array([1, 2, 3]);

    const { frames } = scanAll(joined(heartbeat, noise, unknown(1), noise, unknown(2), noise, unknown(3)));

    expect(frames.map((frame) => [frame.messageId, frame.sequence])).toEqual([
      [0, 0],
      [54321, 2],
      [54321, 3],
    ]);
  });

  test("doesn't believe one from a system that was never heard, after noise", () => {
    const strangers = [1, 2, 3].map((sequence) => unknownFrame(54321, [1], { sequence, systemId: 200 }));

    const { frames } = scanAll(joined(heartbeat, new Uint8Array([1]), ...strangers));

    expect(frames.map((frame) => frame.messageId)).toEqual([0]);
  });

  test("never lets one swallow a known frame that starts inside it", () => {
    // The checksum of the false frame, which a known frame's bytes happen to hold, implies some CRC_EXTRA.
    const around = unknownFrame(54321, [...heartbeat, 7]);

    expect(scanAll(around).frames.map((frame) => frame.messageId)).toEqual([0]);
    const cut = joined(unknownFrame(54321, [1, 2, 3]).subarray(0, 10), heartbeat, attitude);
    expect(scanAll(cut).frames.map((frame) => frame.messageId)).toEqual([0, 30]);
  });

  test("finds the same in a stream that is cut at any one byte", () => {
    const stream = joined(unknown(0), heartbeat, unknown(1), text, unknown(2), attitude, unknown(3));
    const whole = found(stream);

    for (let cut = 0; cut <= stream.length; cut++) expect(found(stream, [cut])).toEqual(whole);
  });

  test("hardly ever believes one in pure noise", () => {
    let unknownCount = 0;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20_000, maxLength: 20_000 }), (bytes) => {
        unknownCount += scanAll(bytes).scanner.stats.unknown;
      }),
      { numRuns: 40, seed: 7 },
    );

    expect(unknownCount).toBe(0);
  });
});
