import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeY16Frame, Y16Decoder, y16HeaderBytes } from "../../../hardware/thermal/y16-stream.ts";
import type { ThermalFrame } from "../../../shared/heat/thermal-frame.ts";
import { asRad } from "../../../shared/units/angle.ts";

const frameOf = (sequence: number, widthPx = 8, heightPx = 8): ThermalFrame => ({
  widthPx,
  heightPx,
  data: Uint16Array.from({ length: widthPx * heightPx }, (_, i) => (i * 7919 + sequence * 31) & 0xffff),
  radiometry: { kelvinPerCount: 0.03125, kelvinAtZero: 0.5 },
  captureVehicleTimeMs: 123456789.25 + sequence,
  captureSigmaMs: 12.5,
  hfovRad: asRad(0.75),
  sequence,
});

const copyOf = (frame: ThermalFrame): ThermalFrame => ({ ...frame, data: frame.data.slice() });

const decode = (decoder: Y16Decoder, ...chunks: Uint8Array[]): ThermalFrame[] => {
  const frames: ThermalFrame[] = [];
  for (const chunk of chunks) decoder.push(chunk, (frame) => frames.push(copyOf(frame)));
  return frames;
};

const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

describe("the y16 stream", () => {
  test("gives back each frame as it was sent, split at each byte offset", () => {
    const stream = join(encodeY16Frame(frameOf(1)), encodeY16Frame(frameOf(2, 10, 8)));

    for (let split = 0; split <= stream.length; split++) {
      const frames = decode(new Y16Decoder(), stream.subarray(0, split), stream.subarray(split));

      expect(frames).toEqual([frameOf(1), frameOf(2, 10, 8)]);
    }
  });

  test("arrives whole one byte at a time", () => {
    const stream = encodeY16Frame(frameOf(3));

    const frames = decode(new Y16Decoder(), ...[...stream].map((byte) => Uint8Array.of(byte)));

    expect(frames).toEqual([frameOf(3)]);
  });

  test("leaves out radiometry and field of view where the camera gives none", () => {
    const { radiometry: _r, hfovRad: _h, ...plain } = frameOf(4);

    expect(decode(new Y16Decoder(), encodeY16Frame(plain))).toEqual([plain]);
  });

  test("finds the frames between any garbage and counts what it skipped", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (before, between) => {
        const decoder = new Y16Decoder();

        const frames = decode(decoder, before, encodeY16Frame(frameOf(1)), between, encodeY16Frame(frameOf(2)));

        expect(frames).toEqual([frameOf(1), frameOf(2)]);
        expect(decoder.stats).toEqual({ frames: 2, skippedBytes: before.length + between.length });
      }),
      { numRuns: 200 },
    );
  });

  test("is not fooled by garbage that begins like a header", () => {
    const header = encodeY16Frame(frameOf(9)).subarray(0, y16HeaderBytes - 1);
    const almost = join(header, Uint8Array.of((header[10] ?? 0) ^ 0xff));

    expect(decode(new Y16Decoder(), almost, almost, encodeY16Frame(frameOf(1)))).toEqual([frameOf(1)]);
  });

  test("rejects a header with any one bit wrong", () => {
    const good = encodeY16Frame(frameOf(1));
    for (let byte = 0; byte < y16HeaderBytes; byte++) {
      const bad = good.slice();
      bad[byte] = (bad[byte] ?? 0) ^ 0x10;
      const decoder = new Y16Decoder();

      expect(decode(decoder, bad)).toEqual([]);
    }
  });

  test("after a cut inside the pixels it is back in step within two frames", () => {
    const whole = encodeY16Frame(frameOf(1));
    const frames = decode(
      new Y16Decoder(),
      whole.subarray(0, 100),
      ...[2, 3, 4, 5].map((n) => encodeY16Frame(frameOf(n))),
    );

    expect(frames.slice(-2)).toEqual([frameOf(4), frameOf(5)]);
  });

  test("forgets a half frame on reset", () => {
    const decoder = new Y16Decoder();
    decode(decoder, encodeY16Frame(frameOf(1)).subarray(0, 90));

    decoder.reset();

    expect(decode(decoder, encodeY16Frame(frameOf(2)))).toEqual([frameOf(2)]);
  });

  test("a frame handed out stays whole while the next one arrives", () => {
    const decoder = new Y16Decoder();
    const lent: ThermalFrame[] = [];
    decoder.push(encodeY16Frame(frameOf(1)), (frame) => lent.push(frame));

    decoder.push(encodeY16Frame(frameOf(2)).subarray(0, 150), () => {});

    expect(lent[0]).toEqual(frameOf(1));
  });

  test("refuses to send a frame whose size and data differ", () => {
    expect(() => encodeY16Frame({ ...frameOf(1), widthPx: 9 })).toThrow("9x8 with 64 counts");
  });
});
