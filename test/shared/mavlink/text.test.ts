import fc from "fast-check";
import { expect, test } from "vitest";
import { readText, writeText } from "../../../shared/mavlink/text.ts";

test("reads bytes as the standard decoder does, valid UTF-8 or not", () => {
  const nearUtf8 = fc.array(fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0xf0, 0x90, 0xf4, 0xf5, 0xff), {
    maxLength: 12,
  });
  const whole = fc
    .string({ unit: "binary", maxLength: 10 })
    .map((text) => [...new TextEncoder().encode(text.replaceAll("\0", "x"))]);
  fc.assert(
    fc.property(fc.oneof(nearUtf8, whole), (values) => {
      const bytes = new Uint8Array(values);
      const strip = (text: string) => text.replaceAll("\ufffd", "");

      // How many replacement characters a broken sequence makes is a matter of taste; what is whole isn't.
      expect(strip(readText(bytes, 0, bytes.length))).toBe(
        strip(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)),
      );
    }),
  );
});

test("writes what it reads, as far as whole characters fit", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), fc.integer({ min: 1, max: 30 }), (text, count) => {
      const bytes = new Uint8Array(40).fill(0xaa);
      bytes.fill(0, 2, 2 + count);
      writeText(bytes, 2, count, text.replaceAll("\0", " "));

      const back = readText(bytes, 2, count);
      expect(text.replaceAll("\0", " ").toWellFormed().startsWith(back)).toBe(true);
      expect(bytes.subarray(2 + count).every((byte) => byte === 0xaa)).toBe(true);
    }),
  );
});
