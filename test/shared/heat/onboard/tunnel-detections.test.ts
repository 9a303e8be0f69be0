import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectionCategories } from "../../../../shared/heat/detection.ts";
import {
  decodeTunnelDetections,
  encodeTunnelDetections,
  maxTunnelDetections,
  type TunnelDetections,
} from "../../../../shared/heat/onboard/tunnel-detections.ts";

const part = fc.double({ min: 0, max: 1, noNaN: true });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const detection = fc
  .record({
    x: part,
    y: part,
    width: part,
    height: part,
    category: fc.constantFrom(...detectionCategories),
    confidence: optional(part),
    temperatureK: optional(fc.double({ min: 200, max: 650, noNaN: true })),
  })
  .map(({ confidence, temperatureK, ...box }) => ({
    ...box,
    ...(confidence === undefined ? {} : { confidence }),
    ...(temperatureK === undefined ? {} : { temperatureK }),
  }));

const found: fc.Arbitrary<TunnelDetections> = fc.record({
  captureBootMs: fc.integer({ min: 0, max: 0xffffffff }),
  captureSigmaMs: fc.integer({ min: 0, max: 0xffff }),
  widthPx: fc.integer({ min: 1, max: 0xffff }),
  heightPx: fc.integer({ min: 1, max: 0xffff }),
  hfovRad: fc.double({ min: 0.01, max: 3, noNaN: true }),
  detections: fc.array(detection, { maxLength: maxTunnelDetections }),
});

const one: TunnelDetections = {
  captureBootMs: 123_456,
  captureSigmaMs: 20,
  widthPx: 640,
  heightPx: 512,
  detections: [
    { x: 0.5, y: 0.25, width: 0.02, height: 0.05, confidence: 0.8, category: "person", temperatureK: 303.15 },
  ],
};

const within = (is: number | undefined, was: number | undefined, step: number): boolean =>
  is === was || (is !== undefined && was !== undefined && Math.abs(is - was) <= step);

describe("detections in a TUNNEL payload", () => {
  test("come back as they went, to the step of each field, and never need more than 128 bytes", () => {
    fc.assert(
      fc.property(found, (value) => {
        const bytes = encodeTunnelDetections(value);
        const decoded = decodeTunnelDetections(bytes);

        expect(bytes.length).toBeLessThanOrEqual(128);
        if (!decoded.ok) throw new Error(decoded.fault);
        const { hfovRad, detections, ...head } = decoded.value;
        const { hfovRad: givenRad, detections: given, ...givenHead } = value;
        expect(head).toEqual(givenHead);
        expect(within(hfovRad, givenRad, 1e-4)).toBe(true);
        const sorted = [...given].sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0));
        expect(detections).toHaveLength(given.length);
        for (const [i, was] of sorted.entries()) {
          const is = detections[i];
          expect(is?.category).toBe(was.category);
          for (const key of ["x", "y", "width", "height"] as const)
            expect(within(is?.[key], was[key], 1e-5)).toBe(true);
          expect(within(is?.confidence, was.confidence, 0.0021)).toBe(true);
          expect(within(is?.temperatureK, was.temperatureK, 0.0051)).toBe(true);
        }
      }),
    );
  });

  test("are laid out as documented, byte by byte", () => {
    const bytes = encodeTunnelDetections(one);

    expect([...bytes.subarray(0, 28)]).toEqual([
      ...[0x4c, 0x54, 1, 1],
      ...[0x40, 0xe2, 0x01, 0x00, 20, 0, 0x80, 0x02, 0x00, 0x02, 0, 0],
      ...[0x00, 0x80, 0x00, 0x40, 0x1f, 0x05, 0xcd, 0x0c, 200, 0, 0x6b, 0x76],
    ]);
    expect(bytes).toHaveLength(30);
  });

  test("say that nothing was found where a picture was searched", () => {
    const decoded = decodeTunnelDetections(encodeTunnelDetections({ ...one, detections: [] }));

    expect(decoded).toMatchObject({ ok: true, value: { detections: [] } });
  });

  test("are read where zeros fill the payload up", () => {
    const padded = new Uint8Array(128);
    padded.set(encodeTunnelDetections(one));

    expect(decodeTunnelDetections(padded)).toMatchObject({ ok: true, value: { captureBootMs: 123_456 } });
  });

  test("of ten, the least confident stays behind", () => {
    const detections = Array.from({ length: 10 }, (_, i) => ({ ...one.detections[0], confidence: i / 10 }));
    const bytes = encodeTunnelDetections({ ...one, detections: detections as TunnelDetections["detections"] });

    const decoded = decodeTunnelDetections(bytes);

    const confidences = decoded.ok ? decoded.value.detections.map(({ confidence }) => confidence) : [];
    expect(confidences).toEqual([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]);
  });

  test("with one bit changed anywhere, or cut off anywhere, are refused", () => {
    const bytes = encodeTunnelDetections(one);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeTunnelDetections(changed).ok).toBe(false);
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeTunnelDetections(bytes.subarray(0, length)).ok).toBe(false);
    }
  });

  test("of a newer version, and another program's bytes, are told apart", () => {
    const newer = encodeTunnelDetections(one);
    newer[2] = 2;

    expect(decodeTunnelDetections(newer)).toEqual({ ok: false, fault: "unknown-version" });
    expect(decodeTunnelDetections(Uint8Array.of(1, 2, 3, 4, 5))).toEqual({ ok: false, fault: "not-ours" });
    expect(decodeTunnelDetections(new Uint8Array(0))).toEqual({ ok: false, fault: "not-ours" });
  });

  test("are never made of arbitrary bytes, and nothing throws", () => {
    const hostile = fc.uint8Array({ maxLength: 128 }).map((tail) => Uint8Array.of(0x4c, 0x54, 1, ...tail));
    fc.assert(fc.property(hostile, (bytes) => !decodeTunnelDetections(bytes).ok));
  });
});
