import fc from "fast-check";
import { expect, test } from "vitest";
import { viewOf, x25, x25Byte, x25ImpliedByte } from "../../../shared/mavlink/x25.ts";
import { slowChecksum } from "../../support/mavlink-bytes.ts";

test("gives the check value of CRC-16/MCRF4XX", () => {
  expect(x25(viewOf(new TextEncoder().encode("123456789")), 0, 9)).toBe(0x6f91);
});

test("equals the checksum bit by bit, for any part of any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.nat(300), (bytes, from, length) => {
      const to = Math.min(bytes.length, from + length);

      expect(x25(viewOf(bytes), from, to)).toBe(slowChecksum(bytes.subarray(from, Math.max(from, to))));
    }),
  );
});

test("tells the byte between two checksums", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 255 }), (before, byte) => {
      expect(x25ImpliedByte(before, x25Byte(before, byte))).toBe(byte);
    }),
  );
});

test("finds no byte between most pairs of checksums", () => {
  const implied = Array.from({ length: 0x10000 }, (_, after) => x25ImpliedByte(0x1234, after));

  expect(implied.filter((byte) => byte >= 0)).toHaveLength(256);
});
